"""One's own addresses: added, verified, made primary, deleted; unverified ones count nowhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Membership, Token, UserSession
from tcm_tui.domain.addresses import ADDRESSES_MAX, CODES_PER_DAY, AddressTaken, TooManyCodes
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import DomainError, Invalid, NotFound, Stale
from tcm_tui.domain.invitations import (
    AlreadyMember,
    InvitationDraft,
    InvitationState,
    OpenInvitation,
)
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.members import MemberFilter, MemberState
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.role_list import WantedRole
from tcm_tui.domain.sessions import ProofNeeded
from tcm_tui.domain.sign_in import SignInRefused
from tcm_tui.services import addresses, member_history, members
from tcm_tui.services.codes import open_code
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.invitations import invite, look_up
from tcm_tui.services.role_lists import compare
from tcm_tui.services.sign_in import sign_in
from tcm_tui.services.transaction import Transaction
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)
from tests.processes import at_once, context_of

from .changing import words_of
from .inviting import journal, mails

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

SOAK = os.environ.get("TCM_SOAK") == "1"
CODES = 200 if SOAK else 20
NEW = "Anna.M@neu.example"


def code_for(ctx: Context, address: str = NEW) -> str:
    """The newest code mailed to an address."""
    sent = [m for m in mails(ctx) if m.recipient == address and m.kind is MailKind.VERIFY_ADDRESS]
    return str(sent[-1].values["code"])


def added(ctx: Context, address: str = NEW) -> int:
    """Add an address; its number."""
    return addresses.add(ctx, address).id


def verified(ctx: Context, address: str = NEW) -> int:
    """Add an address and verify it; its number."""
    number = added(ctx, address)
    addresses.verify(ctx, code_for(ctx, address))
    return number


def listed(ctx: Context) -> list[tuple[str, bool, bool]]:
    """Address, primary, verified."""
    return [(one.address, one.is_primary, one.is_verified) for one in addresses.own(ctx)]


@pytest.fixture
def derya(ctx: Context, anna: Person, password_hash: str) -> Person:
    """A colleague with a password."""
    return add_member(
        ctx.database, anna.company_id, "derya.celik@m.example", password_hash=password_hash
    )


def test_an_address_waits_for_its_code_and_then_counts(ctx: Context, anna: Person) -> None:
    """Both mails, both entries, and no word of it in the journal."""
    number = added(ctx)
    assert listed(ctx) == [(anna.email, True, True), (NEW, False, False)]
    (mail,) = mails(ctx)
    assert (mail.kind, mail.recipient) == (MailKind.VERIFY_ADDRESS, NEW)
    assert mail.values["name"] == ""
    assert addresses.verify(ctx, f"Guten Tag,\n\n    {mail.values['code']}\n") == NEW
    assert listed(ctx) == [(anna.email, True, True), (NEW, False, True)]
    notice = mails(ctx)[-1]
    assert (notice.kind, notice.recipient) == (MailKind.ADDRESS_ADDED, anna.email)
    assert notice.values["address"] == NEW
    for action in (AuditAction.ADDRESS_ADDED, AuditAction.ADDRESS_VERIFIED):
        (entry,) = journal(ctx, action)
        assert (entry.subject_id, entry.changes) == (anna.user_id, {})
        assert words_of(ctx, entry) == {"address": [None, NEW]}
    assert sign_in(ctx.as_actor(None), NEW, PASSWORD)
    assert number == addresses.own(ctx)[1].id


def test_a_code_works_for_nobody_signed_in_and_signs_nobody_in(ctx: Context, anna: Person) -> None:
    """On the start screen; whose account it is for is told first."""
    added(ctx)
    nobody, code = ctx.as_actor(None), code_for(ctx)
    opened = open_code(nobody, code)
    assert (opened.email, getattr(opened, "person", "")) == (NEW, anna.name)
    assert addresses.verify(nobody, code) == NEW
    with ctx.database.transaction(writing=False) as session:
        assert len(session.scalars(select(UserSession)).all()) == 1


def test_a_code_leaves_its_owner_signed_in(ctx: Context) -> None:
    """Opened and redeemed in a session that goes on."""
    added(ctx)
    code = code_for(ctx)
    assert open_code(ctx, code).email == NEW
    addresses.verify(ctx, code)
    assert len(listed(ctx)) == 2


def test_c6_the_code_of_another_account_is_refused(ctx: Context, derya: Person) -> None:
    """Whoever is signed in with another one; nothing happens to either."""
    added(ctx)
    other = signed_in(ctx, derya)
    for use in (open_code, addresses.verify):
        with pytest.raises(Invalid) as refused:
            use(other, code_for(ctx))
        assert refused.value.message == (
            "Dieser Code gehört zu einem anderen Konto. Melden Sie sich damit an."
        )
    assert listed(ctx)[1] == (NEW, False, False)


def test_c6_a_code_is_good_once_and_only_the_newest(ctx: Context, clock: Clock) -> None:
    """Used, replaced, expired, of a deleted address: one sentence for all."""
    number = added(ctx)
    first = code_for(ctx)
    addresses.resend(ctx, number)
    second = code_for(ctx)
    assert first != second
    refusals = set()
    with pytest.raises(Invalid) as replaced:
        addresses.verify(ctx, first)
    refusals.add(replaced.value.message)
    addresses.verify(ctx, second)
    with pytest.raises(Invalid) as used:
        addresses.verify(ctx, second)
    refusals.add(used.value.message)
    other = added(ctx, "zweite@neu.example")
    gone = code_for(ctx, "zweite@neu.example")
    addresses.remove(ctx, other)
    with pytest.raises(Invalid) as removed:
        addresses.verify(ctx, gone)
    refusals.add(removed.value.message)
    added(ctx, "dritte@neu.example")
    clock.forward(hours=24)
    with pytest.raises(Invalid) as late:
        addresses.verify(ctx.as_actor(None), code_for(ctx, "dritte@neu.example"))
    refusals.add(late.value.message)
    assert len(refusals) == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("niemand", "In der Adresse fehlt das @."),
        ("ANNA.MUSTER@muster-maschinenbau.example", "Diese Adresse steht schon bei Ihnen."),
        ("Derya.Celik@M.example", "Diese Adresse gehört schon zu einem anderen Konto."),
    ],
)
def test_a_refused_address_leaves_nothing_behind(
    ctx: Context, derya: Person, address: str, sentence: str
) -> None:
    """Faulty, one's own, somebody else's, of whom no word is said."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        addresses.add(ctx, address)
    assert (refused.value.message, refused.value.field) == (sentence, "email")
    assert derya.name not in refused.value.message
    assert everything(ctx) == before


