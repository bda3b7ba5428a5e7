"""„Mein Unternehmen“: read by everybody, edited with a version, and never changed unseen."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Company
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.company_history import FORGOTTEN
from tcm_tui.domain.company_profile import CompanyProfile, ProfileConflict
from tcm_tui.domain.errors import Invalid, NotPermitted
from tcm_tui.domain.permissions import Role
from tcm_tui.services import account_deletion, company_settings
from tcm_tui.services.company_profile import edit, history, profile
from tests.builders import Clock, Person, add_company, add_member, everything, signed_in
from tests.processes import at_once, context_of

from .changing import words_of
from .inviting import journal, mails

if TYPE_CHECKING:
    from tcm_tui.domain.company_history import CompanyChange
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor

SOAK = os.environ.get("TCM_SOAK") == "1"
WRITERS, EDITS = 8, (50 if SOAK else 5)
NEW = CompanyProfile(
    industry="trade", founded="1987", phone="+49 228 12345", city="Bonn", country="DE"
)


@pytest.fixture
def paul(ctx: Context, anna: Person) -> Context:
    """A second administrator, signed in."""
    person = add_member(
        ctx.database, anna.company_id, "paul.wagner@m.example", role=Role.COMPANY_ADMIN
    )
    return signed_in(ctx, person)


def told(change: CompanyChange) -> tuple[str, str | None, str | None]:
    """Field, old value, new value."""
    return change.field, change.old, change.new


def test_a_profile_is_stored_and_written_down(ctx: Context, anna: Person) -> None:
    """Only what changed; how the company is reached stands beside the journal; no mail."""
    opened = profile(ctx)
    assert (opened.name, opened.profile) == ("Muster Maschinenbau GmbH", CompanyProfile())
    stored = edit(ctx, replace(NEW, city=""), opened.version)
    assert stored == profile(ctx)
    stored = edit(ctx, NEW, stored.version)
    assert (stored.profile, stored.version) == (NEW, opened.version + 2)
    first, second = journal(ctx, AuditAction.COMPANY_PROFILE_EDITED)
    assert (first.subject, first.subject_id) == (Subject.COMPANY, anna.company_id)
    assert first.changes == {
        "industry": ["", "trade"],
        "founded": ["", "1987"],
        "country": ["", "DE"],
    }
    assert words_of(ctx, first) == {**first.changes, "phone": ["", "+49 228 12345"]}
    assert second.changes == {"city": ["", "Bonn"]}
    assert mails(ctx) == []


def test_what_is_typed_is_cleaned(ctx: Context) -> None:
    """As the rules say; nothing of it is refused for its looks."""
    typed = CompanyProfile(phone="0228 12345", website="m.example", postcode="D-53113")
    now = edit(ctx, typed, profile(ctx).version).profile
    assert (now.phone, now.website, now.postcode) == (
        "+49 228 12345",
        "https://m.example",
        "53113",
    )


def test_an_edit_that_changes_nothing_leaves_nothing(ctx: Context) -> None:
    """Saving an open form without typing."""
    now = edit(ctx, NEW, profile(ctx).version)
    before = everything(ctx)
    assert edit(ctx, replace(NEW, city=" Bonn "), now.version) == now
    assert everything(ctx) == before


def test_a_year_that_is_still_to_come_is_refused(ctx: Context) -> None:
    """By the clock of the transaction; nothing is written, and the error names the field."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        edit(ctx, replace(NEW, founded="2027"), profile(ctx).version)
    assert refused.value.field == "founded"
    assert everything(ctx) == before


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
def test_everybody_reads_and_administrators_edit(ctx: Context, anna: Person, role: Role) -> None:
    """Whatever the others try changes nothing, and they do not see who changed what."""
    edit(ctx, NEW, profile(ctx).version)
    other = signed_in(ctx, add_member(ctx.database, anna.company_id, "d@m.example", role=role))
    seen = profile(other)
    assert seen == profile(ctx)
    with pytest.raises(NotPermitted):
        edit(other, replace(NEW, city="Köln"), seen.version)
    with pytest.raises(NotPermitted):
        history(other)
    assert profile(ctx).profile == NEW


def test_h1_the_second_form_is_refused_with_what_the_first_stored(
    ctx: Context, paul: Context, anna: Person, clock: Clock
) -> None:
    """Theirs, who and when; with the version to save over it after all."""
    opened = profile(paul)
    at = clock.forward(minutes=1)
    edit(ctx, NEW, opened.version)
    clock.forward(minutes=1)
    mine = CompanyProfile(city="Köln")
    with pytest.raises(ProfileConflict) as conflict:
        edit(paul, mine, opened.version)
    assert conflict.value.theirs == profile(ctx)
    assert (conflict.value.who, conflict.value.at) == (anna.name, at)
    assert conflict.value.message == f"{anna.name} hat das Profil inzwischen geändert."
    edit(paul, mine, conflict.value.theirs.version)
    assert profile(ctx).profile == mine


def test_h1_settings_changed_meanwhile_move_the_version(ctx: Context, paul: Context) -> None:
    """They are of the same company; the profile that is told is still the one that was opened."""
    opened = profile(paul)
    found = company_settings.configured(ctx)
    company_settings.change(ctx, replace(found.settings, idle_minutes=5), found)
    with pytest.raises(ProfileConflict) as conflict:
        edit(paul, NEW, opened.version)
    assert conflict.value.theirs.profile == opened.profile


