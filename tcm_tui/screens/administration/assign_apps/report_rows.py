"""The rows of a plan, or of what came of it: what becomes of whose licence, and why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.widgets import Static

from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_SIGNS: Final = {Verdict.CHANGED: "✓", Verdict.UNCHANGED: "–", Verdict.REFUSED: "✗"}
_TONES: Final = {
    Verdict.CHANGED: Tone.GOOD,
    Verdict.UNCHANGED: Tone.MUTED,
    Verdict.REFUSED: Tone.ERROR,
}


@dataclass(frozen=True)
class ReportRow:
    """A line of the review.

    Args:
        number: Its place, or the line of the file it comes from.
        give: Whether a licence is given; else it is withdrawn.
        person: Whose.
        app: Of what.
        verdict: What will become of it, or did.
        reason: Why it is refused or stays as it is; "" for a change.
        done: Whether the change has been made.
    """

    number: int
    give: bool
    person: str
    app: str
    verdict: Verdict
    reason: str = ""
    done: bool = False


class ReportRows(Vertical):
    """The rows; `f` chooses which of them are shown.

    Args:
        vim_keys: Whether j, k and so on move.
        numbered: Whether rows are called by their number.
    """

    DEFAULT_CSS = """
    ReportRows {
        height: 1fr;
        & #verdicts { padding: 0 1; color: $text-muted; }
        & #verdicts:focus { color: $block-cursor-foreground; }
        & #reason { padding: 0 1; height: auto; display: none; }
        & #reason.-shown { display: block; }
        & RecordTable { height: 1fr; min-height: 3; background: $surface; }
    }
    """

    def __init__(self, *, vim_keys: bool, numbered: bool) -> None:
        super().__init__()
        self.rows: Sequence[ReportRow] = ()
        self.table: UnmarkedTable[ReportRow] = UnmarkedTable(
            _columns()[not numbered :],
            key=lambda row: row.number,
            empty_text=N_("Keine Zeile."),
            vim_keys=vim_keys,
            id="report-rows",
        )
        """The lines."""

    def compose(self) -> ComposeResult:
        """Which rows, the rows, the whole of a reason."""
        options: list[tuple[Verdict | None, str]] = [
            (None, _("alle")),
            (Verdict.CHANGED, _("werden geändert")),
            (Verdict.UNCHANGED, _("unverändert")),
            (Verdict.REFUSED, _("nicht möglich")),
        ]
        yield Choice(options, None, label=_("Zeilen"), name="verdicts")
        yield self.table
        yield Static(txt(""), id="reason")

    def on_mount(self) -> None:
        """No header carries an arrow: rows stand in the order asked for."""
        self.table.order = ""

    @property
    def choice(self) -> Choice[Verdict | None]:
        """Which of them are shown."""
        return self.query_one("#verdicts", Choice)

    def show(self, rows: Sequence[ReportRow]) -> None:
        """Show these."""
        self.rows = rows
        self._choose()

    def counted(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @on(Choice.Changed)
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
        reason = event.row.reason if isinstance(event.row, ReportRow) else ""
        line = self.query_one("#reason", Static)
        line.update(txt(reason))
        line.set_class(bool(reason), "-shown")

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()


def counts_text(rows: Sequence[ReportRow]) -> str:
    """„5 zuweisen · 2 zurücknehmen · 1 unverändert · 1 nicht möglich“."""
    changed = Counter((row.give, row.done) for row in rows if row.verdict is Verdict.CHANGED)
    found = Counter(row.verdict for row in rows)
    told = (
        (changed[True, True], _("{n} zugewiesen")),
        (changed[False, True], _("{n} zurückgenommen")),
        (changed[True, False], _("{n} zuweisen")),
        (changed[False, False], _("{n} zurücknehmen")),
        (found[Verdict.UNCHANGED], _("{n} unverändert")),
        (found[Verdict.REFUSED], _("{n} nicht möglich")),
    )
    return " · ".join(text.format(n=number(count)) for count, text in told if count)


def verdict_text(row: ReportRow) -> str:
    """„✓ wird zugewiesen“, „– Hat schon eine Lizenz.“."""
    sign = _SIGNS[row.verdict]
    if row.verdict is not Verdict.CHANGED:
        return f"{sign} {row.reason}"
    if row.done:
        return f"{sign} {_('zugewiesen') if row.give else _('zurückgenommen')}"
    return f"{sign} {_('wird zugewiesen') if row.give else _('wird zurückgenommen')}"


def _columns() -> list[Column[ReportRow]]:
    return [
        Column(
            name="number",
            label=N_("Zeile"),
            width=5,
            align="right",
            render=lambda row: str(row.number),
        ),
        Column(
            name="person",
            label=N_("Person"),
            width=16,
            flexible=True,
            render=lambda row: row.person,
        ),
        Column(name="app", label=N_("App"), width=16, flexible=True, render=lambda row: row.app),
        Column(
            name="verdict",
            label=N_("Ergebnis"),
            width=24,
            flexible=True,
            render=verdict_text,
            tone=lambda row: _TONES[row.verdict],
        ),
    ]
