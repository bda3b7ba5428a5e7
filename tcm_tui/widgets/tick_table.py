"""A `RecordTable` whose rows are ticked: what a tick means and when it may be set, others say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from tcm_tui.i18n import N_
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from tcm_tui.widgets.record_columns import Column

Row = TypeVar("Row")


class TickTable(RecordTable[Row]):
    """Rows with ticks that follow from something else than the table itself.

    `refresh_rows` shows what became of them.

    Args:
        columns: From left to right; the first is never dropped.
        key: What identifies a row.
        sign_of: What stands before a row, one cell wide.
        vim_keys: Whether j k gg G Ctrl+D Ctrl+U move as well.
        id: Of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "tick",
            N_("Anhaken"),
            id="ticks.tick",
            tooltip=N_("Setzt den Haken der Zeile, oder nimmt ihn weg"),
        ),
        Binding(
            "enter",
            "select",
            N_("Anhaken"),
            id="ticks.tick_here",
            show=False,
            tooltip=N_("Wie Leer, und bleibt in der Zeile"),
        ),
        Binding(
            "asterisk",
            "tick_all",
            N_("Alle anhaken"),
            id="ticks.tick_all",
            show=False,
            tooltip=N_("Hakt alle an, die zur Suche passen, soweit die Lizenzen reichen"),
        ),
    ]

    @dataclass
    class Ticked(RecordTable._Told):  # noqa: SLF001 - what every table tells
        """The tick of a row is to be set, or taken away."""

        row: object

    @dataclass
    class AllTicked(RecordTable._Told):  # noqa: SLF001 - see above
        """The ticks of all that match are to be set; only the caller knows them."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable],
        sign_of: Callable[[Row], str],
        vim_keys: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(columns, key=key, vim_keys=vim_keys, id=id)
        self._sign_of = sign_of

    def sign(self, row: Row) -> str:
        """What stands before a row."""
        return self._sign_of(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without marks: Escape belongs to the screen."""
        return "mark" not in action and super().check_action(action, parameters)

    def action_tick(self) -> None:
        """Ask for the tick of the row, and go on to the next."""
        self.action_select()
        self._move(1)

    def action_select(self) -> None:
        """Ask for the tick of the row; a second click on it does the same."""
        if (row := self.cursor_row) is not None:
            self.post_message(self.Ticked(self, row))

    def action_tick_all(self) -> None:
        """Ask for the ticks of all that match."""
        self.post_message(self.AllTicked(self))
