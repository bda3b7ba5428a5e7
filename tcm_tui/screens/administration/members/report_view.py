"""Many rows with what will become, or became, of each: a table, and which of them it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.containers import Vertical
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.member_changes import ChangeReport, Verdict
from tcm_tui.domain.permissions import role_short_label
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.members.handover_wording import short_text
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from tcm_tui.domain.member_changes import ChangeRow

_FEW: Final = 3
"""Lines the table has at least."""
_SIGNS: Final = {Verdict.CHANGED: "✓", Verdict.UNCHANGED: "–", Verdict.REFUSED: "✗"}
_TONES: Final = {
    Verdict.CHANGED: Tone.GOOD,
    Verdict.UNCHANGED: Tone.MUTED,
    Verdict.REFUSED: Tone.ERROR,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row and its place among those shown."""

    place: int
    row: ChangeRow


class Lines:
    """Pages of rows that are never sorted: a place is enough to find what follows it."""

    def __init__(self, rows: Sequence[ChangeRow]) -> None:
        self._rows = rows

    async def __call__(
        self, *, order: str, descending: bool, after: Line | None, backwards: bool, limit: int
    ) -> Sequence[Line]:
        """One page, see `record_source.Source`."""
        del order, descending
        if backwards:
            end = len(self._rows) if after is None else after.place
            start = max(0, end - limit)
        else:
            start = 0 if after is None else after.place + 1
            end = min(len(self._rows), start + limit)
        return [Line(place, self._rows[place]) for place in range(start, end)]


class Rows(RecordTable[Line]):
    """Rows to look at: none of them is marked."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without marks."""
        marking = action in {"mark", "mark_all", "unmark"}
        return False if marking else super().check_action(action, parameters)


class ReportView(Vertical):
    """The rows of a report; `f` chooses which of them.

    Args:
        vim_keys: Whether j, k and so on move.
        names: Tells what somebody owns and uses, by name.
    """

    DEFAULT_CSS = """
    ReportView {
        height: auto;
        margin-top: 1;
        & #verdict { padding: 0 1; color: $text-muted; }
        & #verdict:focus { color: $block-cursor-foreground; }
        & #whole { height: auto; min-height: 1; padding: 0 3; color: $text-muted; }
        & RecordTable { height: 22; background: $surface; }
    }
    """

    def __init__(self, *, vim_keys: bool, names: Callable[[ChangeRow], Awaitable[str]]) -> None:
        super().__init__(id="report")
        self._vim_keys = vim_keys
        self._names = names
        self._ahead = False
        self._rows: Sequence[ChangeRow] = ()
        self._done = ""

    def compose(self) -> ComposeResult:
        """Which rows, and the rows."""
        options: list[tuple[Verdict | None, str]] = [
            (None, _("alle")),
            (Verdict.CHANGED, _("geändert")),
            (Verdict.UNCHANGED, _("unverändert")),
            (Verdict.REFUSED, _("nicht möglich")),
        ]
        yield Choice(options, None, label=_("Zeilen"), name="verdict")
        rows = Rows(
            _columns(self._said),
            key=lambda line: line.place,
            empty_text=N_("Keine Zeile."),
            vim_keys=self._vim_keys,
            id="rows",
        )
        rows.order = ""  # they stand as they were given: no column is the one sorted by
        yield rows
        yield Static(txt(""), id="whole")

    @property
    def table(self) -> Rows:
        """The rows."""
        return self.query_one(Rows)

    @property
    def choice(self) -> Choice[Verdict | None]:
        """Which of them are shown."""
        return self.query_one("#verdict", Choice)

    def show(self, report: ChangeReport, done: str, *, ahead: bool = False) -> None:
        """Show `report`; `done` stands at the rows that are changed.

        Of what lies `ahead` it is told what people own and use, too.
        """
        self._rows, self._done, self._ahead = report.rows, done, ahead
        self._choose()

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self._choose()

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        """Tell the whole reason where its column cuts it."""
        event.stop()
        line, region = self.table.cursor_row, self.table.column_region("verdict")
        cut = line is not None and region is not None and len(self._said(line)) > region.width
        self._tell(line.row.reason if line and cut else "")
        self.workers.cancel_group(self, "load")
        if line is not None and line.row.holds and self._ahead:
            self._tell_names(line.row)

    @work(group="load", exclusive=True)
    async def _tell_names(self, row: ChangeRow) -> None:
        """Tell what somebody owns and uses."""
        try:
            self._tell(await self._names(row))
        except DomainError as refusal:
            self._tell(refusal.message)

    def _tell(self, sentence: str) -> None:
        self.query_one("#whole", Static).update(txt(sentence))

    def _choose(self) -> None:
        wanted = self.choice.value
        rows = [row for row in self._rows if wanted in {None, row.verdict}]
        self.table.source = Lines(rows)
        self.table.styles.max_height = max(_FEW, len(self._rows)) + 1

    def _said(self, line: Line) -> str:
        said = line.row.reason or (self._done if line.row.verdict is Verdict.CHANGED else "")
        if self._ahead and line.row.holds and not line.row.reason:
            said = f"{said} · {short_text(line.row)}"
        return f"{_SIGNS[line.row.verdict]} {said}".rstrip()


def _columns(said: Callable[[Line], str]) -> list[Column[Line]]:
    return [
        Column(
            name="name",
            label=N_("Name"),
            width=22,
            render=lambda line: line.row.name or line.row.address,
        ),
        Column(
            name="address",
            label=N_("E-Mail"),
            width=28,
            flexible=True,
            priority=2,
            render=lambda line: line.row.address,
        ),
        Column(
            name="role",
            label=N_("Rolle"),
            width=18,
            priority=1,
            render=lambda line: role_short_label(line.row.role),
        ),
        Column(
            name="verdict",
            label=N_("Ergebnis"),
            width=30,
            flexible=True,
            render=said,
            tone=lambda line: _TONES[line.row.verdict],
        ),
    ]
