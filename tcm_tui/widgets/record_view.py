"""How a `RecordTable` moves through its rows: it reads them in the background, ahead of keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on, work

from tcm_tui.domain.errors import DomainError
from tcm_tui.widgets.record_canvas import RecordCanvas
from tcm_tui.widgets.record_keys import ARROWS, VIM
from tcm_tui.widgets.record_reader import Reader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Sequence

    from textual.binding import BindingType

    from tcm_tui.widgets.record_columns import Column

Row = TypeVar("Row")
_SLOW = 0.1
"""Seconds after which a reading shows that it is under way."""


class RecordView(RecordCanvas[Row]):
    """A window that fills itself from a source, moves by keys, and loses none while it reads."""

    BINDINGS: ClassVar[list[BindingType]] = [*ARROWS, *VIM]
    _half_pressed = False
    """The first `g` of `gg` was pressed."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable],
        empty_text: str = "",
        vim_keys: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(columns, key=key, empty_text=empty_text, id=id)
        self.vim_keys = vim_keys
        self._reader = Reader(self._window, key)
        self._waiting: Callable[[], Awaitable[None]] | None = None
        self._replacing = False
        self._outdated = False
        """The rows shown are those of another list than the one asked for."""
        self._told: object = self  # nothing yet: not even that the list is empty

    def _start_list(self) -> None:
        """Read another list from its start."""
        self._outdated = True
        self._start_edge()

    def _start_edge(self, *, end: bool = False) -> None:
        """Read the list from its start, or from its end."""
        self._window.wish = 0
        self._told = self
        self._start(partial(self._reader.edge, end=end), replacing=True)

    def _start(self, reading: Callable[[], Awaitable[None]], *, replacing: bool = False) -> None:
        """Read in the background; with `replacing` keys wait for the rows that will come."""
        self._loading, self._replacing, self._waiting = True, replacing, reading
        self._reader.order, self._reader.descending = self.order, self.descending
        if self._window.height:  # before that it is not known how many rows fill the screen
            self._run()
        elif self.size.height:
            # Textual tells no widget its first size when somebody asked for its place before that.
            self.on_resize()

    @work(group="load", exclusive=True)
    async def _run(self) -> None:
        slow = self.set_timer(_SLOW, self._show_loading)
        try:
            if self._waiting is not None:
                await self._waiting()
        except DomainError as error:
            self._fail(error.message)
        else:
            self._error, self._outdated = "", False
        finally:
            slow.stop()
        self._waiting = None
        self._loading = self._slow = self._replacing = False
        self._window.height = self._rows_height
        if not self._error:
            self._window.move(0)  # as far as keys have asked for meanwhile
        self._settle()

    def _fail(self, message: str) -> None:
        """Say so; rows of another list would be taken for the answer, others stay."""
        self._error = message
        self._window.wish = 0
        if self._outdated:
            self._window.clear()

    def _show_loading(self) -> None:
        self._slow = True
        self._draw()

    def _read_ahead(self) -> None:
        window = self._window
        for backwards in (window.wish < 0, window.wish >= 0):
            if window.rows and not self._loading and window.missing(backwards=backwards):
                self._start(partial(self._reader.more, backwards=backwards))

    def _move(self, step: int, *, drag: bool = False) -> None:
        if self._replacing:
            self._window.wish += step
        else:
            self._window.move(step, drag=drag)
            self._settle()
            self._read_ahead()

    def _scroll(self, lines: int) -> None:
        if not self._replacing:
            self._window.scroll(lines)
            self._settle()
            self._read_ahead()

    def _settle(self) -> None:
        """Draw and tell what changed, and read what is missing by now."""
        self._draw()
        if not self._replacing:
            self._tell()
        if not self._error:  # after one, the next key tries again
            self._read_ahead()

    def _tell(self) -> None:
        """Tell where the cursor is."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Keep the cursor in view and fill what became visible."""
        if not self.size.height:  # hidden: everything stays as it is
            return
        grown = self._rows_height > self._window.height
        self._window.height = self._rows_height
        self._window.keep_in_view()
        self._lay_out()
        self.refresh()  # Textual may have drawn the new size already, with the old columns
        if self._waiting is not None and grown:  # once, for as many rows as fill the screen now
            self._run()
        self._settle()

    # -- moving

    def action_move(self, step: int) -> None:
        """Move the cursor by `step` rows."""
        self._move(step)

    def action_page(self, step: int) -> None:
        """Move by a screen."""
        self._move(step * self._window.height, drag=True)

    def action_half(self, step: int) -> None:
        """Move by half a screen."""
        self._move(step * max(1, self._window.height // 2), drag=True)

    def action_edge(self, end: bool) -> None:
        """Go to the first row, or to the last."""
        window = self._window
        window.wish = 0
        if not self._replacing and (window.at_end if end else window.at_start):
            self._move(len(window.rows) if end else -len(window.rows))
        else:
            self._start_edge(end=end)

    def action_vim(self, name: str) -> None:
        """What vim does with a key; `first` takes two presses."""
        if name == "first" and not self._half_pressed:
            self._half_pressed = True
            return
        self._half_pressed = False
        {
            "up": partial(self._move, -1),
            "down": partial(self._move, 1),
            "first": partial(self.action_edge, end=False),
            "last": partial(self.action_edge, end=True),
            "half_up": partial(self.action_half, -1),
            "half_down": partial(self.action_half, 1),
        }[name]()

    @on(events.Key)
    def _forget_half(self, event: events.Key) -> None:
        """Any other key forgets the first half of `gg`."""
        self._half_pressed = self._half_pressed and event.key == "g"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The letters of vim are keys only for who wants them."""
        return self.vim_keys if action == "vim" else True