def test_a_conflict_with_nobody_on_record(ctx: Context) -> None:
    """The operator changed it, or an import."""
    with pytest.raises(ProfileConflict) as conflict:
        edit(ctx, NEW, 0)
    assert (conflict.value.who, conflict.value.at) == ("", None)
    assert conflict.value.message == "Das Profil wurde inzwischen geändert."


def test_d3_a_form_reaches_its_fields_and_no_others(ctx: Context, anna: Person) -> None:
    """Name, settings and the number of a Vertriebspartner stay."""

    def row() -> dict[str, object]:
        with ctx.database.transaction(writing=False) as session:
            company = session.get_one(Company, anna.company_id)
            return {one.name: getattr(company, one.name) for one in Company.__table__.columns}

    before = row()
    values = CompanyProfile(
        **{one.name: "" for one in fields(CompanyProfile)} | {"description": "Neu", "city": "Bonn"}
    )
    edit(ctx, values, profile(ctx).version)
    changed = {name for name, value in row().items() if value != before[name]}
    assert changed == {"description", "city", "version"}


# -- history


def test_the_history_tells_each_field_the_newest_first(
    ctx: Context, paul: Context, clock: Clock
) -> None:
    """Of the profile and of the settings, with who and when; the fields as the form has them."""
    edit(ctx, NEW, profile(ctx).version)
    at = clock.forward(hours=1)
    found = company_settings.configured(paul)
    company_settings.change(paul, replace(found.settings, idle_minutes=5), found)
    lines = history(ctx)
    assert [told(line) for line in lines] == [
        ("idle_minutes", "15", "5"),
        ("industry", "", "trade"),
        ("founded", "", "1987"),
        ("phone", "", "+49 228 12345"),
        ("city", "", "Bonn"),
        ("country", "", "DE"),
    ]
    assert (lines[0].actor, lines[0].at) == ("Paul Wagner", at)
    assert lines[1].actor == "Anna Muster"


def test_the_history_comes_in_pages_both_ways(ctx: Context) -> None:
    """However the lines of an entry are cut, none is told twice or left out."""
    for number in range(4):
        now = profile(ctx)
        edit(ctx, replace(NEW, city=f"Ort {number}", street=f"Weg {number}"), now.version)
    whole = [line.key for line in history(ctx)]
    assert len(whole) == 6 + 2 * 3
    for size in range(1, 6):
        down: list[CompanyChange] = []
        after: CompanyChange | None = None
        while page := history(ctx, after=after, limit=size):
            down += page
            after = page[-1]
        assert [line.key for line in down] == whole
        up: list[CompanyChange] = []
        after = None
        while page := history(ctx, after=after, newer=True, limit=size):
            up = page + up
            after = page[0]
        assert [line.key for line in up] == whole


def test_the_history_is_of_ones_own_company(ctx: Context, nobody: Context) -> None:
    """What others change is not told."""
    there = add_member(
        nobody.database,
        add_company(nobody.database, "Nebenan GmbH"),
        "n@n.example",
        role=Role.COMPANY_ADMIN,
    )
    other = signed_in(nobody, there)
    edit(other, NEW, profile(other).version)
    assert history(ctx) == []


def test_i5_contacts_are_forgotten_with_whoever_typed_them(ctx: Context, paul: Context) -> None:
    """The history still tells that there was something; the profile stays as it is."""
    edit(paul, CompanyProfile(phone="+49 228 12345"), profile(paul).version)
    assert paul.actor is not None
    account_deletion.delete(paul, "paul.wagner@m.example")
    (line,) = history(ctx)
    assert (line.field, line.actor) == (FORGOTTEN, "Gelöschtes Konto")
    assert profile(ctx).profile.phone == "+49 228 12345"


@pytest.mark.parametrize(("newer", "found"), [(False, [FORGOTTEN, "city"]), (True, [])])
def test_i5_a_line_that_is_forgotten_is_still_a_place(
    ctx: Context, paul: Context, *, newer: bool, found: list[str]
) -> None:
    """Whoever reads on behind a line whose words went with an account meanwhile reads on there."""
    edit(ctx, CompanyProfile(city="Bonn"), profile(ctx).version)
    edit(paul, CompanyProfile(phone="+49 228 12345", city="Bonn"), profile(paul).version)
    (line,) = history(ctx, limit=1)
    account_deletion.delete(paul, "paul.wagner@m.example")
    assert [one.field for one in history(ctx, after=line, newer=newer)] == found


# -- several at once


def _write(url: str, hasher: Hasher, actor: Actor, name: str) -> int:
    """In a process of its own: add one's letter to a field, again after each conflict."""
    ctx = context_of(url, hasher).as_actor(actor)
    conflicts = 0
    for _edit in range(EDITS):
        opened = profile(ctx)
        while True:
            values = replace(opened.profile, description=opened.profile.description + name)
            try:
                edit(ctx, values, opened.version)
            except ProfileConflict as conflict:
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
    """Each edit started from the one before: no letter is missing, and the journal has no gap."""
    first, actor = profile(ctx).version, signed_in(ctx, anna).actor
    work = [(database_url, hasher, actor, letter) for letter in "abcdefgh"[:WRITERS]]
    at_once(_write, work)
    now = profile(ctx)
    assert sorted(now.profile.description) == sorted("abcdefgh"[:WRITERS] * EDITS)
    assert now.version == first + WRITERS * EDITS
    text = ""
    for entry in journal(ctx, AuditAction.COMPANY_PROFILE_EDITED):
        old, new = entry.changes["description"]
        assert old == text
        text = new
    assert text == now.profile.description
