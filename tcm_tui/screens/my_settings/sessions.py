"""„Sitzungen“: where one is signed in, and ending that elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.dates import feed_moment
from tcm_tui.domain.sessions import OwnSession
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import sessions
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast, txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


class SessionTable(UnmarkedTable[OwnSession]):
    """The list: this session first, then the newest."""


class SessionsSection(Section):
    """One's open sessions in every company."""

    heading: ClassVar[str] = N_("Sitzungen")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete",
            "end",
            N_("Beenden"),
            id="sessions.end",
            tooltip=N_("Meldet Sie dort ab"),
        ),
        Binding(
            "b",
            "end_others",
            N_("Alle anderen beenden"),
            id="sessions.end_others",
            tooltip=N_("Meldet Sie überall ab, nur hier nicht"),
        ),
    ]

    def compose(self) -> ComposeResult:
        """What it is, the list, the button."""
        sentence = _("Hier sind Sie angemeldet. Beenden Sie, was Sie nicht kennen.")
        yield Static(txt(sentence), classes="section--text")
        place = host(self)
        table = SessionTable(_columns(place.zone, place.clock), key=_key, vim_keys=place.vim_keys)
        table.empty_text = N_("Keine offene Sitzung.")
        table.order = ""  # an order of its own, of no column
        yield table
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("Alle anderen beenden")), id="end-others", compact=True)

    @property
    def table(self) -> SessionTable:
        """The list."""
        return self.query_one(SessionTable)

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its session."""
        self._read()

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out; "" when it is not."""
        source = self.table.source
        rows = source.rows if isinstance(source, ListSource) else []
        here = self.table.cursor_row
        if action == "end" and (here is None or here.is_this):
            return _("Das ist diese Sitzung. „Abmelden“ im Menü zur Person beendet sie.")
        if action == "end_others" and all(row.is_this for row in rows):
            return _("Sie sind sonst nirgends angemeldet.")
        return super().why_not(action)

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.table, quietly=True):
            found = await self.ask(sessions.own_sessions)
            self.table.replace_source(ListSource(found, key=_key))
            self._show_keys()

    @on(RecordTable.Highlighted)
    def _show_keys(self) -> None:
        self.query_one("#end-others", Button).disabled = bool(self.why_not("end_others"))
        self.refresh_bindings()

    def action_end(self) -> None:
        """End the session under the cursor, if the person is sure."""
        if (row := self.table.cursor_row) is not None:
            self._end(row)

    def action_end_others(self) -> None:
        """End all but this one, if the person is sure."""
        self._end(None)

    @on(Button.Pressed, "#end-others")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_end_others()

    @work(group="leave", exclusive=True)
    async def _end(self, row: OwnSession | None) -> None:
        sure: bool | None = await self.app.push_screen_wait(_question(row))
        if not sure:
            return
        with self.asking(self.table):
            if row is None:
                count = await self.ask(sessions.end_other_sessions)
            else:
                count = await self.ask(sessions.end_sessions, [row.id])
            told = ngettext("{n} Sitzung beendet.", "{n} Sitzungen beendet.", count)
            toast(self, told.format(n=count))
        self.refresh_data()
        self.table.focus()


def _question(row: OwnSession | None) -> Confirm:
    lost = _("Was dort eingegeben und nicht gespeichert ist, geht verloren.")
    if row is None:
        title, yes = _("Alle anderen Sitzungen beenden?"), _("Sitzungen beenden")
    else:
        title, yes = _("Sitzung beenden?"), _("Sitzung beenden")
    return Confirm(lost, title=title, yes=yes)


def _key(row: OwnSession) -> int:
    return row.id


def _from(row: OwnSession) -> str:
    """„testhost (SSH 192.0.2.1)“."""
    return f"{row.host} (SSH {row.client})" if row.client else row.host


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[OwnSession]]:
    """From where, since when, seen last, and in which company."""
    return [
        Column(
            name="from",
            label=N_("Von"),
            render=lambda row: f"{'●' if row.is_this else ' '} {_from(row)}",
            width=30,
            flexible=True,
        ),
        Column(
            name="state",
            label=N_("Status"),
            render=_state,
            width=13,
            tone=lambda row: Tone.GOOD if row.is_this else None,
        ),
        Column(
            name="since",
            label=N_("Seit"),
            render=lambda row: feed_moment(row.started_at, now(), zone),
            width=12,
        ),
        Column(
            name="seen",
            label=N_("Zuletzt"),
            render=lambda row: feed_moment(row.last_seen_at, now(), zone),
            width=12,
            priority=1,
        ),
        Column(
            name="company",
            label=N_("Unternehmen"),
            render=lambda row: row.company,
            width=11,
            flexible=True,
            priority=2,
        ),
    ]


def _state(row: OwnSession) -> str:
    if row.is_this:
        return _("diese Sitzung")
    return _("gesperrt") if row.is_locked else _("offen")
