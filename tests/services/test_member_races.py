"""Several processes changing the same members: one after the other, and nothing is lost."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tcm_tui.data.models import AuditEntry, Membership
from tcm_tui.data.personal_changes import told
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.member_changes import Change, ChangeKind, Verdict
from tcm_tui.domain.member_profile import Conflict, ProfileValues
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.member_changes import change, plan
from tcm_tui.services.member_profile import edit, profile
from tests.builders import Person, add_company, add_member, signed_in
from tests.processes import at_once, context_of

from .changing import member_key

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor

SOAK = os.environ.get("TCM_SOAK") == "1"
ROUNDS = 200 if SOAK else 20
WRITERS, EDITS = 8, (50 if SOAK else 5)
AGAINST = (
    Change(ChangeKind.ROLE, Role.USER),
    Change(ChangeKind.DISABLE),
    Change(ChangeKind.REMOVE),
)
"""What the two do to each other, in turn."""


def _attack(url: str, hasher: Hasher, pairs: list[tuple[Actor, Person]]) -> list[tuple[str, str]]:
    """In a process of its own: take the role of each of the others; (verdict, why) of each."""
    ctx = context_of(url, hasher)
    answers = []
    for number, (actor, other) in enumerate(pairs):
        acting, wanted = ctx.as_actor(actor), AGAINST[number % len(AGAINST)]
        try:
            (row,) = change(acting, wanted, plan(acting, wanted, [member_key(other)]).rows).rows
        except DomainError as refused:  # anything else is a fault, and fails the test
            answers.append((type(refused).__name__, refused.message))
        else:
            answers.append((row.verdict.value, row.reason))
    ctx.database.dispose()
    return answers


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_d4_two_administrators_take_each_others_role(
    nobody: Context, database_url: str, hasher: Hasher
) -> None:
    """In each of many companies one remains, whoever was faster, and each loser is told why."""
    pairs = []
    for number in range(ROUNDS):
        company = add_company(nobody.database, f"Firma {number}")
        pairs.append(
            [
                add_member(
                    nobody.database, company, f"{name}{number}@m.example", role=Role.COMPANY_ADMIN
                )
                for name in "ab"
            ]
        )
    work = []
    for own, other in ((0, 1), (1, 0)):
        actors = [signed_in(nobody, pair[own]).actor for pair in pairs]
        targets = [pair[other] for pair in pairs]
        work.append((database_url, hasher, list(zip(actors, targets, strict=True))))
    first, second = at_once(_attack, work)
    outcomes = zip(first, second, strict=True)
    for pair, both in zip(pairs, outcomes, strict=True):
        assert admins(nobody, pair[0].company_id) == 1
        won, lost = sorted(both, key=lambda answer: answer[0] != Verdict.CHANGED.value)
        assert won == (Verdict.CHANGED.value, "")
        assert lost[0] in {"NotPermitted", "SessionEnded"}
        assert lost[1]


def admins(ctx: Context, company_id: int) -> int:
    """How many can administer the company."""
    with ctx.database.transaction(writing=False) as session:
        return (
            session.scalar(
                select(func.count()).where(
                    Membership.company_id == company_id,
                    Membership.role == Role.COMPANY_ADMIN,
                    Membership.state == MembershipState.ACTIVE,
                )
            )
            or 0
        )


def _write(url: str, hasher: Hasher, actor: Actor, membership_id: int, name: str) -> int:
    """In a process of its own: add one's letter to a field, again after each conflict."""
    ctx = context_of(url, hasher).as_actor(actor)
    conflicts = 0
    for _edit in range(EDITS):
        opened = profile(ctx, membership_id)
        while True:
            letters = opened.values.title + name
            try:
                edit(ctx, membership_id, ProfileValues(title=letters[-40:]), opened.version)
            except Conflict as conflict:
                opened = conflict.theirs
                conflicts += 1
            else:
                break
    ctx.database.dispose()
    return conflicts


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_h1_eight_writers_lose_no_edit(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Each edit started from the one before: versions, journal and values have no gap."""
    person = add_member(ctx.database, anna.company_id, "derya.celik@m.example")
    actor = signed_in(ctx, anna).actor
    work = [
        (database_url, hasher, actor, person.membership_id, "abcdefgh"[number])
        for number in range(WRITERS)
    ]
    at_once(_write, work)
    with ctx.database.transaction(writing=False) as session:
        stored = session.get_one(Membership, person.membership_id)
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.action == AuditAction.MEMBER_EDITED)
            .order_by(AuditEntry.id)
        ).all()
        changes = told(session, entries)
    assert stored.version == 1 + WRITERS * EDITS
    titles = [""]
    for entry in entries:
        old, new = changes[entry.id]["title"]
        assert old == titles[-1]
        assert new is not None
        assert new[:-1] == (old + new[-1])[-40:][:-1]
        titles.append(new)
    assert titles[-1] == stored.title
    assert len(entries) == WRITERS * EDITS


def _change_role(
    url: str, hasher: Hasher, actor: Actor, membership_id: int, roles: list[Role]
) -> list[str]:
    """In a process of its own: give one role after the other; the verdicts."""
    ctx = context_of(url, hasher).as_actor(actor)
    key = RowKey(MemberKind.MEMBER, membership_id)
    verdicts = []
    for role in roles:
        wanted = Change(ChangeKind.ROLE, role)
        (row,) = change(ctx, wanted, plan(ctx, wanted, [key]).rows).rows
        verdicts.append(row.verdict.value)
    ctx.database.dispose()
    return verdicts


def test_h1_each_role_change_told_as_done_is_on_record(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Four processes at one row: what each was told fits the version and the journal."""
    person = add_member(ctx.database, anna.company_id, "derya.celik@m.example")
    actor = signed_in(ctx, anna).actor
    roles = [Role.BILLING_ADMIN, Role.USER] * 5
    work = [(database_url, hasher, actor, person.membership_id, roles) for _writer in range(4)]
    done = [verdict for answers in at_once(_change_role, work) for verdict in answers]
    with ctx.database.transaction(writing=False) as session:
        version = session.get_one(Membership, person.membership_id).version
        entries = session.scalars(
            select(AuditEntry.changes)
            .where(AuditEntry.action == AuditAction.MEMBER_ROLE_CHANGED)
            .order_by(AuditEntry.id)
        ).all()
    assert len(entries) == done.count(Verdict.CHANGED.value) == version - 1
    steps = [entry["role"] for entry in entries]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))
