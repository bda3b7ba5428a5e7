"""KeysApp: the keys that work everywhere, and the menus, help and palette behind them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from tcm_tui.i18n import N_, _
from tcm_tui.looks_app import LooksApp
from tcm_tui.navigation import DOOR_LABELS, Destination, Door, Topic, entry, reachable
from tcm_tui.screens.asks import SaysWhyNot
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.key_bar import key_in_force
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.actions import ActionParseResult
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

    from tcm_tui.screens.palette import Command


class KeysApp(LooksApp):
    """A program with keys of its own; where they lead, a subclass knows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f1",
            "help",
            N_("Hilfe"),
            id="app.help",
            priority=True,  # in dialogs too
            show=False,  # the top bar shows it
            tooltip=N_("Erklärt diese Seite und alle ihre Tasten"),
        ),
        Binding(
            "f2",
            "marketplace",
            N_("Marktplatz"),
            id="app.marketplace",
            show=False,
            tooltip=N_("Öffnet den Katalog der Produkte"),
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
            "ctrl+p",
            "app.palette",
            N_("Palette"),
            id="app.palette",
            priority=True,  # in dialogs too
            tooltip=N_("Findet jeden Ort, jede Aktion und jede Person nach Namen"),
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

    _reason = ""
    """Why the last key that was greyed out does nothing."""
    _read_until = 0.0

    def open_door(self, door: Door) -> None:
        """Go into an area by one of its doors."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Menus need a screen of the portal in front, the palette that or a dialog."""
        del parameters
        match action:
            case "administration" | "cloud_menu" | "marketplace" | "name_menu":
                return self.signed_in is not None and isinstance(self.screen, PortalScreen)
            case "palette":
                return isinstance(self.screen, PortalScreen | Dialog)
            case "help":
                return not self.covered
        return True

    def action_marketplace(self) -> None:
        """„Marktplatz“, with the catalogue in front."""
        self.go(Destination.MARKETPLACE)

    def action_administration(self) -> None:
        """„Verwaltung“ at the tab used last."""
        self.open_door(Door.ADMINISTRATION)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run it; where it is greyed out and its place knows why, say that instead."""
        if await super().run_action(action, default_namespace, namespaces):
            return True
        if not (isinstance(default_namespace, SaysWhyNot) and isinstance(action, str)):
            return False
        if reason := default_namespace.why_not(action):
            self._say_once(reason)
        return bool(reason)

    def _say_once(self, reason: str) -> None:
        """Say `reason`, unless it is still to be read: keys are held, or pressed twice."""
        now = monotonic()
        if reason != self._reason or now >= self._read_until:
            self._reason, self._read_until = reason, now + self.NOTIFICATION_TIMEOUT
            toast(self.screen, reason, severity="warning")

    # --- menus -------------------------------------------------------------------------------

    @work(group="menu", exclusive=True)
    async def action_cloud_menu(self) -> None:
        """The menu behind ☁."""
        from tcm_tui.widgets.menu import Menu, MenuItem  # noqa: PLC0415

        items = [
            MenuItem(key_in_force(self.screen, f"app.{area}"), label, area)
            for area, label in (
                ("marketplace", _(entry(Destination.MARKETPLACE).label)),
                ("administration", _(DOOR_LABELS[Door.ADMINISTRATION])),
            )
        ]
        chosen = await self.push_screen_wait(Menu(items, right=False))
        if chosen is not None:
            await self.run_action(chosen)

    @work(group="menu", exclusive=True)
    async def action_name_menu(self) -> None:
        """The menu behind the name."""
        from tcm_tui.widgets.menu import Menu, MenuItem  # noqa: PLC0415

        if self.signed_in is None:
            return
        places = [
            MenuItem(one.menu_key, _(one.label), one.destination)
            for one in reachable(self.signed_in.role, mailbox=self.mailbox, partner=self.partner)
            if one.menu_key
        ]
        account = MenuItem("a", _(DOOR_LABELS[Door.MY_ACCOUNT]), Door.MY_ACCOUNT)
        leave = MenuItem("x", _("Abmelden"), "sign_out")
        chosen = await self.push_screen_wait(Menu([account, *places, leave], right=True))
        if chosen == leave.value:
            self.action_sign_out()
        elif chosen == account.value:
            self.open_door(Door.MY_ACCOUNT)
        elif chosen is not None:
            self.go(Destination(chosen))

    @work(group="go", exclusive=True)
    async def action_sign_out(self) -> None:
        """Sign out, once the key has been dealt with; whoever would lose something is asked."""
        if await self.may_leave():
            self.call_later(self.leave_portal)

    # --- help --------------------------------------------------------------------------------

    def action_help(self) -> None:
        """„Hilfe“ for the screen in front; a second time closes it."""
        from tcm_tui.screens.help.help import HelpScreen  # noqa: PLC0415
        from tcm_tui.screens.help.lines import key_lines  # noqa: PLC0415

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
            return
        keys = key_lines(self.screen.active_bindings)
        self.push_screen(HelpScreen(self._topic(), keys))

    def _topic(self) -> Topic | None:
        """What the screen in front is about, or else what lies below it."""
        for screen in reversed(self.screen_stack):
            topic = getattr(screen, "topic", None)
            if isinstance(topic, Topic):
                return topic
        return None

    # --- the palette -------------------------------------------------------------------------

    @work(group="menu", exclusive=True)
    async def action_palette(self) -> None:
        """The palette, and then what was chosen in it."""
        from tcm_tui.screens import commands  # noqa: PLC0415 - not before the first paint
        from tcm_tui.screens.palette import Palette  # noqa: PLC0415

        screen, who = self.screen, self.signed_in
        if isinstance(screen, Dialog):
            offered = [*commands.keys(screen.hints(), self.simulate_key), self._help_command()]
            people, asks = None, _("Aktion suchen …")
        else:
            offered = list(self._everything())
            finders = (
                commands.people_finder,
                commands.subscription_finder,
                commands.product_finder,
            )
            known = [one(who.role, self.ask, self.go) for one in finders] if who else []
            people = commands.together(*known)
            asks = _("Ort, Aktion oder Name suchen …") if people else _("Ort oder Aktion suchen …")
        offered += commands.themes(self.theme, self.wear)
        chosen = await self.push_screen_wait(Palette(offered, people, asks))
        if chosen is not None:
            self.call_later(chosen.run)

    def _everything(self) -> Iterator[Command]:
        """What a screen of the portal offers: its actions, all places, what works everywhere."""
        from tcm_tui.screens import commands  # noqa: PLC0415 - not before the first paint

        who, bindings = self.signed_in, self.screen.active_bindings
        yield from commands.actions(bindings, self._run_binding, everywhere=False)
        yield from commands.places(
            who.role if who else None, self.go, mailbox=self.mailbox, partner=self.partner
        )
        yield from commands.actions(bindings, self._run_binding, everywhere=True)
        if who is not None:
            yield commands.leaving(self.action_sign_out)
        yield from commands.languages(self.speak)

    def _help_command(self) -> Command:
        from tcm_tui.screens import commands  # noqa: PLC0415 - not before the first paint

        return commands.helping(self.action_help)

    async def _run_binding(self, active: ActiveBinding) -> None:
        await self.run_action(active.binding.action, active.node)
