"""Panes that tell what happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Button, Input

from tcm_tui.i18n import N_
from tcm_tui.navigation import Destination
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.widgets.field import Field

if TYPE_CHECKING:
    from textual.app import ComposeResult


class _Pane(PortalPane):
    def __init__(self) -> None:
        super().__init__()
        self.refreshed = 0
        self.opened: list[object] = []

    def refresh_data(self) -> None:
        """Count."""
        self.refreshed += 1

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - as the base has it
        """Remember."""
        self.opened.append(item)


class OverviewPane(_Pane):
    """Stands for „Übersicht“."""

    destination = Destination.OVERVIEW
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "shout", N_("Mehrere einladen"), id="test.shout", tooltip=N_("Suchen")),
    ]
    shouted = 0

    def compose(self) -> ComposeResult:
        """A button."""
        yield Button("Einladen", id="invite", compact=True)

    def action_shout(self) -> None:
        """Count."""
        self.shouted += 1


class FormPane(_Pane):
    """„Übersicht“ with its field."""

    destination = Destination.OVERVIEW

    def compose(self) -> ComposeResult:
        """A field."""
        yield Field("E-Mail-Adresse", name="email")


class MembersPane(_Pane):
    """Stands for „Benutzer“."""

    destination = Destination.MEMBERS

    def compose(self) -> ComposeResult:
        """A line to type in."""
        line = Input(id="search", compact=True)
        line.cursor_blink = False
        yield line


class BillingPane(_Pane):
    """Stands for „Rechnung“."""

    destination = Destination.BILLING


class ProductsPane(_Pane):
    """Stands for „Produkte“."""

    destination = Destination.PRODUCTS


class AssignAppsPane(_Pane):
    """Stands for „Apps zuweisen“."""

    destination = Destination.ASSIGN_APPS


class CompanySettingsPane(_Pane):
    """Stands for „Unternehmenseinstellungen“."""

    destination = Destination.COMPANY_SETTINGS


PANES = {
    Destination.OVERVIEW: lambda: OverviewPane,
    Destination.MEMBERS: lambda: MembersPane,
    Destination.PRODUCTS: lambda: ProductsPane,
    Destination.ASSIGN_APPS: lambda: AssignAppsPane,
    Destination.BILLING: lambda: BillingPane,
    Destination.COMPANY_SETTINGS: lambda: CompanySettingsPane,
}
