"""The sheet about somebody: facts at once, sessions and history as soon as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.members import MemberKind
from tcm_tui.screens.administration.members.sheet_lines import (
    facts_lines,
    history_lines,
    session_lines,
)
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events

    from tcm_tui.domain.history import HistoryEntry, MemberSession
    from tcm_tui.screens.administration.members.facts import Facts
    from tcm_tui.screens.administration.members.finding import Finding

PAGE: Final = 20
"""Entries of the history read at once."""


class Sheet(Static):
    """Facts, sessions, history; stands in something that scrolls, and reads on near its end.

    Args:
        finding: What is asked.
    """

    DEFAULT_CSS = """
    Sheet { height: auto; }
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(txt(""), id="sheet")
        self._finding = finding
        self._facts: Facts | None = None
        self._sessions: list[MemberSession] | None = None
        self._entries: list[HistoryEntry] = []
        self._whole = False
        self._error = ""
        self._folded = 0
        """The width that lines were folded to."""

    def on_mount(self) -> None:
        """Follow what it scrolls in."""
        if isinstance(self.parent, Widget):
            self.watch(self.parent, "scroll_y", self._read_on, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold anew, once the layout under way is done: it would miss that the height changes."""
        if event.size.width != self._folded:
            self._folded = event.size.width
            self.call_after_refresh(self._draw)

    def clear(self, sentence: str = "") -> None:
        """Tell of nobody, and why."""
        self._facts, self._error = None, sentence
        self._draw()

    async def show(self, facts: Facts) -> None:
        """Tell of somebody; of the same person again, as much as was told."""
        same = self._facts is not None and self._facts.row.key == facts.row.key
        self._facts, self._error = facts, ""
        if not same:
            self._sessions, self._entries, self._whole = None, [], False
            if isinstance(self.parent, Widget):
                self.parent.scroll_home(animate=False)
        self._draw()
        if facts.row.key.kind is MemberKind.MEMBER:
            await self._read_past(facts.row.key.id)

    async def _read_past(self, member: int) -> None:
        wanted = max(PAGE, len(self._entries))
        try:
            sessions = await self._finding.sessions(member)
            entries = await self._finding.history(member, None, wanted)
        except DomainError as refusal:
            self._error = refusal.message
        else:
            self._sessions, self._entries = sessions, entries
            self._whole = len(entries) < wanted
        self._draw()

    def _read_on(self) -> None:
        """Read older entries once the end comes into view."""
        scroller = self.parent
        if not isinstance(scroller, Widget) or self._whole or not self._entries:
            return
        if scroller.max_scroll_y - scroller.scroll_y < scroller.size.height:
            self._read_older()

    @work(group="load", exclusive=True)
    async def _read_older(self) -> None:
        facts = self._facts
        if facts is None:
            return
        last = self._entries[-1].id
        try:
            older = await self._finding.history(facts.row.key.id, last, PAGE)
        except DomainError:
            return  # what is told so far stays; the next key tries again
        if self._facts is facts and self._entries[-1].id == last:
            self._entries += older
            self._whole = len(older) < PAGE
            self._draw()

    def _draw(self) -> None:
        lines = [txt(self._error)] if self._error else []
        if self._facts is not None and (width := self.size.width):
            lines += facts_lines(self._facts, width)
            if self._sessions is not None:
                zone = self._finding.zone
                lines += session_lines(self._sessions, width, zone)
                lines += history_lines(self._entries, width, zone, whole=self._whole)
        self.update(Content("\n").join(lines))
