"""MarketplaceApp: which place is which screen, and the keys that work everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType

from tcm_tui.i18n import N_, _, set_language
from tcm_tui.navigation import (
    DOOR_LABELS,
    Destination,
    Door,
    Topic,
    may_open,
    reachable,
    tabs_for,
)
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.session_app import SessionApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import ActiveBinding
    from textual.screen import Screen

    from tcm_tui.bootstrap import StartPortal
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.administration.administration import Administration
    from tcm_tui.screens.portal_screen import PortalPane

WATCH_EVERY: Final = 15.0
"""Seconds between two looks for what others did (PRODUCT.md section 10)."""


def _overview() -> type[PortalPane]:
    from tcm_tui.screens.administration.overview.overview import OverviewTab  # noqa: PLC0415

    return OverviewTab


def _members() -> type[PortalPane]:
    from tcm_tui.screens.administration.members.members import MembersTab  # noqa: PLC0415

    return MembersTab


PANES: Final[dict[Destination, Callable[[], type[PortalPane]]]] = {
    Destination.MEMBERS: _members,
    Destination.OVERVIEW: _overview,
}
"""What fills each tab; imported when it is first shown."""


class MarketplaceApp(SessionApp):
    """The portal.

    Args:
        start: How it opens.
        watch_every: Seconds between two looks for what others did.
        panes: What fills each tab.
        options: See `SessionApp`.
    """

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # Textual's own; ours is `action_palette`
    TITLE = "tcm-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f1",
            "help",
            N_("Hilfe"),
            id="app.help",
            priority=True,  # in dialogs too
            tooltip=N_("Erklärt diese Seite und alle ihre Tasten"),
        ),
        Binding(
            "f3",
            "administration",
            N_("Verwaltung"),
            id="app.administration",
            show=False,
            tooltip=N_("Öffnet die Verwaltung am zuletzt benutzten Reiter"),
        ),
        Binding(
            "f4",
            "name_menu",
            N_("Menü zur Person"),
            id="app.name_menu",
            show=False,
            tooltip=N_("Mein Account, Postfach, Hilfe, Abmelden"),
        ),
        Binding(
            "ctrl+q",
            "quit",
            N_("Beenden"),
            id="app.quit",
            priority=True,
            show=False,
            tooltip=N_("Meldet Sie ab und beendet das Programm"),
        ),
    ]

    def __init__(
        self,
        start: StartPortal,
        *,
        watch_every: float = WATCH_EVERY,
        panes: dict[Destination, Callable[[], type[PortalPane]]] | None = None,
        **options: Any,  # noqa: ANN401 - those of SessionApp
    ) -> None:
        super().__init__(start, **options)
        self._watch_every = watch_every
        self._panes = PANES if panes is None else panes
        self._last_tab = Destination.OVERVIEW
        self.door = Door.ADMINISTRATION

    def begin(self, signed_in: SignedIn) -> Screen[Any]:
        """„Verwaltung“ at its first tab."""
        self.door = Door.ADMINISTRATION
        self._last_tab = tabs_for(signed_in.role)[0].destination
        return self._administration(signed_in)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs somebody signed in, and a screen of the portal in front."""
        del parameters
        if action in {"administration", "name_menu", "cloud_menu"}:
            return self.signed_in is not None and isinstance(self.screen, PortalScreen)
        return True

    # --- going elsewhere ---------------------------------------------------------------------

    @on(Navigate)
    def _navigate(self, event: Navigate) -> None:
        self.go(event.destination, event.item)

    def go(self, destination: Destination, item: Any = None) -> None:  # noqa: ANN401 - see Navigate
        """Go to `destination`, if the role may."""
        role = self.signed_in.role if self.signed_in else None
        if not may_open(destination, role, local=self.local):
            return
        match destination:
            case Destination.OVERVIEW | Destination.MEMBERS:
                self._show_tab(destination, item)
            case Destination.ENTER_CODE:
                self.enter_code(item or "")
            case Destination.MAILBOX:
                self._show_mailbox()
            case Destination.HELP:
                self.action_help()
            case Destination.ABOUT:
                self._show_about()
            case Destination.SIGN_IN:
                self._back_home()

    @work(group="flow", exclusive=True)
    async def enter_code(self, code: str = "") -> None:
        """„Code eingeben“, and on to what it opens."""
        from tcm_tui.screens.sign_in.acceptance import Acceptance, accept  # noqa: PLC0415

        signed_in = await accept(self, Acceptance.asking(self.ask), self.zone, code)
        if signed_in is not None:
            self.call_later(self.enter_portal, signed_in)

    def _administration(self, signed_in: SignedIn) -> Administration:
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        return Administration(
            signed_in.role, self._panes, first=self._last_tab, watch_every=self._watch_every
        )

    @work(group="go", exclusive=True)
    async def _show_tab(self, destination: Destination, item: object) -> None:
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        await self.pop_to(1)
        if isinstance(self.home, Administration):
            self._last_tab = destination
            self.home.show_tab(destination, item)

    @work(group="go", exclusive=True)
    async def _back_home(self) -> None:
        await self.pop_to(1)

    def _show_mailbox(self) -> None:
        from tcm_tui.screens.mailbox.mailbox_screen import MailboxScreen  # noqa: PLC0415

        if not isinstance(self.screen, MailboxScreen):
            self.push_screen(MailboxScreen(self.start.settings.mail_dir, self.zone, self.clock))

    def _show_about(self) -> None:
        from tcm_tui.screens.system.about import About  # noqa: PLC0415

        self.push_screen(About(self.start.settings.data_dir))

    # --- keys that work everywhere -----------------------------------------------------------

    def action_administration(self) -> None:
        """„Verwaltung“ at the tab used last."""
        self._open_door(Door.ADMINISTRATION)

    def _open_door(self, door: Door) -> None:
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        self.door = door
        if isinstance(self.home, Administration):
            self.home.watch_shown()
            self.go(self.home.destination)

    @work(group="menu", exclusive=True)
    async def action_cloud_menu(self) -> None:
        """The menu behind ☁."""
        from tcm_tui.widgets.menu import Menu, MenuItem  # noqa: PLC0415

        label = _(DOOR_LABELS[Door.ADMINISTRATION])
        if await self.push_screen_wait(Menu([MenuItem("F3", label, "")], right=False)) is not None:
            self._open_door(Door.ADMINISTRATION)

    @work(group="menu", exclusive=True)
    async def action_name_menu(self) -> None:
        """The menu behind the name."""
        from tcm_tui.widgets.menu import Menu, MenuItem  # noqa: PLC0415

        if self.signed_in is None:
            return
        places = [
            MenuItem(one.menu_key, _(one.label), one.destination)
            for one in reachable(self.signed_in.role, local=self.local)
            if one.menu_key
        ]
        account = MenuItem("a", _(DOOR_LABELS[Door.MY_ACCOUNT]), Door.MY_ACCOUNT)
        leave = MenuItem("x", _("Abmelden"), "sign_out")
        chosen = await self.push_screen_wait(Menu([account, *places, leave], right=True))
        if chosen == leave.value:
            self.action_sign_out()
        elif chosen == account.value:
            self._open_door(Door.MY_ACCOUNT)
        elif chosen is not None:
            self.go(Destination(chosen))

    def action_help(self) -> None:
        """„Hilfe“ for the screen in front."""
        from tcm_tui.screens.help.help import HelpScreen, key_lines  # noqa: PLC0415

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
            return
        keys = key_lines(self.screen.active_bindings)
        self.push_screen(HelpScreen(self._topic(), keys, self.help_phone))

    def _topic(self) -> Topic | None:
        """What the screen in front, or the tab in it, is about."""
        topic = getattr(self.screen, "topic", None)
        return topic if isinstance(topic, Topic) else None

    @work(group="menu", exclusive=True)
    async def action_palette(self) -> None:
        """The palette, and then what was chosen in it."""
        from tcm_tui.screens import commands  # noqa: PLC0415 - not before the first paint
        from tcm_tui.screens.palette import Palette  # noqa: PLC0415

        who = self.signed_in
        people = commands.people_finder(who.role, self.ask, self.go) if who else None
        offered = [
            *commands.actions(self.screen.active_bindings, self._run_binding),
            *commands.places(who.role if who else None, self.go, local=self.local),
            *commands.themes(self.theme, self._wear),
            *commands.languages(self._speak),
        ]
        if who is not None:
            offered.append(commands.leaving(self.action_sign_out))
        chosen = await self.push_screen_wait(Palette(offered, people))
        if chosen is not None:
            self.call_later(chosen.run)

    async def _run_binding(self, active: ActiveBinding) -> None:
        await self.run_action(active.binding.action, active.node)

    def _wear(self, theme: str) -> None:
        self.theme = theme

    async def _speak(self, language: str) -> None:
        """Speak `language` from now on: the screens are composed anew."""
        set_language(language)
        await self.begin_again()
