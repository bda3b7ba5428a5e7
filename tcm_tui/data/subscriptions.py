"""Queries about what a company has booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from tcm_tui.data.models import Edition, Price, Product, Subscription, SubscriptionPhase, User
from tcm_tui.data.portions import portions
from tcm_tui.domain.people import person_name
from tcm_tui.domain.subscription_rows import SubscriptionRow
from tcm_tui.domain.subscriptions import Phase, Timeline
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Row, ScalarSelect
    from sqlalchemy.orm import Session

_Planned = aliased(SubscriptionPhase)
_PlannedEdition = aliased(Edition)


# --- lists ------------------------------------------------------------------------------------


def rows(
    session: Session,
    company_id: int,
    today: date,
    *,
    owner_id: int | None = None,
    running: bool = False,
) -> list[SubscriptionRow]:
    """What a company has booked, in one statement: by title, then by „Abonnement-Name“.

    Args:
        session: The database session.
        company_id: Whose.
        today: As it stands on that day.
        owner_id: Only what this person looks after, None for all.
        running: Only what has not ended.
    """
    query = _query(today).where(Subscription.company_id == company_id)
    if owner_id is not None:
        query = query.where(Subscription.owner_id == owner_id)
    if running:
        query = query.where(runs_on(today))
    return _sorted(_row(found, today) for found in session.execute(query))


def rows_of(
    session: Session, company_id: int, ids: Collection[int], today: date
) -> list[SubscriptionRow]:
    """Those of `ids` that are the company's, in the order of lists."""
    query = _query(today).where(Subscription.company_id == company_id)
    return _sorted(
        _row(found, today)
        for portion in portions(ids)
        for found in session.execute(query.where(Subscription.id.in_(portion)))
    )


def row(session: Session, subscription_id: int, today: date) -> SubscriptionRow:
    """One that is there."""
    return _row(
        session.execute(_query(today).where(Subscription.id == subscription_id)).one(), today
    )


def runs_on(day: date) -> ColumnElement[bool]:
    """That a subscription of the statement around has not ended on `day`."""
    return or_(Subscription.ends_on.is_(None), Subscription.ends_on >= day)


def _query(today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Subscription,
            SubscriptionPhase,
            Product.name.label("product"),
            Product.provider,
            Edition.name.label("edition"),
            Edition.is_add_on,
            User.first_name,
            User.last_name,
            _PlannedEdition.name.label("planned"),
            _Planned.from_on.label("planned_from"),
        )
        .join(Product, Product.id == Subscription.product_id)
        .join(SubscriptionPhase, SubscriptionPhase.id == _phase_on(today))
        .join(Edition, Edition.id == SubscriptionPhase.edition_id)
        .outerjoin(User, User.id == Subscription.owner_id)
        .outerjoin(_Planned, _Planned.id == _planned_after(today))
        .outerjoin(_PlannedEdition, _PlannedEdition.id == _Planned.edition_id)
    )


def _phase_on(day: date) -> ColumnElement[int | None]:
    """The phase that holds on `day`; before the first day the first."""
    phase = aliased(SubscriptionPhase)
    phases = select(phase.id).where(phase.subscription_id == Subscription.id)
    now = phases.where(phase.from_on <= day).order_by(phase.from_on.desc(), phase.id.desc())
    first = phases.order_by(phase.from_on, phase.id)
    return func.coalesce(now.limit(1).scalar_subquery(), first.limit(1).scalar_subquery())


