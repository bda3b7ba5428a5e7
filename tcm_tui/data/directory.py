"""Queries behind „Mitarbeitende“: active members, by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from tcm_tui.data import members
from tcm_tui.data.models import Membership
from tcm_tui.domain.directory import Colleague
from tcm_tui.domain.members import (
    MemberFilter,
    MemberKind,
    MemberOrder,
    MemberRow,
    MemberState,
    RowKey,
    anchor,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ACTIVE: Final = frozenset({MemberState.ACTIVE})


@dataclass(frozen=True)
class Stretch:
    """Which of them are wanted, see `members.Page`."""

    search: str
    after: Colleague | None
    backwards: bool
    limit: int


def page(session: Session, scope: members.Scope, stretch: Stretch) -> list[Colleague]:
    """One page, in the order it is shown."""
    start = None if stretch.after is None else _place(stretch.after)
    cut = members.Page(
        MemberOrder.NAME, after=start, backwards=stretch.backwards, limit=stretch.limit
    )
    wanted = MemberFilter(search=stretch.search, states=_ACTIVE)
    found = members.page(session, scope, wanted, cut)
    reached = _reached(session, scope.company_id, [row.key.id for row in found])
    return [_colleague(row, *reached.get(row.key.id, ("", ""))) for row in found]


def _place(one: Colleague) -> MemberRow:
    """Where somebody stands in the list of members."""
    key = RowKey(MemberKind.MEMBER, one.membership_id)
    return replace(anchor(MemberOrder.NAME, ""), key=key, sort_name=one.sort_name)


def _reached(session: Session, company_id: int, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Telephone number and department of these members."""
    rows = session.execute(
        select(Membership.id, Membership.phone, Membership.department).where(
            Membership.company_id == company_id, Membership.id.in_(ids)
        )
    )
    return {number: (phone, department) for number, phone, department in rows}


def _colleague(row: MemberRow, phone: str, department: str) -> Colleague:
    """Nothing of role, state or last sign-in: those are no business of everybody."""
    return Colleague(
        membership_id=row.key.id,
        first_name=row.first_name,
        last_name=row.last_name,
        address=row.address,
        phone=phone,
        department=department,
        sort_name=row.sort_name,
    )
