"""„Verwaltung“: the tabs a role may open, each composed when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import DOOR_LABELS, TABS, Destination, entry, tabs_for
from tcm_tui.screens.host import host
from tcm_tui.screens.portal_screen import PortalPane, PortalScreen
from tcm_tui.widgets.dialog import discard_question
from tcm_tui.widgets.tabs import Tab, TabBar, TabLabel
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from tcm_tui.domain.permissions import Standing
    from tcm_tui.navigation import Topic
    from tcm_tui.services.context import Context


def _last_entry(ctx: Context) -> int:
    from tcm_tui.services.activity import last_entry  # noqa: PLC0415 - brings SQLAlchemy

    return last_entry(ctx)


class Administration(PortalScreen[None]):
    """„Verwaltung“.

    Args:
        role: Decides which tabs there are.
        panes: For each tab the function that imports what fills it.
        first: The tab to begin with.
        watch_every: Seconds between two looks for what others did.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                str(one.tab),
                f"tab({one.tab})",
                one.label,
                id=f"administration.tab_{one.tab}",
                show=False,
                tooltip=N_("Öffnet diesen Reiter"),
            )
            for one in TABS
        ),
        Binding(
            "ctrl+pageup",
            "turn(-1)",
            N_("Reiter davor"),
            id="administration.previous",
            priority=True,  # every scrolling container has these keys too
            show=False,
        ),
        Binding(
            "ctrl+pagedown",
            "turn(1)",
            N_("Reiter danach"),
            id="administration.next",
            priority=True,
            show=False,
        ),
        Binding(
            "f5",
            "read_again",
            N_("Neu lesen"),
            id="administration.reload",
            show=False,
            tooltip=N_("Liest diesen Reiter neu"),
        ),
    ]

    shown: reactive[Destination | None] = reactive(None, init=False)
    """The tab in front."""

    def __init__(
        self,
        role: Standing,
        panes: Mapping[Destination, Callable[[], type[PortalPane]]],
        *,
        first: Destination,
        watch_every: float,
    ) -> None:
        super().__init__()
        self.tabs = tabs_for(role)
        self._pane_classes = panes
        self._panes: dict[Destination, PortalPane] = {}
        self._first = first
        self._watch_every = watch_every
        self._seen: int | None = None

    @property
    def destination(self) -> Destination:  # type: ignore[override]  # it is the tab in front
        """The tab in front."""
        return self.shown or self._first

    @property
    def topic(self) -> Topic | None:
        """What F1 speaks about."""
        return self.pane.topic if self.pane is not None else super().topic

    @property
    def pane(self) -> PortalPane | None:
        """What fills the tab in front."""
        return self._panes.get(self.destination)

    @property
    def unsaved(self) -> bool:
        """Whether composing the tabs anew would lose something typed."""
        return any(pane.unsaved for pane in self._panes.values())

    @property
    def _holding(self) -> PortalPane | None:
        """The tab in front, if it asks before what is typed in it is given up."""
        pane = self.pane
        return pane if pane is not None and pane.asks_to_leave and pane.unsaved else None

    async def may_leave(self) -> bool:
        """Whether nothing would be lost, or the person gives it up."""
        if (pane := self._holding) is None:
            return True
        if not await self.app.push_screen_wait(discard_question()):
            return False
        pane.discard()
        return True

    def compose_content(self) -> ComposeResult:
        """Tabs, breadcrumb, and room for a pane."""
        yield TabBar([TabLabel(one.tab or 0, _(one.label)) for one in self.tabs])
        yield Static(id="breadcrumb")
        yield Container(id="panes")

    def on_mount(self) -> None:
        """Show the first tab and begin to look for news."""
        self.show_tab(self._first)
        self.set_interval(self._watch_every, self.look)

    def on_screen_resume(self) -> None:
        """Back from elsewhere: something may have happened."""
        self.look()

    def show_tab(self, destination: Destination, item: Any = None) -> None:  # noqa: ANN401 - see Navigate
        """Bring a tab to the front, and `item` in it; a tab of other roles is left alone."""
        if any(one.destination is destination for one in self.tabs):
            self.shown = destination
            self._fill(destination, item)

    def watch_shown(self) -> None:
        """Show which tab it is."""
        self.query_one(TabBar).front = entry(self.destination).tab or 0
        self.show_trail()

    @on(PortalPane.Turned)
    def show_trail(self) -> None:
        """Show the way to what is in front."""
        door, tab = DOOR_LABELS[host(self).door], entry(self.destination).label
        further = self.pane.trail if self.pane is not None else ()
        trail = (_(door), _(tab), *further)
        self.query_one("#breadcrumb", Static).update(txt(" › ".join(trail)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit without a tab is no key."""
        if action == "tab":
            return any(one.tab == parameters[0] for one in self.tabs)
        return super().check_action(action, parameters)

    def action_tab(self, digit: int) -> None:
        """Go to the tab with this digit."""
        for one in self.tabs:
            if one.tab == digit:
                self._turn_to(one.destination)

    def action_turn(self, step: int) -> None:
        """Go to the tab beside this one, round the end."""
        places = [one.destination for one in self.tabs]
        self._turn_to(places[(places.index(self.destination) + step) % len(places)])

    def action_read_again(self) -> None:
        """Read the tab in front again."""
        if self.pane is not None:
            self.pane.refresh_data()

    @on(Tab.Clicked)
    def _tab_clicked(self, event: Tab.Clicked) -> None:
        event.stop()
        self.action_tab(event.digit)

    def _turn_to(self, destination: Destination) -> None:
        """Show a tab; whoever would lose something is asked before."""
        if self._holding is None or destination is self.destination:
            self.show_tab(destination)
        else:
            self._ask_and_turn_to(destination)

    @work(group="leave", exclusive=True)
    async def _ask_and_turn_to(self, destination: Destination) -> None:
        if await self.may_leave():
            self.show_tab(destination)

    def _fill(self, destination: Destination, item: object) -> None:
        """Put the pane in place, made when it is shown for the first time."""
        pane = self._panes.get(destination)
        if pane is None:
            pane = self._panes[destination] = self._pane_classes[destination]()()
            pane.display = False
            self.query_one("#panes").mount(pane)
        else:
            pane.refresh_data()
        # In the pane's own queue: it comes to that when everything in it is composed.
        pane.call_later(self._bring, pane, item)

    def _bring(self, pane: PortalPane, item: object) -> None:
        """Show a pane that is whole, unless another was asked for meanwhile."""
        if pane is not self.pane or not pane.is_attached:
            return
        # Textual tells widgets their size when a layout finds them new. Any look at a region
        # between their coming and that layout makes them old, unless a missing one was looked up
        # before.
        assert pane.region is not None  # noqa: S101 - for what looking does, see above
        for other in self._panes.values():
            other.display = other is pane
        pane.call_after_refresh(_enter, pane, item)

    @work(group="news", exclusive=True)
    async def look(self) -> None:
        """Have the pane read again if something happened since the last look; else do nothing."""
        if self.app.screen is not self or host(self).signed_in is None:
            return
        try:
            newest = await self.ask(_last_entry)
        except DomainError:
            return  # nobody asked, so nobody is told; the next look or key will show it
        before, self._seen = self._seen, newest
        if before is not None and newest != before and self.pane is not None:
            self.pane.refresh_data()


def _enter(pane: PortalPane, item: object) -> None:
    """Give a pane that is shown the focus, and what to show."""
    if pane.is_attached and pane.display:
        pane.focus_first()
        if item is not None:
            pane.open_item(item)
