"""One member's past, as the details of „Benutzer“ tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import history as stored
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sessions import SESSION_LIFE
from tcm_tui.i18n import _
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from tcm_tui.domain.history import HistoryEntry, MemberSession
    from tcm_tui.services.transaction import Transaction


@reading(Permission.MEMBER_OPEN)
def sessions(tx: Transaction, membership_id: int) -> list[MemberSession]:
    """The member's sessions in this company, open ones first, then the newest.

    Raises:
        NotFound: The company has no such member.
    """
    return stored.sessions(
        tx.session, tx.company_id, _user_of(tx, membership_id), tx.now - SESSION_LIFE
    )


@reading(Permission.MEMBER_OPEN)
def history(
    tx: Transaction, membership_id: int, *, before: int | None = None, limit: int = 50
) -> list[HistoryEntry]:
    """What was done to the member in this company, newest first.

    Args:
        tx: The transaction.
        membership_id: The member.
        before: The id of the entry to continue behind, None for the newest.
        limit: Entries at most.

    Raises:
        NotFound: The company has no such member.
    """
    _user_of(tx, membership_id)
    return stored.history(tx.session, tx.company_id, membership_id, before=before, limit=limit)


def _user_of(tx: Transaction, membership_id: int) -> int:
    found = stored.user_of(tx.session, tx.company_id, membership_id)
    if found is None:
        raise NotFound(_("Diese Person gehört nicht (mehr) zum Unternehmen."))
    return found
