"""„Name des Unternehmens“."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from tcm_tui.domain.companies import COMPANY_NAME_MAX, check_company_name
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.company_settings.settings_box import SettingsBox
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_settings import CompanySettings


class NameBox(SettingsBox):
    """One line; issued invoices keep the name they were issued to."""

    heading: ClassVar[str] = N_("Name des Unternehmens")

    def compose_form(self) -> ComposeResult:
        """The field."""
        yield Field(
            _("Name"),
            name="name",
            rule=lambda text: check_company_name(text, "name"),
            max_length=COMPANY_NAME_MAX,
        )
        explanation = _("Rechnungen, die schon ausgestellt sind, behalten den früheren Namen.")
        yield Static(txt(explanation), classes="section--text")

    def fill(self, settings: CompanySettings) -> None:
        """The name."""
        self.query_one(Field).value = settings.name

    def chosen(self) -> dict[str, Any]:
        """The name."""
        return {"name": self.query_one(Field).value}
