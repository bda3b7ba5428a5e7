"""Many processes that change subscriptions at once: nothing lost, nothing below use, no cap passed.

What each one did stands in the journal, whose entries must then make a chain (H1, H3, H4).
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Subscription
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError, Invalid
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.subscription_changes import PreviewMoved
from tcm_tui.services.assignments import apply
from tcm_tui.services.subscription_changes import preview_licences, rename, set_licences
from tcm_tui.services.subscription_endings import cancel
from tests.builders import add_member
from tests.processes import at_once, context_of

from .assigning import giving, held, taking
from .inviting import journal, mails
from .subscribed import book, office, phases, shown, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor
    from tests.builders import Person

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
PROCESSES: Final = 16
ROUNDS: Final = 50 if SOAK else 3
SEATS: Final = 12


def _resize(url: str, hasher: Hasher, actor: Actor, number: int, seed: int) -> Counter[str]:
    """In a process of its own: fewer and more licences, again and again; what became of it."""
    ctx = context_of(url, hasher).as_actor(actor)
    chance, outcomes = random.Random(seed), Counter[str]()
    for _round in range(ROUNDS):
        try:
            set_licences(ctx, preview_licences(ctx, number, chance.randint(1, SEATS)))
            outcomes["done"] += 1
        except (Invalid, PreviewMoved) as refusal:
            outcomes[type(refusal).__name__] += 1
    ctx.database.dispose()
    return outcomes


def _occupy(
    url: str, hasher: Hasher, actor: Actor, number: int, people: list[Person]
) -> Counter[str]:
    """In a process of its own: give licences and take them back."""
    ctx = context_of(url, hasher).as_actor(actor)
    outcomes = Counter[str]()
    for _round in range(ROUNDS):
        for wishes in (giving(number, *people), taking(number, *people[:1])):
            outcomes["saved" if apply(ctx, wishes).saved else "full"] += 1
    ctx.database.dispose()
    return outcomes


class Watcher(threading.Thread):
    """Looks again and again at how many there are and how many are in use."""

    def __init__(self, ctx: Context, number: int) -> None:
        super().__init__()
        self.ctx, self.number, self.over = ctx, number, threading.Event()
        self.seen = list[tuple[int, int]]()

    def run(self) -> None:
        """Until told that it is over."""
        while not self.over.wait(0.002):
            one = stored(self.ctx, self.number)
            self.seen.append((one.used, one.licences))


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h3_licences_that_become_fewer_while_seats_are_taken_never_fall_below_them(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Eight processes change their number, eight give and take them."""
    number = book(ctx, licences=SEATS)
    half = PROCESSES // 2
    people = [
        [
            add_member(ctx.database, anna.company_id, f"p{n}.{m}@muster.example")
            for m in ("eins", "zwei")
        ]
        for n in range(half)
    ]
    where = (database_url, hasher, ctx.actor, number)
    watcher = Watcher(ctx, number)
    watcher.start()
    try:
        work: list[tuple[Any, ...]] = [(_resize, *where, seed) for seed in range(half)]
        work += [(_occupy, *where, them) for them in people]
        answers = sum(at_once(_either, work), Counter[str]())
    finally:
        watcher.over.set()
        watcher.join()
    assert answers.total() == half * ROUNDS * 3
    assert len(watcher.seen) > 1
    assert all(0 <= used <= licences for used, licences in watcher.seen)
    one = stored(ctx, number)
    assert len(held(ctx, number)) == one.used  # rows and count are the same
    _assert_a_chain(ctx, number, SEATS)


def _either(work: object, *args: object) -> object:
    assert callable(work)
    return work(*args)


def _assert_a_chain(ctx: Context, number: int, begin: int) -> None:
    """Each change began with what the one before it left: none was lost, each has its phase."""
    entries = journal(ctx, AuditAction.SUBSCRIPTION_LICENCES_CHANGED)
    steps = [tuple(map(int, entry.changes["licences"])) for entry in entries]
    ends = [begin, *(new for _old, new in steps)]
    assert [old for old, _new in steps] == ends[:-1]
    assert ends[-1] == stored(ctx, number).licences
    assert [licences for _day, licences, _cents in phases(ctx, number)] == ends
    assert all(old != new for old, new in pairwise(ends))
    told = [mail for mail in mails(ctx) if mail.kind is MailKind.SUBSCRIPTION_CHANGED]
    assert len(told) == len(steps)


def _raise(url: str, hasher: Hasher, actor: Actor, number: int) -> str:
    """In a process of its own: twenty more licences, however often that has to be tried."""
    ctx = context_of(url, hasher).as_actor(actor)
    try:
        set_licences(ctx, preview_licences(ctx, number, 30))
    except DomainError as refusal:
        return refusal.message
    finally:
        ctx.database.dispose()
    return ""


@pytest.mark.timeout(180)
def test_h3_sixteen_that_want_the_last_licences_under_a_cap_never_pass_it(
    ctx: Context, database_url: str, hasher: Hasher
) -> None:
    """16 × 10 there are, and 300 there may be: seven get twenty more."""
    product = office(ctx.database, licence_cap=300)
    numbers = [book(ctx, product=product, licences=10) for _number in range(PROCESSES)]
    answers = at_once(_raise, [(database_url, hasher, ctx.actor, one) for one in numbers])
    with ctx.database.transaction(writing=False) as session:
        there = session.scalars(select(Subscription.licences)).all()
    assert (sum(there), Counter(there)) == (300, {10: 9, 30: 7})
    full = "Von Microsoft 365 Business sind höchstens 300 Lizenzen möglich; Sie haben 300."
    assert Counter(answers) == {"": 7, full: 9}


def _change_once(
    url: str, hasher: Hasher, actor: Actor, seen: SubscriptionRow, name: str
) -> tuple[str, str]:
    """In a process of its own: another name, and the end; what was refused."""
    ctx = context_of(url, hasher).as_actor(actor)
    answers = _refusal(rename, ctx, seen, name), _refusal(cancel, ctx, seen)
    ctx.database.dispose()
    return answers


def _refusal(deed: Callable[..., object], *args: object) -> str:
    try:
        deed(*args)
    except DomainError as refusal:
        return type(refusal).__name__
    return ""


@pytest.mark.timeout(180)
def test_h1_of_sixteen_who_saw_the_same_one_renames_and_one_cancels(
    ctx: Context, database_url: str, hasher: Hasher
) -> None:
    """Everybody else is told that somebody was faster; nothing is done twice."""
    number = book(ctx)
    seen = shown(ctx, number)
    where = (database_url, hasher, ctx.actor, seen)
    answers = at_once(_change_once, [(*where, f"Name {n}") for n in range(PROCESSES)])
    for place in (0, 1):
        outcomes = Counter(answer[place] for answer in answers)
        assert outcomes == {"": 1, "SubscriptionChanged": PROCESSES - 1}
    assert len(journal(ctx, AuditAction.SUBSCRIPTION_RENAMED)) == 1
    assert len(journal(ctx, AuditAction.SUBSCRIPTION_CANCELLED)) == 1
    assert shown(ctx, number).name.startswith("Name ")
