"""„Benutzer“: everyone in the company and everyone invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.members import MemberRow, RowKey
from tcm_tui.domain.permissions import Permission, Role, role_short_label
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.members.counts import CountsLine
from tcm_tui.screens.administration.members.details import DetailsDialog, DetailsPane
from tcm_tui.screens.administration.members.files import Files
from tcm_tui.screens.administration.members.finding import Finding
from tcm_tui.screens.administration.members.finding_keys import FindingKeys, FirstKeys
from tcm_tui.screens.administration.members.people import Manner, People
from tcm_tui.screens.administration.members.tools import Tools
from tcm_tui.screens.host import host
from tcm_tui.widgets.key_bar import key_in_force, key_name
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.screens.administration.members.facts import Facts

_VAST: Final = 160
"""Cells from which somebody's details stand beside the list."""
_LOW: Final = 24
"""Lines of this tab below which no line is left empty."""


class MembersTab(FindingKeys, Files, FirstKeys):
    """„Benutzer“."""

    destination = Destination.MEMBERS
    permissions: ClassVar[Mapping[str, Permission]] = {
        **Files.permissions,
        "invite_many": Permission.MEMBER_INVITE,
    }
    DEFAULT_CSS = """
    MembersTab {
        padding: 0 2;
        & #head { height: 1; margin-bottom: 1; }
        & #invite { min-width: 0; }
        & #reason { width: 1fr; padding: 0 2; color: $text-muted; }
        & #counts { width: auto; color: $text-muted; }
        & #clear { min-width: 0; margin-left: 2; display: none; }
        &.-filtered #clear { display: block; }
        & #both { height: 1fr; }
        & #list { width: 1fr; }
        & RecordTable { width: 1fr; height: 1fr; background: $surface; }
        & #details { width: 62; height: 1fr; margin-left: 2; padding: 1 2; display: none; }
        & #details { border: round $border-blurred; border-title-style: bold; }
        & #details { border-title-color: $foreground; }
        & #details:focus { border: round $border; }
        &.-low #head { margin-bottom: 0; }
        &.-vast #details { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        """Button and counts, the list, somebody's details."""
        app, may_invite = host(self), self.may(Permission.MEMBER_INVITE)
        finding = Finding(self.ask, app.zone)
        with Horizontal(id="head"):
            label = txt(_("Benutzer einladen"))
            yield Button(label, "primary", id="invite", compact=True, disabled=not may_invite)
            reason = _("Nur „{role}“").format(role=role_short_label(Role.COMPANY_ADMIN))
            yield Static(txt("" if may_invite else reason), id="reason")
            yield CountsLine(finding)
            yield Button(txt(_("✗ Filter aufheben")), id="clear", compact=True)
        manner = Manner(
            now=app.clock,
            vim_keys=app.vim_keys,
            with_invitations=self.may(Permission.INVITATION_READ),
            idle=self._idle_text,
        )
        with Horizontal(id="both"):
            yield People(finding, manner)
            if self.may(Permission.MEMBER_OPEN):
                yield DetailsPane(finding)

    def on_mount(self) -> None:
        """The list reads its first page itself; counting comes beside it."""
        self.query_one(CountsLine).reload()

    def on_resize(self, event: events.Resize) -> None:
        """Details beside the list where there is room."""
        self.set_class(event.size.width >= _VAST, "-vast")
        self.set_class(event.size.height < _LOW, "-low")
        self._follow()

    @property
    def people(self) -> People:
        """The list and its tools."""
        return self.query_one(People)

    @property
    def table(self) -> RecordTable[MemberRow]:
        """The list."""
        return self.people.table

    def chosen_keys(self) -> list[RowKey]:
        """The marked rows; without marks, the row under the cursor."""
        if marked := self.people.marks.marked:
            return sorted(marked, key=lambda key: (key.kind, key.id))
        row = self.table.cursor_row
        return [row.key] if row else []

    @property
    def listing(self) -> Listing:
        """What the list shows, for who wants to keep it."""
        tools = self.people.tools
        sorting = tools.sorting.value
        return Listing(tools.wanted, sorting.order, sorting.descending)

    # -- what the frame asks

    def focus_first(self) -> None:
        """Begin in the list, so that letters and digits are keys."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read list, counts and details again; cursor and marks stay."""
        self.people.reload()
        self.query_one(CountsLine).reload()
        self._follow(anew=True)

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Show the details of the row with this key."""
        if isinstance(item, RowKey):
            self._open(item)

    @on(Button.Pressed, "#invite")
    def _invite_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_invite_many()

    @on(Button.Pressed, "#clear")
    def _clear_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.people.tools.clear_filter()
        self.screen.set_focus(self.table)

    # -- what the list tells

    @on(Tools.Wanted)
    def _wanted(self, event: Tools.Wanted) -> None:
        event.stop()
        self.set_class(self.people.tools.filtered, "-filtered")
        self.query_one(CountsLine).follow(event.wanted)

    @on(RecordTable.Highlighted)
    def _highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.refresh_bindings()
        self._follow()

    @on(RecordTable.MarksChanged)
    def _marks_changed(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self.refresh_bindings()

    def _idle_text(self) -> str:
        """Nothing, or why no details open."""
        if self.may(Permission.MEMBER_OPEN):
            return ""
        if self.may(Permission.PASSWORD_RESET_SEND):  # a guest: it is all they come for
            key = key_name(key_in_force(self.screen, "members.reset_password") or "w")
            return _("{key} sendet eine E-Mail zum Zurücksetzen des Passworts.").format(key=key)
        return _("Details und Einladungen sieht die Rolle „Unternehmensadministrator“.")

    # -- somebody in detail

    def _follow(self, *, anew: bool = False) -> None:
        """Have the pane tell of the row under the cursor."""
        if self.has_class("-vast"):
            row = self.table.cursor_row
            for pane in self.query(DetailsPane):
                pane.follow(row.key if row else None, anew=anew)

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        if not self.may(Permission.MEMBER_OPEN):
            return  # the line below the list says so
        if self.has_class("-vast"):
            self.screen.set_focus(self.query_one(DetailsPane))
        elif isinstance(event.row, MemberRow):
            self._open(event.row.key)

    @on(DetailsPane.Left)
    def _details_left(self, event: DetailsPane.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @work(group="load", exclusive=True)
    async def _open(self, key: RowKey) -> None:
        try:
            facts = await Finding(self.ask, host(self).zone).facts(key)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            self.refresh_data()
            return
        self._show_details(facts)

    @work
    async def _show_details(self, facts: Facts) -> None:
        finding = Finding(self.ask, host(self).zone)
        dialog = DetailsDialog(facts, self.offered(facts.row), finding)
        if (wish := await self.app.push_screen_wait(dialog)) is not None:
            self.act(wish, facts.row)
