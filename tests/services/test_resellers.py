"""The staff of a Vertriebspartner with its customers (SECURITY.md D6).

What each use case allows them is in `test_matrix`; here is how they come in, and how they are out.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import AuditEntry, Company, Membership, ResellerLink, UserSession
from tcm_tui.domain.activity import Whose
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted, SessionEnded
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.own_activity import OwnPage
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Guest, Role
from tcm_tui.domain.sessions import PROOF_LASTS, SESSION_LIFE, ProofNeeded
from tcm_tui.domain.sign_in import FactorMissing
from tcm_tui.services import members, passwords, resellers
from tcm_tui.services.activity import feed, overview
from tcm_tui.services.customers import customers, enter_customer
from tcm_tui.services.member_history import history
from tcm_tui.services.sign_in import lock, sign_in, unlock
from tcm_tui.services.switching import own_companies, switch_company
from tests.builders import (
    PASSWORD,
    START,
    Clock,
    Person,
    add_company,
    add_member,
    add_reseller,
    everything,
    link_reseller,
    signed_in,
)

from .changing import DISABLE, ENABLE, REMOVE, do, member_key
from .factors import set_up
from .inviting import journal
from .watching import mails, signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context

NUMBER = "P-10001"
NAME = "Nordlicht IT-Beratung GmbH"


@dataclass(frozen=True)
class Scene:
    """Anna's company and its Vertriebspartner: Nora works there, Ole administers it."""

    ctx: Context
    nobody: Context
    anna: Person
    nora: Person
    ole: Person
    link_id: int

    @property
    def home(self) -> Context:
        """Nora, signed in at home."""
        return signed_in(self.nobody, self.nora)

    def visit(self) -> Context:
        """Nora with Anna's company."""
        return signed(self.nobody, enter_customer(self.home, self.anna.company_id))

    def chief(self) -> Context:
        """Ole, signed in at home."""
        return signed_in(self.nobody, self.ole)


@pytest.fixture
def scene(ctx: Context, nobody: Context, anna: Person, password_hash: str) -> Scene:
    """The Vertriebspartner is linked."""
    reseller = add_reseller(nobody.database, NUMBER, NAME)
    nora = add_member(nobody.database, reseller, "nora.nord@n.example", password_hash=password_hash)
    ole = add_member(nobody.database, reseller, "ole.nord@n.example", role=Role.COMPANY_ADMIN)
    link_id = link_reseller(nobody.database, anna.company_id, reseller)
    return Scene(ctx, nobody, anna, nora, ole, link_id)


