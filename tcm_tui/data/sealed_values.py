"""Queries about everything that is stored encrypted, whoever it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select, update

from tcm_tui.data.encryption import Place
from tcm_tui.data.models import PaymentMethod, SecondFactor
from tcm_tui.domain.keys import SealedKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import InstrumentedAttribute, Session

PAGE: Final = 500


class _Column(NamedTuple):
    """A column of encrypted values.

    Args:
        table: Whose.
        value: The column.
        row: What each value is bound to, as `Place` has it.
    """

    table: type[SecondFactor | PaymentMethod]
    value: InstrumentedAttribute[bytes] | InstrumentedAttribute[bytes | None]
    row: InstrumentedAttribute[int]


_COLUMNS: Final = {
    SealedKind.SECOND_FACTOR: _Column(SecondFactor, SecondFactor.secret, SecondFactor.user_id),
    SealedKind.PAYMENT_METHOD: _Column(PaymentMethod, PaymentMethod.sealed, PaymentMethod.id),
}


@dataclass(frozen=True)
class SealedValue:
    """An encrypted value where it stands."""

    kind: SealedKind
    id: int
    place: Place
    sealed: bytes = field(repr=False)


def every(session: Session) -> Iterator[SealedValue]:
    """All of them; each may be replaced as soon as it was given."""
    for kind in SealedKind:
        after = 0
        while page := _page(session, kind, after):
            yield from page
            after = page[-1].id


def _page(session: Session, kind: SealedKind, after: int) -> list[SealedValue]:
    table, value, bound_to = _COLUMNS[kind]
    rows = session.execute(
        select(table.id, bound_to, value)
        .where(table.id > after, value.is_not(None))
        .order_by(table.id)
        .limit(PAGE)
    )
    return [
        SealedValue(kind, number, Place(table.__tablename__, row, value.key), sealed)
        for number, row, sealed in rows
        if sealed is not None  # the query left those out; their type does not tell
    ]


def replace(session: Session, value: SealedValue, sealed: bytes) -> None:
    """Put `sealed` in the place of `value`, unless that is gone meanwhile."""
    table, column, _bound_to = _COLUMNS[value.kind]
    session.execute(
        update(table)
        .where(table.id == value.id, column == value.sealed)
        .values({column: sealed})
        .execution_options(synchronize_session=False)
    )
