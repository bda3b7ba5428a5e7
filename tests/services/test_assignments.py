"""Giving and taking licences: rows, count, journal and mail; what is refused; the lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tcm_tui.data import assignable
from tcm_tui.data.models import SubscriptionPhase
from tcm_tui.domain.assignments import MOST_WISHES, PersonRow, Wish
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.members import MemberFilter, MemberKind, MemberOrder, MemberState, RowKey
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.activity import feed
from tcm_tui.services.assignments import (
    apply,
    holders,
    licences_of,
    people,
    people_of,
    people_without,
    plan,
)
from tests.builders import (
    START,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)
from tests.market import TODAY, add_product, add_subscription, edition_ids, give

from .assigning import giving, held, key_of, outcomes, taking, used
from .inviting import journal, mails

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

NORTH = "Microsoft 365 Business Basic – Vertrieb Nord"


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """A member who reads English."""
    return add_member(ctx.database, anna.company_id, "derya.celik@m.example", language="en")


@pytest.fixture
def paul(ctx: Context, anna: Person) -> Person:
    """Another member."""
    return add_member(ctx.database, anna.company_id, "paul.wagner@m.example")


@pytest.fixture
def north(ctx: Context, anna: Person) -> int:
    """A subscription with three licences, all free."""
    return _booked(ctx, anna, "Vertrieb Nord")


@pytest.fixture
def south(ctx: Context, anna: Person) -> int:
    """Another one of the same product, with one licence."""
    return _booked(ctx, anna, "Vertrieb Süd", licences=1)


@pytest.fixture
def both(north: int, south: int) -> tuple[int, int]:
    """The two together."""
    return north, south


def _booked(ctx: Context, owner: Person, name: str, licences: int = 3) -> int:
    product = add_product(ctx.database)
    return add_subscription(
        ctx.database,
        owner.company_id,
        product,
        owner_id=owner.user_id,
        name=name,
        licences=licences,
    )


# --- giving and taking ---------------------------------------------------------------------------


def test_k4_licences_are_given_and_taken_with_journal_and_mail(
    ctx: Context, anna: Person, derya: Person, paul: Person, both: tuple[int, int]
) -> None:
    """One save: who has what, what is counted, an entry each, and one mail to each person."""
    north, south = both
    give(ctx.database, north, paul)
    wishes = [*giving(north, derya), *giving(south, derya), *taking(north, paul)]
    report = apply(ctx, wishes)
    assert (report.saved, report.given, report.withdrawn) == (True, 2, 1)
    assert held(ctx, north) == [key_of(derya)]
    assert held(ctx, south) == [key_of(derya)]
    first, second = journal(ctx, AuditAction.LICENCE_ASSIGNED)
    assert (first.subject, first.subject_id) == (Subject.SUBSCRIPTION, north)
    assert first.changes == {"membership": [None, str(derya.membership_id)]}
    assert (first.together, second.together, second.subject_id) == (2, 0, south)
    assert (first.actor_id, first.company_id) == (anna.user_id, anna.company_id)
    (taken,) = journal(ctx, AuditAction.LICENCE_WITHDRAWN)
    assert taken.changes == {"membership": [str(paul.membership_id), None]}
    to_paul, to_derya = mails(ctx)
    assert (to_derya.kind, to_derya.recipient, to_derya.language) == (
        MailKind.LICENCE_ASSIGNED,
        derya.email,
        "en",
    )
    assert to_derya.values == {
        "apps": f"{NORTH}\nMicrosoft 365 Business Basic – Vertrieb Süd",
        "company": "Muster Maschinenbau GmbH",
        "name": derya.name,
        "person": anna.name,
    }
    assert (to_paul.kind, to_paul.recipient) == (MailKind.LICENCE_WITHDRAWN, paul.email)
    assert to_paul.values["apps"] == NORTH


def test_a_plan_changes_nothing_and_says_what_saving_does(
    ctx: Context, derya: Person, paul: Person, south: int
) -> None:
    """Given back before it is given anew: one licence is enough for both wishes."""
    give(ctx.database, south, paul)
    before = everything(ctx)
    wishes = [*giving(south, derya), *taking(south, paul)]
    planned = plan(ctx, wishes)
    assert outcomes(planned) == ["changed", "changed"]
    assert not planned.saved
    assert everything(ctx) == before
    assert apply(ctx, wishes).rows == planned.rows
    assert held(ctx, south) == [key_of(derya)]


def test_what_is_so_already_is_left_as_it_is(
    ctx: Context, derya: Person, paul: Person, north: int
) -> None:
    """No second licence, no entry, no mail; the rest is done."""
    give(ctx.database, north, derya)
    report = apply(ctx, [*giving(north, derya), *taking(north, paul)])
    assert [(row.verdict.value, row.reason) for row in report.rows] == [
        ("unchanged", "Hat schon eine Lizenz."),
        ("unchanged", "Hat keine Lizenz."),
    ]
    assert (report.saved, mails(ctx)) == (True, [])
    assert journal(ctx, AuditAction.LICENCE_ASSIGNED) == []
    assert held(ctx, north) == [key_of(derya)]


def test_of_two_wishes_for_the_same_the_later_counts(
    ctx: Context, derya: Person, north: int
) -> None:
    """Ticked and ticked off again is one line, which changes nothing."""
    report = apply(ctx, [*giving(north, derya), *taking(north, derya)])
    assert outcomes(report) == ["unchanged"]
    assert held(ctx, north) == []


def test_h3_when_the_last_licence_has_gone_nothing_is_saved(
    ctx: Context, derya: Person, paul: Person, north: int, south: int
) -> None:
    """The line names the subscription; the other lines are not saved either."""
    wishes = [*giving(north, derya), *giving(south, derya)]
    assert outcomes(plan(ctx, wishes)) == ["changed", "changed"]
    give(ctx.database, south, paul)  # somebody was faster
    before = everything(ctx)
    report = apply(ctx, wishes)
    assert not report.saved
    assert [row.reason for row in report.rows] == [
        "",
        "Die einzige Lizenz von „Microsoft 365 Business Basic – Vertrieb Süd“ ist zugewiesen.",
    ]
    assert everything(ctx) == before


def test_as_many_as_there_are_get_one(ctx: Context, anna: Person, north: int) -> None:
    """Three licences, four people: the fourth is told with the number."""
    four = [add_member(ctx.database, anna.company_id, f"p{n}.x@m.example") for n in range(4)]
    report = plan(ctx, giving(north, *four))
    assert outcomes(report) == ["changed", "changed", "changed", "refused"]
    assert report.rows[3].reason == f"Alle 3 Lizenzen von „{NORTH}“ sind zugewiesen."


def test_open_invitations_get_licences_and_no_mail(ctx: Context, anna: Person, north: int) -> None:
    """They learn of it when they accept."""
    invited, _code = add_invitation(ctx.database, anna, "gast@kunde.example")
    report = apply(ctx, giving(north, invited))
    assert (report.saved, report.rows[0].address) == (True, "gast@kunde.example")
    assert held(ctx, north) == [key_of(invited)]
    (entry,) = journal(ctx, AuditAction.LICENCE_ASSIGNED)
    assert entry.changes == {"invitation": [None, str(invited)]}
    assert mails(ctx) == []
    assert apply(ctx, taking(north, invited)).saved
    assert held(ctx, north) == []


def test_the_feed_tells_how_many(ctx: Context, derya: Person, paul: Person, north: int) -> None:
    """One line for one save."""
    apply(ctx, giving(north, derya, paul))
    apply(ctx, taking(north, paul))
    sentences = [line.sentence() for line in feed(ctx, limit=10)]
    assert sentences == [
        "Anna Muster hat eine Lizenz von „Vertrieb Nord“ zurückgenommen",
        "Anna Muster hat 2 Lizenzen zugewiesen",
    ]


# --- what is refused -----------------------------------------------------------------------------


def test_who_cannot_use_it_gets_none_but_can_lose_one(
    ctx: Context, anna: Person, north: int
) -> None:
    """Disabled members and invitations that have ended."""
    gone = add_member(
        ctx.database, anna.company_id, "weg.ist@m.example", state=MembershipState.DISABLED
    )
    late, _code = add_invitation(
        ctx.database, anna, "spaet@kunde.example", at=START - timedelta(days=30)
    )
    report = apply(ctx, giving(north, gone, late))
    assert [row.reason for row in report.rows] == [
        "Diese Person ist deaktiviert.",
        "Diese Einladung ist abgelaufen. Senden Sie sie erneut.",
    ]
    give(ctx.database, north, gone, invitations=[late])
    assert apply(ctx, taking(north, gone, late)).saved
    assert (held(ctx, north), mails(ctx)) == ([], [])


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (InvitationState.ACCEPTED, "Diese Einladung wurde schon angenommen."),
        (InvitationState.REVOKED, "Diese Einladung wurde zurückgezogen."),
    ],
)
def test_an_invitation_that_is_over_is_told(
    ctx: Context, anna: Person, north: int, state: InvitationState, reason: str
) -> None:
    """Also when the licence was to be taken back: whoever accepted has it now."""
    over, _code = add_invitation(ctx.database, anna, "gast@kunde.example", state=state)
    for wishes in (giving(north, over), taking(north, over)):
        report = apply(ctx, wishes)
        assert (report.saved, report.rows[0].reason) == (False, reason)


def test_a_licence_that_stayed_behind_can_be_taken_back(
    ctx: Context, anna: Person, north: int
) -> None:
    """Of an invitation that is open no more, as a restored file may have it."""
    over, _code = add_invitation(
        ctx.database, anna, "gast@kunde.example", state=InvitationState.REVOKED
    )
    give(ctx.database, north, invitations=[over])
    assert apply(ctx, taking(north, over)).saved
    assert held(ctx, north) == []


def test_a_subscription_that_has_ended_stays_as_it_was(
    ctx: Context, anna: Person, derya: Person, paul: Person
) -> None:
    """Until its last day it can be changed."""
    product = add_product(ctx.database)
    ended, last = (
        add_subscription(
            ctx.database,
            anna.company_id,
            product,
            owner_id=anna.user_id,
            ends_on=day,
        )
        for day in (TODAY - timedelta(days=1), TODAY)
    )
    give(ctx.database, ended, paul)
    assert apply(ctx, giving(last, derya)).saved
    for wishes in (giving(ended, derya), taking(ended, paul)):
        report = apply(ctx, wishes)
        assert report.rows[0].reason == (
            "„Microsoft 365 Business Basic“ ist seit dem 21.11.2026 beendet."
        )
    assert [row.app.subscription_id for row in licences_of(ctx)] == [last]


def test_d1_nobody_reaches_what_is_not_theirs(ctx: Context, derya: Person, north: int) -> None:
    """Foreign and made-up numbers are the same: nothing happens, and it is on record."""
    other = add_company(ctx.database, "Nebenan AG")
    stranger = add_member(ctx.database, other, "fremd.chef@n.example", role=Role.COMPANY_ADMIN)
    foreign = _booked(ctx, stranger, "Fremd")
    for wishes in (
        giving(foreign, derya),
        giving(north, stranger),
        giving(999_999, derya),
        [Wish(north, RowKey(MemberKind.INVITATION, 999_999), give=True)],
    ):
        with pytest.raises(NotFound):
            apply(ctx, wishes)
    for ask in (people, people_without, holders):
        with pytest.raises(NotFound):
            ask(ctx, foreign)
    assert people_of(ctx, [key_of(stranger)]) == []
    assert len(journal(ctx, AuditAction.ACCESS_REFUSED)) == 7
    assert (used(ctx, foreign), used(ctx, north)) == (0, 0)


def test_nobody_wishes_without_end(ctx: Context, derya: Person, north: int) -> None:
    """A bound on what one transaction does."""
    with pytest.raises(Invalid):
        plan(ctx, giving(north, derya) * (MOST_WISHES + 1))


# --- who may -------------------------------------------------------------------------------------


def test_a_user_assigns_licences_of_own_subscriptions(
    ctx: Context, anna: Person, derya: Person, paul: Person, north: int
) -> None:
    """To active colleagues; of others' subscriptions, disabled people and invitations: nothing."""
    own = _booked(ctx, derya, "Eigenes")
    add_invitation(ctx.database, anna, "gast@kunde.example")
    gone = add_member(
        ctx.database, anna.company_id, "weg.ist@m.example", state=MembershipState.DISABLED
    )
    as_derya = signed_in(ctx, derya)
    assert [row.app.name for row in licences_of(as_derya)] == ["Eigenes"]
    assert [row.name for row in people(as_derya, own)] == [
        "Celik, Derya",
        "Muster, Anna",
        "Wagner, Paul",
    ]
    admins = MemberFilter(roles=frozenset({Role.COMPANY_ADMIN}))
    assert len(people(as_derya, own, admins)) == 3  # who has which role is not everybody's business
    assert apply(as_derya, giving(own, paul)).saved
    with pytest.raises(NotFound):
        apply(as_derya, giving(north, paul))
    give(ctx.database, own, gone)
    assert [row.name for row in holders(as_derya, own)] == ["Ist, Weg", "Wagner, Paul"]
    assert apply(as_derya, taking(own, gone)).saved


