"""The rows of the dialog: which stand there, which are chosen, which part of one was clicked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message
from textual.worker import WorkerCancelled

from tcm_tui.screens.administration.invite_dialog.rows import NARROW, ListRows, RowLine, columns
from tcm_tui.widgets.record_columns import GAP
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

    from tcm_tui.domain.invite_list import InviteList

CHOOSING: Final = frozenset({"mark", "mark_all", "select", "vim"})
"""What the table's own letters do; while an address is typed they are letters."""
MARK_CELLS: Final = 3
"""A click this far left marks."""


class RowTable(RecordTable[RowLine]):
    """The rows of the list in their order, read again when rows come or go.

    Args:
        invitations: What it shows.
        vim_keys: Whether j, k and so on move while rows are chosen.
    """

    @dataclass
    class RemovalWanted(Message):
        """A row is to be taken out."""

        row_id: int

    @dataclass
    class ResendWanted(Message):
        """The verdict of a row was clicked."""

        row_id: int

    @dataclass
    class Clicked(Message):
        """A row was clicked at `x`; the cursor is on it."""

        x: int

    @dataclass
    class EditWanted(Message):
        """The row under the cursor was clicked, at its `role` or at its address."""

        role: bool

    def __init__(self, invitations: InviteList, *, vim_keys: bool) -> None:
        super().__init__(
            columns(NARROW, len(invitations)), key=lambda line: line.id, vim_keys=vim_keys
        )
        self.order = ""  # no header carries an arrow
        self.choosing = False
        """Whether letters are keys now; else they are typed."""
        self._list = invitations

    def on_mount(self) -> None:
        """Show the list."""
        self.source = ListRows(self._list)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and all rows, as far as they fit half of the screen."""
        del container, width
        return min(len(self._list) + 1, viewport.height // 2)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters are keys only while rows are chosen."""
        if action in CHOOSING and not self.choosing:
            return False
        return super().check_action(action, parameters)

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

    def nothing_below(self, row_id: int) -> bool:
        """Whether no row behind this one is filled."""
        places = range(self._list.number(row_id), len(self._list))
        return all(self._list.row_at(place).empty for place in places)

    # -- the list changed

    def list_changed(self) -> None:
        """Rows came or went."""
        if not all(key in self._list for key in self.marked):
            self.mark({key for key in self.marked if key in self._list})
        self.fit_columns()
        self.refresh(layout=True)
        self.reload()

    def fit_columns(self) -> None:
        """Give the columns what there is."""
        wanted = columns(self.size.width, len(self._list))
        if [column.width for column in wanted] != [column.width for column in self.columns]:
            self.columns = wanted

    async def rows_read(self) -> None:
        """Wait until the table has read the rows it asked for."""
        while reading := [w for w in self.workers if w.node is self and not w.is_finished]:
            with suppress(WorkerCancelled):  # another reading took its place
                await self.workers.wait_for_complete(reading)

    @on(RecordTable.MarkAllRequested)
    def _mark_all(self, event: RecordTable.MarkAllRequested) -> None:
        event.stop()
        self.mark({row.id for row in self._list.rows if not row.empty})

    def on_click(self, event: events.Click) -> None:
        """Tell which part was clicked, once the table itself has moved the cursor."""
        if event.widget is not self:
            event.prevent_default()  # one into a field is not one on the row
        elif event.y > 0:
            self.post_message(self.Clicked(event.x))

    @on(Clicked)
    def _part_clicked(self, event: Clicked) -> None:
        event.stop()
        role, verdict = self.column_region("role"), self.column_region("verdict")
        if self.current is None:
            return
        if event.x < MARK_CELLS:
            self.mark(self.marked ^ {self.current})
        elif verdict is not None and event.x >= verdict.x:
            self.post_message(self.ResendWanted(self.current))
        else:
            at_role = role is not None and event.x >= role.x - GAP
            self.post_message(self.EditWanted(role=at_role))
