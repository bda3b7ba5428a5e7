"""The table of the dialog: the two fields over the row under the cursor, and moving with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput, RoleChoice
from tcm_tui.screens.administration.invite_dialog.keys import TABLE_KEYS
from tcm_tui.screens.administration.invite_dialog.row_table import RowTable
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.domain.permissions import Role


class InviteTable(RowTable):
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
    class Refused(Message):
        """What was typed could not be taken."""

        sentence: str

    @dataclass
    class ModeChanged(Message):
        """Rows are chosen now, or typed into."""

    def __init__(self, invitations: InviteList, *, vim_keys: bool) -> None:
        super().__init__(invitations, vim_keys=vim_keys)
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

    def set_locked(self, locked: bool) -> None:
        """While work is done on the list, nothing can be typed into it."""
        self.commit()
        self._locked = locked
        self.place_fields()

    def on_resize(self) -> None:
        """Give the columns what there is."""
        self.fit_columns()
        self.place_fields()

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
            field.display = not self.choosing and not self._locked
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
        self.choosing = False
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
        self.choosing = choosing
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
        if empty and self._list.dirty and self.nothing_below(self._shown):
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

    async def _step(self, move: Callable[[], None]) -> None:
        self.commit()
        await self.rows_read()
        move()
        await self.rows_read()
        self.place_fields()

    @on(RecordTable.Highlighted)
    def _cursor_moved(self) -> None:
        self.place_fields()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _typed(self, event: Message) -> None:
        event.stop()
        self.commit()

    # -- the mouse

    @on(RecordTable.Selected)
    def _opened(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.edit()

    @on(RowTable.EditWanted)
    def _clicked(self, event: RowTable.EditWanted) -> None:
        event.stop()
        self.edit(self.role if event.role else None)
        if event.role:
            self.role.action_open()
