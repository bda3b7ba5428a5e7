"""„Rechnungsanschrift“: whom bills are made out to, whatever they are paid by."""

from __future__ import annotations

from dataclasses import dataclass

from tcm_tui.domain.companies import (
    CITY_MAX,
    COMPANY_NAME_MAX,
    STREET_MAX,
    check_vat_id,
)
from tcm_tui.domain.countries import HOME, check_country
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.payment_checks import check_line
from tcm_tui.domain.postal import check_postcode
from tcm_tui.i18n import _


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
    country: str = HOME
    vat_id: str = ""

    def checked(self) -> BillingAddress:
        """The same, clean.

        Raises:
            Invalid: A rule is broken.
        """
        company = check_line(self.company, "billing_company", max_len=COMPANY_NAME_MAX)
        street = check_line(self.street, "billing_street", max_len=STREET_MAX)
        city = check_line(self.city, "billing_city", max_len=CITY_MAX)
        country = check_country(self.country, "billing_country") or HOME
        return BillingAddress(
            company=company,
            street=street,
            postcode=_check_postcode(self.postcode, country),
            city=city,
            country=country,
            vat_id=_check_vat_id(self.vat_id),
        )


def _check_postcode(value: str, country: str) -> str:
    if not (postcode := check_postcode(value, country, "billing_postcode")):
        raise Invalid(_("Bitte ausfüllen."), "billing_postcode")
    return postcode


def _check_vat_id(value: str) -> str:
    try:
        return check_vat_id(value)
    except Invalid as refusal:
        raise Invalid(refusal.message, "billing_vat_id") from refusal
