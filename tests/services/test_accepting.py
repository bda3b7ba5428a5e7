"""Accepting an invitation: what a code opens, once, and only as long as the inviter may invite."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui import i18n
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Invitation,
    Membership,
    Token,
    User,
    UserSession,
)
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose, new_code
from tcm_tui.domain.errors import DomainError, Invalid, Stale
from tcm_tui.domain.invitations import InvitationState, InviterMayNotInvite, NewPerson
from tcm_tui.domain.mail import VALUES, MailKind
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import FAILURES_ALLOWED, PasswordRefused, without_steps
from tcm_tui.services.accepting import accept_as_known, accept_as_new, open_invitation
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.sign_in import sign_in
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
)
from tests.processes import at_once, context_of
from tests.services.watching import WRONG, CountingHasher, MeddlingHasher, actions, fail, mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.codes import Code
    from tcm_tui.services.context import Context

EMAIL = "derya.celik@muster-maschinenbau.example"
DERYA = NewPerson("Derya", "Çelik", "Rote-Ampel-19-Uhr", assured=True)
KNOWN = "Bert.Known@anderswo.example"
LIFE = LIVES[TokenPurpose.INVITATION]
SOAK = os.environ.get("TCM_SOAK") == "1"
CODES = 200 if SOAK else 20
"""That two processes want to redeem at the same time."""


@pytest.fixture
def code(nobody: Context, anna: Person) -> str:
    """Derya, invited by Anna as „Rechnungsadministrator“."""
    return invited(nobody, anna).text


def invited(ctx: Context, inviter: Person, email: str = EMAIL) -> Code:
    """The code of an invitation."""
    return add_invitation(
        ctx.database,
        inviter,
        email,
        role=Role.BILLING_ADMIN,
        first_name="Deria",
        last_name="Celik",
    )[1]


@pytest.fixture
def bert(nobody: Context, password_hash: str) -> Person:
    """Somebody who signs in already, for another company."""
    other = add_company(nobody.database, "Anderswo GmbH")
    return add_member(nobody.database, other, KNOWN, password_hash=password_hash)


def test_a_code_opens_its_invitation(nobody: Context, code: str) -> None:
    """What the form needs, whatever stands around the code and however it is written."""
    found = open_invitation(nobody, code)
    assert (found.email, found.role) == (EMAIL, Role.BILLING_ADMIN)
    assert (found.first_name, found.last_name) == ("Deria", "Celik")
    assert (found.company_name, found.inviter) == ("Muster Maschinenbau GmbH", "Anna Muster")
    assert found.expires_at == nobody.clock() + LIFE
    assert not found.known_person
    assert open_invitation(nobody, f"Guten Tag,\n> Ihr Code: {code.lower()}\nGrüße") == found
    assert open_invitation(nobody, code.replace("-", "")) == found


def test_opening_writes_nothing(nobody: Context, code: str) -> None:
    """Looking at a code does not use it up."""
    before = everything(nobody)
    open_invitation(nobody, code)
    assert everything(nobody) == before


def test_accepting_makes_a_member_who_is_signed_in(
    nobody: Context, anna: Person, code: str
) -> None:
    """User, verified primary address, membership with the role, session; the code is used up."""
    found = without_steps(accept_as_new(nobody, code, DERYA))
    assert (found.name, found.email) == ("Derya Çelik", EMAIL)
    assert (found.company_id, found.role) == (anna.company_id, Role.BILLING_ADMIN)
    with nobody.database.transaction(writing=False) as session:
        address = session.scalars(
            select(EmailAddress).where(EmailAddress.user_id == found.user_id)
        ).one()
        member = session.scalars(
            select(Membership).where(Membership.user_id == found.user_id)
        ).one()
        row = session.get_one(UserSession, found.session_id)
        invitation = session.scalars(select(Invitation)).one()
        token = session.scalars(select(Token)).one()
    assert (address.address, address.is_primary) == (EMAIL, True)
    assert address.verified_at == nobody.clock()
    assert (member.role, member.state) == (Role.BILLING_ADMIN, MembershipState.ACTIVE)
    assert (member.sort_name, member.sort_address) == ("celik, derya", EMAIL)
    assert member.last_sign_in_at == member.joined_at == nobody.clock()
    assert row.ended_at is None
    assert (invitation.state, token.used_at) == (InvitationState.ACCEPTED, nobody.clock())
    assert without_steps(sign_in(nobody, EMAIL, DERYA.password)).user_id == found.user_id


def test_accepting_is_on_record_and_told(nobody: Context, anna: Person, code: str) -> None:
    """The journal names the new person as the actor; the inviter gets a mail."""
    found = without_steps(accept_as_new(nobody, code, DERYA))
    with nobody.database.transaction(writing=False) as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.INVITATION_ACCEPTED)
        ).one()
    assert (entry.subject, entry.subject_id) == (Subject.INVITATION, 1)
    assert (entry.actor_id, entry.company_id) == (found.user_id, anna.company_id)
    assert entry.session_id == found.session_id
    assert entry.changes == {
        "state": ["pending", "accepted"],
        "role": [None, "billing_admin"],
    }
    (mail,) = mails(nobody)
    assert (mail.kind, mail.recipient) == (MailKind.JOINED, anna.email)
    assert mail.values.keys() == VALUES[MailKind.JOINED]
    assert mail.values["person"] == "Derya Çelik"
    assert mail.company_id == anna.company_id


def test_mail_speaks_the_inviters_and_the_account_the_own_language(
    nobody: Context, anna: Person
) -> None:
    """An English inviter, a German newcomer, and the other way round."""
    english = add_member(
        nobody.database, anna.company_id, "jo@m.example", role=Role.COMPANY_ADMIN, language="en"
    )
    found = without_steps(accept_as_new(nobody, invited(nobody, english).text, DERYA))
    assert found.language == "de"
    assert mails(nobody)[0].language == "en"


def test_g1_the_worker_is_woken_after_the_commit(nobody: Context, code: str) -> None:
    """Then the mail is there for everybody to see."""
    seen: list[int] = []
    watching = replace(nobody, on_mail=lambda: seen.append(len(mails(nobody))))
    accept_as_new(watching, code, DERYA)
    assert seen == [1]


def end(ctx: Context, state: InvitationState) -> None:
    """Give the only invitation another state."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Invitation).values(state=state))


