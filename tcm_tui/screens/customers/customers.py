"""„Kunden“: the companies that let this Vertriebspartner in, and going into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.domain.dates import long_day
from tcm_tui.domain.resellers import Customer
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, entry
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.services import customers
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


class CustomerTable(UnmarkedTable[Customer]):
    """The list, by name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select",
            N_("Zum Kunden wechseln"),
            id="customers.visit",
            tooltip=N_("Sie handeln dann für Ihr Unternehmen als Gast in dem des Kunden"),
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nowhere to go while the list is empty."""
        if action == "select" and self.cursor_row is None:
            return False
        return super().check_action(action, parameters)


class CustomersScreen(PortalScreen[None]):
    """„Kunden“."""

    destination = Destination.CUSTOMERS
    AUTO_FOCUS = "CustomerTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="customers.search",
            tooltip=N_("Sucht in Namen und Orten"),
        ),
        Binding(
            "f5",
            "reload",
            N_("Neu lesen"),
            id="customers.reload",
            show=False,
            tooltip=N_("Liest die Liste neu"),
        ),
        Binding(
            "escape",
            "leave",
            N_("Zurück"),
            id="customers.leave",
            tooltip=N_("Verlässt diese Seite"),
        ),
    ]
    DEFAULT_CSS = """
    CustomersScreen {
        & #customers-text { height: auto; padding: 0 2 1 2; color: $text-muted; }
        & SearchInput { border: none; height: 1; padding: 0 1; background: transparent; }
        & SearchInput:focus { background: $panel; }
        & CustomerTable { height: 1fr; }
    }
    """

    def compose_content(self) -> ComposeResult:
        """The breadcrumb, what one may there, the search, the list."""
        yield Static(txt(_(entry(self.destination).label)), id="breadcrumb")
        explanation = _(
            "Diese Unternehmen haben Ihrem Unternehmen Zugriff gegeben. Dort dürfen Sie buchen"
            " und E-Mails zum Zurücksetzen des Passworts senden; alles, was Sie tun, sieht der"
            " Kunde. „Unternehmen wechseln“ führt zurück."
        )
        yield Static(txt(explanation), id="customers-text")
        yield SearchInput()
        table = CustomerTable(_columns(host(self).zone), key=_key, vim_keys=host(self).vim_keys)
        table.order = ""  # an order of its own, of no column
        yield table

    def on_mount(self) -> None:
        """Read."""
        self.action_reload()

    @property
    def table(self) -> CustomerTable:
        """The list."""
        return self.query_one(CustomerTable)

    @property
    def search(self) -> SearchInput:
        """What is searched for."""
        return self.query_one(SearchInput)

    def action_reload(self) -> None:
        """Read again; the cursor stays on its customer."""
        self._read(self.search.value)

    def action_search(self) -> None:
        """To the search."""
        self.search.focus()

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    @on(SearchInput.Wanted)
    def _wanted(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._read(event.text)

    @on(SearchInput.Left)
    def _left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.table.focus()

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        """Into the company under the cursor."""
        event.stop()
        if isinstance(event.row, Customer):
            self.post_message(Navigate(Destination.CUSTOMERS, event.row.company_id))

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.refresh_bindings()

    @work(group="load", exclusive=True)
    async def _read(self, search: str) -> None:
        with self.asking(self.table, quietly=True):
            found = await self.ask(customers.customers, search)
            self.table.empty_text = (
                N_("Kein Kunde passt dazu. Esc zeigt wieder alle.")
                if search
                else N_("Noch kein Kunde hat Ihr Unternehmen mit der Partnernummer verknüpft.")
            )
            self.table.replace_source(ListSource(found, key=_key))


def _key(row: Customer) -> int:
    return row.company_id


def _columns(zone: ZoneInfo) -> list[Column[Customer]]:
    """Who, where, since when, and what is needed to go in."""
    return [
        Column(
            name="name",
            label=N_("Unternehmen"),
            render=lambda row: row.name,
            width=28,
            flexible=True,
        ),
        Column(
            name="city",
            label=N_("Ort"),
            render=lambda row: row.city,
            width=16,
            flexible=True,
            priority=2,
        ),
        Column(
            name="linked_at",
            label=N_("Zugriff seit"),
            render=lambda row: long_day(row.linked_at, zone),
            width=12,
            priority=1,
        ),
        Column(
            name="factor",
            label=N_("Zweiter Faktor"),
            render=lambda row: _("nötig") if row.asks_factor else "–",
            width=14,
            priority=3,
            tone=lambda row: Tone.WARNING if row.asks_factor else Tone.MUTED,
        ),
    ]
