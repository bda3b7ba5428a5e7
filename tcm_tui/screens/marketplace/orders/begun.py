"""„Begonnen“: bookings that can be gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from tcm_tui.domain.dates import long_moment, short_moment
from tcm_tui.domain.orders import BegunRow
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, Topic
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.marketplace.booking.wording import licences_text, terms_text
from tcm_tui.screens.marketplace.orders.columns import (
    licences_column,
    name_column,
    terms_column,
    title_column,
)
from tcm_tui.screens.marketplace.orders.listing import ListSection
from tcm_tui.services import booking
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Sequence


class BegunSection(ListSection[BegunRow]):
    """What somebody began and has neither ordered nor given up."""

    heading: ClassVar[str] = N_("Begonnen")
    topic = Topic.BOOKING
    explanation: ClassVar[str] = N_("Ihre begonnenen Buchungen. Enter setzt eine fort.")
    empty: ClassVar[str] = N_("Nichts begonnen. Unter „Katalog“ wählen Sie ein Produkt.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            N_("Fortsetzen"),
            id="begun.open",
            tooltip=N_("Setzt die Buchung dort fort, wo sie steht"),
        ),
        Binding(
            "delete",
            "discard",
            N_("Verwerfen"),
            id="begun.discard",
            tooltip=N_("Gibt die Buchung auf; bestellt ist noch nichts"),
        ),
    ]

    def columns(self) -> Sequence[Column[BegunRow]]:
        """What, how it is to be called, how many, for how long, since when."""
        place = host(self)
        changed: Column[BegunRow] = Column(
            name="changed",
            label=N_("Zuletzt"),
            render=lambda row: short_moment(row.changed_at, place.clock(), place.zone),
            width=12,
            priority=2,
            tone=lambda _row: Tone.MUTED,
        )
        return [title_column(), name_column(), licences_column(), terms_column(), changed]

    async def rows(self) -> Sequence[BegunRow]:
        """The actor's own."""
        return await self.ask(booking.begun)

    def words(self, row: BegunRow) -> tuple[str, ...]:
        """Product and „Abonnement-Name“."""
        return (row.title, row.name)

    def details(self, row: BegunRow) -> str:
        """All of it, and since when."""
        what = f"{row.title}, {licences_text(row.licences)}"
        named = _("Abonnement-Name: {name}").format(name=row.name) if row.name else ""
        term = terms_text(row.term_months, row.charging)
        when = _("Zuletzt geändert: {moment}").format(
            moment=long_moment(row.changed_at, host(self).zone)
        )
        return "\n".join(filter(None, (f"{what} · {term}", named, when)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Both are about a line."""
        if action in {"discard", "open"} and self.row is None:
            return False
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Go on with it."""
        if self.row is not None:
            self.post_message(Navigate(Destination.BOOKING, self.row.id))

    @work
    async def action_discard(self) -> None:
        """Ask, then give it up."""
        if (row := self.row) is None:
            return
        sure: bool | None = await self.app.push_screen_wait(
            Confirm(
                _("{title} ist noch nicht bestellt. Ihre Angaben dazu gehen verloren.").format(
                    title=row.title
                ),
                title=_("Buchung verwerfen?"),
                yes=_("Buchung verwerfen"),
            )
        )
        if not sure:
            return
        with self.asking(self.table, quietly=True):
            await self.ask(booking.discard, row.id)
            toast(self, _("{title}: verworfen.").format(title=row.title))
        self.refresh_data()
