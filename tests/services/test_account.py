"""One's own data: saved for the person and for what they are here, and never lost between forms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tcm_tui.data.models import AuditEntry, Membership, User
from tcm_tui.domain.account import OwnConflict, OwnData, OwnValues
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError, Invalid
from tcm_tui.domain.member_profile import Conflict, ProfileValues
from tcm_tui.domain.members import MemberFilter
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tcm_tui.services import account, member_profile, members
from tcm_tui.services.sign_in import sign_in
from tests.builders import (
    PASSWORD,
    Person,
    add_company,
    add_member,
    everything,
    signed_in,
)
from tests.processes import at_once, context_of

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor

WRITERS, EDITS = 4, 5
PROFILE = ProfileValues("Leiterin Einkauf", "+49 228 12345", "Einkauf")


def changed(ctx: Context, **values: Any) -> OwnData:  # noqa: ANN401 - fields of OwnValues
    """Save these, whatever else stands there."""
    found = account.own_data(ctx)
    return account.save_own_data(ctx, replace(found.values, **values), found.versions)


def test_saved_values_are_there_the_next_time(ctx: Context) -> None:
    """All of them, and the form that follows names the new versions."""
    wanted = OwnValues("Änne", "Öztürk", "en", "tcm-light", PROFILE)
    now = account.save_own_data(ctx, wanted, account.own_data(ctx).versions)
    assert now.values == wanted
    assert account.own_data(ctx) == now
    assert account.save_own_data(ctx, replace(wanted, language="de"), now.versions)


def test_language_and_colours_come_with_signing_in(ctx: Context, anna: Person) -> None:
    """Wherever the next session is."""
    changed(ctx, language="en", theme="tcm-contrast")
    found = sign_in(ctx, anna.email, PASSWORD)
    assert (getattr(found, "language", ""), getattr(found, "theme", "")) == ("en", "tcm-contrast")


def test_a_new_name_sorts_in_every_company(nobody: Context, anna: Person) -> None:
    """And is found there; the old one is not any more."""
    there = add_member(nobody.database, add_company(nobody.database, "Andere AG"), anna.email)
    chief = add_member(nobody.database, there.company_id, "chef@m.example", role=Role.COMPANY_ADMIN)
    changed(signed_in(nobody, anna), first_name="Zoë", last_name="Çelik")
    with nobody.database.transaction(writing=False) as session:
        keys = set(
            session.scalars(select(Membership.sort_name).where(Membership.user_id == anna.user_id))
        )
    assert keys == {"celik, zoe"}
    for ctx in (signed_in(nobody, anna), signed_in(nobody, chief)):
        assert [row.name for row in members.page(ctx, MemberFilter("celik"), limit=9)] == [
            "Çelik, Zoë"
        ]
        assert not members.page(ctx, MemberFilter("muster, an"), limit=9)


def test_the_journal_tells_what_changed_and_keeps_no_names(ctx: Context) -> None:
    """One line for the person, one for the member; none when nothing is different."""
    found = account.own_data(ctx)
    account.save_own_data(ctx, found.values, found.versions)
    assert written(ctx) == []
    changed(ctx, last_name="Neumann", language="en", profile=PROFILE)
    assert written(ctx) == [
        (AuditAction.MEMBER_EDITED, {}),
        (AuditAction.OWN_DATA_EDITED, {"language": ["de", "en"]}),
    ]


def written(ctx: Context) -> list[tuple[AuditAction, dict[str, object]]]:
    """The journal, but for signing in."""
    with ctx.database.transaction(writing=False) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.action, entry.changes) for entry in entries]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_name": "  "}, "first_name"),
        ({"last_name": "x" * 81}, "last_name"),
        ({"language": "fr"}, "language"),
        ({"theme": "evil"}, "theme"),
        ({"profile": ProfileValues(phone="ruf mich an")}, "phone"),
    ],
)
def test_a_refused_form_leaves_nothing_behind(
    ctx: Context, values: dict[str, object], field: str
) -> None:
    """The refusal names the field."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        changed(ctx, **values)
    assert refused.value.field == field
    assert everything(ctx) == before


