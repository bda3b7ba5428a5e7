"""Queries about rows of „Benutzer“ that somebody has marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.data.members.rows import TABLES, row, rows_of
from tcm_tui.domain.members import MemberKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from tcm_tui.data.members import Scope
    from tcm_tui.domain.members import MemberRow, RowKey

_CHUNK: Final = 500
"""Ids of one query: SQLite takes no more than some thousand parameters."""


def rows(session: Session, scope: Scope, keys: Collection[RowKey]) -> Iterator[MemberRow]:
    """Those of `keys` that are still there, as the list shows them."""
    for kind in MemberKind if scope.with_invitations else (MemberKind.MEMBER,):
        ids = [key.id for key in keys if key.kind is kind]
        query = rows_of(kind, scope.company_id)
        for start in range(0, len(ids), _CHUNK):
            some = query.where(TABLES[kind].id.in_(ids[start : start + _CHUNK]))
            yield from (row(kind, found, scope.now) for found in session.execute(some))
