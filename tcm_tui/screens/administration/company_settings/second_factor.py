"""„Zweiter Faktor“: which roles need one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from tcm_tui.domain.company_settings_words import factors_text
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.company_settings.weighed_box import WeighedBox
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.company_settings import Affected, CompanySettings


class SecondFactorBox(WeighedBox):
    """A tick for each role, and whom they affect."""

    heading: ClassVar[str] = N_("Zweiter Faktor")

    def compose_form(self) -> ComposeResult:
        """The roles and what it means."""
        explanation = _(
            "Wer eine dieser Rollen hat, gibt beim Anmelden auch einen Code aus einer App ein."
        )
        yield Static(txt(explanation), classes="section--text")
        for role in Role:
            yield TickField(role_label(role), name=_name(role))
        yield self.compose_affected()

    def fill(self, settings: CompanySettings) -> None:
        """The roles that need one."""
        for role in Role:
            self._field(role).tick.value = role in settings.second_factor_roles

    def chosen(self) -> dict[str, Any]:
        """The roles that are ticked."""
        return {
            "second_factor_roles": frozenset(role for role in Role if self._field(role).value),
        }

    def sentence(self, affected: Affected) -> str:
        """„Betrifft 3 Personen; 2 richten …“."""
        return factors_text(affected)

    def to_do(self, affected: Affected) -> int:
        """Who has none yet."""
        return affected.factors

    def _field(self, role: Role) -> TickField:
        return self.query_one(f"#{_name(role)}", TickField)


def _name(role: Role) -> str:
    return f"factor_{role.value}"
