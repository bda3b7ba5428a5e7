"""„Mein Unternehmen“: what a company tells of itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.audit import changed
from tcm_tui.domain.companies import (
    CITY_MAX,
    STREET_MAX,
    CompanySize,
    Industry,
    check_industry,
    check_size,
    check_vat_id,
    check_website,
    industry_label,
    size_label,
)
from tcm_tui.domain.countries import HOME, check_country, country_name
from tcm_tui.domain.errors import Invalid, Stale
from tcm_tui.domain.people import check_email
from tcm_tui.domain.phone import check_phone
from tcm_tui.domain.postal import check_postcode
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

DESCRIPTION_MAX: Final = 500
REGISTER_NUMBER_MAX: Final = 60
ADDRESS_EXTRA_MAX: Final = 100
YEAR_MAX: Final = 4
"""Digits of a year."""
OLDEST: Final = 1000
"""The year before which no company was founded that still is one."""

_REGISTER: Final = re.compile(r"\b(?:hra|hrb|gnr|pr|vr|gsr)\b", re.IGNORECASE)


class LegalForm(StrEnum):
    """„Rechtsform“."""

    SOLE_TRADER = "sole_trader"
    GBR = "gbr"
    OHG = "ohg"
    KG = "kg"
    GMBH_CO_KG = "gmbh_co_kg"
    PARTG = "partg"
    UG = "ug"
    GMBH = "gmbh"
    AG = "ag"
    KGAA = "kgaa"
    SE = "se"
    EG = "eg"
    EV = "ev"
    FOUNDATION = "foundation"
    PUBLIC_LAW = "public_law"
    FOREIGN = "foreign"
    OTHER = "other"


_LEGAL_FORMS: Final = {
    LegalForm.SOLE_TRADER: N_("Einzelunternehmen"),
    LegalForm.GBR: N_("GbR"),
    LegalForm.OHG: N_("OHG"),
    LegalForm.KG: N_("KG"),
    LegalForm.GMBH_CO_KG: N_("GmbH & Co. KG"),
    LegalForm.PARTG: N_("Partnerschaft (PartG)"),
    LegalForm.UG: N_("UG (haftungsbeschränkt)"),
    LegalForm.GMBH: N_("GmbH"),
    LegalForm.AG: N_("AG"),
    LegalForm.KGAA: N_("KGaA"),
    LegalForm.SE: N_("SE"),
    LegalForm.EG: N_("Genossenschaft (eG)"),
    LegalForm.EV: N_("Verein (e. V.)"),
    LegalForm.FOUNDATION: N_("Stiftung"),
    LegalForm.PUBLIC_LAW: N_("Öffentlich-rechtlich"),
    LegalForm.FOREIGN: N_("Rechtsform eines anderen Landes"),
    LegalForm.OTHER: N_("Andere"),
}


def legal_form_label(form: LegalForm) -> str:
    """„GmbH & Co. KG“."""
    return _(_LEGAL_FORMS[form])


@dataclass(frozen=True)
class CompanyProfile:
    """What „Bearbeiten“ gives, as typed; all may be empty.

    `industry`, `legal_form` and `size` are values of their vocabularies, `country` is a code of
    ISO 3166, `founded` a year in digits.
    """

    description: str = ""
    industry: str = ""
    legal_form: str = ""
    size: str = ""
    founded: str = ""
    vat_id: str = ""
    register_number: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    street: str = ""
    address_extra: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""

    def checked(self, year: int) -> CompanyProfile:
        """The same, cleaned; `year` is this one.

        Raises:
            Invalid: A rule is broken; `field` names the one it belongs to.
        """
        country = check_country(self.country)
        return CompanyProfile(
            description=clean_text(self.description, max_len=DESCRIPTION_MAX, field="description"),
            industry=check_industry(self.industry),
            legal_form=check_legal_form(self.legal_form),
            size=check_size(self.size),
            founded=check_founded(self.founded, year),
            vat_id=check_vat_id(self.vat_id),
            register_number=check_register_number(self.register_number, country),
            phone=check_phone(self.phone, country),
            email=check_company_email(self.email),
            website=check_website(self.website),
            street=clean_text(self.street, max_len=STREET_MAX, field="street"),
            address_extra=clean_text(
                self.address_extra, max_len=ADDRESS_EXTRA_MAX, field="address_extra"
            ),
            postcode=check_postcode(self.postcode, country or HOME),
            city=clean_text(self.city, max_len=CITY_MAX, field="city"),
            country=country,
        )

    def changes_to(self, wanted: CompanyProfile) -> dict[str, tuple[str | None, str | None]]:
        """Field → (old, new), of those that differ in `wanted`."""
        now, then = asdict(self), asdict(wanted)
        return changed(**{name: (now[name], then[name]) for name in now})


PROFILE_FIELDS: Final = tuple(one.name for one in fields(CompanyProfile))
"""In the order of the form."""
CONTACTS: Final = frozenset({"phone", "email"})
"""What may be a person's own: written down beside the journal, not in it (SECURITY.md I5)."""
FIELD_LABELS: Final = {
    "description": N_("Beschreibung"),
    "industry": N_("Branche"),
    "legal_form": N_("Rechtsform"),
    "size": N_("Größe"),
    "founded": N_("Gegründet"),
    "vat_id": N_("USt-IdNr."),
    "register_number": N_("Registernummer"),
    "phone": N_("Telefon"),
    "email": N_("E-Mail"),
    "website": N_("Webseite"),
    "street": N_("Straße"),
    "address_extra": N_("Zusatz"),
    "postcode": N_("PLZ"),
    "city": N_("Ort"),
    "country": N_("Land"),
}
"""What people call each field."""


