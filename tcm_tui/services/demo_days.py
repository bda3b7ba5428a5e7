"""The days of the sample company's story: a clock for each, and somebody who acts on it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from tcm_tui.data.models import EmailAddress, Invitation, Membership
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import use_case
from tcm_tui.services.entering import start_session
from tcm_tui.services.sign_in import sign_out
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

_BEFORE_NOW: Final = timedelta(hours=3)
LAST_MINUTE: Final = 160
"""Of each day: everybody has come by then."""


def on_day(ctx: Context, days_ago: int, *, minutes: int = 0) -> Context:
    """The same on an earlier day, `minutes` after its beginning, before anything of today."""
    instant = ctx.clock() - timedelta(days=days_ago) - _BEFORE_NOW + timedelta(minutes=minutes)
    return replace(ctx, clock=lambda: instant)


@use_case(Permission.OPERATOR)
def arrive(tx: Transaction, user_id: int) -> SignedIn:
    """Sign a demo person in without the hundreds of milliseconds of a password."""
    return start_session(
        tx, tx.session.scalars(select(Membership.id).where(Membership.user_id == user_id)).one()
    )


@contextmanager
def acting(ctx: Context, user_id: int) -> Iterator[Context]:
    """Act as somebody for the length of a `with` block."""
    who = arrive(ctx, user_id)
    actor = ctx.as_actor(Actor(who.user_id, who.company_id, who.session_id))
    yield actor
    sign_out(actor)


@use_case(Permission.OPERATOR)
def members_of(tx: Transaction, emails: list[str]) -> list[RowKey]:
    """The rows of these addresses."""
    canonicals = [check_email(one).canonical for one in emails]
    numbers = tx.session.scalars(
        select(Membership.id)
        .join(EmailAddress, EmailAddress.user_id == Membership.user_id)
        .where(EmailAddress.canonical.in_(canonicals))
        .order_by(Membership.id)
    )
    return [RowKey(MemberKind.MEMBER, number) for number in numbers]


@use_case(Permission.OPERATOR)
def invited(tx: Transaction, email: str) -> RowKey:
    """The row of an address that waits to be accepted."""
    canonical = check_email(email).canonical
    number = tx.session.scalars(
        select(Invitation.id).where(Invitation.canonical == canonical)
    ).one()
    return RowKey(MemberKind.INVITATION, number)
