"""„E-Mail-Adressen“: add, verify by the code from the mail, make primary, delete."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.addresses import OwnAddress
from tcm_tui.domain.dates import short_moment
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, Topic
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.my_settings.add_address import AddAddress
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import addresses
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast, txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


class AddressTable(UnmarkedTable[OwnAddress]):
    """The list: the primary one, the verified ones, those that wait for their code."""


class AddressesSection(Section):
    """One's own addresses, and everything that can be done with each."""

    heading: ClassVar[str] = N_("E-Mail-Adressen")
    brief: ClassVar[str] = N_("Adressen")
    topic: ClassVar[Topic] = Topic.ADDRESSES
    BINDINGS: ClassVar[list[BindingType]] = [
        # Those of the row in focus first: the others have buttons.
        Binding(
            "p",
            "make_primary",
            N_("Zur primären machen"),
            id="addresses.make_primary",
            tooltip=N_("E-Mails gehen von nun an an diese Adresse"),
        ),
        Binding(
            "v",
            "resend",
            N_("Erneut senden"),
            id="addresses.resend",
            tooltip=N_("Sendet einen neuen Code; der alte gilt nicht mehr"),
        ),
        Binding(
            "delete",
            "remove",
            N_("Löschen"),
            id="addresses.remove",
            tooltip=N_("Nimmt die Adresse aus Ihrem Konto"),
        ),
        Binding(
            "n",
            "add",
            N_("Adresse hinzufügen"),
            id="addresses.add",
            tooltip=N_("Nennt eine weitere Adresse; dorthin geht eine E-Mail mit einem Code"),
        ),
        Binding(
            "c",
            "enter_code",
            N_("Code eingeben"),
            id="addresses.enter_code",
            tooltip=N_("Bestätigt eine Adresse mit dem Code aus der E-Mail"),
        ),
    ]

    def compose(self) -> ComposeResult:
        """What they are for, the list, the button."""
        sentence = _(
            "Mit jeder bestätigten Adresse können Sie sich anmelden. E-Mails gehen an die primäre."
        )
        yield Static(txt(sentence), classes="section--text")
        place = host(self)
        table = AddressTable(_columns(place.zone, place.clock), key=_key, vim_keys=place.vim_keys)
        table.empty_text = N_("Keine Adresse.")
        table.order = ""  # an order of its own, of no column
        yield table
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("Code eingeben")), id="enter-code", compact=True)
            yield Button(txt(_("Adresse hinzufügen")), "primary", id="add-address", compact=True)

    @property
    def table(self) -> AddressTable:
        """The list."""
        return self.query_one(AddressTable)

    @property
    def _rows(self) -> Sequence[OwnAddress]:
        source = self.table.source
        return source.rows if isinstance(source, ListSource) else []

    def focus_first(self) -> None:
        """Into the list."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its address."""
        self._read()

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out; "" when it is not."""
        here = self.table.cursor_row
        if here is None:
            waits = action in {"make_primary", "resend", "remove"}
            return _("Hier ist keine Adresse gewählt.") if waits else super().why_not(action)
        match action:
            case "make_primary":
                return here.why_not_primary()
            case "resend":
                return here.why_not_resend()
            case "remove":
                return here.why_not_remove(sum(one.is_verified for one in self._rows))
            case _:
                return super().why_not(action)

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.table, quietly=True):
            found = await self.ask(addresses.own)
            self.table.replace_source(ListSource(found, key=_key))
            self.refresh_bindings()

    @on(RecordTable.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Button.Pressed, "#add-address")
    def _add_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_add()

    @on(Button.Pressed, "#enter-code")
    def _code_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_enter_code()

    def action_enter_code(self) -> None:
        """Ask for the code from the mail."""
        self.post_message(Navigate(Destination.ENTER_CODE))

    @work
    async def action_add(self) -> None:
        """Ask which, then say where the code went."""
        dialog = AddAddress(
            lambda email: self.ask(addresses.add, email),
            lambda email: self.ask(addresses.caution, email),
        )
        added: OwnAddress | None = await self.app.push_screen_wait(dialog)
        if added is not None:
            toast(self, _sent(added))
        self.refresh_data()
        self.table.focus()

    def action_resend(self) -> None:
        """Send another code."""
        if (row := self.table.cursor_row) is not None:
            self._do(partial(self.ask, addresses.resend, row.id), _sent(row))

    def action_make_primary(self) -> None:
        """Let mail go there."""
        if (row := self.table.cursor_row) is not None:
            done = _("{address} ist jetzt Ihre primäre Adresse.").format(address=row.address)
            self._do(partial(self.ask, addresses.make_primary, row.id), done)

    @work
    async def action_remove(self) -> None:
        """Delete it, if the person is sure."""
        row = self.table.cursor_row
        if row is not None and await self.app.push_screen_wait(_question(row)):
            done = _("{address} ist gelöscht.").format(address=row.address)
            self._do(partial(self.ask, addresses.remove, row.id), done)

    @work(group="submit")
    async def _do(self, act: Callable[[], Coroutine[None, None, object]], done: str) -> None:
        with self.asking(self.table):
            await act()
            toast(self, done)
        self.refresh_data()
        self.table.focus()


def _question(row: OwnAddress) -> Confirm:
    lost = _("Danach können Sie sich mit {address} nicht mehr anmelden.")
    waiting = _("Der Code, der an {address} ging, gilt dann nicht mehr.")
    return Confirm(
        (lost if row.is_verified else waiting).format(address=row.address),
        title=_("Adresse löschen?"),
        yes=_("Adresse löschen"),
    )


def _sent(row: OwnAddress) -> str:
    return _("An {address} ging ein Code. Er gilt 24 Stunden.").format(address=row.address)


def _key(row: OwnAddress) -> int:
    return row.id


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[OwnAddress]]:
    """The address, what it is good for, and since when."""
    return [
        Column(
            name="address",
            label=N_("E-Mail-Adresse"),
            render=lambda row: row.address,
            width=40,
            flexible=True,
        ),
        Column(
            name="state",
            label=N_("Status"),
            render=_state,
            width=22,
            tone=lambda row: Tone.GOOD if row.is_verified else None,
        ),
        Column(
            name="added",
            label=N_("Hinzugefügt"),
            render=lambda row: short_moment(row.added_at, now(), zone),
            width=12,
            priority=1,
        ),
    ]


def _state(row: OwnAddress) -> str:
    if row.is_primary:
        return _("● primär")
    return _("● bestätigt") if row.is_verified else _("◌ wartet auf den Code")