def value_text(name: str, value: str) -> str:
    """A value of the field `name` in words; one that is no longer known, as it was stored."""
    if name == "industry" and value in set(Industry):
        return industry_label(Industry(value))
    if name == "size" and value in set(CompanySize):
        return size_label(CompanySize(value))
    if name == "legal_form" and value in set(LegalForm):
        return legal_form_label(LegalForm(value))
    return country_name(value) if name == "country" and value else value


@dataclass(frozen=True)
class ProfileShown:
    """What is stored of a company, and the version that an edit must name."""

    name: str
    profile: CompanyProfile
    version: int


class ProfileConflict(Stale):
    """Somebody else changed the company since the form was opened.

    Args:
        theirs: What is stored now; its version is the one to insist on next.
        who: Who changed it, "" when it is not known.
        at: When, None when it is not known.
    """

    def __init__(self, theirs: ProfileShown, who: str, at: datetime | None) -> None:
        super().__init__(
            _("{who} hat das Profil inzwischen geändert.").format(who=who)
            if who
            else _("Das Profil wurde inzwischen geändert.")
        )
        self.theirs = theirs
        self.who = who
        self.at = at


def check_legal_form(value: str) -> str:
    """`value` as one of `LegalForm`, or nothing.

    Raises:
        Invalid: It is none of them.
    """
    if value and value not in set(LegalForm):
        raise Invalid(_("Wählen Sie etwas aus der Liste."), "legal_form")
    return value


def check_founded(value: str, year: int) -> str:
    """`value` as the year a company was founded in, or nothing; `year` is this one.

    Raises:
        Invalid: It is none, or still to come.
    """
    text = unicodedata.normalize("NFKC", clean_text(value, max_len=YEAR_MAX, field="founded"))
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and OLDEST <= int(text) <= year):
        raise Invalid(
            _("Geben Sie ein Jahr bis {year} ein, etwa 1998.").format(year=year), "founded"
        )
    return text


def check_company_email(value: str) -> str:
    """`value` as the address a company is written to, or nothing.

    Raises:
        Invalid: It is none.
    """
    return check_email(value).address if value.strip() else ""


def check_register_number(value: str, country: str) -> str:
    """`value` as a number of the commercial register, or nothing; Germany's is checked.

    Raises:
        Invalid: No German court has it, or it is too long.
    """
    text = clean_text(value, max_len=REGISTER_NUMBER_MAX, field="register_number")
    if not text or (country or HOME) != HOME:
        return text
    from stdnum.de import handelsregisternummer  # noqa: PLC0415 - 10 ms with its courts
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - see above

    bare = text.removeprefix("Amtsgericht ").removeprefix("AG ")
    try:
        found = str(handelsregisternummer.validate(bare))
    except ValidationError:
        raise Invalid(
            _("Nennen Sie Gericht, Register und Nummer, etwa Bonn HRB 12345."), "register_number"
        ) from None
    return _REGISTER.sub(lambda part: part[0].upper(), found)
