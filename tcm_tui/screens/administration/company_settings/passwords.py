"""„Passwortvorgaben“."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from tcm_tui.domain.company_settings_words import level_text, passwords_text
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.company_settings.weighed_box import WeighedBox
from tcm_tui.widgets.radio import RadioField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_settings import Affected, CompanySettings


class PasswordsBox(WeighedBox):
    """The levels, whom the one chosen affects, and what is recommended."""

    heading: ClassVar[str] = N_("Passwortvorgaben")

    def compose_form(self) -> ComposeResult:
        """The levels and what to know of them."""
        levels = [(level, level_text(level)) for level in PasswordLevel]
        yield RadioField(levels, PasswordLevel.STANDARD, name="password_level")
        advice = _("Empfohlen: „Lang“ oder ein zweiter Faktor für alle.")
        yield Static(txt(advice), classes="section--text")
        yield self.compose_affected()

    def fill(self, settings: CompanySettings) -> None:
        """The level."""
        self.query_one(RadioField).radio.value = settings.password_level

    def chosen(self) -> dict[str, Any]:
        """The level."""
        return {"password_level": self.query_one(RadioField).value}

    def sentence(self, affected: Affected) -> str:
        """„Betrifft 248 Personen; 31 wählen …“."""
        return passwords_text(affected)

    def to_do(self, affected: Affected) -> int:
        """Who chooses another password."""
        return affected.passwords
