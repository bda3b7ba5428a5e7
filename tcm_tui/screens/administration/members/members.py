"""„Benutzer“: everyone in the company and everyone invited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.members import MemberFilter, MemberKind, MemberRow, RowKey
from tcm_tui.domain.permissions import Permission, Role, role_short_label
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.members.acting import Acting
from tcm_tui.screens.administration.members.counts import CountsLine
from tcm_tui.screens.administration.members.details import DetailsDialog, DetailsPane
from tcm_tui.screens.administration.members.facts import Facts, invitation_facts, member_facts
from tcm_tui.screens.administration.members.people import People
from tcm_tui.screens.administration.members.wording import foot_text
from tcm_tui.screens.host import host
from tcm_tui.services import members
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

_VAST: Final = 160
"""Cells from which somebody's details stand beside the list."""
_LOW: Final = 24
"""Lines of this tab below which no line is left empty."""


class MembersTab(Acting):
    """„Benutzer“."""

    destination = Destination.MEMBERS
    permissions: ClassVar[Mapping[str, Permission]] = {
        **Acting.permissions,
        "invite_many": Permission.MEMBER_INVITE,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "n",
            "invite_many",
            N_("Benutzer einladen"),
            id="members.invite",
            tooltip=N_("Öffnet „Mehrere einladen“: Adressen mit Rolle, auch aus einer Datei"),
        ),
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="members.search",
            tooltip=N_("Sucht in Namen und Adressen, während Sie tippen"),
        ),
        Binding(
            "s",
            "sort",
            N_("Sortieren"),
            id="members.sort",
            tooltip=N_("Sortiert nach Name oder E-Mail, auf- oder absteigend"),
        ),
        Binding("escape", "back", N_("Zurück"), id="members.back", show=False),
    ]
    DEFAULT_CSS = """
    MembersTab {
        padding: 0 2;
        & #head, & #tools { height: 1; }
        & #head { margin-bottom: 1; }
        & #invite { min-width: 0; }
        & #reason { width: 1fr; padding: 0 2; color: $text-muted; }
        & #counts { width: auto; color: $text-muted; }
        & SearchInput { border: none; height: 1; width: 1fr; padding: 0; background: transparent; }
        & SearchInput:focus { border: none; background: $panel; }
        & #sorting { color: $text-muted; margin-left: 2; }
        & #sorting:focus { color: $block-cursor-foreground; }
        & #both { height: 1fr; }
        & #list { width: 1fr; }
        & RecordTable { width: 1fr; height: 1fr; background: $surface; }
        & #details { width: 62; height: 1fr; margin-left: 2; padding: 1 2; display: none; }
        & #details { border: round $border-blurred; border-title-style: bold; }
        & #details { border-title-color: $foreground; }
        & #details:focus { border: round $border; }
        & #foot { height: 1; color: $text-muted; padding: 0 1; }
        &.-low #head { margin-bottom: 0; }
        &.-vast #details { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        """Button and counts, the list, somebody's details, a line about what is marked."""
        app, may_invite = host(self), self.may(Permission.MEMBER_INVITE)
        with Horizontal(id="head"):
            label = txt(_("Benutzer einladen"))
            yield Button(label, "primary", id="invite", compact=True, disabled=not may_invite)
            reason = _("Nur „{role}“").format(role=role_short_label(Role.COMPANY_ADMIN))
            yield Static(txt("" if may_invite else reason), id="reason")
            yield CountsLine(partial(self.ask, members.counts))
        with Horizontal(id="both"):
            yield People(self._page, app.zone, app.clock, vim_keys=app.vim_keys)
            if self.may(Permission.MEMBER_OPEN):
                yield DetailsPane(self._facts)
        yield Static(txt(""), id="foot")

    def on_mount(self) -> None:
        """The list reads its first page itself; counting comes beside it."""
        self.query_one(CountsLine).reload()

    def on_resize(self, event: events.Resize) -> None:
        """Details beside the list where there is room."""
        self.set_class(event.size.width >= _VAST, "-vast")
        self.set_class(event.size.height < _LOW, "-low")

    @property
    def people(self) -> People:
        """The list and its tools."""
        return self.query_one(People)

    @property
    def table(self) -> RecordTable[MemberRow]:
        """The list."""
        return self.people.table

    # -- what the frame asks

    def focus_first(self) -> None:
        """Begin in the list, so that letters and digits are keys."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read list and counts again; cursor and marks stay."""
        self.table.reload()
        self.query_one(CountsLine).reload()

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Show the details of the row with this key."""
        if isinstance(item, RowKey):
            self._open(item)

    # -- keys

    def action_search(self) -> None:
        """To the search."""
        self.people.search.focus()

    def action_sort(self) -> None:
        """On to the next order."""
        self.people.next_order()

    def action_back(self) -> None:
        """Forget the search."""
        self.people.search.action_forget()

    @on(Button.Pressed, "#invite")
    def _invite_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_invite_many()

    # -- the rows chosen

    def chosen_keys(self) -> list[RowKey]:
        """The marked rows; without marks, the row under the cursor."""
        row = self.table.cursor_row
        return list(self._marked()) or ([row.key] if row else [])

    def _marked(self) -> set[RowKey]:
        return {key for key in self.table.marked if isinstance(key, RowKey)}

    @on(RecordTable.Highlighted)
    def _highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self._show_foot()
        if self.has_class("-vast"):
            row = self.table.cursor_row
            for pane in self.query(DetailsPane):
                pane.follow(row.key if row else None)

    @on(RecordTable.MarksChanged)
    def _marks_changed(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self._show_foot()

    def _show_foot(self) -> None:
        may_invite = self.may(Permission.MEMBER_INVITE)
        text = foot_text(self.table.cursor_row, self._marked(), may_invite=may_invite)
        self.query_one("#foot", Static).update(txt(text))
        self.refresh_bindings()

    # -- somebody in detail

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        if not self.may(Permission.MEMBER_OPEN):
            return  # the line below the list says so
        if self.has_class("-vast"):
            self.query_one(DetailsPane).focus()
        elif isinstance(event.row, MemberRow):
            self._open(event.row.key)

    @on(DetailsPane.Left)
    def _details_left(self, event: DetailsPane.Left) -> None:
        event.stop()
        self.table.focus()

    @work(group="load", exclusive=True)
    async def _open(self, key: RowKey) -> None:
        try:
            facts = await self._facts(key)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            self.refresh_data()
            return
        self._show_details(facts)

    @work
    async def _show_details(self, facts: Facts) -> None:
        dialog = DetailsDialog(facts, self.offered(facts.row))
        if (wish := await self.app.push_screen_wait(dialog)) is not None:
            self.act(wish, facts.row)

    async def _facts(self, key: RowKey) -> Facts:
        zone = host(self).zone
        if key.kind is MemberKind.INVITATION:
            return invitation_facts(await self.ask(members.invitation, key.id), zone)
        return member_facts(await self.ask(members.member, key.id), zone)

    async def _page(self, wanted: MemberFilter, **cut: Any) -> Sequence[MemberRow]:  # noqa: ANN401 - see ReadPage
        return await self.ask(members.page, wanted, **cut)