def test_who_may_not_see_invitations_does_not_assign_to_them(
    ctx: Context, anna: Person, north: int
) -> None:
    """A „Rechnungsadministrator“ sees members only."""
    invited, _code = add_invitation(ctx.database, anna, "gast@kunde.example")
    give(ctx.database, north, invitations=[invited])
    bill = add_member(ctx.database, anna.company_id, "bill.ing@m.example", role=Role.BILLING_ADMIN)
    as_bill = signed_in(ctx, bill)
    with pytest.raises(NotFound):
        apply(as_bill, taking(north, invited))
    assert people_of(as_bill, [key_of(invited)]) == []
    assert holders(as_bill, north) == []
    (row,) = licences_of(as_bill, [])
    assert (row.used, row.free) == (1, 2)


# --- the lists -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("derya")
def test_people_stand_with_whether_they_have_one(
    ctx: Context, anna: Person, paul: Person, north: int
) -> None:
    """Members and invitations are one list; pages go on from where one stopped, both ways."""
    invited, _code = add_invitation(
        ctx.database, anna, "gast@kunde.example", first_name="Gerd", last_name="Gast"
    )
    give(ctx.database, north, paul, invitations=[invited])
    rows = people(ctx, north)
    assert [(row.name, row.has) for row in rows] == [
        ("Celik, Derya", False),
        ("Gast, Gerd", True),
        ("Muster, Anna", False),
        ("Wagner, Paul", True),
    ]
    assert rows[1].state is MemberState.INVITED
    assert people(ctx, north, after=rows[1], limit=1) == rows[2:3]
    assert people(ctx, north, after=rows[2], backwards=True, limit=1) == rows[1:2]
    by_address = people(ctx, north, order=MemberOrder.ADDRESS, descending=True)
    assert [row.address for row in by_address][:2] == [paul.email, "gast@kunde.example"]
    assert [row.name for row in people(ctx, north, MemberFilter("wag"))] == ["Wagner, Paul"]
    assert not any(row.has for row in people(ctx))
    named = people_of(ctx, [key_of(paul), key_of(invited)])
    assert [one.name for one in named] == ["Wagner, Paul", "Gast, Gerd"]


