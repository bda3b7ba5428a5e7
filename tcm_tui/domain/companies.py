"""What is known of a company: the rules of its name and of what its profile holds."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import N_, _

COMPANY_NAME_MAX: Final = 120
WEBSITE_MAX: Final = 200
STREET_MAX: Final = 100
CITY_MAX: Final = 80
VAT_ID_MAX: Final = 20
"""As typed, with blanks."""

_WEBSITE: Final = re.compile(
    r"https?://(?:[\w-]+\.)+[^\W\d_][\w-]*(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
_VAT_ID: Final = re.compile(r"[A-Z]{2}[A-Z0-9+*]+", re.ASCII)
_VAT_ALIASES: Final = frozenset({"EL", "XI"})
"""Greece and Northern Ireland, as tax offices write them."""


class Industry(StrEnum):
    """„Branche“."""

    AGRICULTURE = "agriculture"
    CONSTRUCTION = "construction"
    CONSULTING = "consulting"
    EDUCATION = "education"
    FINANCE = "finance"
    HEALTH = "health"
    HOSPITALITY = "hospitality"
    INFORMATION_TECHNOLOGY = "information_technology"
    MANUFACTURING = "manufacturing"
    MEDIA = "media"
    PUBLIC = "public"
    REAL_ESTATE = "real_estate"
    TRADE = "trade"
    TRANSPORT = "transport"
    UTILITIES = "utilities"
    OTHER = "other"


class CompanySize(StrEnum):
    """„Größe“: how many people work there."""

    UP_TO_9 = "1-9"
    UP_TO_49 = "10-49"
    UP_TO_249 = "50-249"
    UP_TO_999 = "250-999"
    MORE = "1000+"


_INDUSTRIES: Final = {
    Industry.AGRICULTURE: N_("Land- und Forstwirtschaft"),
    Industry.CONSTRUCTION: N_("Bau und Handwerk"),
    Industry.CONSULTING: N_("Beratung und Recht"),
    Industry.EDUCATION: N_("Bildung und Forschung"),
    Industry.FINANCE: N_("Banken und Versicherungen"),
    Industry.HEALTH: N_("Gesundheit und Soziales"),
    Industry.HOSPITALITY: N_("Gastgewerbe und Tourismus"),
    Industry.INFORMATION_TECHNOLOGY: N_("IT und Telekommunikation"),
    Industry.MANUFACTURING: N_("Industrie und Maschinenbau"),
    Industry.MEDIA: N_("Medien und Marketing"),
    Industry.PUBLIC: N_("Öffentliche Verwaltung"),
    Industry.REAL_ESTATE: N_("Immobilien"),
    Industry.TRADE: N_("Handel"),
    Industry.TRANSPORT: N_("Verkehr und Logistik"),
    Industry.UTILITIES: N_("Energie und Entsorgung"),
    Industry.OTHER: N_("Andere"),
}
_SIZES: Final = {
    CompanySize.UP_TO_9: N_("1 bis 9 Mitarbeitende"),
    CompanySize.UP_TO_49: N_("10 bis 49 Mitarbeitende"),
    CompanySize.UP_TO_249: N_("50 bis 249 Mitarbeitende"),
    CompanySize.UP_TO_999: N_("250 bis 999 Mitarbeitende"),
    CompanySize.MORE: N_("1.000 und mehr Mitarbeitende"),
}


def industry_label(industry: Industry) -> str:
    """„Handel“."""
    return _(_INDUSTRIES[industry])


def size_label(size: CompanySize) -> str:
    """„10 bis 49 Mitarbeitende“."""
    return _(_SIZES[size])


def check_company_name(value: str, field: str = "company_name") -> str:
    """`value` as the name of a company.

    Raises:
        Invalid: Nothing of it can be read, or it is too long.
    """
    name = clean_text(value, max_len=COMPANY_NAME_MAX, field=field)
    if not any(sign.isalnum() for sign in name):
        raise Invalid(_("Bitte ausfüllen."), field)
    return name


def check_industry(value: str) -> str:
    """`value` as one of `Industry`, or nothing.

    Raises:
        Invalid: It is none of them.
    """
    return _one_of(Industry, value, "industry")


def check_size(value: str) -> str:
    """`value` as one of `CompanySize`, or nothing.

    Raises:
        Invalid: It is none of them.
    """
    return _one_of(CompanySize, value, "size")


def check_website(value: str) -> str:
    """`value` as the address of a web page, or nothing; how it is asked for may be left out.

    Raises:
        Invalid: It is none.
    """
    text = clean_text(value, max_len=WEBSITE_MAX, field="website")
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    if not _WEBSITE.fullmatch(address):
        raise Invalid(_("Geben Sie eine Webadresse ein, etwa www.muster.example."), "website")
    return address


def check_vat_id(value: str) -> str:
    """`value` as a VAT number without blanks, or nothing.

    The countries of the EU, Switzerland and the United Kingdom have one; form and check digits are
    those of the country.

    Raises:
        Invalid: It is none, in a sentence that says what is wrong.
    """
    typed = clean_text(value, max_len=VAT_ID_MAX, field="vat_id")
    number = re.sub(r"[ .-]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not number:
        return ""
    from stdnum import exceptions  # noqa: PLC0415 - 30 ms with the countries

    try:
        return _valid_vat_id(number)
    except exceptions.InvalidChecksum:
        sentence = _("Die Prüfziffer stimmt nicht. Vergleichen Sie die Nummer Zeichen für Zeichen.")
    except exceptions.InvalidLength:
        sentence = _("Diese Nummer ist für das Land {country} zu kurz oder zu lang.").format(
            country=number[:2]
        )
    except exceptions.ValidationError:
        sentence = _("Im Land {country} sieht eine USt-IdNr. anders aus.").format(
            country=number[:2]
        )
    raise Invalid(sentence, "vat_id")


def _valid_vat_id(number: str) -> str:
    """`number` as its country writes it; raises the library's refusal."""
    from stdnum.ch import vat as swiss  # noqa: PLC0415 - see above
    from stdnum.eu import vat as european  # noqa: PLC0415 - see above
    from stdnum.gb import vat as british  # noqa: PLC0415 - see above

    country = number[:2]
    if not _VAT_ID.fullmatch(number):
        raise Invalid(
            _("Eine USt-IdNr. beginnt mit dem Land, etwa DE123456788 mit neun Ziffern."), "vat_id"
        )
    if country == "CH":
        return str(swiss.validate(number))
    if country == "GB":
        return f"GB{british.validate(number)}"
    if country.lower() not in european.MEMBER_STATES and country not in _VAT_ALIASES:
        raise Invalid(
            _("Zum Land {country} ist keine USt-IdNr. bekannt. Lassen Sie das Feld leer.").format(
                country=country
            ),
            "vat_id",
        )
    return str(european.validate(number))


def _one_of(vocabulary: type[StrEnum], value: str, field: str) -> str:
    if value and value not in set(vocabulary):
        raise Invalid(_("Wählen Sie etwas aus der Liste."), field)
    return value