def expire(ctx: Context, clock: Clock) -> None:
    """Let its life pass to the last second."""
    del ctx
    clock.now += LIFE


def revoke(ctx: Context, clock: Clock) -> None:
    """Take it back, as „Zurückziehen“ does: its code is void too."""
    end(ctx, InvitationState.REVOKED)
    supersede(ctx, clock)


def replaced(ctx: Context, clock: Clock) -> None:
    """A new invitation took the place of the dead one."""
    del clock
    end(ctx, InvitationState.EXPIRED)


def supersede(ctx: Context, clock: Clock) -> None:
    """Send it again: this code is void."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Token).values(voided_at=clock.now))


def use_up(ctx: Context, clock: Clock) -> None:
    """Somebody accepted it."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Token).values(used_at=clock.now))
    end(ctx, InvitationState.ACCEPTED)


def demote(ctx: Context, clock: Clock) -> None:
    """The inviter is no administrator any more."""
    del clock
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Membership).values(role=Role.BILLING_ADMIN))


def disable(ctx: Context, clock: Clock) -> None:
    """The inviter is disabled."""
    del clock
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Membership).values(state=MembershipState.DISABLED))


def remove(ctx: Context, clock: Clock) -> None:
    """The inviter has left the company."""
    del clock
    with ctx.database.transaction(writing=True) as session:
        session.delete(session.scalars(select(Membership)).one())


ENDINGS = [
    (expire, "abgelaufen"),
    (replaced, "abgelaufen"),
    (revoke, "zurückgezogen"),
    (supersede, "neuere Einladung"),
    (use_up, "schon verwendet"),
    (demote, "Anna Muster darf nicht mehr einladen"),
    (disable, "Anna Muster darf nicht mehr einladen"),
    (remove, "Anna Muster darf nicht mehr einladen"),
]


@pytest.mark.parametrize(("happen", "says"), ENDINGS)
def test_c14_what_ends_between_opening_and_accepting_is_refused(
    nobody: Context, clock: Clock, code: str, happen: Callable[[Context, Clock], None], says: str
) -> None:
    """A sentence for each reason, at the code; nobody becomes a member."""
    open_invitation(nobody, code)
    happen(nobody, clock)
    before = everything(nobody)
    for redeem in (
        lambda: open_invitation(nobody, code),
        lambda: accept_as_new(nobody, code, DERYA),
        lambda: accept_as_known(nobody, code, PASSWORD, assured=True),
    ):
        with pytest.raises(Invalid) as refused:
            redeem()
        assert says in refused.value.message
        assert refused.value.field == "code"
    after = everything(nobody)
    assert {name for name in after if after[name] != before[name]} <= {"audit_entries"}


