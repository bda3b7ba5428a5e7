"""The two fields that float over the row under the cursor: its address and its role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from textual.message import Message

from tcm_tui.domain.permissions import Role, role_label, role_short_label
from tcm_tui.screens.administration.invite_dialog.keys import ADDRESS_KEYS, ROLE_KEYS
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.content import Content

LINE_MAX: Final = 500
"""Characters; what is longer is no address before and after the cut."""


class RowKeys(Protocol):
    """What the keys that leave a field ask of the table."""

    async def go(self, rows: int) -> None:
        """Up or down by `rows`, to the same field."""

    async def go_page(self, pages: int) -> None:
        """Up or down by what is in view."""

    async def finish_row(self) -> None:
        """The row is filled in: on to the next, or out of the list."""

    async def next_field(self) -> None:
        """From the address to the role, from there to the next row."""

    async def previous_field(self) -> None:
        """The other way round."""

    def clear_row(self) -> None:
        """Take the empty row out."""


def is_list(text: str) -> bool:
    """Whether pasted `text` is more than one plain address or a piece of one."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 or "\t" in text or text.count("@") > 1 or len(text.split()) > 1


class AddressInput(FieldInput):
    """The address of the row; a pasted list is handed on.

    Args:
        keys: Takes the keys that leave the field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*ADDRESS_KEYS]

    @dataclass
    class ListPasted(Message):
        """More than one address was pasted."""

        text: str

    def __init__(self, keys: RowKeys) -> None:
        super().__init__(max_length=LINE_MAX)
        self._keys = keys

    async def on_key(self, event: events.Key) -> None:
        """Run the keys of the field in the order they were typed.

        As bindings they would run after the letters typed behind them, which then land in the
        wrong row: a list typed fast, or pasted by a terminal that does not mark a paste.
        """
        active = self.screen.active_bindings.get(event.key)
        if event.is_printable or active is None or active.node is not self:
            return
        event.stop()
        event.prevent_default()
        await self.run_action(active.binding.action)

    def take(self, text: str) -> None:
        """Put one address where the cursor is; hand on a list."""
        if is_list(text):
            self.post_message(self.ListPasted(text))
        else:
            super().take(text)

    async def action_finish(self) -> None:
        """On to the next row."""
        await self._keys.finish_row()

    async def action_go(self, rows: int) -> None:
        """Up or down."""
        await self._keys.go(rows)

    async def action_go_page(self, pages: int) -> None:
        """Up or down by what is in view; an input of its own would scroll its text."""
        await self._keys.go_page(pages)

    async def action_next_field(self) -> None:
        """To the role."""
        await self._keys.next_field()

    async def action_previous_field(self) -> None:
        """To the row before."""
        await self._keys.previous_field()

    def action_delete(self) -> None:
        """The character to the right; where there is none at all, the row."""
        if self.value:
            self.action_delete_right()
        else:
            self._keys.clear_row()


class RoleChoice(Choice[Role]):
    """The role of the row, in a short word where there is no room for the long one.

    Args:
        keys: Takes the keys that leave the field.
        role: What is chosen at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*ROLE_KEYS]

    def __init__(self, keys: RowKeys, role: Role) -> None:
        super().__init__([(one, role_label(one)) for one in Role], role)
        self._keys = keys

    def render(self) -> Content:
        """„Benutzer ▾“."""
        return txt(role_cell(self.value, self.size.width))

    async def action_go(self, rows: int) -> None:
        """Up or down."""
        await self._keys.go(rows)

    async def action_next_field(self) -> None:
        """To the next row."""
        await self._keys.next_field()

    async def action_previous_field(self) -> None:
        """To the address."""
        await self._keys.previous_field()


def role_cell(role: Role, width: int) -> str:
    """`role` as it stands in a cell of `width`."""
    label = f"{role_label(role)} ▾"
    return label if len(label) <= width else f"{role_short_label(role)} ▾"
