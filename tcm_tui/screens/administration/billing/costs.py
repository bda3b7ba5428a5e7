"""„Kosten“: months with what they come to, and the lines of the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.domain.costs import EVERYTHING, CostLine, CostMonth, Costs, Standing
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.billing.cost_export import export_costs
from tcm_tui.screens.administration.billing.cost_tables import (
    LineTable,
    MonthTable,
    line_columns,
    line_key,
    month_columns,
    month_key,
)
from tcm_tui.screens.administration.billing.cost_tools import CostTools
from tcm_tui.screens.administration.billing.cost_wording import (
    empty_text,
    line_text,
    month_line,
    notice_text,
    sums_text,
)
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import charges
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import ComposeResult


class CostsSection(Section):
    """The months, and below them the lines of one."""

    heading: ClassVar[str] = N_("Kosten")
    topic = Topic.COSTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="costs.search",
            tooltip=N_("Sucht in „Abonnement-Namen“ und Produkten"),
        ),
        Binding(
            "f",
            "filter",
            N_("Filtern"),
            id="costs.filter",
            tooltip=N_("Zeigt nur bestimmte Abonnements"),
        ),
        Binding(
            "x",
            "export",
            N_("Exportieren"),
            id="costs.export",
            tooltip=N_("Speichert die Posten, die gezeigt werden, als Excel oder CSV"),
        ),
        Binding("escape", "back", N_("Zurück"), id="costs.back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all: Costs | None = None
        """As read."""
        self._found: Costs | None = None
        """What the tools want of it: what is shown."""
        self._shown: date | None = None
        """The month whose lines are listed."""

    def compose(self) -> ComposeResult:
        """What it is, the tools, the two lists, the line in detail."""
        mine = not self.may(Permission.SUBSCRIPTION_TAKE_OVER)
        yield Static(txt(notice_text(mine=mine)), classes="section--text")
        yield CostTools()
        keys = host(self).vim_keys
        months = MonthTable(month_columns(), key=month_key, vim_keys=keys)
        lines = LineTable(line_columns(), key=line_key, vim_keys=keys)
        months.order = lines.order = ""  # orders of their own, of no column
        yield months
        yield Static(txt(_("Die Kosten werden berechnet …")), id="cost-sums")
        yield Static(txt(""), id="cost-month")
        yield lines
        yield Static(txt(""), id="cost-line")

    @property
    def months(self) -> MonthTable:
        """The upper list."""
        return self.query_one(MonthTable)

    @property
    def lines(self) -> LineTable:
        """The lower list."""
        return self.query_one(LineTable)

    @property
    def tools(self) -> CostTools:
        """Search and filter."""
        return self.query_one(CostTools)

    def on_resize(self) -> None:
        """Fold the sums anew."""
        self.call_after_refresh(self._show_sums)

    def typed(self) -> Sequence[object]:
        """A search is nothing to be lost."""
        return ()

    def focus_first(self) -> None:
        """Into the months."""
        self.months.focus()

    def refresh_data(self) -> None:
        """Read again; the cursors stay on their lines."""
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape leads from the lines to the months, then shows everything again."""
        if action == "back":
            return self.lines.has_focus or self.tools.wanted != EVERYTHING
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out; "" when it is not."""
        if action == "export" and self.months.cursor_row is None:
            return _("Es gibt nichts zu exportieren.")
        return super().why_not(action)

    def action_search(self) -> None:
        """To the search."""
        self.tools.begin_search()

    def action_filter(self) -> None:
        """To the choice of subscriptions."""
        self.tools.begin_choice()

    def action_back(self) -> None:
        """One step back."""
        if self.lines.has_focus:
            self.months.focus()
        else:
            self.tools.clear()

    @work
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        await export_costs(self, self.tools.wanted)

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.months, quietly=True):  # what loads cannot have the focus
            found = await self.ask(charges.costs)
            first, self._all = self._all is None, found
            self.tools.offer(found.billed)
            self._show()
            if first:
                self._go_to_today()

    def _show(self) -> None:
        """What is wanted of what was read."""
        if self._all is None:
            return
        self._found = found = self._all.only(self.tools.wanted)
        self.months.empty_text = empty_text(self.tools.wanted, mine=found.mine)
        self.months.replace_source(ListSource(found.months, key=month_key))
        self._show_sums()
        self.set_class(not found.months, "-empty")
        if not found.months:
            self._show_lines(None)
        self.refresh_bindings()

    def _show_sums(self) -> None:
        """What all of it comes to, on two lines where one would cut an amount."""
        if self._found is not None:
            line = self.query_one("#cost-sums", Static)
            line.update(txt(sums_text(self._found, line.content_size.width)))

    def _go_to_today(self) -> None:
        """Begin at the month that has begun; at the next one if none has."""
        months = self._all.months if self._all else ()
        begun = (month for month in months if month.standing is not Standing.OPEN)
        if months:
            self.months.scroll_to_key(next(begun, months[-1]).first)

    def _show_lines(self, month: CostMonth | None) -> None:
        """The lines of a month; of the same one as before, the cursor stays where it is."""
        source = ListSource(month.lines if month else (), key=line_key)
        before, self._shown = self._shown, month.first if month else None
        if before == self._shown:
            self.lines.replace_source(source)
        else:
            self.lines.source = source
        self.query_one("#cost-month", Static).update(txt(month_line(month) if month else ""))
        if month is None and self.lines.has_focus:
            self.months.focus()

    @on(CostTools.Wanted)
    def _wanted(self, event: CostTools.Wanted) -> None:
        event.stop()
        self._show()

    @on(CostTools.Left)
    def _to_list(self, event: CostTools.Left) -> None:
        event.stop()
        self.screen.set_focus(self.months)

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        """Follow the cursor."""
        event.stop()
        if isinstance(event.row, CostMonth):
            self._show_lines(event.row)
        elif isinstance(event.row, CostLine):
            self.query_one("#cost-line", Static).update(txt(line_text(event.row)))
        self.refresh_bindings()

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        """Of a month, on to its lines; of a line, only its subscription."""
        event.stop()
        if isinstance(event.row, CostMonth):
            self.screen.set_focus(self.lines)
        elif isinstance(event.row, CostLine):
            self.tools.only(event.row.billed.id)
