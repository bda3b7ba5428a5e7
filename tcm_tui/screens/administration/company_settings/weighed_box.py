"""A box that tells before saving how many people its settings affect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import _
from tcm_tui.screens.administration.company_settings.settings_box import SettingsBox
from tcm_tui.services import company_settings
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.company_settings import Affected, CompanySettings

_SHOWN_AFTER: Final = 0.1
"""Seconds after which it is said that people are being counted."""


class WeighedBox(SettingsBox):
    """Counts anew as the choice moves. A subclass gives `sentence` and `to_do`."""

    _counted: CompanySettings | None = None
    """What the figures shown, or being read, are about."""

    def sentence(self, affected: Affected) -> str:
        """Whom the settings filled in affect."""
        raise NotImplementedError

    def to_do(self, affected: Affected) -> int:
        """How many of them have to do something at their next sign-in."""
        raise NotImplementedError

    def compose_affected(self) -> Static:
        """The line for it."""
        return Static(txt(""), classes="settings--affected")

    def weighed(self, affected: Affected) -> None:
        """Say whom the settings filled in affect."""
        self._counted = self.wanted
        self.workers.cancel_group(self, "load")  # the answer to an earlier question
        self._say_whom(self.sentence(affected), stands_out=self.to_do(affected) > 0)

    @on(FormField.Changed)
    def _weigh(self) -> None:
        wanted = self.wanted
        if wanted is not None and wanted != self._counted:
            self._counted = wanted
            self._count(wanted)

    @work(group="load", exclusive=True)
    async def _count(self, wanted: CompanySettings) -> None:
        counting = self.set_timer(_SHOWN_AFTER, partial(self._say_whom, _("Wird gezählt …")))
        try:
            affected = await self.ask(company_settings.affected, wanted)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self._say_whom(refusal.message, stands_out=True)
        else:
            self._say_whom(self.sentence(affected), stands_out=self.to_do(affected) > 0)
        finally:
            counting.stop()

    def _say_whom(self, sentence: str, *, stands_out: bool = False) -> None:
        line = self.query_one(".settings--affected", Static)
        line.update(txt(sentence))
        line.set_class(stands_out, "-warning")
