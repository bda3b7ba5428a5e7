"""„Sperre“: how long a screen may stay open without a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.widgets import Static

from tcm_tui.domain.company_settings import parse_idle_minutes
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.company_settings.settings_box import SettingsBox
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_settings import CompanySettings

_TYPED_MOST: Final = 8
"""Characters; a slip of the finger finds room, and is then told what is wrong."""


class LockingBox(SettingsBox):
    """One figure."""

    heading: ClassVar[str] = N_("Sperre des Bildschirms")

    def compose_form(self) -> ComposeResult:
        """The field and what it does."""
        yield Field(
            _("Minuten ohne Taste"),
            name="idle_minutes",
            rule=parse_idle_minutes,
            max_length=_TYPED_MOST,
        )
        explanation = _(
            "Danach fragt das Programm nach dem Passwort; Eingaben bleiben stehen."
            " Gilt ab der nächsten Anmeldung."
        )
        yield Static(txt(explanation), classes="section--text")

    def fill(self, settings: CompanySettings) -> None:
        """The minutes."""
        self.query_one(Field).value = str(settings.idle_minutes)

    def chosen(self) -> dict[str, Any]:
        """The minutes.

        Raises:
            Invalid: They are none.
        """
        return {"idle_minutes": parse_idle_minutes(self.query_one(Field).value)}