def test_an_address_that_somebody_else_waits_for_can_be_added(ctx: Context, derya: Person) -> None:
    """Typing an address must not keep its owner away; the first to verify it has it."""
    number, other = added(ctx), signed_in(ctx, derya)
    addresses.add(other, NEW)
    hers = code_for(ctx)
    addresses.resend(ctx, number)
    addresses.verify(other, hers)
    with pytest.raises(AddressTaken):
        addresses.verify(ctx, code_for(ctx))
    with pytest.raises(AddressTaken):
        addresses.resend(ctx, number)
    assert [address for address, _primary, _verified in listed(ctx)][1] == NEW
    addresses.remove(ctx, number)


def test_g7_an_address_gets_three_codes_an_hour_and_six_a_day(
    ctx: Context, anna: Person, clock: Clock
) -> None:
    """Deleting it and adding it anew does not help."""
    number = added(ctx)
    for _time in range(2):
        addresses.resend(ctx, number)
    with pytest.raises(TooManyCodes, match="in einer Stunde"):
        addresses.resend(ctx, number)
    addresses.remove(ctx, number)
    with pytest.raises(TooManyCodes, match="in einer Stunde"):
        addresses.add(ctx, NEW)
    clock.forward(hours=1)
    again = signed_in(ctx, anna)
    number = added(again)
    for _time in range(2):
        addresses.resend(again, number)
    clock.forward(hours=1)
    with pytest.raises(TooManyCodes, match="morgen"):
        addresses.resend(again, number)
    clock.forward(hours=22)
    addresses.resend(signed_in(ctx, anna), number)


def test_g7_nobody_floods_others_with_codes(ctx: Context) -> None:
    """Addresses that are deleted at once count, too."""
    for n in range(CODES_PER_DAY):
        addresses.remove(ctx, added(ctx, f"person{n}@neu.example"))
    with pytest.raises(TooManyCodes, match="heute schon 12 Codes"):
        addresses.add(ctx, NEW)


def test_a_person_has_ten_addresses_at_most(ctx: Context) -> None:
    """The primary one included."""
    for n in range(ADDRESSES_MAX - 1):
        added(ctx, f"person{n}@neu.example")
    with pytest.raises(Invalid, match="Mehr als 10"):
        addresses.add(ctx, NEW)


