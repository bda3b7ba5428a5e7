"""What the journal tells in words about people: kept beside it, because it is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from tcm_tui.data.models import PersonalChange
from tcm_tui.data.portions import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from tcm_tui.data.models import AuditEntry

Changes = dict[str, list[str | None]]


def told(session: Session, entries: Collection[AuditEntry]) -> Mapping[int, Changes]:
    """All that changed by each entry, the words about people included, as far as they are kept."""
    beside: dict[tuple[str, str, int | None], Changes] = {}
    for portion in portions({entry.unit for entry in entries}):
        rows = session.scalars(select(PersonalChange).where(PersonalChange.unit.in_(portion)))
        beside.update({(row.unit, row.action, row.subject_id): row.changes for row in rows})
    return {
        entry.id: {**beside.get((entry.unit, entry.action, entry.subject_id), {}), **entry.changes}
        for entry in entries
    }


def erase(session: Session, user_id: int) -> None:
    """Forget what was told about this person."""
    session.execute(
        delete(PersonalChange)
        .where(PersonalChange.user_id == user_id)
        .execution_options(synchronize_session=False)
    )
