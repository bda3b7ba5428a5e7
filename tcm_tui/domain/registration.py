"""Registering a company: what is filled in, what a mailed code leads to, how often mail is sent."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.companies import (
    CITY_MAX,
    COMPANY_NAME_MAX,
    STREET_MAX,
    VAT_ID_MAX,
    WEBSITE_MAX,
    check_company_name,
    check_industry,
    check_size,
    check_vat_id,
    check_website,
)
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import check_assured
from tcm_tui.domain.mail import VERIFICATIONS_PER_DAY, VERIFICATIONS_PER_HOUR
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import NAME_MAX, check_name
from tcm_tui.domain.phone import PHONE_MAX, check_phone
from tcm_tui.domain.postal import POSTCODE_MAX
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FIRST_LEVEL: Final = PasswordLevel.STANDARD
"""„Passwortvorgaben“ of every new company."""
TERMS_VERSION: Final = "2026-11"
"""The terms of use that are agreed to; written down with the consent."""
REMINDED_AFTER: Final = timedelta(days=2)
"""When somebody who has not finished is reminded, once."""
FORGOTTEN_AFTER: Final = timedelta(days=30)
"""When a registration nobody finished is deleted, with what was typed."""
_LONGEST: Final = {
    "first_name": NAME_MAX,
    "last_name": NAME_MAX,
    "company_name": COMPANY_NAME_MAX,
    "phone": PHONE_MAX,
    "website": WEBSITE_MAX,
    "street": STREET_MAX,
    "postcode": POSTCODE_MAX,
    "city": CITY_MAX,
    "vat_id": VAT_ID_MAX,
}
"""Characters that each typed text may have."""


@dataclass(frozen=True)
class Details:
    """Person and company, as far as they are filled in; the second half may stay empty.

    `industry` and `size` are values of `Industry` and `CompanySize`.
    """

    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    phone: str = ""
    industry: str = ""
    size: str = ""
    website: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat_id: str = ""

    def checked(self) -> Details:
        """The same, cleaned.

        Raises:
            Invalid: A rule is broken; `field` names the one it belongs to.
        """
        return Details(
            first_name=check_name(self.first_name, "first_name"),
            last_name=check_name(self.last_name, "last_name"),
            company_name=check_company_name(self.company_name),
            phone=check_own_phone(self.phone),
            industry=check_industry(self.industry),
            size=check_size(self.size),
            website=check_website(self.website),
            street=clean_text(self.street, max_len=STREET_MAX, field="street"),
            postcode=clean_text(self.postcode, max_len=POSTCODE_MAX, field="postcode"),
            city=clean_text(self.city, max_len=CITY_MAX, field="city"),
            vat_id=check_vat_id(self.vat_id),
        )

    def kept(self) -> dict[str, str]:
        """What is stored until the form is submitted: harmless, though no rule may hold yet.

        Raises:
            Invalid: Something is longer than its field.
        """
        longest = {name: _LONGEST.get(name, NAME_MAX) for name in asdict(self)}
        cleaned = {
            name: clean_text(text, max_len=longest[name], field=name)
            for name, text in asdict(self).items()
        }
        return {name: text for name, text in cleaned.items() if text}

    @classmethod
    def restored(cls, kept: Mapping[str, object]) -> Details:
        """What `kept` stored, by this release or another one."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: str(text) for name, text in kept.items() if name in known})


@dataclass(frozen=True)
class Applicant:
    """The whole form. `assured`: for business only; `agreed`: to the terms of use."""

    details: Details
    password: str = field(repr=False)
    assured: bool
    agreed: bool

    def checked(self) -> Applicant:
        """The same with clean details; the password is judged with the address.

        Raises:
            Invalid: A rule is broken, or a consent is missing.
        """
        details = self.details.checked()
        check_assured(assured=self.assured)
        check_agreed(agreed=self.agreed)
        return replace(self, details=details)


@dataclass(frozen=True)
class OpenRegistration:
    """What a valid code opens: the last step, with what was typed before.

    Args:
        registration_id: Of which registration.
        email: The address it was mailed to.
        expires_at: The code's end.
        details: What was filled in so far.
    """

    registration_id: int
    email: str
    expires_at: datetime
    details: Details

    def words(self, details: Details) -> tuple[str, ...]:
        """Names and address: too close to them is no password."""
        return (details.first_name, details.last_name, details.company_name, self.email)


@dataclass(frozen=True)
class MailedRegistration:
    """The same as a code finds it, usable or not. `spent`: used, or a newer one is valid."""

    registration: OpenRegistration
    token_id: int
    spent: bool

    def check(self, now: datetime) -> OpenRegistration:
        """What can be finished with it.

        Raises:
            Invalid: Nothing any more; one sentence for every reason (SECURITY.md C6).
        """
        if self.spent or self.registration.expires_at <= now:
            raise spent_registration()
        return self.registration


def spent_registration() -> Invalid:
    """The refusal of a code that was one."""
    return Invalid(
        _(
            "Dieser Code gilt nicht mehr. Nehmen Sie den aus der neuesten E-Mail, melden Sie sich"
            " an, oder starten Sie die Registrierung neu."
        ),
        "code",
    )


def check_own_phone(value: str) -> str:
    """`value` as the telephone number of whoever registers.

    Raises:
        Invalid: There is none, or it is none.
    """
    phone = check_phone(value)
    if not phone:
        raise Invalid(_("Bitte ausfüllen."), "phone")
    return phone


def check_agreed(*, agreed: bool) -> None:
    """Refuse to go on without consent to the terms of use.

    Raises:
        Invalid: It is missing; `field` is `agreed`.
    """
    if not agreed:
        raise Invalid(_("Ohne Ihre Zustimmung lässt sich kein Konto einrichten."), "agreed")


class TooManyVerifications(Invalid):
    """The address has had its mails; nothing is said about whom it belongs to."""

    def __init__(self, *, today: bool) -> None:
        if today:
            n = VERIFICATIONS_PER_DAY
            sentence = ngettext(
                "An diese Adresse ging heute schon {n} E-Mail. Versuchen Sie es morgen.",
                "An diese Adresse gingen heute schon {n} E-Mails. Versuchen Sie es morgen.",
                n,
            )
        else:
            n = VERIFICATIONS_PER_HOUR
            sentence = ngettext(
                "An diese Adresse ging gerade schon {n} E-Mail. Versuchen Sie es in einer Stunde.",
                "An diese Adresse gingen gerade schon {n} E-Mails."
                " Versuchen Sie es in einer Stunde.",
                n,
            )
        super().__init__(sentence.format(n=n), "email")


def refuse_too_many(within_hour: int, within_day: int) -> None:
    """Refuse another mail to an address that has had so many (SECURITY.md G7).

    Raises:
        TooManyVerifications: For an hour, or for the rest of the day.
    """
    if within_day >= VERIFICATIONS_PER_DAY:
        raise TooManyVerifications(today=True)
    if within_hour >= VERIFICATIONS_PER_HOUR:
        raise TooManyVerifications(today=False)