def test_making_primary_tells_both_and_moves_every_list(ctx: Context, anna: Person) -> None:
    """In each company the row is sorted and found by the new address, and by the old no more."""
    elsewhere = add_company(ctx.database, "Anderswo AG")
    there = add_member(ctx.database, elsewhere, anna.email, role=Role.COMPANY_ADMIN)
    number = verified(ctx)
    before = len(mails(ctx))
    addresses.make_primary(ctx, number)
    assert listed(ctx) == [(NEW, True, True), (anna.email, False, True)]
    told = mails(ctx)[before:]
    assert [(mail.kind, mail.recipient) for mail in told] == [
        (MailKind.PRIMARY_CHANGED, anna.email),
        (MailKind.PRIMARY_CHANGED, NEW),
    ]
    assert {mail.values["address"] for mail in told} == {NEW}
    with ctx.database.transaction(writing=False) as session:
        keys = session.scalars(select(Membership.sort_address)).all()
    assert set(keys) == {"anna.m@neu.example"}
    for where in (ctx, signed_in(ctx, there)):
        found = members.page(where, MemberFilter("neu.example"), limit=10)
        assert [row.address for row in found] == [NEW]
        assert members.page(where, MemberFilter("maschinenbau.example"), limit=10) == []
    (entry,) = journal(ctx, AuditAction.ADDRESS_MADE_PRIMARY)
    assert words_of(ctx, entry) == {"address": [anna.email, NEW]}


def test_the_old_primary_address_can_go_then(ctx: Context, anna: Person) -> None:
    """Its owner is told at the one that stays; it opens no door any more."""
    number = verified(ctx)
    (old,) = (one.id for one in addresses.own(ctx) if one.is_primary)
    addresses.make_primary(ctx, number)
    addresses.remove(ctx, old)
    assert listed(ctx) == [(NEW, True, True)]
    notice = mails(ctx)[-1]
    assert (notice.kind, notice.recipient) == (MailKind.ADDRESS_REMOVED, NEW)
    assert notice.values["address"] == anna.email
    with pytest.raises(SignInRefused):
        sign_in(ctx.as_actor(None), anna.email, PASSWORD)
    assert sign_in(ctx.as_actor(None), NEW, PASSWORD)


def test_the_primary_and_the_only_verified_address_stay(ctx: Context) -> None:
    """Each with its sentence; an unverified one beside them changes nothing."""
    added(ctx)
    (primary,) = (one.id for one in addresses.own(ctx) if one.is_primary)
    with pytest.raises(Invalid, match="einzige bestätigte"):
        addresses.remove(ctx, primary)
    addresses.verify(ctx, code_for(ctx))
    with pytest.raises(Invalid, match="primäre Adresse bleibt"):
        addresses.remove(ctx, primary)


def test_an_unverified_address_cannot_become_primary(ctx: Context) -> None:
    """Nor the primary one again; and a verified one needs no further code."""
    number = added(ctx)
    with pytest.raises(Invalid, match="Bestätigen Sie"):
        addresses.make_primary(ctx, number)
    addresses.verify(ctx, code_for(ctx))
    addresses.make_primary(ctx, number)
    with pytest.raises(Invalid, match="schon Ihre primäre"):
        addresses.make_primary(ctx, number)
    with pytest.raises(Invalid, match="schon bestätigt"):
        addresses.resend(ctx, number)


def test_an_unverified_address_goes_without_a_word(ctx: Context) -> None:
    """Nobody but its owner knew of it; its codes are worth nothing."""
    number = added(ctx)
    before = len(mails(ctx))
    addresses.remove(ctx, number)
    assert len(mails(ctx)) == before
    with ctx.database.transaction(writing=False) as session:
        (token,) = session.scalars(select(Token)).all()
    assert (token.address_id, token.voided_at) == (None, ctx.clock())


def test_d2_other_peoples_addresses_are_not_there(ctx: Context, derya: Person) -> None:
    """By their numbers."""
    number = added(signed_in(ctx, derya))
    for use in (addresses.resend, addresses.make_primary, addresses.remove):
        with pytest.raises(NotFound):
            use(ctx, number)


def test_c12_changes_ask_for_the_password_again(ctx: Context, clock: Clock) -> None:
    """After five minutes; a code may be sent again and redeemed without."""
    number, other = verified(ctx), added(ctx, "zweite@neu.example")
    clock.forward(minutes=6)
    for use in (
        lambda: addresses.add(ctx, "dritte@neu.example"),
        lambda: addresses.make_primary(ctx, number),
        lambda: addresses.remove(ctx, number),
    ):
        with pytest.raises(ProofNeeded):
            use()
    addresses.resend(ctx, other)
    addresses.verify(ctx, code_for(ctx, "zweite@neu.example"))


