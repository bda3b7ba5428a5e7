"""What tests of second factors share: an authenticator, and rows as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import select

from tcm_tui.data.models import SecondFactor
from tcm_tui.domain.second_factor import new_secret
from tcm_tui.services import second_factor
from tcm_tui.services.transaction import Transaction

if TYPE_CHECKING:
    from datetime import timedelta

    from tcm_tui.services.context import Context


def code_of(ctx: Context, secret: str, later: timedelta | None = None) -> str:
    """What an authenticator shows now, or after `later`."""
    at = ctx.clock() if later is None else ctx.clock() + later
    return pyotp.TOTP(secret).at(at)


def set_up(ctx: Context) -> tuple[str, tuple[str, ...]]:
    """Let the actor have a second factor: its secret and the recovery codes."""
    secret = new_secret("anna@muster.example").secret
    return secret, second_factor.set_up(ctx, secret, code_of(ctx, secret))


def row(ctx: Context) -> SecondFactor | None:
    """The only second factor there is."""
    with ctx.database.transaction(writing=False) as session:
        return session.scalars(select(SecondFactor)).one_or_none()


def given(ctx: Context, user_id: int, code: str) -> bool:
    """Type `code` as signing in does, in a transaction of its own."""
    with ctx.database.transaction(writing=True) as session:
        tx = Transaction(session, ctx.clock(), ctx.origin, vault=ctx.vault)
        return second_factor.check(tx, user_id, code)
