"""Members whom a new address or name may be taken for; always within one company."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.models import EmailAddress, Membership, User
from tcm_tui.data.portions import IN_ONE_QUESTION
from tcm_tui.domain.look_alikes import Colleague
from tcm_tui.domain.people import list_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import InstrumentedAttribute, Session


def by_address(
    session: Session, company_id: int, search_keys: Collection[str]
) -> dict[str, list[Colleague]]:
    """Whose address is listed under these keys, of those there are."""
    return _listed(session, company_id, Membership.sort_address, search_keys)


def by_name(
    session: Session, company_id: int, search_keys: Collection[str]
) -> dict[str, list[Colleague]]:
    """Whose name is listed under these keys, of those there are."""
    return _listed(session, company_id, Membership.sort_name, search_keys)


def _listed(
    session: Session,
    company_id: int,
    listed_by: InstrumentedAttribute[str],
    search_keys: Collection[str],
) -> dict[str, list[Colleague]]:
    found: dict[str, list[Colleague]] = {}
    rest = iter(search_keys)
    while portion := list(islice(rest, IN_ONE_QUESTION)):
        rows = session.execute(
            select(
                listed_by.label("key"),
                User.first_name,
                User.last_name,
                EmailAddress.address,
                EmailAddress.canonical,
            )
            .join_from(Membership, User, User.id == Membership.user_id)
            .join(EmailAddress, EmailAddress.user_id == User.id)
            .where(
                Membership.company_id == company_id,
                listed_by.in_(portion),
                EmailAddress.verified_at.is_not(None),
            )
            .order_by(Membership.id)
        )
        for row in rows:
            name = list_name(row.first_name, row.last_name)
            found.setdefault(row.key, []).append(Colleague(name, row.address, row.canonical))
    return found
