"""Registering a company: an address, the mail with its code, then person and company.

Whether an address is known is told to nobody but its owner: both get a mail, and both cost the
same (SECURITY.md C1).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.data import invitations, outbox, registrations, tokens
from tcm_tui.data.models import Company, Registration, Token, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose, find_code, hash_code, new_code
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.invitations import wrong_code
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.passwords import NewPassword, check_password, levels_met
from tcm_tui.domain.people import check_email, display_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.registration import (
    FIRST_LEVEL,
    FORGOTTEN_AFTER,
    REMINDED_AFTER,
    TERMS_VERSION,
    refuse_too_many,
    spent_registration,
)
from tcm_tui.domain.text import skeleton
from tcm_tui.i18n import _, language
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.founding import found

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.data.registrations import KnownPerson
    from tcm_tui.domain.people import CheckedEmail
    from tcm_tui.domain.registration import (
        Applicant,
        Details,
        MailedRegistration,
        OpenRegistration,
    )
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

_ANSWERS: Final = (MailKind.REGISTRATION, MailKind.ALREADY_REGISTERED)
"""What an address gets; both count, so that the limit does not tell which it was."""


@reading(Permission.ANYONE)
def first_run(tx: Transaction) -> bool:
    """Whether nobody has an account here yet: then registering is the only way in."""
    return not registrations.somebody(tx.session)


def start(ctx: Context, email: str) -> str:
    """Mail a code to an address that wants to register; the address as the mail goes to it.

    For sending once more it is called again: the code before is worth nothing then.

    Raises:
        Invalid: It is no address.
        TooManyVerifications: It has had its mails, whosever it is.
    """
    address = check_email(email)
    _start(ctx.as_actor(None), address)
    return address.address


@use_case(Permission.ANYONE)
def _start(tx: Transaction, address: CheckedEmail) -> None:
    """Promise one of two mails; all the rest is the same for both, the work as well."""
    registrations.lock_address(tx.session, address.canonical)
    _refuse_too_many(tx, address.canonical)
    registrations.forget_unfinished(tx.session, tx.now - FORGOTTEN_AFTER)
    owner = registrations.known_person(tx.session, address.canonical)
    registration = _begin(tx, address)
    code, ends = new_code(), tx.now + LIVES[TokenPurpose.REGISTRATION]
    tx.session.add(
        Token(
            purpose=TokenPurpose.REGISTRATION,
            code_hash=code.hash,
            created_at=tx.now,
            expires_at=ends,
            registration_id=registration.id,
            voided_at=tx.now if owner else None,  # nobody ever sees that code
        )
    )
    tx.audit(AuditAction.REGISTRATION_STARTED, Subject.REGISTRATION, registration.id)
    if owner:
        tx.mail(_already_registered(address, owner))
        return
    values = {"code": code.text, "expires_at": ends.isoformat(), "name": ""}
    first = MailDraft(MailKind.REGISTRATION, address.address, language(), values, ends)
    due = tx.now + REMINDED_AFTER
    tx.mail_many(
        [first, MailDraft(MailKind.REMINDER, address.address, language(), values, ends, due)]
    )


def _refuse_too_many(tx: Transaction, canonical: str) -> None:
    def since(span: timedelta) -> int:
        sent = invitations.mails_since(tx.session, [canonical], tx.now - span, _ANSWERS)
        return sent.get(canonical, 0)

    refuse_too_many(since(timedelta(hours=1)), since(timedelta(days=1)))


def _begin(tx: Transaction, address: CheckedEmail) -> Registration:
    """The registration that goes on: what was typed in it stays, its codes and reminder go."""
    registration = registrations.unfinished(tx.session, address.canonical)
    if registration is None:
        registration = Registration(
            email=address.address,
            canonical=address.canonical,
            language=language(),
            started_at=tx.now,
        )
        tx.session.add(registration)
    registration.started_at = tx.now
    registration.email = address.address
    tx.session.flush()  # the code and the journal name it by its id
    registrations.void_tokens(tx.session, registration.id, tx.now)
    outbox.withdraw(tx.session, address.canonical, [MailKind.REMINDER])
    return registration


def _already_registered(address: CheckedEmail, owner: KnownPerson) -> MailDraft:
    name = display_name(owner.first_name, owner.last_name)
    return MailDraft(MailKind.ALREADY_REGISTERED, address.address, owner.language, {"name": name})


@reading(Permission.ANYONE)
def open_registration(tx: Transaction, code: str) -> OpenRegistration:
    """What `code` opens; it may stand inside a pasted mail.

    Raises:
        Invalid: Nothing (any more).
    """
    return _find(tx, code).check(tx.now)


@use_case(Permission.ANYONE)
def keep(tx: Transaction, code: str, details: Details) -> None:
    """Store what was typed so far, for whoever comes back with the same code.

    Raises:
        Invalid: The code opens nothing (any more), or something is longer than its field.
    """
    opened = _find(tx, code).check(tx.now)
    tx.session.get_one(Registration, opened.registration_id).draft = dict(details.kept())


def finish(ctx: Context, code: str, applicant: Applicant) -> SignedIn:
    """Set up company and account, and sign in.

    Blocking for one hash.

    Raises:
        Invalid: The code opens nothing (any more), or a field breaks a rule.
        Stale: The address got an account meanwhile.
    """
    nobody = ctx.as_actor(None)
    applicant = applicant.checked()
    words = open_registration(nobody, code).words(applicant.details)
    password = check_password(applicant.password, [FIRST_LEVEL], words)
    hashed = NewPassword(ctx.hasher.hash(password), levels_met(password))
    return _finish(nobody, code, applicant.details, hashed)


@use_case(Permission.ANYONE)
def _finish(tx: Transaction, code: str, details: Details, password: NewPassword) -> SignedIn:
    """Use the code up for a company and its first administrator."""
    mailed = _find(tx, code)
    opened = mailed.check(tx.now)
    if not tokens.use(tx.session, mailed.token_id, tx.now):
        raise spent_registration()
    address = check_email(opened.email)
    if registrations.known_person(tx.session, address.canonical):
        raise Stale(
            _("Zu {email} gibt es inzwischen ein Konto. Melden Sie sich damit an.").format(
                email=address.address
            )
        )
    _close(tx, opened.registration_id, address.canonical)
    company, user = _company(details, address, tx.now), _user(details, password, tx.now)
    signed_in = found(tx, company, user, address, phone=details.phone, first_steps=True)
    tx.audit(
        AuditAction.TERMS_ACCEPTED,
        Subject.USER,
        signed_in.user_id,
        terms=(None, TERMS_VERSION),
        business_use=(None, "assured"),
    )
    return signed_in


def _close(tx: Transaction, registration_id: int, canonical: str) -> None:
    """Nothing of it is needed any more: neither what was typed, nor other codes, nor mail."""
    registration = tx.session.get_one(Registration, registration_id)
    registration.finished_at = tx.now
    registration.draft = {}
    registration.email = registration.canonical = ""  # the account has it, and may be deleted
    registrations.void_tokens(tx.session, registration_id, tx.now)
    outbox.withdraw(tx.session, canonical, [MailKind.REGISTRATION, MailKind.REMINDER])


def _user(details: Details, password: NewPassword, now: datetime) -> User:
    return User(
        first_name=details.first_name,
        last_name=details.last_name,
        language=language(),
        created_at=now,
        password_hash=password.password_hash,
        password_set_at=now,
        password_levels=password.levels,
    )


def _company(details: Details, address: CheckedEmail, now: datetime) -> Company:
    """The company; its telephone number and address of mail are those of whoever registers it.

    One with the same name may be there already: nobody is told, for that would tell who is.
    """
    return Company(
        name=details.company_name,
        skeleton=skeleton(details.company_name),
        created_at=now,
        password_level=FIRST_LEVEL,
        email=address.address,
        phone=details.phone,
        website=details.website,
        industry=details.industry,
        size=details.size,
        vat_id=details.vat_id,
        street=details.street,
        postcode=details.postcode,
        city=details.city,
    )


def _find(tx: Transaction, code: str) -> MailedRegistration:
    text = find_code(code)
    mailed = registrations.mailed(tx.session, hash_code(text)) if text else None
    if mailed is None:
        raise wrong_code()
    return mailed
