"""„Bestellungen und Einladungen“: who may buy, and what whoever is invited begins as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal
from textual.widgets import Static

from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.company_settings_words import buyers_label
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.company_settings.settings_box import SettingsBox
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_settings import CompanySettings


class BuyingBox(SettingsBox):
    """Two choices."""

    heading: ClassVar[str] = N_("Bestellungen und Einladungen")

    def compose_form(self) -> ComposeResult:
        """Both beside each other, and what the second is for."""
        buyers = [(who, buyers_label(who)) for who in Buyers]
        roles = [(role, role_label(role)) for role in Role]
        with Horizontal(classes="form--row"):
            yield ChoiceField(_("Wer bestellen darf"), buyers, Buyers.ADMINS, name="buyers")
            yield ChoiceField(_("Rolle in Einladungen"), roles, Role.USER, name="default_role")
        explanation = _("Mit dieser Rolle beginnt jede Zeile in „Mehrere einladen“.")
        yield Static(txt(explanation), classes="section--text")

    def fill(self, settings: CompanySettings) -> None:
        """Both."""
        self._field("buyers").choice.value = settings.buyers
        self._field("default_role").choice.value = settings.default_role

    def chosen(self) -> dict[str, Any]:
        """Both."""
        return {name: self._field(name).value for name in ("buyers", "default_role")}

    def _field(self, name: str) -> ChoiceField:
        return self.query_one(f"#{name}", ChoiceField)
