"""A menu that drops from the top bar: a letter, a word, an action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tcm_tui.i18n import N_
from tcm_tui.widgets.key_bar import key_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu: `key` chooses it, `value` is what choosing it answers."""

    key: str
    label: str
    value: str


class Menu(ModalScreen[str | None]):
    """Its letter, Enter or a click chooses; Escape or a click beside it chooses nothing.

    Args:
        items: From top to bottom.
        right: Whether it hangs at the right end of the bar.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Schließen"), id="menu.leave", show=False),
    ]
    DEFAULT_CSS = """
    Menu {
        background: transparent;
        align: left top;
        &.-right { align: right top; }
        & > OptionList {
            width: auto;
            max-width: 60;
            height: auto;
            margin-top: 1;
            border: round $border-blurred;
            background: $surface;
            padding: 0;
        }
        & > OptionList:focus { border: round $border-blurred; background-tint: transparent; }
    }
    """

    def __init__(self, items: Sequence[MenuItem], *, right: bool) -> None:
        super().__init__(classes="-right" if right else "")
        self._items = items

    def compose(self) -> ComposeResult:
        """The lines."""
        yield OptionList(
            *(
                Option(Content.assemble((f" {key_name(item.key):<3} ", "bold"), f"{item.label} "))
                for item in self._items
            ),
            markup=False,
        )

    def on_key(self, event: events.Key) -> None:
        """Choose by letter."""
        for item in self._items:
            if event.key == item.key:
                event.stop()
                self.dismiss(item.value)

    def on_click(self, event: events.Click) -> None:
        """A click beside the menu closes it."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._items[event.option_index].value)
