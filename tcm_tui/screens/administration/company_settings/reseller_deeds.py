"""Everything that the staff of a Vertriebspartner did in the company."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.dates import short_moment
from tcm_tui.domain.own_activity import OwnPage
from tcm_tui.domain.resellers import Deed
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.resellers import LinkedReseller


class DeedTable(UnmarkedTable[Deed]):
    """The list, newest first."""


class ResellerDeeds(Dialog[None]):
    """What they did, page by page.

    Args:
        partner: Whose deeds.
        read: A page of them, of so many lines at most.
        zone: In which times are told.
        now: What „heute“ is.
    """

    topic = Topic.RESELLERS
    AUTO_FOCUS = "DeedTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Schließen"), id="reseller_deeds.leave"),
        Binding("f5", "reload", N_("Neu lesen"), id="reseller_deeds.reload", show=False),
    ]
    DEFAULT_CSS = """
    ResellerDeeds {
        & DeedTable { height: 16; background: $surface; }
        &.-low DeedTable { height: 12; }
    }
    """

    def __init__(
        self,
        partner: LinkedReseller,
        read: Callable[[OwnPage, int], Awaitable[Sequence[Deed]]],
        zone: ZoneInfo,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(partner.name)
        self._read = read
        self._zone = zone
        self._now = now

    def compose_body(self) -> ComposeResult:
        """What it is, and the list."""
        sentence = _("Alles, was Mitarbeitende dieses Vertriebspartners hier getan haben.")
        yield Static(txt(sentence), classes="section--text")
        table = DeedTable(_columns(self._zone, self._now), key=_key)
        table.empty_text = N_("Noch nichts. Hier erscheint, was sie tun.")
        table.order, table.descending = "when", True
        yield table

    def compose_buttons(self) -> ComposeResult:
        """Away."""
        yield Button(_("Schließen"), "primary", id="close", action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """Read the newest."""
        self.query_one(DeedTable).source = self._page

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()

    def action_reload(self) -> None:
        """Read again."""
        self.query_one(DeedTable).reload()

    async def _page(
        self, *, order: str, descending: bool, after: Deed | None, backwards: bool, limit: int
    ) -> Sequence[Deed]:
        """A page of the list; it has one order."""
        del order, descending
        return await self._read(OwnPage(after.id if after else None, newer=backwards), limit)


def _key(deed: Deed) -> int:
    return deed.id


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[Deed]]:
    """When, and what."""
    return [
        Column(
            name="when",
            label=N_("Wann"),
            render=lambda deed: short_moment(deed.at, now(), zone),
            width=12,
            tone=lambda _deed: Tone.MUTED,
        ),
        Column(
            name="what",
            label=N_("Was"),
            render=lambda deed: deed.sentence(),
            width=40,
            flexible=True,
            tone=lambda deed: Tone.WARNING if _stands_out(deed) else None,
        ),
    ]


def _stands_out(deed: Deed) -> bool:
    return deed.event.action is AuditAction.ACCESS_REFUSED
