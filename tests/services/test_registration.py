"""Registering: two answers that look the same, a code that makes one company, once."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, update

from tcm_tui import i18n
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Membership,
    OutboxMessage,
    Registration,
    Token,
    User,
)
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose, hash_code
from tcm_tui.domain.errors import DomainError, Invalid, Stale
from tcm_tui.domain.mail import MailKind, MailState
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.registration import (
    FORGOTTEN_AFTER,
    REMINDED_AFTER,
    TERMS_VERSION,
    Applicant,
    Details,
    TooManyVerifications,
)
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.codes import open_code
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.mail import deliver_round, waiting
from tcm_tui.services.registration import finish, first_run, keep, open_registration, start
from tcm_tui.services.sign_in import sign_in
from tests.builders import Person, add_member, everything
from tests.processes import at_once, context_of
from tests.services.post import Tray
from tests.services.registering import APPLICANT, DETAILS, EMAIL, begun, mailed_code
from tests.services.watching import CountingHasher, actions, mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Clock

LIFE = LIVES[TokenPurpose.REGISTRATION]
HEAD = Letterhead()
SOAK = os.environ.get("TCM_SOAK") == "1"
CODES = 200 if SOAK else 20
"""That two processes want to redeem at the same time."""


def rows(ctx: Context, model: type[Any]) -> list[Any]:
    """All rows of a table, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(model).order_by(model.id)))


def kinds(ctx: Context) -> list[MailKind]:
    """What was promised, oldest first."""
    return [mail.kind for mail in mails(ctx)]


def test_an_address_gets_a_code_and_later_a_reminder(nobody: Context, clock: Clock) -> None:
    """The reminder has the same code, and is due in two days; only the code's hash is stored."""
    assert start(nobody, f"  {EMAIL} ") == EMAIL
    first, reminder = mails(nobody)
    assert (first.kind, reminder.kind) == (MailKind.REGISTRATION, MailKind.REMINDER)
    assert first.recipient == reminder.recipient == EMAIL
    assert first.values == reminder.values
    assert first.next_attempt_at == clock()
    assert reminder.next_attempt_at == reminder.created_at == clock() + REMINDED_AFTER
    assert first.expires_at == reminder.expires_at == clock() + LIFE
    (token,) = rows(nobody, Token)
    assert token.code_hash == hash_code(first.values["code"])
    assert (token.purpose, token.expires_at) == (TokenPurpose.REGISTRATION, clock() + LIFE)
    assert actions(nobody) == [AuditAction.REGISTRATION_STARTED]


def test_c1_a_known_address_gets_the_same_answer_and_another_mail(
    nobody: Context, anna: Person
) -> None:
    """To its owner, in their language and by their name; no code opens anything."""
    assert start(nobody, anna.email) == anna.email
    (mail,) = mails(nobody)
    assert mail.kind is MailKind.ALREADY_REGISTERED
    assert (mail.recipient, mail.values) == (anna.email, {"name": anna.name})
    assert [token.voided_at for token in rows(nobody, Token)] == [nobody.clock()]
    assert actions(nobody) == [AuditAction.REGISTRATION_STARTED]


def test_c1_an_address_nobody_verified_is_nobodys(nobody: Context, anna: Person) -> None:
    """Who typed it into an account without owning it does not keep its owner away."""
    add_member(nobody.database, anna.company_id, EMAIL, verified=False)
    start(nobody, EMAIL)
    assert kinds(nobody) == [MailKind.REGISTRATION, MailKind.REMINDER]


