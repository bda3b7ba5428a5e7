"""The only ways to show data: a string that came from outside is never read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content

from tcm_tui.domain.text import drawable

if TYPE_CHECKING:
    from typing import Literal

    from textual.widget import Widget


def txt(value: str) -> Content:
    """`value` for a widget of Textual, shown literally; its lines stay lines.

    Made harmless here already, not only on its way to the terminal: what is drawn is then as wide
    as what was measured, and is cut with „…“.
    """
    return Content(_lines(value))


def cell(value: str) -> Text:
    """`value` for a cell or a line drawn with Rich, shown literally, on one line."""
    return Text(drawable(value), no_wrap=True, end="")


def toast(
    widget: Widget,
    message: str,
    *,
    severity: Literal["information", "warning", "error"] = "information",
    timeout: float | None = None,
) -> None:
    """Tell `message` in a corner of the screen, for `timeout` seconds or the usual few."""
    widget.notify(_lines(message), severity=severity, timeout=timeout, markup=False)


def _lines(value: str) -> str:
    return "\n".join(map(drawable, value.split("\n")))
