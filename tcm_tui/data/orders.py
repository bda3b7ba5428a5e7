"""Queries about what is being booked, asked for, and was bought."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from tcm_tui.data import subscription_facts, subscriptions
from tcm_tui.data.models import (
    Company,
    Edition,
    Membership,
    Order,
    OrderLine,
    Product,
    Subscription,
    User,
)
from tcm_tui.data.portions import portions
from tcm_tui.data.recipients import acts_in
from tcm_tui.domain.catalogue import edition_name
from tcm_tui.domain.money import Amount, Total
from tcm_tui.domain.order_drafts import BaseFacts, OrderDraft
from tcm_tui.domain.orders import BegunRow, OrderRow, OrderState
from tcm_tui.domain.people import acting_name, person_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

_Sold: TypeAlias = tuple[str, int, int]
"""What it was called, how many licences, and the price of one in cents."""

# --- one --------------------------------------------------------------------------------------


def order(session: Session, company_id: int, order_id: int) -> Order | None:
    """One of the company's."""
    return session.scalars(
        select(Order).where(Order.id == order_id, Order.company_id == company_id)
    ).one_or_none()


def open_order(session: Session, company_id: int, user_id: int, product_id: int) -> Order | None:
    """What this person began to book of a product."""
    return session.scalars(
        select(Order).where(
            Order.company_id == company_id,
            Order.user_id == user_id,
            Order.product_id == product_id,
            Order.state == OrderState.OPEN,
        )
    ).one_or_none()


def lines(session: Session, order_id: int) -> list[OrderLine]:
    """What it is of: the edition, then its add-ons."""
    wanted = select(OrderLine).where(OrderLine.order_id == order_id)
    return list(session.scalars(wanted.order_by(OrderLine.id)))


def lines_of(session: Session, order_ids: Collection[int]) -> Mapping[int, Sequence[OrderLine]]:
    """Order → what it is of: the edition, then its add-ons."""
    found: dict[int, list[OrderLine]] = defaultdict(list)
    for portion in portions(order_ids):
        wanted = select(OrderLine).where(OrderLine.order_id.in_(portion)).order_by(OrderLine.id)
        for line in session.scalars(wanted):
            found[line.order_id].append(line)
    return found


def draft_of(session: Session, found: Order) -> OrderDraft:
    """An order as it was typed."""
    return drafted(found, lines(session, found.id))


def drafted(found: Order, of: Sequence[OrderLine]) -> OrderDraft:
    """The same where its lines are known."""
    first, *further = of
    return OrderDraft(
        edition_id=first.edition_id,
        licences=first.licences,
        term_months=found.term_months,
        charging=found.charging,
        name=found.name,
        add_ons=tuple(sorted((line.edition_id, line.licences) for line in further)),
        trial=found.trial,
    )


def subscription_ids(session: Session, order_id: int) -> tuple[int, ...]:
    """What came of it: the edition, then its add-ons."""
    wanted = select(Subscription.id).where(Subscription.order_id == order_id)
    return tuple(session.scalars(wanted.order_by(Subscription.id)))