def statements_of(ctx: Context, act: Callable[[], object]) -> list[str]:
    """What `act` sends to the database, by the first word."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement.split(maxsplit=1)[0].upper())

    event.listen(ctx.database.engine, "before_cursor_execute", note)
    act()
    event.remove(ctx.database.engine, "before_cursor_execute", note)
    return sent


def test_c1_both_answers_cost_the_same(
    nobody: Context, anna: Person, counted: Context, counting: CountingHasher
) -> None:
    """The same statements one after the other, and no password is looked at."""
    start(nobody, "aufwaermen@m.example")  # what is asked only once per connection has been asked
    unknown = statements_of(nobody, lambda: start(counted, EMAIL))
    assert statements_of(nobody, lambda: start(counted, anna.email)) == unknown
    assert counting.checked == []


@pytest.mark.parametrize("known", [False, True])
def test_g7_three_mails_an_hour_and_six_a_day(
    nobody: Context, anna: Person, clock: Clock, known: bool
) -> None:
    """The refusal is the same for both and writes nothing."""
    email = anna.email if known else EMAIL
    for _mail in range(3):
        start(nobody, email)
    before = everything(nobody)
    with pytest.raises(TooManyVerifications, match="in einer Stunde") as refused:
        start(nobody, email)
    assert refused.value.field == "email"
    assert refused.value.message.startswith("An diese Adresse gingen gerade schon 3 E-Mails.")
    assert everything(nobody) == before
    clock.forward(hours=1)
    for _mail in range(3):
        start(nobody, email)
    clock.forward(hours=1)
    with pytest.raises(TooManyVerifications, match="heute schon 6 E-Mails"):
        start(nobody, email)
    clock.forward(hours=23)
    assert start(nobody, email)


def test_g7_a_reminder_counts_for_nothing(nobody: Context, clock: Clock) -> None:
    """It is the program's, not somebody's who asks."""
    start(nobody, EMAIL)
    clock.now += REMINDED_AFTER
    for _mail in range(3):
        start(nobody, EMAIL)


def test_once_more_makes_the_code_before_worthless(nobody: Context) -> None:
    """What was typed stays, one reminder is left, with the new code."""
    old = begun(nobody)
    keep(nobody, old, DETAILS)
    new = begun(nobody)
    with pytest.raises(Invalid, match="aus der neuesten E-Mail"):
        open_registration(nobody, old)
    assert open_registration(nobody, new).details == DETAILS
    assert kinds(nobody) == [MailKind.REGISTRATION, MailKind.REGISTRATION, MailKind.REMINDER]
    assert mailed_code(nobody, MailKind.REMINDER) == new


def test_whoever_does_not_finish_is_reminded_once(nobody: Context, clock: Clock) -> None:
    """After two days, with a code that still works; until then nothing waits."""
    code = begun(nobody)
    tray = Tray()
    deliver_round(nobody, tray, HEAD)
    assert waiting(nobody) == 0
    clock.now += REMINDED_AFTER - timedelta(seconds=1)
    assert deliver_round(nobody, tray, HEAD).sent == 0
    clock.forward(seconds=1)
    assert deliver_round(nobody, tray, HEAD).sent == 1
    assert code in tray.mails[1].content.decode()
    assert b"Date: Tue, 24 Nov 2026" in tray.mails[1].content
    assert finish(nobody, code, APPLICANT)


def test_whoever_has_finished_is_not_reminded(nobody: Context, clock: Clock) -> None:
    """Nothing is left of the promise."""
    tray = Tray()
    code = begun(nobody)
    deliver_round(nobody, tray, HEAD)
    finish(nobody, code, APPLICANT)
    clock.now += REMINDED_AFTER
    assert deliver_round(nobody, tray, HEAD).sent == 0
    assert MailKind.REMINDER not in kinds(nobody)


def test_finishing_makes_company_user_address_and_session(nobody: Context) -> None:
    """The founder is its administrator, verified and signed in with the chosen password."""
    signed_in = finish(nobody, begun(nobody), APPLICANT)
    (company,) = rows(nobody, Company)
    (user,) = rows(nobody, User)
    (address,) = rows(nobody, EmailAddress)
    (member,) = rows(nobody, Membership)
    assert (company.name, company.skeleton) == ("Hafen Logistik GmbH", "hafen logistik gmbh")
    assert (company.email, company.phone) == (EMAIL, "+49 40 12345")
    assert company.password_level is PasswordLevel.STANDARD
    assert (user.first_name, user.last_name, user.language) == ("Ole", "Hansen", "de")
    assert PasswordLevel.STANDARD in user.password_levels
    assert (address.address, address.is_primary) == (EMAIL, True)
    assert address.verified_at == nobody.clock()
    assert (member.role, member.phone) == (Role.COMPANY_ADMIN, "+49 40 12345")
    assert (signed_in.user_id, signed_in.company_id) == (user.id, company.id)
    assert (signed_in.email, signed_in.role) == (EMAIL, Role.COMPANY_ADMIN)
    again = sign_in(nobody, EMAIL.lower(), APPLICANT.password)
    assert again.user_id == user.id  # type: ignore[union-attr]  # no further step is due


def test_the_optional_half_reaches_the_profile(nobody: Context) -> None:
    """Cleaned, as the rules say."""
    more = replace(
        DETAILS,
        industry="transport",
        size="10-49",
        website="www.hafen-logistik.example",
        street=" Am  Kai 7",
        postcode="20457",
        city="Hamburg",
        vat_id="de 123 456 789",
    )
    finish(nobody, begun(nobody), replace(APPLICANT, details=more))
    (company,) = rows(nobody, Company)
    assert (company.industry, company.size) == ("transport", "10-49")
    assert company.website == "https://www.hafen-logistik.example"
    assert (company.street, company.postcode, company.city) == ("Am Kai 7", "20457", "Hamburg")
    assert company.vat_id == "DE123456789"


def test_consent_is_on_record_with_version_and_time(nobody: Context) -> None:
    """And the company is told of as founded, both as the founder's deed."""
    found = finish(nobody, begun(nobody), APPLICANT)
    entries = {entry.action: entry for entry in rows(nobody, AuditEntry)}
    consent = entries[AuditAction.TERMS_ACCEPTED]
    assert consent.changes == {
        "terms": [None, TERMS_VERSION],
        "business_use": [None, "assured"],
    }
    assert (consent.at, consent.subject, consent.subject_id) == (
        nobody.clock(),
        Subject.USER,
        found.user_id,
    )
    for action in (AuditAction.TERMS_ACCEPTED, AuditAction.COMPANY_FOUNDED):
        assert (entries[action].actor_id, entries[action].company_id) == (
            found.user_id,
            found.company_id,
        )


