"""„Verlauf“: who switched to what, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.widgets import Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.payment import PaymentDeed, PaymentEvent
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.billing.wording import event_text
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import payment_methods
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.text import toast, txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
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
        table = EventTable(_columns(place.zone), key=_key, vim_keys=place.vim_keys)
        table.empty_text = N_("Noch nichts. „Bezahlverfahren“ hinterlegt das erste.")
        table.order = ""  # an order of its own, of no column
        yield table

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its line."""
        self._read()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        try:
            found = await self.ask(payment_methods.history, limit=SHOWN)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            return
        self.query_one(EventTable).replace_source(ListSource(found, key=_key))


def _key(event: PaymentEvent) -> PaymentEvent:
    return event


def _columns(zone: ZoneInfo) -> list[Column[PaymentEvent]]:
    """What, who, when."""
    return [
        Column(
            name="what",
            label=N_("Was"),
            render=event_text,
            width=40,
            flexible=True,
            tone=lambda event: Tone.WARNING if event.deed is PaymentDeed.REFUSED else None,
        ),
        Column(name="who", label=N_("Wer"), render=lambda event: event.person or "—", width=14),
        Column(
            name="at",
            label=N_("Wann"),
            render=lambda event: long_moment(event.at, zone),
            width=16,
            tone=lambda _event: Tone.MUTED,
        ),
    ]
