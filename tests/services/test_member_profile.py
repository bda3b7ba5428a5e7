"""Title, phone and department: edited with a version, so that no edit is lost."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Membership, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.member_profile import Conflict, ProfileValues
from tcm_tui.domain.permissions import Role
from tcm_tui.services.member_profile import edit, profile
from tests.builders import Clock, Person, add_member, everything, signed_in

from .changing import REMOVE, TO_BILLING, do, member_key, membership, words_of
from .inviting import journal, mails

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

NEW = ProfileValues("Dr.", "+49 228 12345", "Einkauf")


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """Whom it is about."""
    return add_member(ctx.database, anna.company_id, "derya.celik@m.example")


@pytest.fixture
def paul(ctx: Context, anna: Person) -> Context:
    """A second administrator, signed in."""
    person = add_member(
        ctx.database, anna.company_id, "paul.wagner@m.example", role=Role.COMPANY_ADMIN
    )
    return signed_in(ctx, person)


def test_an_edit_is_stored_and_written_down(ctx: Context, derya: Person) -> None:
    """Only what changed, old and new; nobody is written to."""
    opened = profile(ctx, derya.membership_id)
    assert (opened.name, opened.values, opened.version) == (derya.name, ProfileValues(), 1)
    edit(ctx, derya.membership_id, replace(NEW, title=""), 1)
    stored = edit(ctx, derya.membership_id, NEW, 2)
    assert stored == profile(ctx, derya.membership_id)
    assert (stored.values, stored.version) == (NEW, 3)
    first, second = journal(ctx, AuditAction.MEMBER_EDITED)
    assert (first.subject, first.subject_id) == (Subject.MEMBERSHIP, derya.membership_id)
    assert words_of(ctx, first) == {"phone": ["", "+49 228 12345"], "department": ["", "Einkauf"]}
    assert words_of(ctx, second) == {"title": ["", "Dr."]}
    assert (first.changes, second.changes) == ({}, {})
    assert mails(ctx) == []


def test_an_edit_that_changes_nothing_leaves_nothing(ctx: Context, derya: Person) -> None:
    """Saving an open form without typing."""
    edit(ctx, derya.membership_id, NEW, 1)
    before = everything(ctx)
    assert edit(ctx, derya.membership_id, replace(NEW, title=" Dr. "), 2).version == 2
    assert everything(ctx) == before


def test_h1_the_second_form_is_refused_with_what_the_first_stored(
    ctx: Context, derya: Person, paul: Context, anna: Person, clock: Clock
) -> None:
    """Theirs, who and when; with the version to save over it after all."""
    opened = profile(paul, derya.membership_id)
    at = clock.forward(minutes=1)
    edit(ctx, derya.membership_id, NEW, opened.version)
    clock.forward(minutes=1)
    mine = ProfileValues(department="Verkauf")
    with pytest.raises(Conflict) as conflict:
        edit(paul, derya.membership_id, mine, opened.version)
    assert conflict.value.theirs == profile(ctx, derya.membership_id)
    assert (conflict.value.who, conflict.value.at) == (anna.name, at)
    assert conflict.value.message == f"{anna.name} hat {derya.name} inzwischen geändert."
    edit(paul, derya.membership_id, mine, conflict.value.theirs.version)
    assert profile(ctx, derya.membership_id).values == mine


def test_h1_a_role_changed_meanwhile_is_a_conflict_too(
    ctx: Context, derya: Person, paul: Context
) -> None:
    """The form shows the person as they were."""
    do(paul, TO_BILLING, member_key(derya))
    with pytest.raises(Conflict) as conflict:
        edit(ctx, derya.membership_id, NEW, 1)
    assert conflict.value.who == "Paul Wagner"


def test_a_conflict_with_nobody_on_record(ctx: Context, derya: Person) -> None:
    """The operator changed it, or an import."""
    with pytest.raises(Conflict) as conflict:
        edit(ctx, derya.membership_id, NEW, 0)
    assert (conflict.value.who, conflict.value.at) == ("", None)
    assert conflict.value.message == f"{derya.name} wurde inzwischen geändert."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (replace(NEW, phone="Anna"), "phone"),
        (replace(NEW, title="x" * 81), "title"),
        (replace(NEW, department="x" * 81), "department"),
    ],
)
def test_what_breaks_a_rule_changes_nothing(
    ctx: Context, derya: Person, values: ProfileValues, field: str
) -> None:
    """The error names the field."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        edit(ctx, derya.membership_id, values, 1)
    assert refused.value.field == field
    assert everything(ctx) == before


def test_a_removed_person_is_not_found(ctx: Context, derya: Person) -> None:
    """While the form was open."""
    do(ctx, REMOVE, member_key(derya))
    with pytest.raises(NotFound):
        edit(ctx, derya.membership_id, NEW, 1)


def test_d3_a_form_reaches_three_fields_and_no_others(ctx: Context, derya: Person) -> None:
    """Role, company, address and the rest stay, whatever a form or a file might name."""
    assert [one.name for one in fields(ProfileValues)] == ["title", "phone", "department"]
    before = membership(ctx, derya)
    edit(ctx, derya.membership_id, NEW, 1)
    after = membership(ctx, derya)
    changed = {
        column.name
        for column in Membership.__table__.columns
        if getattr(before, column.name) != getattr(after, column.name)
    }
    assert changed == {"title", "phone", "department", "version"}
    with ctx.database.transaction(writing=False) as session:
        assert session.get_one(User, derya.user_id).version == 1
    with pytest.raises(TypeError, match="role"):
        ProfileValues(role="company_admin")  # type: ignore[call-arg]  # what D3 is about