def test_nothing_typed_is_left_behind(nobody: Context) -> None:
    """Neither the draft nor, once it is delivered, the code (SECURITY.md C5, G6)."""
    code = begun(nobody)
    keep(nobody, code, replace(DETAILS, company_name="Früherer Name GmbH"))
    deliver_round(nobody, Tray(), HEAD)
    finish(nobody, code, APPLICANT)
    (registration,) = rows(nobody, Registration)
    assert registration.draft == {}
    assert registration.finished_at == nobody.clock()
    stored = str(everything(nobody))
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert "Früherer Name" not in stored
    assert APPLICANT.password not in stored


@pytest.mark.parametrize(
    ("applicant", "field"),
    [
        (replace(APPLICANT, details=replace(DETAILS, first_name=" ")), "first_name"),
        (replace(APPLICANT, details=replace(DETAILS, last_name="")), "last_name"),
        (replace(APPLICANT, details=replace(DETAILS, company_name="–")), "company_name"),
        (replace(APPLICANT, details=replace(DETAILS, company_name="x" * 121)), "company_name"),
        (replace(APPLICANT, details=replace(DETAILS, phone="")), "phone"),
        (replace(APPLICANT, details=replace(DETAILS, phone="anrufen")), "phone"),
        (replace(APPLICANT, details=replace(DETAILS, industry="piracy")), "industry"),
        (replace(APPLICANT, details=replace(DETAILS, website="nur so")), "website"),
        (replace(APPLICANT, details=replace(DETAILS, vat_id="DE12")), "vat_id"),
        (replace(APPLICANT, password="kurz-1"), "password"),
        (replace(APPLICANT, password="Hafen-Logistik-2026"), "password"),
        (replace(APPLICANT, assured=False), "assured"),
        (replace(APPLICANT, agreed=False), "agreed"),
    ],
)
def test_a_refused_form_leaves_nothing_behind(
    nobody: Context, applicant: Applicant, field: str
) -> None:
    """The refusal names its field, the code stays usable."""
    code = begun(nobody)
    before = everything(nobody)
    with pytest.raises(Invalid) as refused:
        finish(nobody, code, applicant)
    assert refused.value.field == field
    assert everything(nobody) == before
    assert finish(nobody, code, APPLICANT)


