"""How the dialog of changing many people looks, and which keys it has at what time."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.change_report import done_word
from tcm_tui.domain.member_changes import ChangeReport, Verdict
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.members import change_wording as wording
from tcm_tui.screens.administration.members.handover import Handover
from tcm_tui.screens.administration.members.report_view import ReportView
from tcm_tui.screens.administration.members.run import Outcome
from tcm_tui.widgets.result_dialog import ResultDialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.member_changes import Change, ChangeRow


class Phase(StrEnum):
    """What the dialog is at."""

    CHECKING = "checking"
    ASKING = "asking"
    WORKING = "working"
    TOLD = "told"


_LEAVING: Final = {
    Phase.CHECKING: N_("Abbrechen"),
    Phase.ASKING: N_("Nein"),
    Phase.WORKING: N_("Anhalten"),
    Phase.TOLD: N_("Schließen"),
}


class ChangeFrame(ResultDialog[Outcome | None]):
    """A line, the rows with their verdicts, the buttons that fit the phase.

    Args:
        change: What is wanted, or what is taken back.
        count: How many rows it is about.
        taken_back: Whether it is taken back.
        vim_keys: Whether j, k and so on move in the rows.
    """

    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go", N_("Ausführen"), id="change.go"),
        Binding("o", "choose_heir", N_("Wer übernimmt"), id="change.heir"),
        Binding("f", "choose_rows", N_("Zeilen wählen"), id="change.rows"),
        Binding("ctrl+r", "save", N_("Ergebnisliste"), id="change.save"),
        Binding("escape", "leave", N_("Abbrechen"), id="change.leave"),
        Binding("left", "app.focus_previous", show=False, id="change.previous"),
        Binding("right", "app.focus_next", show=False, id="change.next"),
        Binding("up,down,pageup,pagedown", "to_rows", show=False, id="change.to_rows"),
    ]
    DEFAULT_CSS = """
    ChangeFrame {
        & > .dialog { width: 94%; max-width: 130; }
        &.-narrow > .dialog { width: 100%; max-width: 100%; }
        & .dialog--body { overflow: hidden; }
        & #line { padding: 0 1; height: auto; text-style: bold; }
        & #saved { padding: 0 1; height: auto; display: none; }
        & #saved.-shown { display: block; }
        &.-low {
            & > .dialog { height: 100%; }
            & .dialog--body, & ReportView, & ReportView RecordTable { height: 1fr; }
        }
    }
    """

    phase: reactive[Phase] = reactive(Phase.CHECKING, init=False, bindings=True)
    """What it is at; each key means what fits it."""

    def __init__(self, change: Change, count: int, *, taken_back: bool, vim_keys: bool) -> None:
        super().__init__(_("Rückgängig machen") if taken_back else wording.title_of(change))
        self.change = change
        self.heir = ""
        """The name of who takes over, "" while nobody was chosen."""
        self.taken_back = taken_back
        self.plan = ChangeReport(change, ())
        self.ready = 0
        """Rows of the plan that will change."""
        self._count = count
        self._vim_keys = vim_keys

    def compose_body(self) -> ComposeResult:
        """A line, what is left behind, the rows, where they were saved."""
        yield Static(txt(wording.checking_text(self._count)), id="line")
        yield Handover()
        yield ReportView(vim_keys=self._vim_keys, names=self.names)
        yield Static(txt(""), id="saved")

    def compose_buttons(self) -> ComposeResult:
        """Saving, the harmless one, the one with verb and number."""
        label = txt(_("Ergebnisliste speichern"))
        yield Button(label, id="save", action="screen.save", compact=True)
        yield Button(txt(""), id="no", action="screen.leave", compact=True)
        yield Button(txt(""), "primary", id="yes", action="screen.go", compact=True)

    @property
    def report(self) -> ReportView:
        """The rows."""
        return self.query_one(ReportView)

    @property
    def handover(self) -> Handover:
        """What is left behind."""
        return self.query_one(Handover)

    async def names(self, row: ChangeRow) -> str:
        """What somebody owns and uses, by name.

        Raises:
            DomainError: It cannot be read.
        """
        raise NotImplementedError

    @property
    def _leaving(self) -> str:
        return _(_LEAVING[self.phase])

    @property
    def _verb(self) -> str:
        return wording.verb_for(self.change, self.ready)

    def verbs(self) -> dict[str, str]:
        """Both say what their buttons say now."""
        return {"change.go": self._verb, "change.leave": self._leaving}

    def on_mount(self) -> None:
        """Offer what fits."""
        self.watch_phase()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the phase."""
        del parameters
        match action:
            case "go":
                return self.phase is Phase.ASKING and self.ready > 0
            case "choose_heir":
                return self.phase is Phase.ASKING and self.handover.owned
            case "save":
                return self.phase is Phase.TOLD
            case "choose_rows" | "to_rows":
                return self.phase is not Phase.CHECKING
        return True

    def watch_phase(self) -> None:
        """Show what can be done now."""
        self.report.display = self.phase is not Phase.CHECKING
        self.handover.display = self.phase is (Phase.TOLD if self.taken_back else Phase.ASKING)
        self.query_one("#save", Button).display = self.phase is Phase.TOLD
        no, yes = self.query_one("#no", Button), self.query_one("#yes", Button)
        no.label, yes.label = txt(self._leaving), txt(self._verb)
        no.refresh(layout=True)  # the words differ in length
        yes.display = bool(self.check_action("go", ()))
        if self.phase in {Phase.WORKING, Phase.TOLD}:
            self.action_to_rows()  # a second Enter must neither stop nor close it
        self.show_hints()

    def action_choose_rows(self) -> None:
        """Choose which rows to show."""
        self.report.choice.action_open()

    def action_to_rows(self) -> None:
        """To the rows."""
        self.report.table.focus()

    # -- what is said

    def show_plan(self, plan: ChangeReport) -> None:
        """Show what will happen to whom."""
        self.plan, self.ready = plan, len(plan.having(Verdict.CHANGED))
        if self.taken_back:
            self.handover.tell(" ".join(wording.kept_undone(plan)))
        else:
            self.handover.show(self.change, plan.rows, self.heir)
        self.report.show(plan, wording.will_word(self.change), ahead=True)
        self.head(wording.plan_line(plan))

    def show_result(self, result: ChangeReport, left: int) -> None:
        """Show what came of it."""
        done = done_word(self.change.kind, taken_back=self.taken_back)
        self.report.show(result, done)
        self.head(wording.result_line(result, left, taken_back=self.taken_back))

    def show_progress(self, done: int, *, stopping: bool = False) -> None:
        """Show how far it is."""
        far = wording.Progress(done, self.ready, taken_back=self.taken_back, stopping=stopping)
        self.head(wording.progress_text(self.change, far))

    def head(self, sentence: str) -> None:
        """Write it above the rows."""
        self.query_one("#line", Static).update(txt(sentence))
