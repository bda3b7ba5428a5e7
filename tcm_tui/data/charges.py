"""Queries about what causes costs."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from tcm_tui.data.models import Edition, Product, Subscription, SubscriptionPhase
from tcm_tui.data.subscription_facts import phase_of, timeline_of
from tcm_tui.domain.catalogue import edition_name
from tcm_tui.domain.costs import Billed

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from tcm_tui.domain.subscriptions import Phase

_DAY: Final = timedelta(days=1)
"""Behind an end: what it gives back falls due on that day."""


def billed(
    session: Session, company_id: int, *, since: date, owner_id: int | None = None
) -> list[Billed]:
    """The subscriptions of a company that ran on `since` or later, with all of their phases.

    Args:
        session: The database session.
        company_id: Whose.
        since: Those that ended before are left out.
        owner_id: Only what this person looks after, None for all.
    """
    wanted = [
        Subscription.company_id == company_id,
        or_(Subscription.ends_on.is_(None), Subscription.ends_on >= since - _DAY),
    ]
    if owner_id is not None:
        wanted.append(Subscription.owner_id == owner_id)
    phases: defaultdict[int, list[Phase]] = defaultdict(list)
    titles: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for phase, edition, product in session.execute(
        select(SubscriptionPhase, Edition.name, Product.name)
        .join(Subscription, Subscription.id == SubscriptionPhase.subscription_id)
        .join(Edition, Edition.id == SubscriptionPhase.edition_id)
        .join(Product, Product.id == Edition.product_id)
        .where(*wanted)
        .order_by(SubscriptionPhase.from_on, SubscriptionPhase.id)
    ):
        phases[phase.subscription_id].append(phase_of(phase))
        titles[phase.subscription_id][phase.edition_id] = edition_name(product, edition)
    return [
        Billed(one.id, one.name, titles[one.id], timeline_of(one, tuple(phases[one.id])))
        for one in session.scalars(select(Subscription).where(*wanted).order_by(Subscription.id))
    ]
