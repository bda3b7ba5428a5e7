"""What the journal tells of how a company pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from tcm_tui.data.models import AuditEntry, PaymentMethod, User
from tcm_tui.data.payment_methods import mark_of
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.payment import PaymentDeed, PaymentEvent, PaymentKind
from tcm_tui.domain.people import person_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_DEEDS: Final = {
    AuditAction.MANDATE_REVEALED: PaymentDeed.REVEALED,
    AuditAction.PAYMENT_ACTIVATED: PaymentDeed.ACTIVATED,
    AuditAction.PAYMENT_REACTIVATED: PaymentDeed.REACTIVATED,
    AuditAction.PAYMENT_REFUSED: PaymentDeed.REFUSED,
}


def history(
    session: Session, company_id: int, *, before: int | None, limit: int
) -> list[PaymentEvent]:
    """What happened, newest first, older than the entry `before`."""
    query = (
        select(AuditEntry, User)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.company_id == company_id,
            AuditEntry.subject == Subject.PAYMENT_METHOD,
            AuditEntry.action.in_(_DEEDS),
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = session.execute(query).all()
    methods = _methods(session, company_id, {n for entry, _user in rows for n in _named(entry)})
    return [_event(entry, user, methods) for entry, user in rows]


def _methods(session: Session, company_id: int, ids: Collection[int]) -> dict[int, PaymentMethod]:
    found = session.scalars(
        select(PaymentMethod).where(
            PaymentMethod.company_id == company_id, PaymentMethod.id.in_(ids)
        )
    )
    return {method.id: method for method in found}


def _named(entry: AuditEntry) -> tuple[int, ...]:
    """The methods that an entry names."""
    before, _after = entry.changes.get("method", (None, None))
    numbers = (entry.subject_id, int(before) if before else None)
    return tuple(number for number in numbers if number is not None)


def _event(entry: AuditEntry, user: User | None, methods: dict[int, PaymentMethod]) -> PaymentEvent:
    masks = {number: mark_of(method).masked for number, method in methods.items()}
    before, _after = entry.changes.get("method", (None, None))
    chosen = methods.get(entry.subject_id or 0)
    _old, kind = entry.changes.get("kind", (None, chosen.kind if chosen else None))
    return PaymentEvent(
        id=entry.id,
        at=entry.at,
        person=person_name(user.first_name, user.last_name) if user else "",
        deed=_DEEDS[entry.action],
        kind=PaymentKind(kind),
        masked=masks.get(entry.subject_id or 0, ""),
        before=masks.get(int(before), "") if before else "",
    )
