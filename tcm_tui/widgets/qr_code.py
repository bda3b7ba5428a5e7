"""A QR code drawn with half blocks, dark on light whatever the theme: cameras expect it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

SIDES: Final = 4
"""Light modules that the standard wants at every side."""
_HALVES: Final = {
    (False, False): " ",
    (True, False): "▀",
    (False, True): "▄",
    (True, True): "█",
}
"""Upper and lower module of a cell, True for dark."""
_DARK_ON_LIGHT: Final = "#000000 on #ffffff"


def modules(text: str) -> list[list[bool]]:
    """The QR code of `text` without the light around it, True for dark."""
    import segno  # noqa: PLC0415 - an extra

    code = segno.make_qr(text, error="l")
    return [[bool(module) for module in row] for row in code.matrix]


def half_blocks(code: Sequence[Sequence[bool]], above: int) -> list[str]:
    """`code` as lines, with the light that belongs at its sides.

    Args:
        code: Its modules.
        above: Light modules above and below; where lines are scarce half of the usual ones do.
    """
    width = len(code) + 2 * SIDES
    light = [[False] * width for _row in range(above)]
    rows = [*light, *([False] * SIDES + list(row) + [False] * SIDES for row in code), *light]
    if len(rows) % 2:
        rows.append([False] * width)
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


class QrCode(Widget):
    """The QR code of a text.

    Args:
        text: What it says.
    """

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    above: reactive[int] = reactive(SIDES, layout=True)
    """Light modules above and below."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self._modules = modules(text)

    def render(self) -> Content:
        """The picture."""
        return Content.styled("\n".join(half_blocks(self._modules, self.above)), _DARK_ON_LIGHT)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as it is: cut, it would say nothing."""
        del container, viewport
        return len(self._modules) + 2 * SIDES

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two modules a line."""
        del container, viewport, width
        return len(half_blocks(self._modules, self.above))