@pytest.mark.parametrize(("happen", "says"), ENDINGS)
def test_c14_what_ends_while_the_password_is_hashed_is_refused(
    nobody: Context, clock: Clock, code: str, happen: Callable[[Context, Clock], None], says: str
) -> None:
    """The last check stands in the transaction that makes the member."""

    class Slow(Hasher):
        def hash(self, password: str) -> str:
            happen(nobody, clock)
            return super().hash(password)

    with pytest.raises(Invalid) as refused:
        accept_as_new(replace(nobody, hasher=Slow(1, 8, 1)), code, DERYA)
    assert says in refused.value.message
    with nobody.database.transaction(writing=False) as session:
        assert session.scalars(select(User.first_name)).all() == ["Anna"]


def test_c14_a_lost_right_to_invite_is_on_record(
    nobody: Context, clock: Clock, anna: Person, code: str
) -> None:
    """In the journal of the company, naming the invitation."""
    demote(nobody, clock)
    with pytest.raises(InviterMayNotInvite):
        accept_as_new(nobody, code, DERYA)
    with nobody.database.transaction(writing=False) as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject) == (AuditAction.INVITATION_REFUSED, Subject.INVITATION)
    assert (entry.subject_id, entry.company_id) == (1, anna.company_id)
    assert entry.actor_id is None


def test_c14_the_role_is_that_of_the_invitation(nobody: Context, code: str) -> None:
    """There is nothing to pass that could raise it; what is stored when redeemed counts."""
    with nobody.database.transaction(writing=True) as session:
        session.execute(update(Invitation).values(role=Role.USER))
    assert without_steps(accept_as_new(nobody, code, DERYA)).role is Role.USER


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "kein Code", "\x00\ud800", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"]
)
def test_a_wrong_code_says_nothing_else(nobody: Context, code: str, typed: str) -> None:
    """One sentence, whatever was typed."""
    del code
    before = everything(nobody)
    for redeem in (
        lambda: open_invitation(nobody, typed),
        lambda: accept_as_new(nobody, typed, DERYA),
        lambda: accept_as_known(nobody, typed, PASSWORD, assured=True),
    ):
        with pytest.raises(Invalid) as refused:
            redeem()
        assert refused.value.message == "Diesen Code gibt es nicht. Prüfen Sie die Eingabe."
    assert everything(nobody) == before


@pytest.mark.parametrize(
    "purpose", [one for one in TokenPurpose if one is not TokenPurpose.INVITATION]
)
def test_c6_a_code_of_another_purpose_is_a_wrong_code(
    nobody: Context, anna: Person, purpose: TokenPurpose
) -> None:
    """Even when its row names an invitation."""
    number, _code = add_invitation(nobody.database, anna, EMAIL)
    other = new_code()
    with nobody.database.transaction(writing=True) as session:
        session.add(
            Token(
                purpose=purpose,
                code_hash=other.hash,
                created_at=nobody.clock(),
                expires_at=nobody.clock() + LIFE,
                user_id=anna.user_id,
                invitation_id=number,
            )
        )
    with pytest.raises(Invalid, match="gibt es nicht"):
        accept_as_new(nobody, other.text, DERYA)


def test_c6_accepting_voids_the_other_codes_of_the_invitation(
    nobody: Context, anna: Person
) -> None:
    """An older mail opens nothing afterwards."""
    number, first = add_invitation(nobody.database, anna, EMAIL)
    second = new_code()
    with nobody.database.transaction(writing=True) as session:
        session.add(
            Token(
                purpose=TokenPurpose.INVITATION,
                code_hash=second.hash,
                created_at=nobody.clock(),
                expires_at=nobody.clock() + LIFE,
                invitation_id=number,
            )
        )
    accept_as_new(nobody, second.text, DERYA)
    with nobody.database.transaction(writing=False) as session:
        old = session.scalars(select(Token).where(Token.code_hash == first.hash)).one()
    assert old.voided_at == nobody.clock()
    with pytest.raises(Invalid, match="schon verwendet"):
        open_invitation(nobody, first.text)


