"""The table of the dialog: rows over the list, and the two fields over the row under the cursor."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input
from textual.worker import WorkerCancelled

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput, RoleChoice
from tcm_tui.screens.administration.invite_dialog.keys import TABLE_KEYS
from tcm_tui.screens.administration.invite_dialog.rows import NARROW, ListRows, RowLine, columns
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.record_columns import GAP
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.domain.permissions import Role

MARK_CELLS: Final = 3
"""A click this far left marks."""
CHOOSING: Final = frozenset({"mark", "mark_all", "select", "vim"})
"""What the table's own letters do; while an address is typed they are letters."""


class InviteTable(RecordTable[RowLine]):
    """Rows typed into directly. With the focus on itself letters are keys: rows are chosen.

    Args:
        invitations: What it shows and changes.
        vim_keys: Whether j, k and so on move while rows are chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*TABLE_KEYS]

    @dataclass
    class Edited(Message):
        """A row was changed in its fields."""

    @dataclass
    class Finished(Message):
        """Enter was pressed behind the last filled row."""

    @dataclass
    class RemovalWanted(Message):
        """A row is to be taken out."""

        row_id: int

    @dataclass
    class ResendWanted(Message):
        """The verdict of a row was clicked."""

        row_id: int

    @dataclass
    class Refused(Message):
        """What was typed could not be taken."""

        sentence: str

    @dataclass
    class ModeChanged(Message):
        """Rows are chosen now, or typed into."""

    @dataclass
    class Clicked(Message):
        """A row was clicked at `x`; the cursor is on it."""

        x: int

    def __init__(self, invitations: InviteList, *, vim_keys: bool) -> None:
        super().__init__(
            columns(NARROW, len(invitations)), key=lambda line: line.id, vim_keys=vim_keys
        )
        self.order = ""  # no header carries an arrow
        self._list = invitations
        self._choosing = False
        self._locked = False
        first = invitations.row_at(0)
        self._shown = first.id
        self._given: tuple[str, Role] = (first.email, first.role)
        self.address = AddressInput(self)
        self.role = RoleChoice(self, first.role)

    def compose(self) -> ComposeResult:
        """The two fields; they follow the cursor."""
        yield self.address
        yield self.role

    def on_mount(self) -> None:
        """Show the list."""
        self.source = ListRows(self._list)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and all rows, as far as they fit half of the screen."""
        del container, width
        return min(len(self._list) + 1, viewport.height // 2)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters are keys only while rows are chosen."""
        if action in CHOOSING and not self._choosing:
            return False
        return super().check_action(action, parameters)

    @property
    def choosing(self) -> bool:
        """Whether letters are keys now."""
        return self._choosing

    @property
    def current(self) -> int | None:
        """The id of the row under the cursor, None when it is gone."""
        line = self.cursor_row
        return line.id if line is not None and line.id in self._list else None

    @property
    def chosen(self) -> list[int]:
        """The marked rows, or the one under the cursor."""
        marked = sorted(key for key in self.marked if isinstance(key, int) and key in self._list)
        return marked or ([] if self.current is None else [self.current])

    def cut_reason(self) -> str:
        """What is said beside the row under the cursor, when there is no room for all of it."""
        region = self.column_region("verdict")
        if self.current is None or region is None:
            return ""
        verdict = self._list.verdict(self.current)
        said = f"{verdict.sign} {verdict.reason}"
        return said if len(said) > region.width else ""

    # -- the list changed

    def set_locked(self, locked: bool) -> None:
        """While work is done on the list, nothing can be typed into it."""
        self.commit()
        self._locked = locked
        self.place_fields()

    def list_changed(self) -> None:
        """Rows came or went."""
        if not all(key in self._list for key in self.marked):
            self.mark({key for key in self.marked if key in self._list})
        self._fit_columns()
        self.refresh(layout=True)
        self.reload()

    def on_resize(self) -> None:
        """Give the columns what there is."""
        self._fit_columns()
        self.place_fields()

    def _fit_columns(self) -> None:
        wanted = columns(self.size.width, len(self._list))
        if [column.width for column in wanted] != [column.width for column in self.columns]:
            self.columns = wanted

    # -- the fields

    def commit(self) -> None:
        """Take over what was typed into the fields."""
        typed = (self.address.value, self.role.value)
        if typed == self._given or self._shown not in self._list:
            return
        rows, row_id = len(self._list), self._shown
        try:
            if typed[0] != self._given[0]:
                self._list.set_email(row_id, typed[0])
        except Invalid as error:
            self.address.value = self._given[0]
            self.post_message(self.Refused(error.message))
            return
        if typed[1] != self._given[1]:
            self._list.set_role([row_id], typed[1])
        self._given = typed
        if len(self._list) == rows:
            self.reload()  # draws this row and its twins: all others look as they did
        else:
            self.list_changed()
        self.post_message(self.Edited())

    def place_fields(self) -> None:
        """Put the fields over the row under the cursor and fill them with it."""
        self.commit()
        for field, column in ((self.address, "email"), (self.role, "role")):
            field.display = not self._choosing and not self._locked
            if (region := self.column_region(column)) is not None:
                field.styles.offset = Offset(region.x, region.y)
                field.styles.width = region.width
        self._show_placeholder()
        if self.current is not None:
            self._fill(self.current)

    def _show_placeholder(self) -> None:
        region, whole = self.column_region("email"), _("Adresse eingeben oder Liste einfügen …")
        fits = region is not None and len(whole) < region.width
        self.address.placeholder = whole if fits else _("Adresse oder Liste …")

    def _fill(self, row_id: int) -> None:
        row = self._list.row(row_id)
        given = (shown(row.email), row.role)
        if (row_id, given) != (self._shown, self._given):
            self._shown, self._given = row_id, given
            self.address.value, self.role.value = given
            region = self.column_region("email")
            fits = region is None or len(row.email) < region.width
            self.address.cursor_position = len(row.email) if fits else 0

    def edit(self, field: Input | Choice[Role] | None = None) -> None:
        """Type into the row under the cursor."""
        if self._locked:
            return
        self._choosing = False
        self.place_fields()
        (field or self.address).focus()

    def on_focus(self, event: events.Focus) -> None:
        """Letters are keys now."""
        del event
        self._choose(choosing=True)

    def on_blur(self, event: events.Blur) -> None:
        """The fields are back."""
        del event
        self._choose(choosing=False)

    def _choose(self, *, choosing: bool) -> None:
        self._choosing = choosing
        self.place_fields()
        self.post_message(self.ModeChanged())

    # -- moving

    async def go(self, rows: int) -> None:
        """Up or down by `rows`; waits for rows that have just been added."""
        await self._step(partial(self.action_move, rows))

    async def go_page(self, pages: int) -> None:
        """Up or down by what is in view."""
        await self._step(partial(self.action_page, pages))

    async def finish_row(self) -> None:
        """On to the next row; behind the last filled one, on to what sends them."""
        self.commit()
        empty = self._shown in self._list and self._list.row(self._shown).empty
        if empty and self._list.dirty and self._nothing_below():
            self.post_message(self.Finished())
        else:
            await self.go(1)

    async def next_field(self) -> None:
        """Address, role, next row; from the last row on to the buttons."""
        if self.address.has_focus:
            self.role.focus()
        elif self._list.number(self._shown) == len(self._list):
            self.screen.focus_next()
        else:
            await self.go(1)
            self.address.focus()

    async def previous_field(self) -> None:
        """Role, address, the row before; from the first row to choosing rows."""
        if self.role.has_focus:
            self.address.focus()
        elif self._list.number(self._shown) == 1:
            self.focus()
        else:
            await self.go(-1)
            self.role.focus()

    def clear_row(self) -> None:
        """Take the empty row out."""
        self.post_message(self.RemovalWanted(self._shown))

    def action_edit(self) -> None:
        """Type into the row under the cursor."""
        self.edit()

    def action_extend(self, step: int) -> None:
        """Mark the row and the next one, as in a spreadsheet."""
        self.commit()
        self.focus()
        before = self.current
        self.action_move(step)
        self.mark(self.marked | {row_id for row_id in (before, self.current) if row_id})

    def _nothing_below(self) -> bool:
        places = range(self._list.number(self._shown), len(self._list))
        return all(self._list.row_at(place).empty for place in places)

    async def _step(self, move: Callable[[], None]) -> None:
        self.commit()
        await self._rows_read()
        move()
        await self._rows_read()
        self.place_fields()

    async def _rows_read(self) -> None:
        """Wait until the table has read the rows it asked for."""
        while reading := [w for w in self.workers if w.node is self and not w.is_finished]:
            with suppress(WorkerCancelled):  # another reading took its place
                await self.workers.wait_for_complete(reading)

    @on(RecordTable.Highlighted)
    def _cursor_moved(self) -> None:
        self.place_fields()

    @on(RecordTable.MarkAllRequested)
    def _mark_all(self, event: RecordTable.MarkAllRequested) -> None:
        event.stop()
        self.mark({row.id for row in self._list.rows if not row.empty})

    @on(Input.Changed)
    @on(Choice.Changed)
    def _typed(self, event: Message) -> None:
        event.stop()
        self.commit()

    # -- the mouse

    def on_click(self, event: events.Click) -> None:
        """A click puts the fields where it was; the table itself moves the cursor first."""
        if event.widget is not self:
            event.prevent_default()  # one into a field is not one on the row
        elif event.y > 0:
            self.post_message(self.Clicked(event.x))

    @on(RecordTable.Selected)
    def _opened(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.edit()

    @on(Clicked)
    def _clicked(self, event: Clicked) -> None:
        event.stop()
        role, verdict = self.column_region("role"), self.column_region("verdict")
        if self.current is None:
            return
        if event.x < MARK_CELLS:
            self.mark(self.marked ^ {self.current})
        elif verdict is not None and event.x >= verdict.x:
            self.post_message(self.ResendWanted(self.current))
        elif role is not None and event.x >= role.x - GAP:
            self.edit(self.role)
            self.role.action_open()
        else:
            self.edit()