def test_what_was_typed_is_there_for_whoever_comes_back(nobody: Context) -> None:
    """With the same code; half a form, in which no rule holds yet."""
    code = begun(nobody)
    half = Details(first_name="Ole", phone="+49 4", vat_id="DE", size="10-49")
    keep(nobody, code, half)
    assert open_registration(nobody, f"Guten Tag,\n  {code.lower()}").details == half
    assert "password" not in asdict(half)


def test_a2_what_is_kept_is_harmless(nobody: Context) -> None:
    """And no longer than its field."""
    code = begun(nobody)
    keep(nobody, code, Details(first_name="O\x1b[31mle\u202e"))
    assert open_registration(nobody, code).details.first_name == "O[31mle"
    with pytest.raises(Invalid):
        keep(nobody, code, Details(company_name="x" * 121))


def test_a_draft_of_another_release_is_read(nobody: Context) -> None:
    """Fields that are gone are left out."""
    code = begun(nobody)
    with nobody.database.transaction(writing=True) as session:
        session.execute(update(Registration).values(draft={"fax": "1", "first_name": "Ole"}))
    assert open_registration(nobody, code).details == Details(first_name="Ole")


def use(ctx: Context, code: str, clock: Clock) -> None:
    """Finish."""
    del clock
    finish(ctx, code, APPLICANT)


def replaced(ctx: Context, code: str, clock: Clock) -> None:
    """A newer one was sent."""
    del code, clock
    start(ctx, EMAIL)


def expire(ctx: Context, code: str, clock: Clock) -> None:
    """Let its life pass to the last second."""
    del ctx, code
    clock.now += LIFE


