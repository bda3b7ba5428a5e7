"""The line with the counts, which breaks between two of them and never within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.widgets import Static

from tcm_tui.screens.administration.invite_dialog.wording import BETWEEN_COUNTS
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.content import Content
    from textual.geometry import Size


class CountsLine(Static):
    """Text on one line where it fits; else it breaks at a „·“, which goes then."""

    def render(self) -> Content:
        """What it says, in lines for its width."""
        return self._in_lines(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at `width`; none in a window too small for anything."""
        del container, viewport
        return self._in_lines(width).get_height({}, width) if width else 0

    def _in_lines(self, width: int) -> Content:
        """A break of Textual's own may come between a number and its word, even at U+00A0."""
        lines: list[str] = []
        for part in str(self.content).split(BETWEEN_COUNTS):
            longer = f"{lines[-1]}{BETWEEN_COUNTS}{part}" if lines else part
            if lines and cell_len(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
        return txt("\n".join(lines))
