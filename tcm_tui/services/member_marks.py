"""What became of the rows that somebody has marked on „Benutzer“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import member_marks
from tcm_tui.data.members import Scope
from tcm_tui.domain.member_marks import Marks, matches
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.domain.members import MemberFilter, RowKey
    from tcm_tui.services.transaction import Transaction


@reading(Permission.MEMBER_LIST)
def look_after(tx: Transaction, keys: Collection[RowKey], wanted: MemberFilter) -> Marks:
    """Which of `keys` are still there, and which of those are not among the rows wanted."""
    sees = tx.role is not None and allows(tx.role, Permission.INVITATION_READ)
    left: set[RowKey] = set()
    hidden: set[RowKey] = set()
    for row in member_marks.rows(tx.session, Scope(tx.company_id, tx.now, sees), keys):
        left.add(row.key)
        if not matches(wanted, row):
            hidden.add(row.key)
    return Marks(frozenset(left), frozenset(hidden))
