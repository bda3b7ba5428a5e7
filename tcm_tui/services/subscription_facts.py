"""What changing a subscription stands on, read inside the transaction that acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcm_tui.data import catalogue, subscription_history
from tcm_tui.data import subscription_facts as queries
from tcm_tui.data import subscriptions as lists
from tcm_tui.data.models import Product, Subscription
from tcm_tui.domain.catalogue import edition_name
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.domain.subscription_changes import SubscriptionChanged, begins_on
from tcm_tui.domain.subscription_limits import Cap, Limits, Related, edition_hindrance
from tcm_tui.domain.subscription_rows import AddOnChoice, EditionChoice, SubscriptionRow
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from tcm_tui.domain.catalogue import EditionOffer
    from tcm_tui.domain.subscriptions import Timeline
    from tcm_tui.services.transaction import Transaction


# --- which ones the actor reaches -------------------------------------------------------------


def owner_limit(tx: Transaction) -> int | None:
    """Whose subscriptions the actor is limited to: their own, or nobody's in particular."""
    everything = tx.role is not None and allows(tx.role, Permission.SUBSCRIPTION_TAKE_OVER)
    return None if everything else tx.user_id


def reached(tx: Transaction, subscription_id: int) -> Subscription:
    """A subscription of the company's that the actor may see.

    Raises:
        NotFound: There is none such.
    """
    limit = owner_limit(tx)
    one = queries.subscription(tx.session, tx.company_id, subscription_id, owner_id=limit)
    if one is None:
        raise unknown()
    return one


def running(tx: Transaction, subscription_id: int) -> Subscription:
    """The same, which has not ended.

    Raises:
        NotFound: There is none such.
        Invalid: It has ended.
    """
    one = reached(tx, subscription_id)
    if one.ends_on is not None and one.ends_on < tx.today:
        raise Invalid(
            _("Dieses Abonnement ist seit {day} beendet.").format(day=day_text(one.ends_on))
        )
    return one


def base_of(tx: Transaction, one: Subscription) -> Subscription | None:
    """What it extends, whoever looks after that; None unless it is an add-on."""
    if one.base_id is None:
        return None
    return queries.subscription(tx.session, tx.company_id, one.base_id)


def last_day(tx: Transaction, one: Subscription) -> date:
    """The last day of one that is cancelled today; it may be known already.

    An add-on needs no further look: whenever the end of what it extends is known, its own is.
    """
    return one.ends_on or queries.timeline(tx.session, one).end_if_left_on(tx.today)


def unknown() -> NotFound:
    """The same sentence for what is not there and for what is somebody else's."""
    return NotFound(_("Dieses Abonnement gibt es nicht."))


def row(tx: Transaction, one: Subscription) -> SubscriptionRow:
    """As lists have it, with what this transaction changed."""
    tx.session.flush()  # it is read from the database
    (found,) = rows(tx, [one.id])
    return found


def rows(tx: Transaction, ids: Collection[int]) -> list[SubscriptionRow]:
    """Those of the company, in the order of lists."""
    return lists.rows_of(tx.session, tx.company_id, ids, tx.today)


def moved(tx: Transaction, one: Subscription) -> SubscriptionChanged:
    """The refusal of whoever looked at it before somebody else changed it."""
    last = subscription_history.last_change(tx.session, tx.company_id, one.id)
    return SubscriptionChanged(row(tx, one), *last)


# --- what it can become -----------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """A subscription with its dates, and everything that its product offers."""

    one: Subscription
    product: Product
    timeline: Timeline
    offers: dict[int, EditionOffer]

    @property
    def names(self) -> dict[int, str]:
        """Of every edition, within the product."""
        return {number: offer.name for number, offer in self.offers.items()}

    def title(self, edition_id: int) -> str:
        """„Microsoft 365 Business Basic“."""
        return edition_name(self.product.name, self.offers[edition_id].name)


def facts(tx: Transaction, one: Subscription) -> Facts:
    """Everything about the subscription itself."""
    return Facts(
        one=one,
        product=tx.session.get_one(Product, one.product_id),
        timeline=queries.timeline(tx.session, one),
        offers=queries.editions(tx.session, one),
    )


def limits(tx: Transaction, known: Facts) -> Limits:
    """What bounds its licences."""
    one, now = known.one, known.timeline.phase_on(tx.today)
    # What waits behind an end counts, too: that may be taken back.
    planned = replace(known.timeline, ends_on=None).planned_after(tx.today)
    editions = {now.edition_id} | ({planned.edition_id} if planned else set())
    add_ons = queries.add_on_ids(tx.session, one.id, tx.today)
    return Limits(
        licences=one.licences,
        used=one.used,
        editions=tuple((known.title(number), known.offers[number]) for number in sorted(editions)),
        base=next(iter(_related(tx, [one.base_id])), None) if one.base_id else None,
        add_ons=_related(tx, add_ons),
        cap=_cap(tx, known),
    )


def _related(tx: Transaction, ids: Collection[int]) -> tuple[Related, ...]:
    return tuple(Related(found.label, found.licences) for found in rows(tx, ids))


def _cap(tx: Transaction, known: Facts) -> Cap | None:
    product = known.product
    if product.licence_cap is None or known.one.base_id is not None:
        return None
    had = catalogue.licences_had(tx.session, tx.company_id, product.id, tx.today)
    return Cap(product.name, product.licence_cap, had)


def choices(tx: Transaction, known: Facts) -> tuple[EditionChoice, ...]:
    """The other editions that it can become, the least first; an add-on stays what it is."""
    if known.one.base_id is not None:
        return ()
    now = known.timeline.phase_on(tx.today)
    return tuple(
        _choice(tx, known, offer)
        for offer in known.offers.values()
        if offer.prices and not offer.is_add_on and offer.id != now.edition_id
    )


def _choice(tx: Transaction, known: Facts, offer: EditionOffer) -> EditionChoice:
    one, cents = known.one, offer.prices[0].cents
    begin = begins_on(known.timeline, tx.today, cents)
    return EditionChoice(
        edition_id=offer.id,
        name=offer.name,
        unit_cents=cents,
        upgrade=begin == tx.today,
        from_on=begin,
        hindrance=_hindrance(tx, known, offer)
        or edition_hindrance(
            offer, known.title(offer.id), one.licences, from_on=begin, ends_on=one.ends_on
        ),
    )


def _hindrance(tx: Transaction, known: Facts, offer: EditionOffer) -> str:
    """Why an edition that is planned already cannot be chosen; "" for any other."""
    planned = known.timeline.planned_after(tx.today)
    if planned is None or planned.edition_id != offer.id:
        return ""
    return _("Diese Edition ist schon für den {day} vorgemerkt.").format(
        day=day_text(planned.from_on)
    )


def may_add(tx: Transaction, known: Facts) -> tuple[AddOnChoice, ...]:
    """The add-ons that can be booked to it: those it does not have yet."""
    if known.one.base_id is not None:
        return ()
    had = {
        found.edition_id
        for found in rows(tx, queries.add_on_ids(tx.session, known.one.id, tx.today))
    }
    return tuple(
        AddOnChoice(
            edition_id=offer.id,
            name=offer.name,
            unit_cents=offer.prices[0].cents,
            max_licences=min(known.one.licences, offer.max_licences or known.one.licences),
        )
        for offer in known.offers.values()
        if offer.prices
        and offer.is_add_on
        and offer.id not in had
        and offer.min_licences <= known.one.licences
    )
