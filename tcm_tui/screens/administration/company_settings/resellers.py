"""„Zugriff für Mitarbeitende eines Vertriebspartners“."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.dates import long_day
from tcm_tui.domain.resellers import LinkedReseller
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.company_settings.link_reseller import LinkReseller
from tcm_tui.screens.administration.company_settings.reseller_deeds import ResellerDeeds
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import resellers
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast, txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.own_activity import OwnPage
    from tcm_tui.domain.resellers import Deed

_ROWS_LEAST: Final = 2
"""What an empty list says stands on the second line."""
_ROWS_MOST: Final = 6
"""So many are in view; further ones scroll."""


class ResellerTable(UnmarkedTable[LinkedReseller]):
    """The list: whom the company lets in, then whom it did."""


class ResellersBox(Section):
    """Whom the company lets in, since when, and what they did."""

    heading: ClassVar[str] = N_("Zugriff für Mitarbeitende eines Vertriebspartners")
    topic: ClassVar[Topic] = Topic.RESELLERS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "n",
            "link",
            N_("Vertriebspartner verknüpfen"),
            id="resellers.link",
            tooltip=N_("Gibt den Mitarbeitenden eines Vertriebspartners Zugriff"),
        ),
        Binding(
            "enter",
            "show_deeds",
            N_("Aktionen zeigen"),
            id="resellers.show_deeds",
            show=False,
            tooltip=N_("Zeigt alles, was dieser Vertriebspartner hier getan hat"),
        ),
        Binding(
            "delete",
            "unlink",
            N_("Verknüpfung entfernen"),
            id="resellers.unlink",
            tooltip=N_("Beendet den Zugriff sofort, auch für alle, die gerade angemeldet sind"),
        ),
    ]

    def compose(self) -> ComposeResult:
        """What it is, the list, the buttons."""
        explanation = _(
            "Mitarbeitende verknüpfter Vertriebspartner dürfen für Ihr Unternehmen buchen und"
            " E-Mails zum Zurücksetzen des Passworts senden, sonst nichts."
        )
        yield Static(txt(explanation), classes="section--text")
        place = host(self)
        table = ResellerTable(_columns(place.zone), key=_key, vim_keys=place.vim_keys)
        table.empty_text = N_("Kein Vertriebspartner hat Zugriff. n verknüpft einen.")
        table.order = ""  # an order of its own, of no column
        yield table
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("Aktionen zeigen")), id="reseller-deeds", compact=True)
            yield Button(txt(_("Entfernen")), id="unlink-reseller", compact=True)
            yield Button(txt(_("Vertriebspartner verknüpfen")), id="link-reseller", compact=True)

    @property
    def table(self) -> ResellerTable:
        """The list."""
        return self.query_one(ResellerTable)

    def focus_first(self) -> None:
        """Into the list."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its row."""
        self._read()

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out; "" when it is not."""
        here = self.table.cursor_row
        if action in {"show_deeds", "unlink"} and here is None:
            return _("Kein Vertriebspartner hat Zugriff.")
        if action == "unlink" and here is not None and not here.is_open:
            return _("Dieser Zugriff ist schon beendet.")
        return super().why_not(action)

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.table, quietly=True):
            found = await self.ask(resellers.linked)
            self.table.styles.height = 1 + max(_ROWS_LEAST, min(_ROWS_MOST, len(found)))
            self.table.replace_source(ListSource(found, key=_key))
            self._show_keys()

    @on(RecordTable.Highlighted)
    def _show_keys(self) -> None:
        for button, action in (("#reseller-deeds", "show_deeds"), ("#unlink-reseller", "unlink")):
            self.query_one(button, Button).disabled = bool(self.why_not(action))
        self.refresh_bindings()

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.action_show_deeds()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        {
            "link-reseller": self.action_link,
            "reseller-deeds": self.action_show_deeds,
            "unlink-reseller": self.action_unlink,
        }[event.button.id or ""]()

    def action_link(self) -> None:
        """Ask for a partner number."""
        self._link()

    def action_unlink(self) -> None:
        """End the access under the cursor, if the person is sure."""
        if (row := self.table.cursor_row) is not None and row.is_open:
            self._unlink(row)

    def action_show_deeds(self) -> None:
        """Everything that they did."""
        if (row := self.table.cursor_row) is not None:
            place, link_id = host(self), row.link_id

            def read(page: OwnPage, limit: int) -> Awaitable[Sequence[Deed]]:
                return self.ask(resellers.deeds, link_id, page, limit=limit)

            self.app.push_screen(ResellerDeeds(row, read, place.zone, place.clock))

    @work(group="leave", exclusive=True)
    async def _link(self) -> None:
        dialog = LinkReseller(
            lambda number: self.ask(resellers.look_up, number),
            lambda number: self.ask(resellers.link, number),
        )
        linked: LinkedReseller | None = await self.app.push_screen_wait(dialog)
        if linked is not None:
            toast(self, _("{name} hat jetzt Zugriff.").format(name=linked.name))
            self.refresh_data()
        self.table.focus()

    @work(group="leave", exclusive=True)
    async def _unlink(self, row: LinkedReseller) -> None:
        sure: bool | None = await self.app.push_screen_wait(_question(row))
        if not sure:
            return
        with self.asking(self.table):
            await self.ask(resellers.unlink, row.link_id)
            toast(self, _("{name} hat keinen Zugriff mehr.").format(name=row.name))
        self.refresh_data()
        self.table.focus()


def _question(row: LinkedReseller) -> Confirm:
    lost = _(
        "Mitarbeitende von {name} haben dann keinen Zugriff mehr, auch wenn sie gerade angemeldet"
        " sind. Was sie getan haben, bleibt hier stehen."
    )
    return Confirm(
        lost.format(name=row.name),
        title=_("Verknüpfung entfernen?"),
        yes=_("Verknüpfung entfernen"),
    )


def _key(row: LinkedReseller) -> int:
    return row.link_id


def _columns(zone: ZoneInfo) -> list[Column[LinkedReseller]]:
    """Who, which number, since when, and how much they did."""
    return [
        Column(
            name="name",
            label=N_("Vertriebspartner"),
            render=lambda row: f"{'●' if row.is_open else '○'} {row.name}",
            width=24,
            flexible=True,
        ),
        Column(
            name="number",
            label=N_("Partnernummer"),
            render=lambda row: row.number or "–",
            width=13,
        ),
        Column(
            name="state",
            label=N_("Zugriff"),
            render=lambda row: _state(row, zone),
            width=16,
            tone=lambda row: None if row.is_open else Tone.MUTED,
        ),
        Column(
            name="deeds",
            label=N_("Aktionen"),
            render=lambda row: ngettext("{n} Aktion", "{n} Aktionen", row.deeds).format(
                n=row.deeds
            ),
            width=12,
            priority=1,
            tone=lambda _row: Tone.MUTED,
        ),
    ]


def _state(row: LinkedReseller, zone: ZoneInfo) -> str:
    if row.ended_at is None:
        return _("seit {day}").format(day=long_day(row.linked_at, zone))
    return _("bis {day}").format(day=long_day(row.ended_at, zone))