@pytest.mark.parametrize("spoil", [use, replaced, expire])
def test_c6_a_code_that_is_spent_opens_nothing(
    nobody: Context, clock: Clock, spoil: Callable[[Context, str, Clock], None]
) -> None:
    """One sentence for every reason, whatever is tried with it."""
    code = begun(nobody)
    spoil(nobody, code, clock)
    before = everything(nobody)
    told = set()
    for act in (
        lambda: open_registration(nobody, code),
        lambda: open_code(nobody, code),
        lambda: keep(nobody, code, DETAILS),
        lambda: finish(nobody, code, APPLICANT),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        told.add((refused.value.message, refused.value.field))
    ((sentence, field),) = told
    assert sentence.startswith("Dieser Code gilt nicht mehr.")
    assert field == "code"
    assert everything(nobody) == before


def test_just_before_the_end_a_code_still_opens(nobody: Context, clock: Clock) -> None:
    """Seven days, to the second."""
    code = begun(nobody)
    clock.now += LIFE - timedelta(seconds=1)
    assert finish(nobody, code, APPLICANT)


def test_an_address_that_got_an_account_meanwhile_registers_nothing(
    nobody: Context, anna: Person
) -> None:
    """By an invitation, say: the code is refused, and that account stays as it is."""
    code = begun(nobody)
    add_member(nobody.database, anna.company_id, EMAIL)
    before = everything(nobody)
    with pytest.raises(Stale, match="inzwischen ein Konto"):
        finish(nobody, code, APPLICANT)
    assert everything(nobody) == before


def test_a_company_of_the_same_name_is_nobodys_business(nobody: Context, anna: Person) -> None:
    """Telling it would tell who is a customer."""
    twin = replace(DETAILS, company_name="MUSTER Maschinenbau GmbH")
    found = finish(nobody, begun(nobody), replace(APPLICANT, details=twin))
    assert found.company_id != anna.company_id
    assert {company.skeleton for company in rows(nobody, Company)} == {"muster maschinenbau gmbh"}


def test_a_registration_nobody_finishes_is_forgotten(nobody: Context, clock: Clock) -> None:
    """After thirty days, when somebody else begins one: with its codes and what was typed."""
    keep(nobody, begun(nobody), DETAILS)
    clock.now += FORGOTTEN_AFTER
    start(nobody, "andere@m.example")
    assert len(rows(nobody, Registration)) == 2
    clock.forward(seconds=1)
    start(nobody, "dritte@m.example")
    assert [one.email for one in rows(nobody, Registration)] == [
        "andere@m.example",
        "dritte@m.example",
    ]
    assert len(rows(nobody, Token)) == 2


def test_the_first_run_is_over_with_the_first_account(nobody: Context) -> None:
    """A registration that was only begun does not count."""
    assert first_run(nobody)
    code = begun(nobody)
    assert first_run(nobody)
    finish(nobody, code, APPLICANT)
    assert not first_run(nobody)


def test_mail_and_account_speak_the_language_in_use(
    nobody: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever registers in English is written to in English."""
    # Not by set_language: the catalogue is compiled only when the package is built.
    monkeypatch.setattr(i18n._Language, "name", "en")
    code = begun(nobody)
    assert {mail.language for mail in mails(nobody)} == {"en"}
    assert finish(nobody, code, APPLICANT).language == "en"


def test_g6_no_code_is_left_when_it_has_run_out(nobody: Context, clock: Clock) -> None:
    """Mail that never left goes with its code, the reminder too."""
    code = begun(nobody)
    clock.now += LIFE
    deliver_round(nobody, Tray(), HEAD)
    assert {mail.state for mail in mails(nobody)} == {MailState.FAILED}
    assert code not in str(everything(nobody))


def _redeem(url: str, codes: list[str]) -> list[str]:
    """Finish with each code in a process of its own; which ones were won."""
    ctx = context_of(url, Hasher(1, 8, 1))
    won = []
    for code in codes:
        try:
            finish(ctx, code, APPLICANT)
        except DomainError:
            continue
        won.append(code)
    ctx.database.dispose()
    return won


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_c6_of_two_processes_exactly_one_founds_a_company(
    nobody: Context, database_url: str
) -> None:
    """Both processes go through all of the codes at the same time."""
    codes = [begun(nobody, f"neu{n}@hafen.example") for n in range(CODES)]
    won = at_once(_redeem, [(database_url, codes), (database_url, codes)])
    assert sorted(won[0] + won[1]) == sorted(codes)
    assert len(rows(nobody, Company)) == len(rows(nobody, User)) == len(codes)
    assert actions(nobody).count(AuditAction.TERMS_ACCEPTED) == len(codes)


def _start_often(url: str, times: int) -> int:
    """Ask for a mail again and again in a process of its own; how many were promised."""
    ctx = context_of(url, Hasher(1, 8, 1))
    promised = 0
    for _time in range(times):
        try:
            start(ctx, EMAIL)
        except TooManyVerifications:
            continue
        promised += 1
    ctx.database.dispose()
    return promised


def test_g7_processes_at_once_do_not_beat_the_limit(nobody: Context, database_url: str) -> None:
    """Three mails in all, and one registration."""
    promised = at_once(_start_often, [(database_url, 5), (database_url, 5)])
    assert sum(promised) == 3
    assert len(rows(nobody, Registration)) == 1
    with nobody.database.transaction(writing=False) as session:
        sent = session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == MailKind.REGISTRATION)
        ).all()
    assert len(sent) == 3
