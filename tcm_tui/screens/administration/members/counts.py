"""How many there are: a line that arrives late and never in the way of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.members import EVERYBODY
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.columns import counts_text, hits_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.members import MemberFilter
    from tcm_tui.screens.administration.members.finding import Finding

_SLOW: Final = 0.1
"""Seconds after which counting is shown."""


class CountsLine(Static):
    """„24 aktiv · 3 eingeladen · 1 deaktiviert“; with a search or a filter, „1.234 Treffer“.

    Args:
        finding: What is asked.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(txt(""), id="counts")
        self._finding = finding
        self._wanted = EVERYBODY

    def follow(self, wanted: MemberFilter) -> None:
        """Count what is wanted now."""
        self._wanted = wanted
        self.reload()

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Count anew. Where that fails, the list beside it says why."""
        slow = self.set_timer(_SLOW, self._say_counting)
        try:
            if self._wanted == EVERYBODY:
                text = counts_text(await self._finding.everybody())
            else:
                text = hits_text(await self._finding.hits(self._wanted))
        except DomainError:
            text = ""
        finally:
            slow.stop()
        self.update(txt(text))

    def _say_counting(self) -> None:
        if self._wanted != EVERYBODY:
            self.update(txt(_("Wird gezählt …")))
