"""MarketplaceApp: which place is which screen."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType

from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import N_
from tcm_tui.navigation import (
    BillingPart,
    Destination,
    Door,
    may_open,
    tabs_for,
)
from tcm_tui.places_app import PlacesApp
from tcm_tui.screens.asks import only_roles_text
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.portal_screen import PortalScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from tcm_tui.bootstrap import StartPortal
    from tcm_tui.domain.payment import PaymentKind
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.administration.administration import Administration
    from tcm_tui.screens.portal_screen import PortalPane

WATCH_EVERY: Final = 15.0
"""Seconds between two looks for what others did (PRODUCT.md section 10)."""


def _assign_apps() -> type[PortalPane]:
    from tcm_tui.screens.administration.assign_apps.assign_apps import (  # noqa: PLC0415
        AssignAppsTab,
    )

    return AssignAppsTab


def _overview() -> type[PortalPane]:
    from tcm_tui.screens.administration.overview.overview import OverviewTab  # noqa: PLC0415

    return OverviewTab


def _company_settings() -> type[PortalPane]:
    from tcm_tui.screens.administration.company_settings.company_settings import (  # noqa: PLC0415
        CompanySettingsTab,
    )

    return CompanySettingsTab


def _members() -> type[PortalPane]:
    from tcm_tui.screens.administration.members.members import MembersTab  # noqa: PLC0415

    return MembersTab


def _billing() -> type[PortalPane]:
    from tcm_tui.screens.administration.billing.billing import BillingTab  # noqa: PLC0415

    return BillingTab


def _products() -> type[PortalPane]:
    from tcm_tui.screens.administration.products.products import ProductsTab  # noqa: PLC0415

    return ProductsTab


PANES: Final[dict[Destination, Callable[[], type[PortalPane]]]] = {
    Destination.ASSIGN_APPS: _assign_apps,
    Destination.BILLING: _billing,
    Destination.COMPANY_SETTINGS: _company_settings,
    Destination.MEMBERS: _members,
    Destination.OVERVIEW: _overview,
    Destination.PRODUCTS: _products,
}
"""What fills each tab; imported when it is first shown."""


class MarketplaceApp(PlacesApp):
    """The portal.

    Args:
        start: How it opens.
        watch_every: Seconds between two looks for what others did.
        panes: What fills each tab.
        options: See `FlowsApp`.
    """

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # Textual's own; ours is `action_palette`
    TITLE = "tcm-tui"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+z",
            "undo",
            N_("Rückgängig"),
            id="app.undo",
            show=False,
            tooltip=N_("Nimmt zurück, was zuletzt geändert wurde"),
        ),
    ]

    def __init__(
        self,
        start: StartPortal,
        *,
        watch_every: float = WATCH_EVERY,
        panes: dict[Destination, Callable[[], type[PortalPane]]] | None = None,
        **options: Any,  # noqa: ANN401 - those of FlowsApp
    ) -> None:
        super().__init__(start, **options)
        self._watch_every = watch_every
        self._panes = PANES if panes is None else panes
        self._last_tab = Destination.OVERVIEW
        self.door = Door.ADMINISTRATION

    def import_ahead(self) -> None:
        """„Verwaltung“ and its tabs, too."""
        super().import_ahead()
        import_module("tcm_tui.screens.administration.administration")
        for tab in self._panes.values():
            tab()

    def begin(self, signed_in: SignedIn) -> Screen[Any]:
        """„Verwaltung“ at its first tab."""
        self.door = Door.ADMINISTRATION
        self._last_tab = tabs_for(signed_in.role)[0].destination
        return self._administration(signed_in)

    async def begin_again(self) -> None:
        """„Anmelden“, or „Verwaltung“ at the tab it was at."""
        who = self.signed_in
        if isinstance(self.home, PortalScreen) and who is not None:
            self._last_tab = self.home.destination
        await self.show_only(self._administration(who) if who else self.sign_in_screen())

    def role_changed(self) -> None:
        """Keys show what the role may, and the tabs are those that it opens."""
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        super().role_changed()
        who, home = self.signed_in, self.home
        if who and isinstance(home, Administration) and home.tabs != tabs_for(who.role):
            self.call_later(self.begin_again)

    # --- taking back -------------------------------------------------------------------------

    def why_not(self, action: str) -> str:
        """There may be nothing to take back, or another change is under way."""
        if action != "undo" or not isinstance(self.screen, PortalScreen):
            return ""
        if not self.screen.may(Permission.MEMBER_CHANGE):
            return only_roles_text(Permission.MEMBER_CHANGE)
        return self.undo.why_not

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Taking back is for a screen of the portal in front."""
        if action != "undo":
            return super().check_action(action, parameters)
        possible = None if self.why_not(action) else True
        return possible if self.signed_in and isinstance(self.screen, PortalScreen) else False

    def action_undo(self) -> None:
        """Take the last change back; what offered it has been read."""
        from tcm_tui.screens.administration.members.undoing import Undoing  # noqa: PLC0415

        if isinstance(self.screen, PortalScreen):
            self.clear_notifications()
            Undoing(self.screen, self._undone).begin()

    def _undone(self) -> None:
        """Show what is different in the tab in front; others are read when they are shown."""
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        if isinstance(self.home, Administration):
            self.home.action_read_again()

    # --- going elsewhere ---------------------------------------------------------------------

    @on(Navigate)
    def _navigate(self, event: Navigate) -> None:
        self.go(event.destination, event.item)

    def go(self, destination: Destination, item: Any = None) -> None:  # noqa: ANN401 - see Navigate
        """Go to `destination`, if the role may."""
        role = self.signed_in.role if self.signed_in else None
        if may_open(destination, role, mailbox=self.mailbox, partner=self.partner):
            self._ways()[destination](item)

    def _ways(self) -> dict[Destination, Callable[[Any], object]]:
        """What leads to each place, given what to show there."""
        return {
            Destination.ABOUT: lambda _item: self.show_about(),
            Destination.ASSIGN_APPS: partial(self._show_tab, Destination.ASSIGN_APPS),
            Destination.BOOKING: self.show_booking,
            Destination.BILLING: partial(self._show_tab, Destination.BILLING),
            Destination.COMPANY_SETTINGS: partial(self._show_tab, Destination.COMPANY_SETTINGS),
            Destination.CUSTOMERS: self.show_customers,
            Destination.ENTER_CODE: lambda code: self.use_code(code or ""),
            Destination.FAILED_MAILS: lambda _item: self.show_failed_mails(),
            Destination.FORGOT_PASSWORD: lambda email: self.forgot_password(email or ""),
            Destination.HELP: lambda _item: self.action_help(),
            Destination.MAILBOX: lambda _item: self.show_mailbox(),
            Destination.MARKETPLACE: self.show_marketplace,
            Destination.MEMBERS: partial(self._show_tab, Destination.MEMBERS),
            Destination.MY_COMPANY: self.show_my_company,
            Destination.MY_SETTINGS: self.show_my_settings,
            Destination.OVERVIEW: partial(self._show_tab, Destination.OVERVIEW),
            Destination.PAYMENT: self._show_payment,
            Destination.PRODUCTS: partial(self._show_tab, Destination.PRODUCTS),
            Destination.REGISTRATION: lambda _item: self.register_company(),
            Destination.SIGN_IN: lambda _item: self._back_home(),
            Destination.SWITCH_COMPANY: lambda _item: self.switch_company(),
        }

    def _administration(self, signed_in: SignedIn) -> Administration:
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        places = [one.destination for one in tabs_for(signed_in.role)]
        first = self._last_tab if self._last_tab in places else places[0]
        return Administration(
            signed_in.role, self._panes, first=first, watch_every=self._watch_every
        )

    @work(group="go", exclusive=True)
    async def _show_tab(self, destination: Destination, item: object) -> None:
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        elsewhere = isinstance(self.home, PortalScreen) and self.home.destination is not destination
        if not await self.may_leave(home=elsewhere):
            return
        await self.pop_to(1)
        if isinstance(self.home, Administration):
            self._last_tab = destination
            self.home.show_tab(destination, item)

    def _show_payment(self, kind: PaymentKind | None) -> None:
        """„Bezahlverfahren“ in „Rechnung“, and the form of `kind`."""
        self._show_tab(Destination.BILLING, kind or BillingPart.METHODS)

    @work(group="go", exclusive=True)
    async def _back_home(self) -> None:
        await self.pop_to(1)

    def open_door(self, door: Door) -> None:
        """„Verwaltung“ or „Mein Account“, at the tab used last."""
        from tcm_tui.screens.administration.administration import Administration  # noqa: PLC0415

        self.door = door
        if isinstance(self.home, Administration):
            self.home.watch_shown()
            self.go(self.home.destination)
