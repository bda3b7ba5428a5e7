"""What tests of signing in look at: checks of hashes, the journal, promised mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import (
    AuditEntry,
    OutboxMessage,
    User,
)
from tcm_tui.domain.sign_in import (
    SignInRefused,
)
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.sign_in import sign_in
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.audit import AuditAction
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context
    from tests.builders import (
        Person,
    )

WRONG = "Falsches-Passwort-1"


@dataclass(frozen=True)
class CountingHasher(Hasher):
    """A hasher that notes every check: what was checked, and whether it was a stored hash."""

    checked: list[str | None] = field(default_factory=list, compare=False)

    def verify(self, stored: str | None, password: str) -> bool:
        """Note, then really check."""
        self.checked.append(stored)
        return super().verify(stored, password)


@dataclass(frozen=True)
class MeddlingHasher(Hasher):
    """Lets something happen while a password is being checked."""

    meanwhile: Callable[[], None] = field(default=lambda: None)

    def verify(self, stored: str | None, password: str) -> bool:
        """Check, and meddle."""
        right = super().verify(stored, password)
        self.meanwhile()
        return right


def fail(ctx: Context, email: str, times: int = 1) -> None:
    """Try a wrong password `times` times."""
    for _time in range(times):
        with pytest.raises(SignInRefused):
            sign_in(ctx, email, WRONG)


def signed(ctx: Context, who: SignedIn) -> Context:
    """The context after signing in."""
    return ctx.as_actor(Actor(who.user_id, who.company_id, who.session_id))


def actions(ctx: Context) -> list[AuditAction]:
    """The journal's actions, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def mails(ctx: Context) -> list[OutboxMessage]:
    """What was promised."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def user(ctx: Context, person: Person) -> User:
    """The person's row."""
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(User, person.user_id)
