"""„Verlauf“: who changed what of the company, with old and new value."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from tcm_tui.domain.company_history import CompanyChange
from tcm_tui.domain.dates import feed_moment, long_moment
from tcm_tui.i18n import N_, _
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import company_profile
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


class ChangeTable(UnmarkedTable[CompanyChange]):
    """The list, newest first."""


class HistorySection(Section):
    """A line for every field that was changed, and below the list the whole of one."""

    heading: ClassVar[str] = N_("Verlauf")
    DEFAULT_CSS = """
    HistorySection {
        & #change {
            height: 5; padding: 0 2; border-top: solid $border-blurred; color: $text-muted;
        }
        & #change.-none { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        """What it is, the list, the line under the cursor in full."""
        sentence = _("Wer Profil und Einstellungen des Unternehmens geändert hat.")
        yield Static(txt(sentence), classes="section--text")
        place = host(self)
        table = ChangeTable(
            _columns(place.zone, place.clock), key=lambda one: one.key, vim_keys=place.vim_keys
        )
        table.empty_text = N_("Noch nichts. Hier erscheint, was am Unternehmen geändert wird.")
        table.order, table.descending = "when", True
        yield table
        yield Static(txt(""), id="change", classes="-none")

    def focus_first(self) -> None:
        """Into the list."""
        self.query_one(ChangeTable).focus()

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its line."""
        table = self.query_one(ChangeTable)
        if table.source is None:
            table.source = self._page
        else:
            table.reload()

    @on(RecordTable.Highlighted)
    def _show(self, event: RecordTable.Highlighted) -> None:
        """Tell the whole of the line: columns cut long values."""
        event.stop()
        line, change = self.query_one("#change", Static), event.row
        line.set_class(change is None, "-none")
        if isinstance(change, CompanyChange):
            moment = long_moment(change.at, host(self).zone)
            head = ", ".join(part for part in (change.label, change.actor, moment) if part)
            line.update(txt(f"{head}\n{change.before} → {change.after}"))

    async def _page(
        self,
        *,
        order: str,
        descending: bool,
        after: CompanyChange | None,
        backwards: bool,
        limit: int,
    ) -> Sequence[CompanyChange]:
        """A page of the list; it has one order."""
        del order, descending
        return await self.ask(company_profile.history, after=after, newer=backwards, limit=limit)


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[CompanyChange]]:
    """When, what, the values, and by whom; narrow terminals drop the old value first."""
    return [
        Column(
            name="when",
            label=N_("Wann"),
            render=lambda one: feed_moment(one.at, now(), zone),
            width=12,
            tone=lambda _one: Tone.MUTED,
        ),
        Column(name="what", label=N_("Was"), render=lambda one: one.label, width=18, priority=1),
        Column(
            name="old",
            label=N_("Vorher"),
            render=lambda one: one.before,
            width=14,
            flexible=True,
            priority=4,
            tone=lambda _one: Tone.MUTED,
        ),
        Column(
            name="new",
            label=N_("Nachher"),
            render=lambda one: one.after,
            width=14,
            flexible=True,
            priority=2,
        ),
        Column(name="who", label=N_("Wer"), render=lambda one: one.actor, width=16, priority=3),
    ]
