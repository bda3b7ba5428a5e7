"""„Rechnungsanschrift“: whom bills are made out to, whatever they are paid by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tcm_tui.domain.companies import (
    CITY_MAX,
    COMPANY_NAME_MAX,
    STREET_MAX,
    check_vat_id,
)
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.payment_checks import check_line
from tcm_tui.i18n import _

_POSTCODE: Final = re.compile(r"[A-Z0-9](?:[ -]?[A-Z0-9]){2,11}", re.ASCII)
_GERMAN_POSTCODE: Final = re.compile(r"[0-9]{5}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True)
class BillingAddress:
    """A postal address with a VAT number, which may be left out.

    Fields of refusals are named like the attributes, with `billing_` before. `country` is two
    letters of ISO 3166-1.
    """

    company: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "DE"
    vat_id: str = ""

    def checked(self) -> BillingAddress:
        """The same, clean.

        Raises:
            Invalid: A rule is broken.
        """
        company = check_line(self.company, "billing_company", max_len=COMPANY_NAME_MAX)
        street = check_line(self.street, "billing_street", max_len=STREET_MAX)
        city = check_line(self.city, "billing_city", max_len=CITY_MAX)
        country = _check_country(self.country)
        return BillingAddress(
            company=company,
            street=street,
            postcode=_check_postcode(self.postcode, country),
            city=city,
            country=country,
            vat_id=_check_vat_id(self.vat_id),
        )


def _check_country(value: str) -> str:
    country = value.strip().upper()
    if not _COUNTRY.fullmatch(country):
        raise Invalid(_("Wählen Sie etwas aus der Liste."), "billing_country")
    return country


def _check_postcode(value: str, country: str) -> str:
    postcode = value.strip().upper()
    if not postcode:
        raise Invalid(_("Bitte ausfüllen."), "billing_postcode")
    if country == "DE" and not _GERMAN_POSTCODE.fullmatch(postcode):
        raise Invalid(_("Eine deutsche Postleitzahl hat fünf Ziffern."), "billing_postcode")
    if not _POSTCODE.fullmatch(postcode):
        raise Invalid(_("Geben Sie eine Postleitzahl ein."), "billing_postcode")
    return postcode


def _check_vat_id(value: str) -> str:
    try:
        return check_vat_id(value)
    except Invalid as refusal:
        raise Invalid(refusal.message, "billing_vat_id") from refusal
