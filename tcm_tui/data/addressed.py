"""Whom an address means: members by any of their verified addresses, open invitations by theirs."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.invitations import open_invitations
from tcm_tui.data.models import EmailAddress, Membership
from tcm_tui.data.portions import IN_ONE_QUESTION
from tcm_tui.domain.members import MemberKind, RowKey

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def rows_by_address(
    session: Session, company_id: int, canonicals: Collection[str]
) -> dict[str, RowKey]:
    """The rows of the company that `canonicals` mean; a member stands before an invitation."""
    invited = open_invitations(session, company_id, canonicals)
    found = {canonical: RowKey(MemberKind.INVITATION, one.id) for canonical, one in invited.items()}
    rest = iter(canonicals)
    while portion := list(islice(rest, IN_ONE_QUESTION)):
        rows = session.execute(
            select(EmailAddress.canonical, Membership.id)
            .join(Membership, Membership.user_id == EmailAddress.user_id)
            .where(
                Membership.company_id == company_id,
                EmailAddress.canonical.in_(portion),
                EmailAddress.verified_at.is_not(None),
            )
        )
        found.update({row.canonical: RowKey(MemberKind.MEMBER, row.id) for row in rows})
    return found
