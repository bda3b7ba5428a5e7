"""Many processes that activate at once, and one that is killed while it does (H3, H6)."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import signal
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import event

from tcm_tui.data.encryption import Vault
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.payment import PaymentState
from tcm_tui.services.payment_methods import overview, reactivate
from tests.processes import at_once, context_of

from .inviting import journal, mails
from .paying import ALL, CARD, DEBIT, PAYPAL, active_count, pay_by, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
PROCESSES: Final = 16
ROUNDS: Final = 50 if SOAK else 2
KILLS: Final = 250 if SOAK else 3
"""On each database."""
_SPAWN: Final = multiprocessing.get_context("spawn")


def _activate(url: str, hasher: Hasher, key: Path, actor: Actor, number: int) -> list[str]:
    """In a process of its own: switch again and again; what was refused."""
    ctx = replace(context_of(url, hasher), vault=Vault(key)).as_actor(actor)
    refused = []
    for step in range(ROUNDS):
        draft = ALL[(number + step) % len(ALL)]
        if draft is DEBIT:
            draft = replace(DEBIT, reference=f"TCM-2026-{number:03}{step:03}")
        try:
            if step % 2:
                reactivate(ctx, next(row.id for row in overview(ctx).rows if not row.active))
            else:
                pay_by(ctx, draft)
        except DomainError as refusal:
            refused.append(f"{type(refusal).__name__}: {refusal.message}")
    ctx.database.dispose()
    return refused


class Watcher(threading.Thread):
    """Counts the active methods again and again, while others switch."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.over, self.seen = ctx, threading.Event(), list[int]()

    def run(self) -> None:
        """Until told that it is over."""
        while not self.over.wait(0.002):
            self.seen.append(active_count(self.ctx))


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h3_many_processes_leave_one_active_at_every_moment(
    ctx: Context, database_url: str, hasher: Hasher
) -> None:
    """New ones and earlier ones at once: none is lost, each is on record, one is active."""
    pay_by(ctx, PAYPAL)  # of two accounts one is always an earlier one
    pay_by(ctx, CARD)
    watcher = Watcher(ctx)
    watcher.start()
    try:
        work = [
            (database_url, hasher, ctx.vault.path, ctx.actor, number) for number in range(PROCESSES)
        ]
        answers = at_once(_activate, work)
    finally:
        watcher.over.set()
        watcher.join()
    assert len(watcher.seen) > 1
    assert set(watcher.seen) == {1}
    # Whoever wants an earlier one may find that somebody else has just activated it.
    refusals = [text for answer in answers for text in answer]
    assert {text.partition(":")[0] for text in refusals} <= {"Invalid"}
    added = len(journal(ctx, AuditAction.PAYMENT_ACTIVATED))
    again = len(journal(ctx, AuditAction.PAYMENT_REACTIVATED))
    assert added == len(stored(ctx)) == 2 + PROCESSES * ((ROUNDS + 1) // 2)
    assert again + len(refusals) == PROCESSES * (ROUNDS // 2)
    last = max(
        journal(ctx, AuditAction.PAYMENT_ACTIVATED) + journal(ctx, AuditAction.PAYMENT_REACTIVATED),
        key=lambda entry: entry.id,
    )
    (active,) = [method for method in stored(ctx) if method.state is PaymentState.ACTIVE]
    assert last.subject_id == active.id


def on_each_step(ctx: Context, step: Callable[..., None]) -> None:
    """Call `step` before each statement and each commit."""
    for name in ("before_cursor_execute", "commit"):
        event.listen(ctx.database.engine, name, step)


def _switch(url: str, hasher: Hasher, key: Path, actor: Actor, moment: tuple[int, Any]) -> None:
    """In a process of its own: switch, and say when the step of `moment` begins."""
    number, reached = moment
    ctx = replace(context_of(url, hasher), vault=Vault(key)).as_actor(actor)
    steps = itertools.count(1)

    def step(*_what: object) -> None:
        if next(steps) == number:
            reached.set()

    on_each_step(ctx, step)
    pay_by(ctx, PAYPAL)  # as whoever counted the steps
    ctx.database.dispose()


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h6_a_killed_switch_has_happened_or_has_not(
    ctx: Context, database_url: str, hasher: Hasher
) -> None:
    """`kill -9` at a random step: one is active, and each switch has its entry and its mail."""
    pay_by(ctx, PAYPAL)
    steps = list[None]()
    on_each_step(ctx, lambda *_what: steps.append(None))
    pay_by(ctx, PAYPAL)
    chance, count = random.Random(5), len(steps)
    for _kill in range(KILLS):
        reached = _SPAWN.Event()
        moment = (chance.randint(1, count), reached)
        child = _SPAWN.Process(
            target=_switch, args=(database_url, hasher, ctx.vault.path, ctx.actor, moment)
        )
        child.start()
        assert reached.wait(60)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        child.close()
        assert active_count(ctx) == 1
        entries = journal(ctx, AuditAction.PAYMENT_ACTIVATED)
        methods = stored(ctx)
        assert [entry.subject_id for entry in entries] == [method.id for method in methods]
        assert len(mails(ctx)) == len(entries)
        assert methods[-1].state is PaymentState.ACTIVE
