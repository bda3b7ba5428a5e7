"""A booking that was begun: what is needed to go on with it, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import edition_name
from tcm_tui.domain.errors import Invalid, Stale
from tcm_tui.domain.order_drafts import price_of
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.quotes import Quote, QuoteLine
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.domain.catalogue import ProductPage
    from tcm_tui.domain.order_drafts import BaseFacts, OrderDraft
    from tcm_tui.domain.payment import PaymentKind


@dataclass(frozen=True)
class PaysBy:
    """The active method of a company.

    Args:
        method_id: Its number.
        kind: One of the five.
        masked: What it is recognised by.
        ended: Whether it is a card that is good no longer.
    """

    method_id: int
    kind: PaymentKind
    masked: str
    ended: bool = False


@dataclass(frozen=True)
class Booking:
    """A booking that was begun, with everything that is needed to go on with it.

    Args:
        id: Of the order.
        version: Of the order: what a revision was made of.
        state: Where it stands.
        draft: What was typed until now.
        page: The product, with what the company has of it.
        today: The day that its figures are told for.
        method: How it is to be paid, None without an active method.
        may_place: Whether who looks may buy; else they send a request.
        may_pay: Whether who looks may choose another method, or make one.
        base: The subscription that an add-on is booked to.
        requester: Who asks for it, "" unless it is a request.
        reason: What they say about it.
        continued: Whether `begin` found it begun already.
    """

    id: int
    version: int
    state: OrderState
    draft: OrderDraft
    page: ProductPage
    today: date
    method: PaysBy | None
    may_place: bool
    may_pay: bool
    base: BaseFacts | None = None
    requester: str = ""
    reason: str = ""
    continued: bool = False

    @property
    def quote(self) -> Quote:
        """What it comes to as it stands.

        Raises:
            Invalid: It can be booked so no more, since the catalogue or the company changed.
        """
        return self.quote_of(self.draft)

    def quote_of(self, draft: OrderDraft) -> Quote:
        """What `draft` would come to: for showing it while it is typed.

        Raises:
            Invalid: A rule is broken, as `OrderDraft.checked` says.
        """
        wanted = draft.checked(self.page, self.base)
        method_id = self.method.method_id if self.method else None
        return quote_for(wanted, self.page, self.today, self.base, method_id)

    @property
    def title(self) -> str:
        """„Microsoft 365 Business Basic“; the product alone when its edition is offered no more."""
        names = {one.id: one.name for one in self.page.editions}
        return edition_name(self.page.name, names.get(self.draft.edition_id, ""))


_CLOSED: Final = {
    OrderState.DECLINED: N_("Diese Anfrage wurde schon abgelehnt."),
    OrderState.DISCARDED: N_("Diese Buchung wurde verworfen."),
    OrderState.OPEN: N_("Diese Buchung wurde nicht angefragt."),
    OrderState.PLACED: N_("Diese Buchung ist schon bestellt."),
    OrderState.REQUESTED: N_("Diese Buchung ist schon angefragt."),
}


class NoPaymentMethod(Invalid):
    """What is ordered has to be paid for, and there is nothing active to pay it by.

    Args:
        may_pay: Whether who orders may change that.
        ended: Whether there is a card, which is good no longer.
    """

    def __init__(self, *, may_pay: bool, ended: bool = False) -> None:
        if ended and may_pay:
            text = _("Die aktive Karte ist abgelaufen. Aktivieren Sie ein anderes Bezahlverfahren.")
        elif ended:
            text = _("Die aktive Karte ist abgelaufen. Senden Sie stattdessen eine Anfrage.")
        elif may_pay:
            text = _("Es ist kein Bezahlverfahren aktiv. Aktivieren Sie zuerst eines.")
        else:
            text = _("Es ist kein Bezahlverfahren aktiv. Senden Sie stattdessen eine Anfrage.")
        super().__init__(text, "method")
        self.may_pay = may_pay


class BookingChanged(Stale):
    """What was typed is of a booking that was changed in another window meanwhile.

    Args:
        now: How it stands.
    """

    def __init__(self, now: Booking) -> None:
        super().__init__(_("Diese Buchung wurde inzwischen in einem anderen Fenster geändert."))
        self.now = now


class BookingClosed(Stale):
    """What is to be gone on with is over: it was placed, sent as a request, or given up.

    Args:
        order_id: Which.
        state: Where it stands.
    """

    def __init__(self, order_id: int, state: OrderState) -> None:
        super().__init__(_(_CLOSED[state]))
        self.order_id = order_id
        self.state = state


class QuoteMoved(Stale):
    """What was ordered is no longer what was shown.

    Args:
        moved: A sentence for each thing that changed.
        now: What it comes to now.
    """

    def __init__(self, moved: tuple[str, ...], now: Quote) -> None:
        super().__init__(
            _("Seit der Anzeige hat sich etwas geändert. {changes} Prüfen Sie noch einmal.").format(
                changes=" ".join(moved)
            )
        )
        self.moved = moved
        self.now = now


def quote_for(
    draft: OrderDraft,
    page: ProductPage,
    today: date,
    base: BaseFacts | None = None,
    method_id: int | None = None,
) -> Quote:
    """What a checked `draft` comes to when it is placed on `today`."""
    offers = {one.id: one for one in page.editions}
    wanted = ((draft.edition_id, draft.licences), *draft.add_ons)
    return Quote(
        lines=tuple(
            QuoteLine(
                edition_id=one,
                title=edition_name(page.name, offers[one].name),
                licences=licences,
                unit_cents=price_of(offers[one], draft.term_months, draft.charging).cents,
            )
            for one, licences in wanted
        ),
        term_months=draft.term_months,
        charging=draft.charging,
        starts_on=today,
        trial_until=_trial_until(draft, page, today, base),
        ends_on=base.ends_on if base else None,
        method_id=method_id,
    )


def _trial_until(
    draft: OrderDraft, page: ProductPage, today: date, base: BaseFacts | None
) -> date | None:
    """The last free day: an add-on is free as long as what it is booked to."""
    if base is not None:
        return base.trial_until
    return today + timedelta(days=page.trial_days - 1) if draft.trial else None
