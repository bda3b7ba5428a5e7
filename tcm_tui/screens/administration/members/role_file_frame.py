"""How the dialog of changing roles by a file looks, and which keys it has at what time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.role_list import RoleRow, RoleVerdict, verdict_label
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.members import role_file_wording as wording
from tcm_tui.screens.administration.members.change_frame import Phase
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.dialog_box import Result
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.result_dialog import ResultDialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_TONES: Final = {
    RoleVerdict.CHANGED: Tone.GOOD,
    RoleVerdict.DONE: Tone.GOOD,
    RoleVerdict.NEW: Tone.WARNING,
    RoleVerdict.REFUSED: Tone.ERROR,
    RoleVerdict.UNCHANGED: Tone.MUTED,
    RoleVerdict.UNKNOWN: Tone.ERROR,
}
_LEAVING: Final = {
    Phase.CHECKING: N_("Abbrechen"),
    Phase.ASKING: N_("Abbrechen"),
    Phase.WORKING: N_("Anhalten"),
    Phase.TOLD: N_("Schließen"),
}


class RoleRows(RecordTable[RoleRow]):
    """Rows to look at: none of them is marked."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without marks."""
        marking = action in {"mark", "mark_all", "unmark"}
        return False if marking else super().check_action(action, parameters)


class RoleFileFrame(ResultDialog[Result]):
    """The counts, the rows with their verdicts, the buttons that fit the phase.

    Args:
        vim_keys: Whether j, k and so on move in the rows.
    """

    AUTO_FOCUS = "#leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go", N_("Rollen ändern"), id="change.go"),
        Binding("n", "invite", N_("Einladen"), id="role_file.invite"),
        Binding("f", "choose_rows", N_("Zeilen wählen"), id="change.rows", show=False),
        Binding("ctrl+r", "save", N_("Ergebnisliste"), id="change.save"),
        Binding("escape", "leave", N_("Abbrechen"), id="change.leave"),
    ]
    DEFAULT_CSS = """
    RoleFileFrame {
        & > .dialog { width: 94%; max-width: 130; height: 80%; }
        &.-narrow > .dialog { width: 100%; max-width: 100%; }
        &.-low > .dialog { height: 100%; }
        & .dialog--body { overflow: hidden; height: 1fr; }
        & #line { padding: 0 1; height: auto; text-style: bold; }
        & #notes, & #reason, & #saved { padding: 0 1; height: auto; display: none; }
        & #notes { color: $text-muted; }
        & #reason { color: $text-error; }
        & #notes.-shown, & #reason.-shown, & #saved.-shown { display: block; }
        & #verdicts { padding: 0 1; color: $text-muted; }
        & #verdicts:focus { color: $block-cursor-foreground; }
        & RecordTable { height: 1fr; min-height: 3; background: $surface; }
    }
    """

    phase: reactive[Phase] = reactive(Phase.CHECKING, init=False, bindings=True)
    """What it is at; each key means what fits it."""

    def __init__(self, *, vim_keys: bool) -> None:
        super().__init__(_("Rollen aus Datei ändern"))
        self.rows: Sequence[RoleRow] = ()
        self._vim_keys = vim_keys

    def compose_body(self) -> ComposeResult:
        """A line, what was left aside, the rows, the whole of a reason, what was saved."""
        yield Static(txt(_("Die Liste wird gelesen …")), id="line")
        yield Static(txt(""), id="notes")
        options: list[tuple[RoleVerdict | None, str]] = [(None, _("alle"))]
        options += [(verdict, verdict_label(verdict)) for verdict in RoleVerdict]
        yield Choice(options, None, label=_("Zeilen"), name="verdicts")
        yield RoleRows(
            _columns(),
            key=lambda row: row.number,
            empty_text=N_("Keine Zeile."),
            vim_keys=self._vim_keys,
            id="rows",
        )
        yield Static(txt(""), id="reason")
        yield Static(txt(""), id="saved")

    def compose_buttons(self) -> ComposeResult:
        """Saving, inviting who is new, the harmless one, the one that changes."""
        yield Button(txt(""), id="save", action="screen.save", compact=True)
        yield Button(txt(""), id="invite", action="screen.invite", compact=True)
        yield Button(txt(""), id="leave", action="screen.leave", compact=True)
        yield Button(txt(""), "primary", id="go", action="screen.go", compact=True)

    @property
    def table(self) -> RoleRows:
        """The rows."""
        return self.query_one(RoleRows)

    @property
    def choice(self) -> Choice[RoleVerdict | None]:
        """Which of them are shown."""
        return self.query_one("#verdicts", Choice)

    def on_mount(self) -> None:
        """Offer what fits."""
        self.table.order = ""  # no header carries an arrow
        self.watch_phase()

    def counted(self, verdict: RoleVerdict) -> int:
        """How many rows have this verdict."""
        return wording.count(self.rows, verdict)

    def verbs(self) -> dict[str, str]:
        """What the keys of the buttons mean now."""
        return {
            "change.go": wording.go_label(self.counted(RoleVerdict.CHANGED)),
            "change.leave": _(_LEAVING[self.phase]),
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the phase."""
        del parameters
        resting = self.phase in {Phase.ASKING, Phase.TOLD}
        match action:
            case "go":
                return resting and bool(self.counted(RoleVerdict.CHANGED))
            case "invite":
                return resting and bool(self.counted(RoleVerdict.NEW))
            case "save" | "choose_rows":
                return resting
        return True

    def watch_phase(self) -> None:
        """Show what can be done now."""
        for name, label in (
            ("go", wording.go_label(self.counted(RoleVerdict.CHANGED))),
            ("invite", wording.invite_label(self.counted(RoleVerdict.NEW))),
            ("save", _("Ergebnisliste")),
            ("leave", _(_LEAVING[self.phase])),
        ):
            button = self.query_one(f"#{name}", Button)
            button.label = txt(label)
            button.display = bool(self.check_action(name, ()))
            button.refresh(layout=True)  # its width was kept with the old words
        self.table.display = self.choice.display = self.phase is not Phase.CHECKING
        if self.phase is not Phase.CHECKING:
            self.table.focus()  # a second Enter must neither stop nor close it
        self.show_hints()

    # -- what is said

    def show_rows(self, rows: Sequence[RoleRow]) -> None:
        """Show the list with its verdicts, and how many there are of each."""
        self.rows = rows
        self.head(wording.counts_line(rows))
        self._choose()

    def head(self, sentence: str) -> None:
        """Write it above the rows."""
        self.query_one("#line", Static).update(txt(sentence))

    def action_choose_rows(self) -> None:
        """Choose which rows to show."""
        self.choice.action_open()

    @on(Choice.Changed, "#verdicts")
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self._choose()

    def _choose(self) -> None:
        wanted = self.choice.value
        rows = [row for row in self.rows if wanted in {None, row.verdict}]
        self.table.source = ListSource(rows, key=lambda row: row.number)

    @on(RecordTable.Highlighted)
    def _highlighted(self, event: RecordTable.Highlighted) -> None:
        """Say the whole of a reason that its column may cut."""
        event.stop()
        row = event.row
        self.say("#reason", row.reason if isinstance(row, RoleRow) else "")

    @on(RecordTable.Selected)
    @on(RecordTable.MarksChanged)
    def _quiet(self, event: RecordTable.Selected) -> None:
        event.stop()


def _columns() -> list[Column[RoleRow]]:
    return [
        Column(
            name="number",
            label=N_("Zeile"),
            width=5,
            align="right",
            render=lambda row: str(row.number),
        ),
        Column(
            name="email", label=N_("E-Mail"), width=22, flexible=True, render=lambda row: row.email
        ),
        Column(
            name="name",
            label=N_("Name"),
            width=20,
            priority=1,
            render=lambda row: row.found.name if row.found else "",
        ),
        Column(
            name="verdict",
            label=N_("Ergebnis"),
            width=31,
            flexible=True,
            render=wording.verdict_text,
            tone=lambda row: _TONES[row.verdict],
        ),
    ]