def test_with_a_role_or_a_sign_in_they_cannot_be_sorted(ctx: Context, north: int) -> None:
    """What a row does not hold, no page can go on from."""
    with pytest.raises(ValueError, match="role"):
        people(ctx, north, order=MemberOrder.ROLE)


@pytest.mark.parametrize("few", [assignable.FEW, 0])
def test_holders_come_by_page_and_search(
    ctx: Context, anna: Person, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """In the order of the list, members and invitations, both ways; whether few or many."""
    monkeypatch.setattr(assignable, "FEW", few)
    many = _booked(ctx, anna, "Viele", licences=40)
    members = [
        add_member(ctx.database, anna.company_id, f"m{n:02}.h@m.example", last_name=f"Name {n:02}")
        for n in range(20)
    ]
    invited = [
        add_invitation(
            ctx.database, anna, f"i{n:02}@k.example", first_name="I", last_name=f"Name {n:02}"
        )[0]
        for n in range(0, 20, 5)
    ]
    give(ctx.database, many, *members[::2], invitations=invited)
    whole = holders(ctx, many)
    assert len(whole) == 14
    assert [row.sort_name for row in whole] == sorted(row.sort_name for row in whole)
    assert all(row.has for row in whole)
    found, after = list[PersonRow](), None
    while page := holders(ctx, many, after=after, limit=3):
        found, after = found + page, page[-1]
    assert found == whole
    assert holders(ctx, many, after=whole[7], backwards=True, limit=3) == whole[4:7]
    assert holders(ctx, many, backwards=True, limit=3) == whole[-3:]
    assert holders(ctx, many, descending=True) == whole[::-1]
    by_address = holders(ctx, many, order=MemberOrder.ADDRESS)
    assert by_address[0].address == "i00@k.example"
    assert {row.address for row in holders(ctx, many, "name 10")} == {
        "m10.h@m.example",
        "i10@k.example",
    }


def test_all_that_match_are_found_as_far_as_licences_go(
    ctx: Context, anna: Person, north: int
) -> None:
    """The first in the order of the list who have none yet and can get one."""
    people_here = [
        add_member(ctx.database, anna.company_id, f"p{n}.x@m.example", last_name=f"Wolf {n}")
        for n in range(6)
    ]
    add_member(
        ctx.database,
        anna.company_id,
        "weg.x@m.example",
        last_name="Wolf 0a",
        state=MembershipState.DISABLED,
    )
    add_invitation(
        ctx.database, anna, "alt.wolf@k.example", last_name="Wolf 0b", at=START - timedelta(days=30)
    )
    give(ctx.database, north, people_here[1])
    found = people_without(ctx, north, MemberFilter("wolf"), limit=3)
    assert [row.holder for row in found] == [key_of(people_here[n]) for n in (0, 2, 3)]
    assert len(people_without(ctx, north, MemberFilter("wolf"))) == 5
    assert len(people_without(ctx, north)) == 6  # with Anna


def test_subscriptions_stand_with_how_many_have_one(
    ctx: Context, anna: Person, derya: Person, paul: Person, both: tuple[int, int]
) -> None:
    """By title, and for those asked for, how many of them have a licence."""
    invited, _code = add_invitation(ctx.database, anna, "gast@kunde.example")
    north, south = both
    give(ctx.database, north, derya, paul, invitations=[invited])
    give(ctx.database, south, anna)
    asked = [key_of(derya), key_of(anna), key_of(invited)]
    first, second = licences_of(ctx, asked)
    assert (first.app.name, first.licences, first.used, first.free, first.have) == (
        *("Vertrieb Nord", 3, 3, 0),
        2,
    )
    assert (second.app.name, second.have) == ("Vertrieb Süd", 1)
    assert first.app.title == "Microsoft 365 Business Basic"


def test_a_subscription_is_called_by_the_edition_of_today(ctx: Context, anna: Person) -> None:
    """Each by its own; what is planned does not count yet, of two from one day the later does."""
    product = add_product(ctx.database)
    editions = edition_ids(ctx.database, product)
    plain, changed, planned = (
        add_subscription(
            ctx.database,
            anna.company_id,
            product,
            owner_id=anna.user_id,
            edition=edition,
            starts_on=TODAY - timedelta(days=days),
        )
        for edition, days in (("Basic", 90), ("Basic", 0), ("Premium", 30))
    )
    later = ((changed, "Standard", TODAY), (planned, "Basic", TODAY + timedelta(days=1)))
    with ctx.database.transaction(writing=True) as session:
        session.add_all(
            SubscriptionPhase(
                subscription_id=number,
                from_on=day,
                edition_id=editions[edition],
                licences=5,
                unit_cents=560,
            )
            for number, edition, day in later
        )
    found = {row.app.subscription_id: row.app.edition for row in licences_of(ctx)}
    assert found == {plain: "Basic", changed: "Standard", planned: "Premium"}


def test_thousands_of_subscriptions_are_two_questions(ctx: Context, anna: Person) -> None:
    """However many there are: no question for each."""
    product = add_product(ctx.database)
    for number in range(30):
        add_subscription(
            ctx.database, anna.company_id, product, owner_id=anna.user_id, name=f"S {number}"
        )
    asked: list[str] = []
    event.listen(
        ctx.database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: asked.append(statement),
    )
    assert len(licences_of(ctx, [key_of(anna)])) == 30
    for table in ("FROM subscriptions", "FROM assignments"):
        assert sum(table in statement for statement in asked) == 1
