"""A box as high as its content that scrolls where there is no room for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

if TYPE_CHECKING:
    from textual.geometry import Size


class SteadyScroll(VerticalScroll, can_focus=False):
    """Keeps a column for its bar, so that lines break alike with it and without.

    A bar that narrows the lines can make them too many to do without the bar: once there, it
    would stay. The column is the last one of the box: leave a cell less there than on the left.
    """

    DEFAULT_CSS = """
    SteadyScroll {
        height: auto; overflow-x: hidden; overflow-y: auto;
        scrollbar-size: 0 1; scrollbar-gutter: stable;
    }
    """

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines of the content beside the column; Textual counts them across it."""
        column = self.styles.scrollbar_size_vertical
        return super().get_content_height(container, viewport, width - column)
