"""Queries about what a company has booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from tcm_tui.data.models import Edition, Product, Subscription, SubscriptionPhase, User
from tcm_tui.data.portions import portions
from tcm_tui.domain.people import person_name
from tcm_tui.domain.subscription_rows import SubscriptionRow
from tcm_tui.domain.subscriptions import Timeline
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Row, ScalarSelect
    from sqlalchemy.orm import Session

_Planned = aliased(SubscriptionPhase)
_PlannedEdition = aliased(Edition)


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
    # Columns rather than objects, which take twice the time to make of 2,000 rows.
    return (
        select(
            Subscription.id,
            Subscription.product_id,
            Product.name.label("product"),
            Product.provider,
            SubscriptionPhase.edition_id,
            Edition.name.label("edition"),
            Subscription.name,
            Subscription.licences,
            Subscription.used,
            SubscriptionPhase.unit_cents,
            Subscription.charging,
            Subscription.term_months,
            Subscription.starts_on,
            Subscription.trial_until,
            Subscription.ends_on,
            Subscription.cancelled_at.is_not(None).label("cancelled"),
            Subscription.owner_id,
            User.first_name,
            User.last_name,
            Edition.is_add_on,
            Subscription.base_id,
            _PlannedEdition.name.label("planned"),
            _Planned.from_on.label("planned_from"),
            Subscription.version,
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
    timeline = _dates(found)
    last = today if found.ends_on is None else min(today, found.ends_on)
    return SubscriptionRow(
        id=found.id,
        product_id=found.product_id,
        product=found.product,
        provider=found.provider,
        edition_id=found.edition_id,
        edition=found.edition,
        name=found.name,
        licences=found.licences,
        used=found.used,
        unit_cents=found.unit_cents,
        charging=found.charging,
        term_months=found.term_months,
        starts_on=found.starts_on,
        trial_until=found.trial_until,
        term=timeline.term_on(max(last, found.starts_on)),
        ends_on=found.ends_on,
        state=timeline.state_on(today),
        owner_id=found.owner_id,
        owner=person_name(found.first_name, found.last_name) if found.owner_id else "",
        is_add_on=found.is_add_on,
        base_id=found.base_id,
        planned=found.planned,
        planned_from=found.planned_from,
        version=found.version,
    )


def _dates(found: Row[*tuple[Any, ...]]) -> Timeline:
    """What term and state follow from: no phases."""
    return Timeline(
        starts_on=found.starts_on,
        term_months=found.term_months,
        charging=found.charging,
        phases=(),
        trial_until=found.trial_until,
        ends_on=found.ends_on,
        cancelled=bool(found.cancelled),
    )


def _sorted(found: Iterable[SubscriptionRow]) -> list[SubscriptionRow]:
    titles: dict[str, str] = {}  # there are far fewer than rows

    def place(one: SubscriptionRow) -> tuple[str, str, int]:
        title = one.title
        key = titles.get(title) or titles.setdefault(title, sort_key(title))
        return key, sort_key(one.name), one.id

    return sorted(found, key=place)