def session_of(ctx: Context) -> UserSession:
    """The actor's."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(UserSession, ctx.actor.session_id)


def set_number(scene: Scene, number: str | None) -> None:
    """Give the Vertriebspartner a number, or take it away."""
    with scene.nobody.database.transaction(writing=True) as session:
        session.get_one(Company, scene.nora.company_id).partner_number = number
        session.flush()


# --- coming in ------------------------------------------------------------------------------------


def test_d6_nobody_is_let_in_at_first(ctx: Context, nobody: Context, anna: Person) -> None:
    """A number alone opens no company."""
    reseller = add_reseller(nobody.database)
    staff = signed_in(nobody, add_member(nobody.database, reseller, "nora@n.example"))
    assert resellers.linked(ctx) == []
    assert customers(staff) == []
    with pytest.raises(NotFound):
        enter_customer(staff, anna.company_id)
    assert overview(staff)


def test_a_guest_comes_in_from_home(scene: Scene, clock: Clock) -> None:
    """The session at home ends; who visits is told apart from whoever belongs there."""
    home = scene.home
    before = session_of(home)
    (customer,) = customers(home)
    clock.forward(minutes=2)
    who = enter_customer(home, customer.company_id)
    assert (who.company_name, who.role) == ("Muster Maschinenbau GmbH", Guest.RESELLER)
    assert (who.guest_of, who.partner_number) == (NAME, "")
    there = signed(scene.nobody, who)
    assert overview(there).active == 1
    after = session_of(there)
    assert after.reseller_id == scene.nora.company_id
    assert (after.started_at, after.proved_at) == (before.started_at, before.proved_at)
    assert session_of(home).ended_at == clock.now
    with pytest.raises(SessionEnded):
        customers(home)


def test_a_visit_is_no_sign_in_of_a_member(scene: Scene) -> None:
    """„Zuletzt angemeldet“ of nobody moves, at home or with the customer."""
    home = scene.home
    enter_customer(home, scene.anna.company_id)
    with scene.nobody.database.transaction(writing=False) as session:
        assert set(session.scalars(select(Membership.last_sign_in_at))) == {None}


def test_whoever_is_at_home_in_a_reseller_knows_its_number(scene: Scene) -> None:
    """From signing in; it is what „Kunden“ are shown by."""
    who = sign_in(scene.nobody, scene.nora.email, PASSWORD)
    assert getattr(who, "partner_number", None) == NUMBER


def test_a_customer_that_asks_for_a_second_factor_gets_one(scene: Scene) -> None:
    """Whatever role it asks for one; without, nothing happens."""
    with scene.nobody.database.transaction(writing=True) as session:
        company = session.get_one(Company, scene.anna.company_id)
        company.second_factor_roles = frozenset({Role.COMPANY_ADMIN})
        session.flush()
    home = scene.home
    before = everything(scene.nobody)
    with pytest.raises(FactorMissing, match="Muster Maschinenbau GmbH"):
        enter_customer(home, scene.anna.company_id)
    assert everything(scene.nobody) == before
    set_up(home)
    assert enter_customer(home, scene.anna.company_id)


def test_customers_are_found_by_name_and_town(scene: Scene) -> None:
    """In the order of a telephone book."""
    database = scene.nobody.database
    for name, city in (("Ölmühle GmbH", "Köln"), ("Zeder AG", "Ulm")):
        number = add_company(database, name)
        link_reseller(database, number, scene.nora.company_id)
        with database.transaction(writing=True) as session:
            session.get_one(Company, number).city = city
            session.flush()
    home = scene.home
    names = ["Muster Maschinenbau GmbH", "Ölmühle GmbH", "Zeder AG"]
    assert [one.name for one in customers(home)] == names
    assert [one.name for one in customers(home, "koln")] == ["Ölmühle GmbH"]
    assert customers(home, "nichts davon") == []


# --- going home, and nowhere else -----------------------------------------------------------------


def test_a_guest_goes_home(scene: Scene) -> None:
    """By „Unternehmen wechseln“; there they are what they were."""
    visit = scene.visit()
    assert [one.company_id for one in own_companies(visit)] == [scene.nora.company_id]
    who = switch_company(visit, scene.nora.company_id)
    assert (who.role, who.guest_of, who.partner_number) == (Role.USER, "", NUMBER)
    assert session_of(signed(scene.nobody, who)).reseller_id is None
    assert customers(signed(scene.nobody, who))
    with pytest.raises(SessionEnded):
        overview(visit)


def test_d6_a_guest_does_not_go_on_to_the_customers_customers(scene: Scene) -> None:
    """Even where the customer is a Vertriebspartner, too."""
    database = scene.nobody.database
    with database.transaction(writing=True) as session:
        session.get_one(Company, scene.anna.company_id).partner_number = "P-20002"
        session.flush()
    further = add_company(database, "Weiter GmbH")
    link_reseller(database, further, scene.anna.company_id)
    visit = scene.visit()
    for act in (lambda: customers(visit), lambda: enter_customer(visit, further)):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(NotFound):
        switch_company(visit, further)
    assert overview(visit)


def test_d6_a_guest_is_a_guest_whatever_else_they_are(scene: Scene) -> None:
    """An administrator of the customer who visits it for the Vertriebspartner is none meanwhile."""
    add_member(
        scene.nobody.database, scene.anna.company_id, scene.nora.email, role=Role.COMPANY_ADMIN
    )
    visit = scene.visit()
    with pytest.raises(NotPermitted, match="Vertriebspartner"):
        resellers.linked(visit)
    as_member = signed(scene.nobody, switch_company(visit, scene.anna.company_id))
    assert resellers.linked(as_member)


# --- being out ------------------------------------------------------------------------------------


def unlink(scene: Scene) -> str:
    """The customer ends the access."""
    resellers.unlink(scene.ctx, scene.link_id)
    return "Zugriff des Vertriebspartners beendet"


def lose_number(scene: Scene) -> str:
    """The company is no Vertriebspartner any more."""
    set_number(scene, None)
    return "Zugriff des Vertriebspartners beendet"


def be_disabled(scene: Scene) -> str:
    """At home."""
    do(scene.chief(), DISABLE, member_key(scene.nora))
    return "Zugang zum Vertriebspartner ist nicht mehr aktiv"


def be_removed(scene: Scene) -> str:
    """At home."""
    do(scene.chief(), REMOVE, member_key(scene.nora))
    return "Zugang zum Vertriebspartner ist nicht mehr aktiv"


@pytest.mark.parametrize("happen", [unlink, lose_number, be_disabled, be_removed])
@pytest.mark.parametrize("locked", [False, True])
def test_d6_access_ends_at_once(
    scene: Scene, happen: Callable[[Scene], str], *, locked: bool
) -> None:
    """In a session that is open, locked or not, at the very next action; the reason is told."""
    visit = scene.visit()
    assert members.page(visit)
    if locked:
        lock(visit)
    sentence = happen(scene)
    acts: list[Callable[[], object]] = [
        lambda: overview(visit),
        lambda: members.page(visit),
        lambda: feed(visit),
        lambda: passwords.send_reset(visit, scene.anna.membership_id),
        lambda: own_companies(visit),
        lambda: switch_company(visit, scene.nora.company_id),
        lambda: unlock(visit, PASSWORD),
        lambda: lock(visit),
    ]
    for act in acts:
        with pytest.raises(SessionEnded, match=sentence):
            act()
    assert mails_to(scene, scene.anna, MailKind.RESET) == 0


@pytest.mark.parametrize("happen", [unlink, lose_number, be_disabled, be_removed])
def test_d6_nobody_comes_in_any_more(scene: Scene, happen: Callable[[Scene], str]) -> None:
    """From a session at home that was open before."""
    home = scene.home
    happen(scene)
    with pytest.raises(NotPermitted if happen in {be_disabled, be_removed} else NotFound):
        enter_customer(home, scene.anna.company_id)


def test_d6_an_ended_visit_does_not_come_back_with_the_link(scene: Scene) -> None:
    """Linked again, the company is entered again; whoever was inside is not in again."""
    visit = scene.visit()
    unlink(scene)
    resellers.link(scene.ctx, NUMBER)
    with pytest.raises(SessionEnded):
        overview(visit)
    assert overview(scene.visit())


def test_d6_an_ended_visit_does_not_come_back_with_the_membership(scene: Scene) -> None:
    """Disabled and enabled again at home: one signs in anew."""
    visit = scene.visit()
    be_disabled(scene)
    do(scene.chief(), ENABLE, member_key(scene.nora))
    with pytest.raises(SessionEnded):
        overview(visit)


def test_d6_a_visit_lasts_no_longer_than_a_session(scene: Scene, clock: Clock) -> None:
    """Going to and fro makes none longer."""
    visit = scene.visit()
    clock.forward(hours=5)
    home = signed(scene.nobody, switch_company(visit, scene.nora.company_id))
    visit = signed(scene.nobody, enter_customer(home, scene.anna.company_id))
    clock.now = START + SESSION_LIFE
    with pytest.raises(SessionEnded):
        overview(visit)


@pytest.mark.parametrize("made_up", ["no link", "ended link", "somebody else's staff"])
def test_d6_a_session_made_up_opens_nothing(scene: Scene, made_up: str) -> None:
    """What a session says of itself is compared with link and membership each time."""
    visit = scene.visit()
    assert visit.actor is not None
    other = add_reseller(scene.nobody.database, "P-90009", "Fremdlicht GmbH")
    link_reseller(scene.nobody.database, scene.anna.company_id, other)
    with scene.nobody.database.transaction(writing=True) as session:
        link = session.get_one(ResellerLink, scene.link_id)
        if made_up == "no link":
            session.delete(link)
        elif made_up == "ended link":
            link.ended_at = START
        else:
            session.get_one(UserSession, visit.actor.session_id).reseller_id = other
        session.flush()
    with pytest.raises(SessionEnded):
        overview(visit)


def test_d6_no_visit_begins_beside_the_end_of_the_link(scene: Scene) -> None:
    """Whoever comes in at that very moment is out as well, or never came in."""
    for _round in range(10):
        home = scene.home
        (link,) = [one for one in resellers.linked(scene.ctx) if one.is_open]
        with ThreadPoolExecutor(2) as both:
            ending = both.submit(resellers.unlink, scene.ctx, link.link_id)
            coming = both.submit(enter_customer, home, scene.anna.company_id)
        assert ending.exception() is None
        with scene.nobody.database.transaction(writing=False) as session:
            inside = session.scalars(
                select(UserSession.id).where(
                    UserSession.reseller_id.is_not(None), UserSession.ended_at.is_(None)
                )
            ).all()
        assert not inside
        assert coming.exception() is None or isinstance(coming.exception(), NotFound)
        resellers.link(scene.ctx, NUMBER)


# --- what they do ---------------------------------------------------------------------------------


def mails_to(scene: Scene, person: Person, kind: MailKind) -> int:
    """How many of these were promised to somebody."""
    return sum(mail.recipient == person.email and mail.kind is kind for mail in mails(scene.nobody))


def test_a_guest_has_a_reset_mail_sent(scene: Scene) -> None:
    """It names who had it sent; the customer sees for whom they acted, everywhere."""
    visit = scene.visit()
    passwords.send_reset(visit, scene.anna.membership_id)
    (mail,) = [one for one in mails(scene.nobody) if one.kind is MailKind.RESET]
    assert (mail.recipient, mail.values["person"]) == (scene.anna.email, f"Nora Nord ({NAME})")
    told = f"Nora Nord ({NAME}) hat Anna Muster das Zurücksetzen des Passworts angeboten"
    assert told in [event.sentence() for event in feed(scene.ctx)]
    assert [event.sentence() for event in feed(visit, Whose.ALL)] == [told]
    (entry,) = history(scene.ctx, scene.anna.membership_id)
    assert entry.actor == f"Nora Nord ({NAME})"


def test_a_guest_sees_no_news_of_others_and_no_invitations(scene: Scene) -> None:
    """Only what they did here themselves."""
    passwords.send_reset(scene.ctx, scene.anna.membership_id)
    visit = scene.visit()
    assert feed(visit, Whose.ALL) == []
    shown = overview(visit)
    assert (shown.invited, shown.expiring, shown.failed_mails) == (None, None, None)


def test_d6_every_act_of_a_guest_is_marked(scene: Scene) -> None:
    """In the journal of the customer; what happens at home is not."""
    visit = scene.visit()
    passwords.send_reset(visit, scene.anna.membership_id)
    with pytest.raises(NotPermitted):
        resellers.linked(visit)
    switch_company(visit, scene.nora.company_id)
    with scene.nobody.database.transaction(writing=False) as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.actor_id == scene.nora.user_id)
        ).all()
    marks = {(one.company_id, one.reseller_id) for one in entries}
    reseller = scene.nora.company_id
    assert marks == {(scene.anna.company_id, reseller), (reseller, None)}


def test_everything_a_reseller_did_is_listed(scene: Scene) -> None:
    """Newest first, page by page, also what was refused, also when the link has ended."""
    visit = scene.visit()
    passwords.send_reset(visit, scene.anna.membership_id)
    with pytest.raises(NotPermitted):
        resellers.linked(visit)
    switch_company(visit, scene.nora.company_id)
    sentences = [
        "Nora Nord hat den Zugriff beendet",
        "Nora Nord wurde etwas verweigert, das nicht erlaubt ist",
        "Nora Nord hat Anna Muster das Zurücksetzen des Passworts angeboten",
        "Nora Nord hat den Zugriff begonnen",
    ]
    found = resellers.deeds(scene.ctx, scene.link_id)
    assert [one.sentence() for one in found] == sentences
    rest = resellers.deeds(scene.ctx, scene.link_id, OwnPage(found[1].id), limit=1)
    assert [one.sentence() for one in rest] == sentences[2:3]
    newer = resellers.deeds(scene.ctx, scene.link_id, OwnPage(found[2].id, newer=True), limit=1)
    assert [one.sentence() for one in newer] == sentences[1:2]
    assert [one.deeds for one in resellers.linked(scene.ctx)] == [len(sentences)]
    resellers.unlink(scene.ctx, scene.link_id)
    again = resellers.link(scene.ctx, NUMBER)
    assert [one.sentence() for one in resellers.deeds(scene.ctx, again.link_id)] == sentences


def test_every_sentence_about_a_guest_can_be_said(scene: Scene) -> None:
    """Locking, being wrong, proving who one is."""
    visit = scene.visit()
    lock(visit)
    with pytest.raises(NotPermitted):
        unlock(visit, "falsch")
    unlock(visit, PASSWORD)
    told = [one.sentence() for one in resellers.deeds(scene.ctx, scene.link_id)]
    assert told[0] == "Nora Nord hat den Bildschirm entsperrt"
    assert "Nora Nord hat den Bildschirm gesperrt" in told


# --- letting in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["P-10001", "p10001", " 10001 ", "P – 10001"])
def test_a_number_is_looked_up_before_it_is_linked(
    ctx: Context, nobody: Context, typed: str
) -> None:
    """However it is typed; looking changes nothing."""
    add_reseller(nobody.database, NUMBER, NAME)
    before = everything(ctx)
    assert resellers.look_up(ctx, typed).name == NAME
    assert everything(ctx) == before
    assert resellers.link(ctx, typed).number == NUMBER


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "fünf Ziffern"),
        ("P-1000", "fünf Ziffern"),
        ("P-１０００１", "fünf Ziffern"),
        ("P-77777", "nicht vergeben"),
        (NUMBER, "hat bereits Zugriff"),
        ("P-20002", "eigenen Unternehmens"),
    ],
)
@pytest.mark.parametrize("use_case", [resellers.look_up, resellers.link])
def test_what_cannot_be_linked_is_refused_at_the_field(
    scene: Scene, use_case: Callable[[Context, str], object], typed: str, sentence: str
) -> None:
    """Nothing happens, and nobody gets a mail."""
    with scene.nobody.database.transaction(writing=True) as session:
        session.get_one(Company, scene.anna.company_id).partner_number = "P-20002"
        session.flush()
    before = everything(scene.ctx)
    with pytest.raises(Invalid, match=sentence) as refused:
        use_case(scene.ctx, typed)
    assert refused.value.field == "number"
    assert everything(scene.ctx) == before


def test_c12_letting_somebody_in_asks_for_the_password(scene: Scene, clock: Clock) -> None:
    """From a terminal left open nobody is let in; taking access away needs no password."""
    clock.now += PROOF_LASTS
    add_reseller(scene.nobody.database, "P-20002", "Südlicht GmbH")
    with pytest.raises(ProofNeeded):
        resellers.link(scene.ctx, "P-20002")
    resellers.unlink(scene.ctx, scene.link_id)


def test_every_administrator_is_told_who_is_let_in_and_who_no_more(scene: Scene) -> None:
    """In their language, whoever did it."""
    paul = add_member(
        scene.nobody.database, scene.anna.company_id, "paul@m.example", role=Role.COMPANY_ADMIN
    )
    resting = add_member(
        scene.nobody.database,
        scene.anna.company_id,
        "ruht@m.example",
        role=Role.COMPANY_ADMIN,
        state=MembershipState.DISABLED,
    )
    user = add_member(scene.nobody.database, scene.anna.company_id, "wer@m.example")
    resellers.unlink(scene.ctx, scene.link_id)
    resellers.link(scene.ctx, NUMBER)
    for kind in (MailKind.RESELLER_LINKED, MailKind.RESELLER_UNLINKED):
        assert [mails_to(scene, one, kind) for one in (scene.anna, paul, resting, user)] == [
            1,
            1,
            0,
            0,
        ]
    told = [event.sentence() for event in feed(scene.ctx)][:2]
    assert told == [
        f"Anna Muster hat {NAME} Zugriff als Vertriebspartner gegeben",
        f"Anna Muster hat den Zugriff von {NAME} als Vertriebspartner beendet",
    ]


def test_an_ended_link_stays_listed_once(scene: Scene) -> None:
    """Open ones first; whoever was linked twice is named once."""
    add_reseller(scene.nobody.database, "P-20002", "Abendlicht GmbH")
    resellers.link(scene.ctx, "P-20002")
    resellers.unlink(scene.ctx, scene.link_id)
    assert [(one.name, one.is_open) for one in resellers.linked(scene.ctx)] == [
        ("Abendlicht GmbH", True),
        (NAME, False),
    ]
    resellers.link(scene.ctx, NUMBER)
    assert [one.is_open for one in resellers.linked(scene.ctx)] == [True, True]
    with pytest.raises(NotFound):
        resellers.unlink(scene.ctx, scene.link_id)  # the one before


# --- becoming one ---------------------------------------------------------------------------------


def test_the_operator_appoints_a_company_once(nobody: Context, anna: Person) -> None:
    """The second time the number is the same, and nothing is written."""
    operator = operator_of(nobody)
    first = resellers.appoint(operator, anna.email.upper())
    assert (first.number, first.name) == (NUMBER, "Muster Maschinenbau GmbH")
    before = everything(nobody)
    assert resellers.appoint(operator, anna.email) == first
    assert everything(nobody) == before
    (entry,) = journal(nobody, AuditAction.RESELLER_APPOINTED)
    assert entry.company_id == anna.company_id


def operator_of(ctx: Context) -> Context:
    """A command of the host."""
    return replace(ctx, operator=True)


def test_each_reseller_has_a_number_of_its_own(nobody: Context, anna: Person) -> None:
    """One more than the highest."""
    add_reseller(nobody.database, "P-10041")
    assert resellers.appoint(operator_of(nobody), anna.email).number == "P-10042"


def test_whoever_administers_several_companies_is_asked_which(
    nobody: Context, anna: Person
) -> None:
    """By its name, however it is written; one that is not theirs is refused."""
    second = add_company(nobody.database, "Älteste GmbH")
    add_member(nobody.database, second, anna.email, role=Role.COMPANY_ADMIN)
    operator = operator_of(nobody)
    with pytest.raises(Invalid, match="Älteste GmbH"):
        resellers.appoint(operator, anna.email)
    assert resellers.appoint(operator, anna.email, "älteste gmbh").company_id == second
    for address, company in ((anna.email, "Fremd GmbH"), ("niemand@m.example", None), ("?", None)):
        with pytest.raises(Invalid):
            resellers.appoint(operator, address, company)