def test_c5_the_code_stands_nowhere(nobody: Context, code: str) -> None:
    """Neither before nor after it was used; only its hash does."""
    for _when in ("before", "after"):
        stored = repr(everything(nobody))
        assert code not in stored
        assert code.replace("-", "") not in stored
        if _when == "before":
            accept_as_new(nobody, code, DERYA)


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (replace(DERYA, assured=False), "assured"),
        (replace(DERYA, first_name=" \u200b"), "first_name"),
        (replace(DERYA, last_name="x" * 81), "last_name"),
        (replace(DERYA, password="kurz-1"), "password"),
        (replace(DERYA, password="Passwort2026!!"), "password"),
        (replace(DERYA, password="MusterMaschinenbau-2026"), "password"),
        (replace(DERYA, password="Celik-Derya-2026"), "password"),
        (replace(DERYA, password="geheim\nzweite-Zeile-7"), "password"),
    ],
)
def test_a_refused_form_leaves_nothing_behind(
    nobody: Context, code: str, person: NewPerson, field: str
) -> None:
    """The refusal names its field, the code stays usable."""
    before = everything(nobody)
    with pytest.raises(Invalid) as refused:
        accept_as_new(nobody, code, person)
    assert refused.value.field == field
    assert everything(nobody) == before
    assert accept_as_new(nobody, code, DERYA)


def test_a2_names_are_cleaned_on_the_way_in(nobody: Context, code: str) -> None:
    """Control characters never reach the tables."""
    found = without_steps(
        accept_as_new(nobody, code, replace(DERYA, first_name="De\x1b[31mrya\u202e\x00"))
    )
    assert found.first_name == "De[31mrya"


def test_the_company_sets_the_level_of_the_password(
    nobody: Context, anna: Person, code: str
) -> None:
    """„Lang“ asks for 15 characters."""
    with nobody.database.transaction(writing=True) as session:
        session.get_one(Company, anna.company_id).password_level = PasswordLevel.LONG
    with pytest.raises(Invalid, match="15"):
        accept_as_new(nobody, code, replace(DERYA, password="Rote-Ampel-19"))
    assert accept_as_new(nobody, code, DERYA)


def test_somebody_with_an_account_gets_a_further_membership(
    nobody: Context, anna: Person, bert: Person
) -> None:
    """With the password; the same user then belongs to two companies, signed in to the new one."""
    code = invited(nobody, anna, KNOWN).text
    assert open_invitation(nobody, code).known_person
    found = without_steps(accept_as_known(nobody, code, PASSWORD, assured=True))
    assert (found.user_id, found.company_id) == (bert.user_id, anna.company_id)
    assert found.role is Role.BILLING_ADMIN
    with nobody.database.transaction(writing=False) as session:
        companies = session.scalars(
            select(Membership.company_id).where(Membership.user_id == bert.user_id)
        ).all()
    assert sorted(companies) == sorted([bert.company_id, anna.company_id])
    assert AuditAction.INVITATION_ACCEPTED in actions(nobody)
    assert mails(nobody)[0].kind is MailKind.JOINED


def test_the_wrong_password_does_not_use_the_code_up(
    nobody: Context, anna: Person, bert: Person
) -> None:
    """It is on record, and the right one is still taken."""
    del bert
    code = invited(nobody, anna, KNOWN).text
    with pytest.raises(PasswordRefused):
        accept_as_known(nobody, code, WRONG, assured=True)
    assert actions(nobody) == [AuditAction.SIGN_IN_FAILED]
    assert accept_as_known(nobody, code, PASSWORD, assured=True)


def test_c2_accepting_counts_in_the_same_limit(
    nobody: Context, anna: Person, bert: Person, hasher: Hasher
) -> None:
    """Four wrong at sign-in and one here: now even the right one is refused, unevaluated."""
    code = invited(nobody, anna, KNOWN).text
    fail(nobody, bert.email, FAILURES_ALLOWED - 1)
    with pytest.raises(PasswordRefused):
        accept_as_known(nobody, code, WRONG, assured=True)
    counting = CountingHasher(hasher.time_cost, hasher.memory_cost, hasher.parallelism)
    with pytest.raises(PasswordRefused):
        accept_as_known(replace(nobody, hasher=counting), code, PASSWORD, assured=True)
    assert counting.checked == [None]


def test_the_assurance_is_asked_of_everybody(nobody: Context, anna: Person, bert: Person) -> None:
    """Also of somebody who has an account; no password is looked at before."""
    del bert
    code = invited(nobody, anna, KNOWN).text
    before = everything(nobody)
    with pytest.raises(Invalid) as refused:
        accept_as_known(nobody, code, PASSWORD, assured=False)
    assert refused.value.field == "assured"
    assert everything(nobody) == before


def test_an_account_cannot_be_made_twice(nobody: Context, anna: Person, bert: Person) -> None:
    """Who has one confirms with its password."""
    code = invited(nobody, anna, KNOWN).text
    with pytest.raises(Stale, match="schon ein Konto"):
        accept_as_new(nobody, code, DERYA)
    assert without_steps(sign_in(nobody, bert.email, PASSWORD)).company_id == bert.company_id


