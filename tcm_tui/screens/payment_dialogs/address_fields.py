"""„Rechnungsanschrift“: the fields that every kind of paying shares."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.containers import Container, Horizontal, Vertical

from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.companies import (
    CITY_MAX,
    COMPANY_NAME_MAX,
    STREET_MAX,
    VAT_ID_MAX,
)
from tcm_tui.domain.countries import countries
from tcm_tui.domain.postal import POSTCODE_MAX
from tcm_tui.i18n import _
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.field import Field

if TYPE_CHECKING:
    from textual.app import ComposeResult

_SOUND: Final = BillingAddress("A", "A", "10115", "A", "DE")
"""Keeps every rule: what is typed in one field is judged as part of it."""


class AddressFields(Vertical):
    """Company, street, postcode, city, country, VAT number.

    Args:
        address: What they are filled with at first.
    """

    def __init__(self, address: BillingAddress) -> None:
        super().__init__(classes="payment--address")
        self._address = address

    def compose(self) -> ComposeResult:
        """Two beside each other; four where there is room for the short ones."""
        with Horizontal(classes="form--row"):
            yield self._field(_("Unternehmen"), "company", COMPANY_NAME_MAX)
            yield self._field(_("Straße und Hausnummer"), "street", STREET_MAX)
        with Container(classes="payment--place"):
            yield self._field(_("Postleitzahl"), "postcode", POSTCODE_MAX)
            yield self._field(_("Ort"), "city", CITY_MAX)
            yield self._country()
            yield self._field(_("USt-IdNr."), "vat_id", VAT_ID_MAX)

    @property
    def value(self) -> BillingAddress:
        """What is filled in."""
        return BillingAddress(
            company=self._typed("company"),
            street=self._typed("street"),
            postcode=self._typed("postcode"),
            city=self._typed("city"),
            country=self.query_one(ChoiceField).value,
            vat_id=self._typed("vat_id"),
        )

    def _field(self, label: str, name: str, longest: int) -> Field:
        return Field(
            label,
            name=f"billing_{name}",
            value=getattr(self._address, name),
            rule=partial(self._check, name),
            max_length=longest,
        )

    def _country(self) -> ChoiceField:
        known = [code for code, _name in countries()]
        chosen = self._address.country if self._address.country in known else _SOUND.country
        return ChoiceField(_("Land"), countries(), chosen, name="billing_country")

    def _typed(self, name: str) -> str:
        return self.query_one(f"#billing_{name}", Field).value

    def _check(self, name: str, typed: str) -> None:
        """Judge one field by the rule for all of them; a postcode is one of its country."""
        sound = _SOUND
        if name == "postcode":
            sound = replace(sound, country=self.query_one(ChoiceField).value)
        replace(sound, **{name: typed}).checked()
