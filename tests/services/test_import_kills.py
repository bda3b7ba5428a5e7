"""A killed import leaves all of its invitations or none; run again, nobody is invited twice."""

from __future__ import annotations

import itertools
import os
import random
import signal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, func, select

from tcm_tui.data.models import AuditEntry, Invitation, OutboxMessage, Token
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.services.invitations import invite_many
from tests.builders import Person, signed_in
from tests.processes import PROCESSES, context_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher

SIZE = 500
SOAK = os.environ.get("TCM_SOAK") == "1"
ROUNDS = 250 if SOAK else 4
"""Kills on each database."""


def drafts(round_number: int) -> list[InvitationDraft]:
    """The list of one round; every round has addresses of its own."""
    return [InvitationDraft(f"r{round_number}p{n}@kunde.example") for n in range(SIZE)]


def on_each_step(ctx: Context, step: Callable[..., None]) -> None:
    """Call `step` before each statement and each commit."""
    for name in ("before_cursor_execute", "commit"):
        event.listen(ctx.database.engine, name, step)


def _import(
    url: str, hasher: Hasher, anna: Person, round_number: int, moment: tuple[int, Any]
) -> None:
    """In a process of its own: import, and say when the step of `moment` begins."""
    number, reached = moment
    ctx = signed_in(context_of(url, hasher), anna)
    steps = itertools.count(1)

    def step(*_what: object) -> None:
        if next(steps) == number:
            reached.set()

    on_each_step(ctx, step)
    invite_many(ctx, drafts(round_number))
    ctx.database.dispose()


def steps_of_an_import(ctx: Context) -> int:
    """How many there are, found out by an import of its own."""
    steps = list[None]()
    on_each_step(ctx, lambda *_what: steps.append(None))
    invite_many(ctx, drafts(ROUNDS))
    return len(steps)


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
    """`kill -9` at a random step, then the same list again: 500 invitations, none double."""
    chance = random.Random(8)
    steps = steps_of_an_import(ctx)
    for round_number in range(ROUNDS):
        reached = PROCESSES.Event()
        moment = (chance.randint(1, steps), reached)
        child = PROCESSES.Process(
            target=_import, args=(database_url, hasher, anna, round_number, moment)
        )
        child.start()
        assert reached.wait(60)
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