def test_without_an_account_no_password_is_right(nobody: Context, code: str) -> None:
    """The dummy is checked, as at sign-in."""
    counting = CountingHasher(1, 8, 1)
    with pytest.raises(PasswordRefused):
        accept_as_known(replace(nobody, hasher=counting), code, PASSWORD, assured=True)
    assert counting.checked == [None]


@pytest.mark.parametrize("state", list(MembershipState))
def test_a_member_cannot_accept(
    nobody: Context, anna: Person, password_hash: str, state: MembershipState
) -> None:
    """Somebody who became a member by another road meanwhile, or was disabled, is told so."""
    code = invited(nobody, anna).text
    add_member(nobody.database, anna.company_id, EMAIL, state=state, password_hash=password_hash)
    with pytest.raises(Invalid, match="gehören bereits zu Muster Maschinenbau GmbH"):
        open_invitation(nobody, code)
    with pytest.raises(Invalid, match="gehören bereits zu"):
        accept_as_known(nobody, code, PASSWORD, assured=True)


def test_c14_a_forwarded_code_makes_the_account_of_the_invited_address(
    nobody: Context, ctx: Context, anna: Person, code: str
) -> None:
    """Whoever is signed in while using it does not become the member."""
    found = without_steps(accept_as_new(ctx, code, DERYA))
    assert found.email == EMAIL
    assert found.user_id != anna.user_id
    assert without_steps(sign_in(nobody, EMAIL, DERYA.password)).user_id == found.user_id


def test_no_transaction_is_open_while_the_known_password_is_checked(
    nobody: Context, anna: Person, bert: Person
) -> None:
    """Somebody else can write meanwhile."""
    del bert
    code = invited(nobody, anna, KNOWN).text
    written: list[int] = []

    def write() -> None:
        written.append(add_company(nobody.database, "Nebenan GmbH"))

    meddling = replace(nobody, hasher=MeddlingHasher(1, 8, 1, write))
    assert accept_as_known(meddling, code, PASSWORD, assured=True)
    assert len(written) == 1


def test_two_invitations_to_one_new_address_make_one_account(
    nobody: Context, anna: Person, code: str
) -> None:
    """The second company comes to the same person, by the password of the first."""
    other = add_company(nobody.database, "Zweite GmbH")
    admin = add_member(nobody.database, other, "chef@zweite.example", role=Role.COMPANY_ADMIN)
    second = invited(nobody, admin).text
    first = without_steps(accept_as_new(nobody, code, DERYA))
    again = without_steps(accept_as_known(nobody, second, DERYA.password, assured=True))
    assert again.user_id == first.user_id
    assert {first.company_id, again.company_id} == {anna.company_id, other}


def test_the_account_speaks_the_language_in_use(
    nobody: Context, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever accepts in English is written to in English."""
    # Not by set_language: the catalogue is compiled only when the package is built.
    monkeypatch.setattr(i18n._Language, "name", "en")
    assert without_steps(accept_as_new(nobody, code, DERYA)).language == "en"


def _redeem(url: str, codes: list[str]) -> list[str]:
    """Accept each code in a process of its own; which ones were won."""
    ctx = context_of(url, Hasher(1, 8, 1))
    won = []
    for code in codes:
        try:
            accept_as_new(ctx, code, DERYA)
        except DomainError:
            continue
        won.append(code)
    ctx.database.dispose()
    return won


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_c6_of_two_processes_exactly_one_redeems_each_code(
    nobody: Context, anna: Person, database_url: str
) -> None:
    """Both processes go through all of them at the same time."""
    codes = [invited(nobody, anna, f"neu{n}@muster.example").text for n in range(CODES)]
    won = at_once(_redeem, [(database_url, codes), (database_url, codes)])
    assert sorted(won[0] + won[1]) == sorted(codes)
    with nobody.database.transaction(writing=False) as session:
        assert len(session.scalars(select(Membership)).all()) == len(codes) + 1
    assert actions(nobody).count(AuditAction.INVITATION_ACCEPTED) == len(codes)
    assert len(mails(nobody)) == len(codes)


def test_just_before_the_end_a_code_still_opens(nobody: Context, clock: Clock, code: str) -> None:
    """Fourteen days, to the second."""
    clock.now += LIFE - timedelta(seconds=1)
    assert accept_as_new(nobody, code, DERYA)
