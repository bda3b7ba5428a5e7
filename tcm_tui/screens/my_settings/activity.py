"""„Aktivität“: what one did, and what was tried with one's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from tcm_tui.domain.dates import feed_moment
from tcm_tui.domain.own_activity import OwnDeed, OwnPage
from tcm_tui.i18n import N_, _
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import activity
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


class DeedTable(UnmarkedTable[OwnDeed]):
    """The list, newest first."""


class ActivitySection(Section):
    """Pages of the journal, as far as it is about oneself."""

    heading: ClassVar[str] = N_("Aktivität")

    def compose(self) -> ComposeResult:
        """What it is, and the list."""
        sentence = _("Was Sie in diesem Unternehmen getan haben, und was Ihr Konto betrifft.")
        yield Static(txt(sentence), classes="section--text")
        place = host(self)
        table = DeedTable(_columns(place.zone, place.clock), key=_key, vim_keys=place.vim_keys)
        table.empty_text = N_("Noch nichts. Hier erscheint, was Sie tun.")
        table.order, table.descending = "when", True
        yield table

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its line."""
        table = self.query_one(DeedTable)
        if table.source is None:
            table.source = self._page
        else:
            table.reload()

    async def _page(
        self, *, order: str, descending: bool, after: OwnDeed | None, backwards: bool, limit: int
    ) -> Sequence[OwnDeed]:
        """A page of the list; it has one order."""
        del order, descending
        page = OwnPage(after.id if after else None, newer=backwards)
        return await self.ask(activity.own_activity, page, limit=limit)


def _key(deed: OwnDeed) -> int:
    return deed.id


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[OwnDeed]]:
    """When, what, and from where."""
    return [
        Column(
            name="when",
            label=N_("Wann"),
            render=lambda deed: feed_moment(deed.event.at, now(), zone),
            width=12,
            tone=lambda _deed: Tone.MUTED,
        ),
        Column(
            name="what",
            label=N_("Was"),
            render=lambda deed: f"{'!' if deed.suspicious else ' '} {deed.sentence()}",
            width=30,
            flexible=True,
            tone=lambda deed: Tone.WARNING if deed.suspicious else None,
        ),
        Column(
            name="from",
            label=N_("SSH von"),
            render=lambda deed: deed.client,
            width=15,
            priority=1,
            tone=lambda _deed: Tone.MUTED,
        ),
    ]