def test_h1_what_another_session_saved_is_shown_before_it_is_lost(
    nobody: Context, anna: Person
) -> None:
    """Of the person's own row only they can have changed anything, so nobody is named."""
    here, there = signed_in(nobody, anna), signed_in(nobody, anna)
    opened = account.own_data(here)
    changed(there, first_name="Änne")
    with pytest.raises(OwnConflict) as refused:
        account.save_own_data(here, replace(opened.values, language="en"), opened.versions)
    assert refused.value.theirs.values.first_name == "Änne"
    assert refused.value.who == ""
    account.save_own_data(
        here, replace(opened.values, language="en"), refused.value.theirs.versions
    )
    assert account.own_data(there).values.first_name == "Anna"


def test_h1_what_an_administrator_saved_is_shown_with_their_name(
    nobody: Context, anna: Person
) -> None:
    """And the other way round: who edits the member is told that they changed their name."""
    chief = add_member(
        nobody.database, anna.company_id, "paul.chef@m.example", role=Role.COMPANY_ADMIN
    )
    admin, here = signed_in(nobody, chief), signed_in(nobody, anna)
    opened = account.own_data(here)
    seen = member_profile.edit(admin, anna.membership_id, ProfileValues(department="Lager"), 1)
    with pytest.raises(OwnConflict) as refused:
        account.save_own_data(here, replace(opened.values, profile=PROFILE), opened.versions)
    assert refused.value.who == "Paul Chef"
    assert refused.value.theirs.values.profile.department == "Lager"
    changed(here, last_name="Neumann")
    with pytest.raises(Conflict):
        member_profile.edit(admin, anna.membership_id, ProfileValues(), seen.version)


def _write(url: str, hasher: Hasher, actor: Actor, letter: str) -> int:
    """In a process of its own: add one's letter to the position, again after each conflict."""
    ctx = context_of(url, hasher).as_actor(actor)
    done = 0
    found = account.own_data(ctx)
    while done < EDITS:
        title = found.values.profile.title + letter
        wanted = replace(found.values, profile=replace(found.values.profile, title=title))
        try:
            found = account.save_own_data(ctx, wanted, found.versions)
        except OwnConflict as conflict:
            found = conflict.theirs
        else:
            done += 1
    ctx.database.dispose()
    return done


def test_h1_no_edit_is_lost_between_sessions(
    nobody: Context, database_url: str, hasher: Hasher, anna: Person
) -> None:
    """Every letter of every process is there at the end."""
    work = [
        (database_url, hasher, signed_in(nobody, anna).actor, letter) for letter in "abcd"[:WRITERS]
    ]
    assert at_once(_write, work) == [EDITS] * WRITERS
    title = account.own_data(signed_in(nobody, anna)).values.profile.title
    assert sorted(title) == sorted("abcd" * EDITS)


def test_a_new_password_must_keep_the_rules_of_every_company(nobody: Context, anna: Person) -> None:
    """And must not be made of one's names."""
    rules = account.password_rules(signed_in(nobody, anna))
    assert rules.levels == (PasswordLevel.STANDARD,)
    assert {"Anna", "Muster", anna.email, "Muster Maschinenbau GmbH"} <= set(rules.words)


def test_nobody_saves_for_somebody_else(nobody: Context, anna: Person) -> None:
    """The versions are those of one's own rows, whoever they came from."""
    other = add_member(nobody.database, anna.company_id, "derya.celik@m.example")
    found = account.own_data(signed_in(nobody, other))
    changed(signed_in(nobody, anna), first_name="Änne")
    try:
        account.save_own_data(signed_in(nobody, other), found.values, found.versions)
    except DomainError:
        pytest.fail("Her own row has not changed")
    with nobody.database.transaction(writing=False) as session:
        assert session.get_one(User, anna.user_id).first_name == "Änne"