def test_an_unverified_address_counts_nowhere(ctx: Context, derya: Person) -> None:
    """Not at sign-in, nor as a member's in invitations, lists of roles and warnings."""
    addresses.add(signed_in(ctx, derya), NEW)
    with pytest.raises(SignInRefused):
        sign_in(ctx.as_actor(None), NEW, PASSWORD)
    canonical = check_email(NEW).canonical
    assert look_up(ctx, [canonical]).members == frozenset()
    (row,) = compare(ctx, [WantedRole(1, NEW, Role.BILLING_ADMIN, canonical)])
    assert row.found is None
    invite(ctx, InvitationDraft(NEW))
    mail = mails(ctx)[-1]
    assert (mail.recipient, mail.kind) == (NEW, MailKind.INVITATION)
    opened = open_code(ctx, str(mail.values["code"]))
    assert isinstance(opened, OpenInvitation)
    assert not opened.known_person
    assert members.page(ctx, MemberFilter("neu.example"), limit=9)[0].state is MemberState.INVITED


def test_verified_the_same_address_counts(ctx: Context, derya: Person) -> None:
    """What the test above looks at is looked at rightly."""
    verified(signed_in(ctx, derya))
    canonical = check_email(NEW).canonical
    assert look_up(ctx, [canonical]).members == {canonical}
    (row,) = compare(ctx, [WantedRole(1, NEW, Role.BILLING_ADMIN, canonical)])
    assert row.found is not None
    with pytest.raises(AlreadyMember):
        invite(ctx, InvitationDraft(NEW))


def test_a_past_begins_with_invitations_to_verified_addresses_only(
    ctx: Context, anna: Person, derya: Person
) -> None:
    """Whoever types somebody's address does not take over what was done to them."""
    add_invitation(ctx.database, anna, NEW, state=InvitationState.ACCEPTED)
    with ctx.database.transaction(writing=True) as session:
        Transaction(session, ctx.clock(), ctx.origin, ctx.actor).audit(
            AuditAction.INVITATION_SENT, Subject.INVITATION, 1, role=(None, "user")
        )
    addresses.add(signed_in(ctx, derya), NEW)
    assert member_history.history(ctx, derya.membership_id) == []
    addresses.verify(ctx.as_actor(None), code_for(ctx))
    assert len(member_history.history(ctx, derya.membership_id)) == 1


def test_a8_a_look_alike_of_a_colleague_is_told(ctx: Context, derya: Person) -> None:
    """As for invitations: signs that deceive, and addresses that look like a colleague's."""
    assert addresses.caution(ctx, "anna@firm\u0430.de") == (
        "Sieht aus wie firma.de, ist aber xn--firm-83d.de."
    )
    assert derya.email in addresses.caution(ctx, "dery\u0430.celik@m.example")
    assert addresses.caution(ctx, NEW) == ""


def _redeem(url: str, codes: list[str]) -> list[str]:
    """Verify with each code in a process of its own; which ones were won."""
    ctx = context_of(url, Hasher(1, 8, 1))
    won = []
    for code in codes:
        try:
            addresses.verify(ctx, code)
        except DomainError:
            continue
        won.append(code)
    ctx.database.dispose()
    return won


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_c6_of_two_processes_exactly_one_redeems_each_address_code(
    ctx: Context, anna: Person, database_url: str
) -> None:
    """Both go through all of them at the same time; each is verified once and told of once."""
    codes = []
    for n in range(CODES):
        person = add_member(ctx.database, anna.company_id, f"person{n}@m.example")
        addresses.add(signed_in(ctx, person), f"person{n}@neu.example")
        codes.append(code_for(ctx, f"person{n}@neu.example"))
    won = at_once(_redeem, [(database_url, codes), (database_url, codes)])
    assert sorted(won[0] + won[1]) == sorted(codes)
    assert len(journal(ctx, AuditAction.ADDRESS_VERIFIED)) == len(codes)
    assert [mail.kind for mail in mails(ctx)].count(MailKind.ADDRESS_ADDED) == len(codes)


def test_two_accounts_verify_one_address_at_once(ctx: Context, derya: Person) -> None:
    """The database decides where looking first does not: one has it, the other is told."""
    added(ctx)
    mine = code_for(ctx)
    addresses.add(signed_in(ctx, derya), NEW)
    hers = code_for(ctx)
    addresses.verify(ctx, mine)
    with pytest.raises((AddressTaken, Stale)):
        addresses.verify(signed_in(ctx, derya), hers)
