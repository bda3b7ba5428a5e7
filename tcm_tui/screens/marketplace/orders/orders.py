"""„Bestellungen“: what was ordered, by whom, and each receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tcm_tui.domain.booking_wish import ShowReceipt
from tcm_tui.domain.dates import long_moment, short_moment
from tcm_tui.domain.orders import OrderRow
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, Topic
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.marketplace.booking.wording import licences_text, terms_text
from tcm_tui.screens.marketplace.orders.columns import gross_text, licences_column, title_column
from tcm_tui.screens.marketplace.orders.listing import ListSection
from tcm_tui.services import ordering
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence


class OrdersSection(ListSection[OrderRow]):
    """What was ordered, the newest first."""

    heading: ClassVar[str] = N_("Bestellungen")
    topic = Topic.BOOKING
    explanation: ClassVar[str] = N_("Was bestellt wurde. Enter zeigt den Beleg.")
    empty: ClassVar[str] = N_("Noch nichts bestellt. Unter „Katalog“ wählen Sie ein Produkt.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            N_("Beleg zeigen"),
            id="orders.open",
            tooltip=N_("Zeigt, was zu welchem Preis bestellt wurde"),
        ),
    ]

    def columns(self) -> Sequence[Column[OrderRow]]:
        """What, which number, how many, for how much, when, by whom."""
        place = host(self)
        return [
            title_column(),
            Column(name="number", label=N_("Nummer"), render=_number, width=13, priority=2),
            licences_column(),
            Column(
                name="total",
                label=N_("Gesamt"),
                render=lambda row: gross_text(row.total),
                width=13,
                align="right",
            ),
            Column(
                name="placed",
                label=N_("Bestellt"),
                render=lambda row: short_moment(row.placed_at, place.clock(), place.zone),
                width=12,
                priority=1,
                tone=lambda _row: Tone.MUTED,
            ),
            Column(
                name="buyer",
                label=N_("Von"),
                render=lambda row: row.buyer or "—",
                width=14,
                flexible=True,
                priority=3,
            ),
        ]

    async def rows(self) -> Sequence[OrderRow]:
        """Of everybody for those who pay, else the actor's own."""
        return await self.ask(ordering.orders)

    def words(self, row: OrderRow) -> tuple[str, ...]:
        """Product, „Abonnement-Name“, number, people."""
        return (row.title, row.name, row.number, row.buyer, row.requester)

    def details(self, row: OrderRow) -> str:
        """All of it, and who had asked for it."""
        named = _("Abonnement-Name: {name}").format(name=row.name) if row.name else ""
        trial = _("mit Testphase") if row.trial else ""
        term = terms_text(row.term_months, row.charging)
        what = (f"{row.title}, {licences_text(row.licences)}", term, trial)
        who = _("Bestellt von {buyer}, {moment}").format(
            buyer=row.buyer or "—", moment=long_moment(row.placed_at, host(self).zone)
        )
        asked = _("angefragt von {name}").format(name=row.requester) if row.requester else ""
        lines = (" · ".join(filter(None, line)) for line in (what, (named,), (who, asked)))
        return "\n".join(filter(None, lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It is about a line."""
        if action == "open" and self.row is None:
            return False
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Show the receipt."""
        if self.row is not None:
            self.post_message(Navigate(Destination.BOOKING, ShowReceipt(self.row.id)))


def _number(row: OrderRow) -> str:
    return row.number
