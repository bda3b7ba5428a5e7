"""„Anfragen“: what those who may not buy ask for, and what is said to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from tcm_tui.domain.dates import long_moment, short_moment
from tcm_tui.domain.orders import RequestRow
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.quoting import quoted
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, Topic
from tcm_tui.screens.asks import only_roles_text
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.marketplace.booking.wording import licences_text, terms_text
from tcm_tui.screens.marketplace.orders.columns import gross_text, licences_column, title_column
from tcm_tui.screens.marketplace.orders.decline_dialog import DeclineDialog
from tcm_tui.screens.marketplace.orders.listing import ListSection
from tcm_tui.services import order_requests
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Sequence


class RequestsSection(ListSection[RequestRow]):
    """What waits, and what was declined; who may buy decides, others see their own."""

    heading: ClassVar[str] = N_("Anfragen")
    topic = Topic.BOOKING
    explanation: ClassVar[str] = N_(
        "Wer nicht selbst bestellen darf, fragt hier an. Enter prüft eine Anfrage und bestellt."
    )
    empty: ClassVar[str] = N_("Keine Anfragen.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            N_("Prüfen"),
            id="requests.open",
            tooltip=N_("Zeigt die Kosten und bestellt, was angefragt wurde"),
        ),
        Binding(
            "delete",
            "end",
            N_("Ablehnen"),
            id="requests.end",
            tooltip=N_("Lehnt eine Anfrage ab, oder zieht Ihre eigene zurück"),
        ),
    ]

    def explain(self) -> str:
        """Who may not decide sees their own."""
        if self.may(Permission.ORDER_DECIDE):
            return super().explain()
        return _("Ihre Anfrage geht an alle, die bestellen dürfen; die Antwort kommt per E-Mail.")

    def columns(self) -> Sequence[Column[RequestRow]]:
        """What, for whom, how many, for how much, since when, where it stands."""
        place = host(self)
        return [
            title_column(),
            Column(
                name="state",
                label=N_("Status"),
                render=_state_text,
                width=11,
                tone=lambda row: Tone.WARNING if row.waiting else Tone.MUTED,
            ),
            licences_column(),
            Column(
                name="total",
                label=N_("Gesamt"),
                render=lambda row: gross_text(row.total),
                width=13,
                align="right",
                priority=3,
            ),
            Column(
                name="requester",
                label=N_("Von"),
                render=lambda row: row.requester or "—",
                width=14,
                flexible=True,
                priority=2,
            ),
            Column(
                name="requested",
                label=N_("Seit"),
                render=lambda row: short_moment(row.requested_at, place.clock(), place.zone),
                width=12,
                priority=4,
                tone=lambda _row: Tone.MUTED,
            ),
        ]

    async def rows(self) -> Sequence[RequestRow]:
        """Of everybody for those who decide, else the actor's own."""
        return await self.ask(order_requests.requests)

    def words(self, row: RequestRow) -> tuple[str, ...]:
        """Product, „Abonnement-Name“, who, and what they say."""
        return (row.title, row.name, row.requester, row.reason)

    def details(self, row: RequestRow) -> str:
        """All of it, the reason, the answer."""
        named = _("Abonnement-Name: {name}").format(name=row.name) if row.name else ""
        term = terms_text(row.term_months, row.charging)
        what = f"{row.title}, {licences_text(row.licences)} · {term}"
        asked = _("Angefragt von {name}, {moment}").format(
            name=row.requester or "—", moment=long_moment(row.requested_at, host(self).zone)
        )
        lines = [what, *([named] if named else []), asked]
        if row.reason:
            lines.append(quoted(row.reason))
        if row.waiting and row.hindrance:
            lines.append(f"! {row.hindrance}")
        if not row.waiting:
            lines.append(_answer_text(row))
        return "\n".join(lines)

    def why_not(self, action: str) -> str:
        """Why a line cannot be decided about."""
        row = self.row
        if action == "open" and row is not None:
            if not self.may(Permission.ORDER_DECIDE):
                return only_roles_text(Permission.ORDER_DECIDE)
            if not row.waiting:
                return _("Diese Anfrage ist schon abgelehnt.")
        if action == "end" and row is not None and not (row.waiting or row.own):
            return _("Diese Anfrage ist schon abgelehnt.")
        return super().why_not(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Both are about a line."""
        if action in {"end", "open"} and self.row is None:
            return False
        return super().check_action(action, parameters)

    def verb(self, name: str) -> str:
        """An own request is taken back."""
        if name == "requests.end" and self.row is not None and self.row.own:
            return _("Anfrage zurückziehen") if self.row.waiting else _("Entfernen")
        return super().verb(name)

    def action_open(self) -> None:
        """See what it costs, and decide."""
        if self.row is not None:
            self.post_message(Navigate(Destination.BOOKING, self.row.id))

    @work
    async def action_end(self) -> None:
        """Say no to it; of an own one take it back."""
        if (row := self.row) is None:
            return
        if row.own:
            await self._withdraw(row)
        else:
            await self._decline(row)
        self.refresh_data()

    async def _decline(self, row: RequestRow) -> None:
        async def decline(answer: str) -> bool:
            await self.ask(order_requests.decline, row.id, answer)
            return True

        if await self.app.push_screen_wait(DeclineDialog(row, decline)):
            told = _("Abgelehnt. {name} erfährt es per E-Mail.").format(name=row.requester)
            toast(self, told if row.reachable else _("Abgelehnt."))

    async def _withdraw(self, row: RequestRow) -> None:
        if row.waiting:
            question = Confirm(
                _("Ihre Anfrage zu {title} wartet noch auf eine Antwort.").format(title=row.title),
                title=_("Anfrage zurückziehen?"),
                yes=_("Anfrage zurückziehen"),
            )
            if not await self.app.push_screen_wait(question):
                return
        with self.asking(self.table, quietly=True):
            await self.ask(order_requests.withdraw, row.id)
            toast(self, _("{title}: entfernt.").format(title=row.title))


def _state_text(row: RequestRow) -> str:
    """„! wartet“, „✗ abgelehnt“."""
    return _("! wartet") if row.waiting else _("✗ abgelehnt")


def _answer_text(row: RequestRow) -> str:
    """Who declined it, and why."""
    by = _("Abgelehnt von {name}").format(name=row.decided_by or "—")
    return f"{by}: {quoted(row.answer)}" if row.answer else by
