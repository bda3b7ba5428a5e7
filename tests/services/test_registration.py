"""Registering: a code that makes one company, once, with whoever typed it signed in."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui import i18n
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Membership,
    Registration,
    User,
)
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose
from tcm_tui.domain.errors import DomainError, Invalid, Stale
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.registration import (
    TERMS_VERSION,
    Applicant,
    Details,
)
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.codes import open_code
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.mail import deliver_round
from tcm_tui.services.registration import finish, first_run, keep, open_registration, start
from tcm_tui.services.sign_in import sign_in
from tests.builders import Person, add_member, everything
from tests.processes import at_once, context_of
from tests.services.post import Tray
from tests.services.registering import APPLICANT, DETAILS, EMAIL, begun, rows
from tests.services.watching import actions, mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Clock

LIFE = LIVES[TokenPurpose.REGISTRATION]
HEAD = Letterhead()
SOAK = os.environ.get("TCM_SOAK") == "1"
CODES = 200 if SOAK else 20
"""That two processes want to redeem at the same time."""


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
        vat_id="de 136 695 976",
    )
    finish(nobody, begun(nobody), replace(APPLICANT, details=more))
    (company,) = rows(nobody, Company)
    assert (company.industry, company.size) == ("transport", "10-49")
    assert company.website == "https://www.hafen-logistik.example"
    assert (company.street, company.postcode, company.city) == ("Am Kai 7", "20457", "Hamburg")
    assert company.vat_id == "DE136695976"


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
