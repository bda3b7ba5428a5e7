"""A killed import leaves all of its invitations or none; run again, nobody is invited twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tcm_tui.data.models import AuditEntry, Invitation, OutboxMessage, Token
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.services.invitations import invite_many
from tests.builders import Person, signed_in
from tests.processes import context_of

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher

SIZE = 500
SOAK = os.environ.get("TCM_SOAK") == "1"
ROUNDS = 250 if SOAK else 4
"""Kills on each database."""
_SPAWN = multiprocessing.get_context("spawn")


def drafts(round_number: int) -> list[InvitationDraft]:
    """The list of one round; every round has addresses of its own."""
    return [InvitationDraft(f"r{round_number}p{n}@kunde.example") for n in range(SIZE)]


def _import(url: str, hasher: Hasher, anna: Person, round_number: int, ready: Any) -> None:  # noqa: ANN401 - multiprocessing has no public types for these
    """In a process of its own: say that it begins, then import."""
    ctx = signed_in(context_of(url, hasher), anna)
    ready.set()
    invite_many(ctx, drafts(round_number))
    ctx.database.dispose()


def figures(ctx: Context, round_number: int) -> tuple[int, ...]:
    """Invitations, codes, mails of the round: different addresses and in all."""
    prefix = f"r{round_number}p"
    with ctx.database.transaction(writing=False) as session:
        mine = select(Invitation.id).where(Invitation.canonical.startswith(prefix))
        questions = (
            select(func.count(Invitation.canonical.distinct())).where(Invitation.id.in_(mine)),
            select(func.count()).where(Invitation.id.in_(mine)),
            select(func.count()).where(Token.invitation_id.in_(mine)),
            select(func.count()).where(
                AuditEntry.action == AuditAction.INVITATION_SENT, AuditEntry.subject_id.in_(mine)
            ),
            select(func.count()).where(OutboxMessage.canonical.startswith(prefix)),
        )
        return tuple(session.scalar(question) or 0 for question in questions)


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_f8_kill_during_import(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """`kill -9` at a random moment, then the same list again: 500 invitations, none double."""
    chance = random.Random(8)
    longest = 0.5
    for round_number in range(ROUNDS):
        ready = _SPAWN.Event()
        child = _SPAWN.Process(
            target=_import, args=(database_url, hasher, anna, round_number, ready)
        )
        child.start()
        assert ready.wait(60)
        time.sleep(chance.uniform(0, longest))  # the moment of the kill is what is tried
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        child.close()
        left = figures(ctx, round_number)
        assert left in {(0,) * 5, (SIZE,) * 5}
        invite_many(ctx, drafts(round_number))
        assert figures(ctx, round_number) == (SIZE,) * 5
    if ctx.database.is_sqlite:
        with ctx.database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
