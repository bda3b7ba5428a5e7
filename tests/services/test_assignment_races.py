"""Many processes that give and take licences at once: none too many, none counted wrong (H3)."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import func, select

from tcm_tui.data.models import Assignment, Subscription
from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.invitations import NewPerson
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.members import MemberKind
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.assignments import apply
from tcm_tui.services.invitations import revoke
from tests.builders import PASSWORD, add_invitation, add_member
from tests.market import add_product, add_subscription
from tests.processes import at_once, context_of

from .assigning import giving, held, key_of
from .changing import REMOVE, do
from .inviting import journal, mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.assignments import Holder
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor
    from tests.builders import Person

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
PROCESSES: Final = 16
ROUNDS: Final = 60 if SOAK else 4
SEATS: Final = 6
"""Licences of each subscription that is fought for."""


def _take_the_last(
    url: str, hasher: Hasher, actor: Actor, wishes: list[Wish]
) -> tuple[bool, list[str]]:
    """In a process of its own: whether it was saved, and what was told."""
    ctx = context_of(url, hasher).as_actor(actor)
    report = apply(ctx, wishes)
    ctx.database.dispose()
    return report.saved, [row.reason for row in report.rows]


@pytest.mark.timeout(120)
def test_h3_of_sixteen_for_one_licence_one_wins(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """The others are told what is gone, and nothing else of theirs is saved either."""
    product = add_product(ctx.database)
    wanted, plenty = (
        add_subscription(
            ctx.database,
            anna.company_id,
            product,
            owner_id=anna.user_id,
            name=name,
            licences=licences,
        )
        for name, licences in (("Begehrt", 1), ("Reichlich", 100))
    )
    people = [
        add_member(ctx.database, anna.company_id, f"p{n}.x@m.example") for n in range(PROCESSES)
    ]
    work = [
        (database_url, hasher, ctx.actor, giving(wanted, one) + giving(plenty, one))
        for one in people
    ]
    answers = at_once(_take_the_last, work)
    assert Counter(saved for saved, _told in answers) == {True: 1, False: PROCESSES - 1}
    only = "Die einzige Lizenz von „Microsoft 365 Business Basic – Begehrt“ ist zugewiesen."
    assert all(told == [only, ""] for saved, told in answers if not saved)
    (winner,) = held(ctx, wanted)
    assert held(ctx, plenty) == [winner]
    assert len(journal(ctx, AuditAction.LICENCE_ASSIGNED)) == 2
    assert [mail.kind for mail in mails(ctx)] == [MailKind.LICENCE_ASSIGNED]


def _accept(url: str, hasher: Hasher, code: str) -> list[str]:
    """In a process of its own: join."""
    ctx = context_of(url, hasher)
    accept_as_new(ctx, code, NewPerson("Lea", "Neu", PASSWORD, assured=True))
    ctx.database.dispose()
    return []


def _give_each(url: str, hasher: Hasher, actor: Actor, wishes: list[Wish]) -> list[str]:
    """In a process of its own: give one after the other; why not, where it was refused."""
    ctx = context_of(url, hasher).as_actor(actor)
    reports = [apply(ctx, [wish]) for wish in wishes]
    ctx.database.dispose()
    return [row.reason for report in reports for row in report.refused]


@pytest.mark.timeout(120)
def test_h3_who_accepts_while_getting_a_licence_has_it_or_never_got_it(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """None stays with an invitation that is open no more."""
    product, half = add_product(ctx.database), PROCESSES // 2
    number = add_subscription(
        ctx.database, anna.company_id, product, owner_id=anna.user_id, licences=half
    )
    invited = [add_invitation(ctx.database, anna, f"i{n}@kunde.example") for n in range(half)]
    wishes = giving(number, *[one for one, _code in invited])
    joining = [(_accept, (database_url, hasher, code.text)) for _one, code in invited]
    ways = [wishes[turn:] + wishes[:turn] for turn in range(half)]
    handing = [(_give_each, (database_url, hasher, ctx.actor, way)) for way in ways]
    answers = at_once(_work, [*joining, *handing])
    told = {reason for answer in answers for reason in answer}
    assert told <= {"Diese Einladung wurde schon angenommen."}
    assert {holder.kind for holder in held(ctx, number)} <= {MemberKind.MEMBER}
    passed_on = journal(ctx, AuditAction.LICENCE_PASSED_ON)
    assert (
        len(passed_on) == len(held(ctx, number)) == len(journal(ctx, AuditAction.LICENCE_ASSIGNED))
    )


def _work(what: Callable[..., list[str]], given: tuple[Any, ...]) -> list[str]:
    """Whichever of the two it is."""
    return what(*given)


def _mix(
    url: str,
    hasher: Hasher,
    actor: Actor,
    what: tuple[list[int], list[Holder], list[Holder]],
    seed: int,
) -> list[str]:
    """In a process of its own: give and take at random, and now and then somebody goes.

    Gives the kinds of what was refused; anything but a refusal fails the test.
    """
    ctx = context_of(url, hasher).as_actor(actor)
    chance, (subscriptions, staying, leaving) = random.Random(seed), what
    refused = []
    for step in range(ROUNDS):
        wishes = [
            Wish(chance.choice(subscriptions), chance.choice(staying + leaving), give=give)
            for give in chance.choices((True, False), (3, 2), k=4)
        ]
        try:
            apply(ctx, wishes)
            if step % 2:
                _leave(ctx, leaving[(seed * ROUNDS + step) % len(leaving)])
        except DomainError as refusal:
            refused.append(type(refusal).__name__)
    ctx.database.dispose()
    return refused


def _leave(ctx: Context, who: Holder) -> None:
    if who.kind is MemberKind.MEMBER:
        do(ctx, REMOVE, who)
    else:
        revoke(ctx, who.id)


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h3_what_is_counted_is_what_there_is(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Sixteen at once, while members are removed and invitations revoked: rows, count, journal."""
    product = add_product(ctx.database)
    subscriptions = [
        add_subscription(
            ctx.database, anna.company_id, product, owner_id=anna.user_id, licences=SEATS
        )
        for _number in range(3)
    ]
    many = 20 if SOAK else 8
    members = [add_member(ctx.database, anna.company_id, f"p{n}.x@m.example") for n in range(many)]
    invited = [add_invitation(ctx.database, anna, f"i{n}@kunde.example")[0] for n in range(many)]
    half = many // 2
    staying = [key_of(one) for one in members[:half] + invited[:half]]
    leaving = [key_of(one) for one in members[half:] + invited[half:]]
    work = [
        (database_url, hasher, ctx.actor, (subscriptions, staying, leaving), seed)
        for seed in range(PROCESSES)
    ]
    refusals = {kind for answer in at_once(_mix, work) for kind in answer}
    # Somebody who was removed meanwhile, or an invitation that is open no more.
    assert refusals <= {"NotFound"}
    with ctx.database.transaction(writing=False) as session:
        rows = dict(
            session.execute(
                select(Assignment.subscription_id, func.count()).group_by(
                    Assignment.subscription_id
                )
            ).all()
        )
        counted = {
            one.id: (one.used, one.licences) for one in session.scalars(select(Subscription))
        }
    assert {number: used for number, (used, _licences) in counted.items() if used} == rows
    assert all(0 <= used <= SEATS == licences for used, licences in counted.values())
    given = Counter(one.subject_id for one in journal(ctx, AuditAction.LICENCE_ASSIGNED))
    taken = Counter(one.subject_id for one in journal(ctx, AuditAction.LICENCE_WITHDRAWN))
    assert given.total() > SEATS
    assert {number: given[number] - taken[number] for number in counted} == {
        number: used for number, (used, _licences) in counted.items()
    }
