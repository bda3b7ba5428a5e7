"""„Übersicht“: one line for what happened at once, everyone's or one's own, and the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import OutboxMessage
from tcm_tui.domain.activity import Whose
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.mail import MailState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.activity import feed, last_entry, overview
from tcm_tui.services.invitations import invite, invite_many, resend, revoke
from tcm_tui.services.payment_methods import reactivate
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    signed_in,
)

from .paying import CARD, PAYPAL, pay_by

if TYPE_CHECKING:
    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context


def sentences(ctx: Context, whose: Whose = Whose.ALL) -> list[str]:
    """The feed as people read it."""
    return [event.sentence() for event in feed(ctx, whose)]


@pytest.fixture
def paul(database: Database, anna: Person, nobody: Context) -> Context:
    """A second administrator, signed in."""
    person = add_member(database, anna.company_id, "paul.wagner@k.example", role=Role.COMPANY_ADMIN)
    return signed_in(nobody, person)


def test_what_happens_at_once_is_one_line(ctx: Context) -> None:
    """Twelve invitations of one transaction are one piece of news; one is told by its address."""
    invite_many(ctx, [InvitationDraft(f"p{n}@k.example") for n in range(12)])
    one = invite(ctx, InvitationDraft("eine@k.example"))
    resend(ctx, one.id)
    revoke(ctx, one.id)
    assert sentences(ctx) == [
        "Anna Muster hat die Einladung an eine@k.example zurückgezogen",
        "Anna Muster hat eine@k.example erneut eingeladen",
        "Anna Muster hat eine@k.example eingeladen",
        "Anna Muster hat 12 Personen eingeladen",
    ]


def test_new_and_resent_of_one_list_are_two_lines(ctx: Context) -> None:
    """They are different news."""
    invite(ctx, InvitationDraft("a@k.example"))
    invite_many(ctx, [InvitationDraft(f"{name}@k.example", again=True) for name in "abc"])
    assert sentences(ctx)[:2] == [
        "Anna Muster hat 2 Personen eingeladen",
        "Anna Muster hat a@k.example erneut eingeladen",
    ]


def test_who_accepts_is_named_to_those_who_invited(
    ctx: Context, nobody: Context, anna: Person, database: Database
) -> None:
    """„<Name> hat die Registrierung abgeschlossen“, and it is good news."""
    _number, code = add_invitation(database, anna, "neu@k.example")
    accept_as_new(nobody, code.text, NewPerson("Lea", "Neu", PASSWORD, assured=True))
    newest = feed(ctx)[0]
    assert newest.sentence() == "Lea Neu hat die Registrierung abgeschlossen"
    assert newest.good


def test_my_own_news_and_everyones(ctx: Context, paul: Context) -> None:
    """„alle“ and „nur ich“."""
    invite(ctx, InvitationDraft("a@k.example"))
    invite(paul, InvitationDraft("b@k.example"))
    assert sentences(ctx, Whose.ALL) == sentences(paul, Whose.ALL)
    assert sentences(ctx, Whose.MINE) == ["Anna Muster hat a@k.example eingeladen"]
    assert sentences(paul, Whose.MINE) == ["Paul Wagner hat b@k.example eingeladen"]


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
def test_others_see_only_their_own_news(
    ctx: Context, nobody: Context, anna: Person, database: Database, role: Role
) -> None:
    """Asking for everyone's gives one's own."""
    invite(ctx, InvitationDraft("a@k.example"))
    member = add_member(database, anna.company_id, "m@k.example", role=role)
    assert sentences(signed_in(nobody, member), Whose.ALL) == []


def test_whoever_manages_paying_is_told_who_changed_it(
    ctx: Context, nobody: Context, anna: Person, database: Database
) -> None:
    """By its kind; nobody else is, and one's own are one's own."""
    invite(ctx, InvitationDraft("a@k.example"))
    card = pay_by(ctx, CARD)
    pay_by(ctx, PAYPAL)
    reactivate(ctx, card.id)
    billing, user = (
        signed_in(nobody, add_member(database, anna.company_id, f"{role}@k.example", role=role))
        for role in (Role.BILLING_ADMIN, Role.USER)
    )
    told = [
        "Anna Muster hat das Bezahlverfahren Kreditkarte wieder aktiviert",
        "Anna Muster hat das Bezahlverfahren PayPal aktiviert",
        "Anna Muster hat das Bezahlverfahren Kreditkarte aktiviert",
    ]
    assert sentences(billing) == told
    assert sentences(ctx)[:3] == told
    assert sentences(billing, Whose.MINE) == sentences(user) == []


def test_the_feed_continues_where_it_ended(ctx: Context) -> None:
    """Pages join to the whole feed, however many entries a line stands for."""
    for n in range(7):
        invite_many(ctx, [InvitationDraft(f"p{n}x{m}@k.example") for m in range(n + 1)])
    everything = feed(ctx)
    found, before = [], None
    while events := feed(ctx, before=before, limit=2):
        found += events
        before = events[-1].id
    assert found == everything
    assert [event.count for event in found] == [7, 6, 5, 4, 3, 2, 1]


def test_d2_no_news_of_another_company(ctx: Context, nobody: Context, database: Database) -> None:
    """Neither lines nor figures nor the number that says something happened."""
    other = add_member(
        database, add_company(database, "Anderswo AG"), "o@x.example", role=Role.COMPANY_ADMIN
    )
    before = last_entry(ctx), overview(ctx)
    invite(signed_in(nobody, other), InvitationDraft("a@k.example"))
    assert feed(ctx) == []
    assert (last_entry(ctx), overview(ctx)) == before


def test_the_number_moves_with_everything_that_happens(ctx: Context) -> None:
    """What open lists look at to know whether to read again."""
    before = last_entry(ctx)
    invite(ctx, InvitationDraft("a@k.example"))
    assert last_entry(ctx) > before


def test_the_cards_of_an_administrator(
    ctx: Context, anna: Person, database: Database, clock: Clock
) -> None:
    """Open, ending within three days, ended; mails that could not be delivered."""
    add_member(database, anna.company_id, "d@k.example", state=MembershipState.DISABLED)
    add_invitation(database, anna, "ended@k.example")
    clock.forward(days=3)
    add_invitation(database, anna, "soon@k.example", at=clock())
    clock.forward(days=11, seconds=1)
    ctx = signed_in(ctx, anna)
    invite(ctx, InvitationDraft("open@k.example"))
    with database.transaction(writing=True) as session:
        session.scalars(select(OutboxMessage)).one().state = MailState.FAILED
        session.flush()
    found = overview(ctx)
    assert (found.company_name, found.active, found.disabled) == ("Muster Maschinenbau GmbH", 1, 1)
    assert (found.invited, found.expiring, found.expired) == (2, 1, 1)
    assert found.failed_mails == 1


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
def test_the_cards_of_others_say_nothing_of_invitations(
    nobody: Context, anna: Person, database: Database, role: Role
) -> None:
    """None, not 0: the card is not theirs."""
    add_invitation(database, anna, "open@k.example")
    member = add_member(database, anna.company_id, "m@k.example", role=role)
    found = overview(signed_in(nobody, member))
    assert (found.active, found.invited, found.expiring, found.expired, found.failed_mails) == (
        2,
        None,
        None,
        None,
        None,
    )
