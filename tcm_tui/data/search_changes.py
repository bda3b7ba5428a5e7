"""Passing on to the search index of SQLite what triggers wrote down (migration 0002)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WAITING: Final = text("SELECT EXISTS (SELECT 1 FROM search_changes)")
_PASS_ON: Final = [
    # Rising rowids: the index would write out a portion of its own for every step back. The same
    # rowid may come more than once, then the order of the changes counts.
    text(
        f"INSERT INTO search_{key} (search_{key}, rowid, words)"  # noqa: S608 - names of ours
        f" SELECT command, {key}, words FROM search_changes ORDER BY {key}, number"
    )
    for key in ("sort_name", "sort_address")
]
_DONE: Final = text("DELETE FROM search_changes")


def pass_on(session: Session) -> None:
    """Let the search know what changed in this transaction: at its end, or sooner where it is much.

    PostgreSQL keeps its index itself.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    session.flush()  # what was changed last counts, too
    if session.scalar(_WAITING):
        for statement in _PASS_ON:
            session.execute(statement)
        session.execute(_DONE)
