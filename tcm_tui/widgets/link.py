"""A word that leads elsewhere: „› Code eingeben“."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.i18n import N_
from tcm_tui.widgets.text import txt


class Link(Static, can_focus=True):
    """Enter or a click runs its action.

    Args:
        text: Where it leads.
        action: What it does, such as „screen.enter_code“.
        id: Of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "follow", N_("Öffnen"), id="link.follow", show=False),
    ]
    DEFAULT_CSS = """
    Link {
        width: auto;
        height: 1;
        margin-right: 2;
        &:hover { color: $text-primary; }
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    ALLOW_SELECT = False

    def __init__(self, text: str, action: str, *, id: str | None = None) -> None:  # noqa: A002 - as every widget calls it
        super().__init__(txt(f"› {text}"), id=id)
        self._action = action

    async def action_follow(self) -> None:
        """Go there."""
        await self.run_action(self._action)

    async def on_click(self) -> None:
        """Go there."""
        await self.action_follow()
