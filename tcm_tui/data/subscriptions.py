"""Queries about what a company has booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from tcm_tui.data.models import Edition, Product, Subscription, SubscriptionPhase, User
from tcm_tui.data.portions import portions
from tcm_tui.domain.people import person_name
from tcm_tui.domain.subscription_rows import SubscriptionRow
from tcm_tui.domain.subscriptions import Timeline
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Row, ScalarSelect
    from sqlalchemy.orm import InstrumentedAttribute, Session

_Planned = aliased(SubscriptionPhase)
_PlannedEdition = aliased(Edition)
_FIELDS: Final[dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]]] = {
    "id": Subscription.id,
    "product_id": Subscription.product_id,
    "product": Product.name,
    "provider": Product.provider,
    "edition_id": SubscriptionPhase.edition_id,
    "edition": Edition.name,
    "name": Subscription.name,
    "licences": Subscription.licences,
    "used": Subscription.used,
    "unit_cents": SubscriptionPhase.unit_cents,
    "charging": Subscription.charging,
    "term_months": Subscription.term_months,
    "starts_on": Subscription.starts_on,
    "trial_until": Subscription.trial_until,
    "ends_on": Subscription.ends_on,
    "owner_id": Subscription.owner_id,
    "is_add_on": Edition.is_add_on,
    "base_id": Subscription.base_id,
    "planned": _PlannedEdition.name,
    "planned_from": _Planned.from_on,
    "version": Subscription.version,
}
"""What of a `SubscriptionRow` is read as it is stored."""


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
    cancelled = Subscription.cancelled_at.is_not(None)
    return (
        select(*_FIELDS.values(), cancelled, User.first_name, User.last_name)
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
    *values, cancelled, first_name, last_name = found
    stored = dict(zip(_FIELDS, values, strict=True))
    timeline = _dates(stored, cancelled=cancelled)
    starts_on, ends_on = stored["starts_on"], stored["ends_on"]
    last = today if ends_on is None else min(today, ends_on)
    return SubscriptionRow(
        **stored,
        term=timeline.term_on(max(last, starts_on)),
        state=timeline.state_on(today),
        owner=person_name(first_name, last_name) if stored["owner_id"] else "",
    )


def _dates(stored: Mapping[str, Any], *, cancelled: bool) -> Timeline:
    """What term and state follow from: no phases."""
    return Timeline(
        starts_on=stored["starts_on"],
        term_months=stored["term_months"],
        charging=stored["charging"],
        phases=(),
        trial_until=stored["trial_until"],
        ends_on=stored["ends_on"],
        cancelled=bool(cancelled),
    )


def _sorted(found: Iterable[SubscriptionRow]) -> list[SubscriptionRow]:
    titles: dict[str, str] = {}  # there are far fewer than rows

    def place(one: SubscriptionRow) -> tuple[str, str, int]:
        title = one.title
        key = titles.get(title) or titles.setdefault(title, sort_key(title))
        return key, sort_key(one.name), one.id

    return sorted(found, key=place)
