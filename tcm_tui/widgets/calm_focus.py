"""A change of focus that repaints what looks different, not the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import Reactive

if TYPE_CHECKING:
    from textual.widget import Widget


class CalmFocus:
    """Screens that do not draw where the focus is: the widgets that lose and get it do.

    Textual repaints every line of a screen on each Tab, 20 kB at 120×40. What rules with `:focus`
    and `:focus-within` change is repainted by the rules themselves, the keys by `KeyBar`.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