def _planned_after(day: date) -> ScalarSelect[int]:
    """The phase that is to hold later, unless the subscription ends before."""
    phase = aliased(SubscriptionPhase)
    return (
        select(phase.id)
        .where(
            phase.subscription_id == Subscription.id,
            phase.from_on > day,
            or_(Subscription.ends_on.is_(None), phase.from_on <= Subscription.ends_on),
        )
        .order_by(phase.from_on.desc(), phase.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _row(found: Row[*tuple[Any, ...]], today: date) -> SubscriptionRow:
    one: Subscription = found.Subscription
    phase = phase_of(found.SubscriptionPhase)
    timeline = timeline_of(one, (phase,))
    last = today if one.ends_on is None else min(today, one.ends_on)
    return SubscriptionRow(
        id=one.id,
        product_id=one.product_id,
        product=found.product,
        provider=found.provider,
        edition_id=phase.edition_id,
        edition=found.edition,
        name=one.name,
        licences=one.licences,
        used=one.used,
        unit_cents=phase.unit_cents,
        charging=one.charging,
        term_months=one.term_months,
        starts_on=one.starts_on,
        trial_until=one.trial_until,
        term=timeline.term_on(max(last, one.starts_on)),
        ends_on=one.ends_on,
        state=timeline.state_on(today),
        owner_id=one.owner_id,
        owner=person_name(found.first_name, found.last_name) if one.owner_id else "",
        is_add_on=found.is_add_on,
        base_id=one.base_id,
        planned=found.planned,
        planned_from=found.planned_from,
        version=one.version,
    )


def _sorted(found: Iterable[SubscriptionRow]) -> list[SubscriptionRow]:
    titles: dict[str, str] = {}  # there are far fewer than rows

    def place(one: SubscriptionRow) -> tuple[str, str, int]:
        title = one.title
        key = titles.get(title) or titles.setdefault(title, sort_key(title))
        return key, sort_key(one.name), one.id

    return sorted(found, key=place)


# --- one --------------------------------------------------------------------------------------


def subscription(
    session: Session, company_id: int, subscription_id: int, *, owner_id: int | None = None
) -> Subscription | None:
    """One of the company's, of that owner if one is named; None when there is none such."""
    query = select(Subscription).where(
        Subscription.company_id == company_id, Subscription.id == subscription_id
    )
    if owner_id is not None:
        query = query.where(Subscription.owner_id == owner_id)
    return session.scalar(query)


def add_ons(session: Session, subscription_id: int, today: date) -> list[Subscription]:
    """What extends it and has not ended, the oldest first."""
    query = select(Subscription).where(Subscription.base_id == subscription_id, runs_on(today))
    return list(session.scalars(query.order_by(Subscription.id)))


def phases(session: Session, subscription_id: int) -> list[SubscriptionPhase]:
    """In the order in which they hold."""
    query = select(SubscriptionPhase).where(SubscriptionPhase.subscription_id == subscription_id)
    return list(session.scalars(query.order_by(SubscriptionPhase.from_on, SubscriptionPhase.id)))


def timeline(session: Session, one: Subscription) -> Timeline:
    """All of its dates."""
    return timeline_of(one, tuple(phase_of(phase) for phase in phases(session, one.id)))


def timeline_of(one: Subscription, phases: tuple[Phase, ...]) -> Timeline:
    """Its dates with these phases."""
    return Timeline(
        starts_on=one.starts_on,
        term_months=one.term_months,
        charging=one.charging,
        phases=phases,
        trial_until=one.trial_until,
        ends_on=one.ends_on,
        cancelled=one.cancelled_at is not None,
    )


def phase_of(stored: SubscriptionPhase) -> Phase:
    """A stored phase as a value."""
    return Phase(stored.from_on, stored.edition_id, stored.licences, stored.unit_cents)


# --- what it can become -----------------------------------------------------------------------


def editions(session: Session, ids: Collection[int]) -> dict[int, Edition]:
    """Editions by their numbers, also those that are offered no longer."""
    return {one.id: one for one in session.scalars(select(Edition).where(Edition.id.in_(ids)))}


def priced_editions(session: Session, one: Subscription) -> list[tuple[Edition, int]]:
    """What its product offers for its term and charging, with the price of a licence."""
    query = (
        select(Edition, Price.cents)
        .join(
            Price,
            and_(
                Price.edition_id == Edition.id,
                Price.term_months == one.term_months,
                Price.charging == one.charging,
            ),
        )
        .join(Product, Product.id == Edition.product_id)
        .where(Edition.product_id == one.product_id, Edition.offered, Product.offered)
        .order_by(Edition.place)
    )
    return [(edition, cents) for edition, cents in session.execute(query)]
