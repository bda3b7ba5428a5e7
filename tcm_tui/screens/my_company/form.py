"""The fields of the company's profile, as a form shows them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from tcm_tui.domain.companies import (
    CITY_MAX,
    STREET_MAX,
    VAT_ID_MAX,
    WEBSITE_MAX,
    CompanySize,
    Industry,
    check_vat_id,
    check_website,
    industry_label,
    size_label,
)
from tcm_tui.domain.company_profile import (
    ADDRESS_EXTRA_MAX,
    DESCRIPTION_MAX,
    FIELD_LABELS,
    REGISTER_NUMBER_MAX,
    YEAR_MAX,
    LegalForm,
    check_company_email,
    check_founded,
    check_register_number,
    legal_form_label,
)
from tcm_tui.domain.countries import HOME, countries
from tcm_tui.domain.people import ADDRESS_MAX
from tcm_tui.domain.phone import PHONE_MAX, check_phone
from tcm_tui.domain.postal import POSTCODE_MAX, check_postcode
from tcm_tui.i18n import _
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.field_input import OneLineInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tcm_tui.domain.company_profile import CompanyProfile


class DescriptionField(Field):
    """„Beschreibung“."""

    input_class = OneLineInput


class ProfileForm:
    """Makes the fields.

    Args:
        now: What stands in them at first.
        year: This one.
        country: Tells which country is chosen when a rule is run: it says how postcodes, numbers
            of the register and telephone numbers look.
    """

    def __init__(self, now: CompanyProfile, year: int, country: Callable[[], str]) -> None:
        self._now = now
        self._year = year
        self._country = country

    def compose(self) -> ComposeResult:
        """The company, how it is reached, where it is."""
        yield from self._company()
        yield _heading(_("Kontakt"))
        with Horizontal(classes="form--row"):
            yield self._text("phone", PHONE_MAX, self._check_phone)
            yield self._text("email", ADDRESS_MAX, check_company_email)
        yield self._text("website", WEBSITE_MAX, check_website)
        yield _heading(_("Anschrift"))
        yield from self._address()

    def _company(self) -> ComposeResult:
        yield DescriptionField(
            _(FIELD_LABELS["description"]),
            name="description",
            value=self._now.description,
            max_length=DESCRIPTION_MAX,
        )
        with Horizontal(classes="form--row"):
            yield self._choice("industry", [(one.value, industry_label(one)) for one in Industry])
            forms = [(one.value, legal_form_label(one)) for one in LegalForm]
            yield self._choice("legal_form", forms)
        with Horizontal(classes="form--row"):
            yield self._choice("size", [(one.value, size_label(one)) for one in CompanySize])
            yield self._text("founded", YEAR_MAX, partial(check_founded, year=self._year))
        with Horizontal(classes="form--row"):
            yield self._text("vat_id", VAT_ID_MAX, check_vat_id)
            yield self._text("register_number", REGISTER_NUMBER_MAX, self._check_register_number)

    def _address(self) -> ComposeResult:
        with Horizontal(classes="form--row"):
            yield self._text("street", STREET_MAX)
            yield self._text("address_extra", ADDRESS_EXTRA_MAX)
        with Horizontal(classes="form--row"):
            yield self._text("postcode", POSTCODE_MAX, self._check_postcode)
            yield self._text("city", CITY_MAX)
        known = countries()
        here = self._now.country if self._now.country in dict(known) else HOME
        yield ChoiceField(_(FIELD_LABELS["country"]), known, here, name="country")

    def _check_phone(self, value: str) -> str:
        return check_phone(value, self._country())

    def _check_postcode(self, value: str) -> str:
        return check_postcode(value, self._country())

    def _check_register_number(self, value: str) -> str:
        return check_register_number(value, self._country())

    def _text(self, name: str, longest: int, rule: Callable[[str], object] | None = None) -> Field:
        label, value = _(FIELD_LABELS[name]), getattr(self._now, name)
        return Field(label, name=name, value=value, rule=rule, max_length=longest)

    def _choice(self, name: str, options: Sequence[tuple[str, str]]) -> ChoiceField:
        every = [("", _("keine Angabe")), *options]
        value = getattr(self._now, name)
        known = value if value in dict(every) else ""
        return ChoiceField(_(FIELD_LABELS[name]), every, known, name=name)


def _heading(text: str) -> Static:
    return Static(txt(text), classes="profile--part")
