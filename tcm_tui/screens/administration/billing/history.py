"""„Verlauf“: who switched to what, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.widgets import Static

from tcm_tui.domain.dates import short_moment
from tcm_tui.domain.payment import PaymentDeed, PaymentEvent, kind_label
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.billing.wording import deed_text, event_text
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import payment_methods
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


SHOWN: Final = 500
"""Lines that are listed."""


class EventTable(UnmarkedTable[PaymentEvent]):
    """The list, newest first."""


class HistorySection(Section):
    """What happened to the way the company pays."""

    heading: ClassVar[str] = N_("Verlauf")
    topic = Topic.PAYMENT

    def compose(self) -> ComposeResult:
        """What it is, the list."""
        sentence = _("Hier steht, wer wann welches Bezahlverfahren gewählt hat.")
        yield Static(txt(sentence), classes="section--text")
        place = host(self)
        table = EventTable(_columns(place.zone, place.clock), key=_key, vim_keys=place.vim_keys)
        table.empty_text = N_("Noch nichts. „Bezahlverfahren“ hinterlegt das erste.")
        table.order = ""  # an order of its own, of no column
        yield table
        yield Static(txt(""), id="event-details")

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its line."""
        self._read()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        table = self.query_one(EventTable)
        with self.asking(table, quietly=True):
            found = await self.ask(payment_methods.history, limit=SHOWN)
            table.replace_source(ListSource(found, key=_key))

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        """Tell the line under the cursor with what its columns have no room for."""
        event.stop()
        row = event.row
        text = event_text(row, host(self).zone) if isinstance(row, PaymentEvent) else ""
        self.query_one("#event-details", Static).update(txt(text))


def _key(event: PaymentEvent) -> int:
    return event.id


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[PaymentEvent]]:
    """When, which, what, who."""
    return [
        Column(
            name="at",
            label=N_("Wann"),
            render=lambda event: short_moment(event.at, now(), zone),
            width=11,
            tone=lambda _event: Tone.MUTED,
        ),
        Column(
            name="kind",
            label=N_("Bezahlverfahren"),
            render=lambda event: kind_label(event.kind),
            width=26,
        ),
        Column(
            name="deed",
            label=N_("Was"),
            render=lambda event: deed_text(event.deed),
            width=18,
            tone=lambda event: Tone.WARNING if event.deed is PaymentDeed.REFUSED else None,
        ),
        Column(
            name="person",
            label=N_("Wer"),
            render=lambda event: event.person or "—",
            width=12,
            flexible=True,
        ),
    ]
