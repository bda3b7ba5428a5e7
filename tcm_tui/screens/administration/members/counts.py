"""How many there are of each state: a line that arrives late and never in the way of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.screens.administration.members.columns import counts_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tcm_tui.domain.members import MemberCounts


class CountsLine(Static):
    """„24 aktiv · 3 eingeladen · 1 deaktiviert“.

    Args:
        read: Counts.
    """

    def __init__(self, read: Callable[[], Awaitable[MemberCounts]]) -> None:
        super().__init__(txt(""), id="counts")
        self._read = read

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Count anew. Where that fails, the list beside it says why."""
        try:
            text = counts_text(await self._read())
        except DomainError:
            text = ""
        self.update(txt(text))
