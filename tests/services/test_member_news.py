"""What „Neuigkeiten“ tells of changed members, and what a chunk of them costs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tcm_tui.domain.activity import FEED_ACTIONS, Event, Whose
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.member_changes import CHUNK, Change
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.services.activity import feed
from tcm_tui.services.invitations import invite_many
from tcm_tui.services.member_changes import change, plan, take_back
from tcm_tui.services.member_export import export_to_stream
from tcm_tui.services.member_profile import edit
from tests.builders import START, Person, add_invitation, add_member

from .changing import (
    DISABLE,
    ENABLE,
    REMOVE,
    RESEND,
    REVOKE,
    TO_BILLING,
    do,
    invited_key,
    member_key,
)
from .inviting import addresses
from .statements import counting_statements

if TYPE_CHECKING:
    from tcm_tui.services.context import Context


@pytest.fixture
def people(ctx: Context, anna: Person) -> list[Person]:
    """Three members."""
    return [
        add_member(ctx.database, anna.company_id, f"{name}@m.example")
        for name in ("derya.celik", "tim.groß", "ida.winter")
    ]


def newest(ctx: Context) -> str:
    """The first line as people read it."""
    return feed(ctx, Whose.ALL, limit=1)[0].sentence()


@pytest.mark.parametrize(
    ("wanted", "one", "many"),
    [
        (TO_BILLING, "die Rolle von Derya Celik geändert", "die Rolle von 2 Personen geändert"),
        (DISABLE, "Derya Celik deaktiviert", "2 Personen deaktiviert"),
        (REMOVE, "Derya Celik entfernt", "2 Personen entfernt"),
    ],
)
def test_one_is_told_by_name_and_many_by_number(
    ctx: Context, people: list[Person], wanted: Change, one: str, many: str
) -> None:
    """A removed person's name is still known."""
    do(ctx, wanted, member_key(people[0]))
    assert newest(ctx) == f"Anna Muster hat {one}"
    do(ctx, wanted, *map(member_key, people[1:]))
    assert newest(ctx) == f"Anna Muster hat {many}"


def test_enabling_editing_and_exporting_are_told(ctx: Context, people: list[Person]) -> None:
    """In words of their own."""
    do(ctx, DISABLE, member_key(people[0]))
    do(ctx, ENABLE, member_key(people[0]))
    assert newest(ctx) == "Anna Muster hat Derya Celik aktiviert"
    edit(ctx, people[1].membership_id, ProfileValues(department="Einkauf"), 1)
    assert newest(ctx) == "Anna Muster hat die Angaben zu Tim Groß geändert"
    export_to_stream(ctx, Listing(), io.BytesIO(), zone=ZoneInfo("Europe/Berlin"))
    assert newest(ctx) == "Anna Muster hat die Liste der Benutzer exportiert"


def test_what_was_done_to_somebody_removed_since_is_told_by_name(
    ctx: Context, people: list[Person]
) -> None:
    """Older lines, too."""
    do(ctx, TO_BILLING, member_key(people[0]))
    do(ctx, REMOVE, member_key(people[0]))
    assert [one.sentence() for one in feed(ctx)] == [
        "Anna Muster hat Derya Celik entfernt",
        "Anna Muster hat die Rolle von Derya Celik geändert",
    ]


def test_changed_invitations_are_told_by_their_address(ctx: Context, anna: Person) -> None:
    """Role, and a revocation taken back."""
    number, _code = add_invitation(ctx.database, anna, "neu@m.example")
    do(ctx, TO_BILLING, invited_key(number))
    assert newest(ctx) == "Anna Muster hat die Rolle in der Einladung an neu@m.example geändert"
    take_back(ctx, do(ctx, REVOKE, invited_key(number)))
    assert newest(ctx) == "Anna Muster hat die Einladung an neu@m.example wiederhergestellt"


@pytest.mark.parametrize("action", FEED_ACTIONS)
@pytest.mark.parametrize("count", [1, 12])
def test_every_kind_of_news_has_a_sentence(action: AuditAction, count: int) -> None:
    """For one and for many."""
    sentence = Event(1, START, action, "Anna Muster", "Derya Çelik", count).sentence()
    beginning = {
        AuditAction.ACCOUNT_DELETED: "Ein Mitglied hat ",  # nobody is to be reminded of whose
        AuditAction.RESELLER_APPOINTED: "Derya Çelik ist ",  # nobody of the portal did it
    }.get(action, "Anna Muster hat ")
    assert sentence.startswith(beginning)
    assert "{" not in sentence


@pytest.mark.parametrize("wanted", [TO_BILLING, DISABLE, REMOVE, RESEND, REVOKE])
def test_a_chunk_takes_no_more_statements_than_a_row(
    ctx: Context, anna: Person, wanted: Change
) -> None:
    """Ten thousand rows are fifty transactions, not ten thousand questions."""
    if wanted in {RESEND, REVOKE}:
        keys = [invited_key(one.id) for one in invite_many(ctx, addresses(CHUNK)).sent]
    else:
        keys = [
            member_key(add_member(ctx.database, anna.company_id, f"p{n}@m.example"))
            for n in range(CHUNK)
        ]
    rows = plan(ctx, wanted, keys).rows
    with counting_statements(ctx) as of_one:
        change(ctx, wanted, rows[:1])
    with counting_statements(ctx) as of_many:
        change(ctx, wanted, rows[1:])
    assert len(of_many) == len(of_one)
