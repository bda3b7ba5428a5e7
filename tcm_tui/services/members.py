"""„Benutzer“: everyone in the company and everyone invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.data import members
from tcm_tui.data.members import Page, Scope
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.member_changes import MOST_AT_ONCE
from tcm_tui.domain.members import (
    EVERYBODY,
    InvitationDetails,
    MemberCounts,
    MemberDetails,
    MemberFilter,
    MemberOrder,
    MemberRow,
    RowKey,
)
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from tcm_tui.services.transaction import Transaction

SEARCH_MAX: Final = 200
"""Characters of a search: every word of it is a condition of the question."""


@reading(Permission.MEMBER_LIST)
def page(
    tx: Transaction,
    wanted: MemberFilter = EVERYBODY,
    *,
    order: str = MemberOrder.NAME,
    descending: bool = False,
    after: MemberRow | None = None,
    backwards: bool = False,
    limit: int = 50,
) -> list[MemberRow]:
    """One page of members and, for those who may see them, open invitations.

    Args:
        tx: The transaction.
        wanted: What is searched for and filtered.
        order: A value of `MemberOrder`.
        descending: Whether the list is shown from the end of that order.
        after: The row to continue behind, None for the first page; it may be gone by now, or be
            made by `domain.members.anchor`.
        backwards: Read towards the top of the list instead; None is then the last page.
        limit: Rows at most.

    Raises:
        Invalid: More is searched for than `SEARCH_MAX`.
    """
    _check(wanted)
    cut = Page(MemberOrder(order), descending, after, backwards, limit)
    return members.page(tx.session, _scope(tx), wanted, cut)


@reading(Permission.MEMBER_LIST)
def count(tx: Transaction, wanted: MemberFilter) -> int:
    """How many rows of „Benutzer“ are wanted; takes long where no index helps.

    Raises:
        Invalid: As `page`.
    """
    _check(wanted)
    return members.count(tx.session, _scope(tx), wanted)


@reading(Permission.MEMBER_LIST)
def keys(tx: Transaction, wanted: MemberFilter, *, limit: int = MOST_AT_ONCE) -> list[RowKey]:
    """What identifies the rows wanted, in no particular order, at most `limit` of them.

    Raises:
        Invalid: As `page`.
    """
    _check(wanted)
    return members.keys(tx.session, _scope(tx), wanted, limit)


@reading(Permission.MEMBER_LIST)
def counts(tx: Transaction) -> MemberCounts:
    """How many members there are and, for those who may see them, open invitations."""
    return members.counts(tx.session, tx.company_id, tx.now, with_invitations=_sees_invitations(tx))


@reading(Permission.MEMBER_OPEN)
def member(tx: Transaction, membership_id: int) -> MemberDetails:
    """A member in detail.

    Raises:
        NotFound: The company has no such member.
    """
    found = members.member(tx.session, tx.company_id, membership_id, tx.now)
    if found is None:
        raise NotFound(_("Diese Person gehört nicht (mehr) zum Unternehmen."))
    return found


@reading(Permission.INVITATION_READ)
def invitation(tx: Transaction, invitation_id: int) -> InvitationDetails:
    """An open invitation in detail.

    Raises:
        NotFound: The company has no such open invitation.
    """
    found = members.invitation(tx.session, tx.company_id, invitation_id, tx.now)
    if found is None:
        raise NotFound(_("Diese Einladung ist nicht mehr offen."))
    return found


def _sees_invitations(tx: Transaction) -> bool:
    return tx.role is not None and allows(tx.role, Permission.INVITATION_READ)


def _check(wanted: MemberFilter) -> None:
    clean_text(wanted.search, max_len=SEARCH_MAX, field="search")


def _scope(tx: Transaction) -> Scope:
    return Scope(tx.company_id, tx.now, _sees_invitations(tx))
