"""The list of a folder: draws only the lines that are seen, so 10,000 files cost what 10 do.

A list of its own beside `RecordTable`: a folder is read at once and has neither order, marks, pages
nor columns to drop, changes with every letter typed above it, and is left to the left. On a table
all of that would have to be taken away again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tcm_tui.i18n import N_
from tcm_tui.widgets.text import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tcm_tui.widgets.folders import Entry

_SIZE_WIDTH = 12


def size_label(size: int) -> str:
    """A size in bytes as „12 kB“."""
    for unit in ("kB", "MB"):
        size = -(-size // 1000)
        if size < 1000:  # noqa: PLR2004 - the step between two units
            return f"{size} {unit}"
    return f"{-(-size // 1000)} GB"


class FileList(ScrollView, can_focus=True):
    """Folders and files, one of them under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", N_("Hinauf"), id="files.up", show=False),
        Binding("down,j", "move(1)", N_("Hinunter"), id="files.down", show=False),
        Binding("pageup", "page(-1)", N_("Seite hinauf"), id="files.page_up", show=False),
        Binding("pagedown", "page(1)", N_("Seite hinunter"), id="files.page_down", show=False),
        Binding("home", "go(0)", N_("Anfang"), id="files.first", show=False),
        Binding("end", "go(-1)", N_("Ende"), id="files.last", show=False),
        Binding("enter", "open", N_("Öffnen"), id="files.open", show=False),
        Binding("backspace,left", "leave", N_("Ordner darüber"), id="files.parent", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "file-list--cursor",
        "file-list--folder",
        "file-list--size",
    }
    DEFAULT_CSS = """
    FileList {
        width: 100%;
        height: 1fr;
        border: round $border-blurred;
        scrollbar-size-vertical: 1;
        &:focus { border: round $border; }
        & > .file-list--folder { text-style: bold; }
        & > .file-list--size { color: $text-muted; }
        & > .file-list--cursor { background: $block-cursor-blurred-background; }
        &:focus > .file-list--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
    }
    """

    cursor: reactive[int] = reactive(0)
    """Position of the entry under the cursor."""

    @dataclass
    class Opened(Message):
        """An entry was chosen with Enter or the mouse."""

        entry: Entry

    class ParentWanted(Message):
        """Up to the folder above."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        self._nothing = ""

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def show(self, entries: Sequence[Entry], nothing: str) -> None:
        """Show `entries`, or the sentence `nothing` when there are none."""
        self._entries = entries
        self._nothing = nothing
        self.virtual_size = Size(0, max(1, len(entries)))
        self.cursor = 0
        self.scroll_home(animate=False)
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep it on an entry."""
        return max(0, min(cursor, len(self._entries) - 1))

    def watch_cursor(self, before: int, cursor: int) -> None:
        """Draw the two lines that changed, and keep the new one in view."""
        top = self.scroll_offset.y
        for line in (before, cursor):
            self.refresh(Region(0, line - top, self.size.width, 1))
        self.scroll_to_region(Region(0, cursor, 1, 1), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """The entry on line `y` of the view."""
        number = y + self.scroll_offset.y
        width = self.size.width
        if not self._entries and y == 0:
            line = cell(self._nothing)
            line.truncate(width, overflow="ellipsis", pad=True)
            line.stylize(self.get_component_rich_style("file-list--size"))
        elif number < len(self._entries):
            line = self._line(self._entries[number], width)
            if number == self.cursor:
                line.stylize(self.get_component_rich_style("file-list--cursor"))
        else:
            return Strip.blank(width, self.rich_style)
        return Strip(line.render(self.app.console), width).apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """The first click goes there, one on the cursor or a double one opens."""
        number = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if number >= len(self._entries):
            return
        opens = event.chain > 1 or number == self.cursor
        self.cursor = number
        if opens:
            self.action_open()

    def action_move(self, lines: int) -> None:
        """Up or down by `lines`."""
        self.cursor += lines

    def action_page(self, pages: int) -> None:
        """Up or down by what is seen."""
        self.cursor += pages * max(1, self.size.height - 1)

    def action_go(self, position: int) -> None:
        """To the first (0) or last (-1) entry."""
        self.cursor = position if position >= 0 else len(self._entries) - 1

    def action_open(self) -> None:
        """Choose what is under the cursor."""
        if (entry := self.current) is not None:
            self.post_message(self.Opened(entry))

    def action_leave(self) -> None:
        """To the folder above."""
        self.post_message(self.ParentWanted())

    def _line(self, entry: Entry, width: int) -> Text:
        size = "" if entry.is_folder else size_label(entry.size)
        name = cell(f" {entry.label}{'/' if entry.is_folder else ''}")
        if entry.is_folder:
            name.stylize(self.get_component_rich_style("file-list--folder"))
        name.truncate(max(0, width - _SIZE_WIDTH), overflow="ellipsis", pad=True)
        style = self.get_component_rich_style("file-list--size")
        return name.append_text(Text(f"{size:>{_SIZE_WIDTH - 1}} ", style))
