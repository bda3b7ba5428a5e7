"""Queries about what people keep of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from tcm_tui.data.models import Membership
from tcm_tui.domain.people import list_name
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tcm_tui.data.models import User


def own_membership(session: Session, company_id: int, user_id: int) -> Membership:
    """What a person is in a company they are signed in to."""
    return session.scalars(
        select(Membership).where(Membership.company_id == company_id, Membership.user_id == user_id)
    ).one()


def sort_anew(session: Session, user: User) -> None:
    """Let the lists of every company sort a person by the name they have now.

    Whoever is editing that person's membership elsewhere is told: one row, one version.
    """
    session.execute(
        update(Membership)
        .where(Membership.user_id == user.id)
        .values(
            sort_name=sort_key(list_name(user.first_name, user.last_name)),
            version=Membership.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