def base(
    session: Session, company_id: int, order_id: int, today: date, *, owner_id: int | None = None
) -> BaseFacts | None:
    """The subscription that came of an order, as something that an add-on is booked to.

    `owner_id` is whoever may touch only their own, None for those who may touch all.
    """
    found = session.scalars(
        select(Subscription)
        .where(
            Subscription.company_id == company_id,
            Subscription.order_id == order_id,
            Subscription.base_id.is_(None),
        )
        .order_by(Subscription.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    row = subscriptions.row(session, found.id, today)
    extending = subscription_facts.add_on_ids(session, found.id, today)
    had = subscriptions.rows_of(session, company_id, extending, today)
    in_trial = found.trial_until is not None and found.trial_until >= today
    return BaseFacts(
        subscription_id=found.id,
        title=row.title,
        name=found.name,
        licences=found.licences,
        term_months=found.term_months,
        charging=found.charging,
        trial_until=found.trial_until if in_trial else None,
        ends_on=found.ends_on,
        ended=not row.running,
        owner_id=found.owner_id,
        lost=owner_id not in {None, found.owner_id},
        add_ons=frozenset(one.edition_id for one in had),
    )


# --- lists ------------------------------------------------------------------------------------


def begun(session: Session, company_id: int, user_id: int) -> list[BegunRow]:
    """What this person began and did not finish, the newest first."""
    these = (
        Order.company_id == company_id,
        Order.user_id == user_id,
        Order.state == OrderState.OPEN,
    )
    first = _first_lines(session, *these)
    found = session.execute(
        select(Order, Product.name)
        .join(Product, Product.id == Order.product_id)
        .where(*these)
        .order_by(Order.changed_at.desc(), Order.id.desc())
    )
    return [
        BegunRow(
            id=one.id,
            title=edition_name(product, first[one.id][1]),
            name=one.name,
            licences=first[one.id][0].licences,
            term_months=one.term_months,
            charging=one.charging,
            changed_at=one.changed_at,
            version=one.version,
        )
        for one, product in found
    ]


def asked_for(
    session: Session, company_id: int, requester_id: int | None
) -> list[tuple[Order, str, bool, str]]:
    """Requests that wait or were declined, the newest first.

    (order, requester, whether they may act in the company still, who declined it).
    `requester_id` keeps one person's.
    """
    these = [
        Order.company_id == company_id,
        Order.state.in_((OrderState.REQUESTED, OrderState.DECLINED)),
    ]
    if requester_id is not None:
        these.append(Order.user_id == requester_id)
    decider = aliased(User)
    acts = exists().where(Membership.user_id == Order.user_id, acts_in(company_id))
    found = session.execute(
        select(
            *(Order, User.first_name, User.last_name, Company.name),
            *(acts.label("acts"), decider.first_name, decider.last_name),
        )
        .outerjoin(User, User.id == Order.user_id)
        .outerjoin(Company, Company.id == Order.reseller_id)
        .outerjoin(decider, decider.id == Order.decided_by)
        .where(*these)
        .order_by(Order.changed_at.desc(), Order.id.desc())
    )
    return [
        (
            one,
            acting_name(_name(first, last), reseller),
            acts,
            _name(theirs, further) if one.decided_by else "",
        )
        for one, first, last, reseller, acts, theirs, further in found
    ]


def waiting(session: Session, company_id: int) -> int:
    """How many requests of the company are still to be decided."""
    asked = select(func.count()).where(
        Order.company_id == company_id, Order.state == OrderState.REQUESTED
    )
    return session.scalar(asked) or 0


def placed(session: Session, company_id: int, user_id: int | None) -> list[OrderRow]:
    """What was bought, the newest first; `user_id` keeps what one person asked for or placed."""
    these = [Order.company_id == company_id, Order.state == OrderState.PLACED]
    if user_id is not None:
        these.append(or_(Order.user_id == user_id, Order.decided_by == user_id))
    sold = _sold(session, *these)
    buyer = aliased(User)
    # Columns, not rows of the ORM: a third of the time for thousands of them.
    found = session.execute(
        select(
            *(Order.id, Order.decided_at, Order.user_id, Order.decided_by, Order.name),
            *(Order.term_months, Order.charging, Order.trial),
            *(User.first_name, User.last_name, Company.name.label("reseller")),
            *(buyer.first_name.label("buyers_first"), buyer.last_name.label("buyers_last")),
        )
        .outerjoin(User, User.id == Order.user_id)
        .outerjoin(Company, Company.id == Order.reseller_id)
        .outerjoin(buyer, buyer.id == Order.decided_by)
        .where(*these)
        .order_by(Order.decided_at.desc(), Order.id.desc())
    )
    return [_placed_row(one, sold[one.id]) for one in found]


def _placed_row(found: Row[*tuple[Any, ...]], lines: Sequence[_Sold]) -> OrderRow:
    title, licences, _cents = lines[0]
    asked = found.user_id != found.decided_by
    begun_by = acting_name(_name(found.first_name, found.last_name), found.reseller)
    return OrderRow(
        id=found.id,
        placed_at=found.decided_at,
        buyer=_name(found.buyers_first, found.buyers_last) if asked else begun_by,
        requester=begun_by if asked else "",
        title=title,
        name=found.name,
        licences=licences,
        term_months=found.term_months,
        charging=found.charging,
        trial=found.trial,
        total=Total.of(Amount(number * cents) for _title, number, cents in lines),
    )


def _name(first: str | None, last: str | None) -> str:
    return person_name(first or "", last or "")


def _sold(session: Session, *these: ColumnElement[bool]) -> Mapping[int, Sequence[_Sold]]:
    """Order → its lines, of the orders that are meant."""
    wanted = (
        select(OrderLine.order_id, OrderLine.title, OrderLine.licences, OrderLine.unit_cents)
        .join(Order, Order.id == OrderLine.order_id)
        .where(*these)
        .order_by(OrderLine.id)
    )
    found: dict[int, list[_Sold]] = defaultdict(list)
    for order_id, title, licences, cents in session.execute(wanted):
        found[order_id].append((title, licences, cents))
    return found


def _first_lines(
    session: Session, *these: ColumnElement[bool]
) -> Mapping[int, tuple[OrderLine, str]]:
    """Order → what it is of, and what that edition is called."""
    wanted = (
        select(OrderLine, Edition.name)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Edition, Edition.id == OrderLine.edition_id)
        .where(*these)
    )
    found = session.execute(wanted.order_by(OrderLine.id.desc()))
    return {line.order_id: (line, name) for line, name in found}
