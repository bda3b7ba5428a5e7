"""Things that lead elsewhere when opened: a card, a line of „Zu erledigen“, a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.i18n import N_
from tcm_tui.screens.host import Navigate
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.content import Content

    from tcm_tui.navigation import Destination


class Signpost(Static, can_focus=True):
    """Enter, Space or a click goes to its destination; without one it only tells something.

    Args:
        text: What it says.
        destination: Where it leads, None for nowhere.
        item: What is to be shown there.
        id: Of the widget.
        classes: Of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "follow", N_("Öffnen"), id="signpost.follow", show=False),
        Binding("down", "app.focus_next", N_("Weiter"), id="signpost.next", show=False),
        Binding("up", "app.focus_previous", N_("Zurück"), id="signpost.previous", show=False),
    ]
    ALLOW_SELECT = False

    def __init__(
        self,
        text: str | Content,
        destination: Destination | None,
        *,
        item: object = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str = "",
    ) -> None:
        super().__init__(txt(text) if isinstance(text, str) else text, id=id, classes=classes)
        self._destination = destination
        self._item = item
        self.can_focus = destination is not None

    def action_follow(self) -> None:
        """Go there."""
        if self._destination is not None:
            self.post_message(Navigate(self._destination, self._item))

    def on_click(self) -> None:
        """Go there."""
        self.action_follow()
