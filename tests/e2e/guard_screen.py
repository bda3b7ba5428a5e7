"""The small app behind `guard_app`: hostile data in every kind of widget, and trouble on demand."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.panel import Panel
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import _compositor, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    Collapsible,
    DataTable,
    Footer,
    Header,
    Input,
    Label,
    Log,
    Markdown,
    OptionList,
    Pretty,
    RadioButton,
    RichLog,
    Select,
    Static,
    TabbedContent,
    TabPane,
    TextArea,
    Tree,
)
from textual.widgets.option_list import Option

from tcm_tui.terminal_guard.app import GuardedApp, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from textual.app import ComposeResult

SECRET = "geheim-4711"
"""Stands for a password: never to be seen outside its field."""
SLOW_SECONDS = 30


class Unstyled(Widget):
    """Draws a line whose segment has no style at all."""

    DEFAULT_CSS = "Unstyled { height: 1; }"

    def __init__(self, data: str) -> None:
        super().__init__()
        self.data = data

    def render_line(self, y: int) -> Strip:
        """The data as it is."""
        del y
        return Strip([Segment(self.data)])


class Hostile(GuardedApp, inherit_bindings=False):
    """Shows one group of hostile texts after the other, in every kind of widget."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { overflow: hidden; } Input, TextArea, Tree, DataTable, Log { height: 3; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "next", "Weiter", priority=True)]

    def __init__(self, groups: list[str]) -> None:
        super().__init__()
        self.groups = groups
        self.number = -1

    def compose(self) -> ComposeResult:
        """One widget of every kind around the group that is on."""
        data = self.groups[self.number] if self.number >= 0 else ""
        yield Label(f"Gruppe {self.number}", markup=False)
        yield from self._texts(data)
        yield from self._controls(data)
        yield from self._lists(data)

    def _texts(self, data: str) -> Iterator[Widget]:
        yield Static(Content(data))
        yield Label(data, markup=False)
        yield Static(Text(data, no_wrap=True))
        yield Static(Text("Verweis", style=Style(link=f"https://portal.example/{data}")))
        yield Static(Panel(Text(data), title=Text(data)))
        yield Pretty([data])
        yield Markdown(data, open_links=False)
        yield Unstyled(data)
        titled = Static(Content("Rahmen"))
        titled.styles.border = ("round", "red")
        titled.border_title = Content(data)
        titled.tooltip = Content(data)
        yield titled

    def _controls(self, data: str) -> Iterator[Widget]:
        yield Button(Content(data))
        yield Checkbox(Content(data))
        yield RadioButton(Content(data))
        yield Input(data)
        yield Input(placeholder=data)
        yield TextArea(data)
        yield Select([(Text(data), 1)], value=1)
        title = Content(data)
        with Collapsible(title=title, collapsed=False):  # type: ignore[arg-type]  # shown as it is
            yield Label("Inhalt")

    def _lists(self, data: str) -> Iterator[Widget]:
        yield OptionList(Option(Content(data)))
        with TabbedContent():
            yield TabPane(Content(data), Label("Reiter"))
        tree: Tree[None] = Tree(Text(data))
        tree.root.add_leaf(Text(data))
        yield tree
        table: DataTable[RenderableType] = DataTable()
        table.add_column(Text(data))
        table.add_row(Text(data), label=Text(data))
        yield table
        log = Log()
        log.write_line(data)
        yield log
        rich_log = RichLog()
        rich_log.write(Text(data))
        yield rich_log
        yield Header()
        yield Footer()

    async def action_next(self) -> None:
        """Show the next group; the title and a message hold it too."""
        self.number += 1
        self.title = self.sub_title = self.groups[self.number]
        self.clear_notifications()
        self.notify(self.title, title=self.title, markup=False)
        await self.recompose()


class Alive(GuardedApp, inherit_bindings=False):
    """Fields to type into, and signs that the app still runs."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "sign", "Lebenszeichen", priority=True),
        Binding("f10", "quit", "Beenden", priority=True),
    ]

    def __init__(self, goodbye: str = "") -> None:
        super().__init__()
        self.goodbye = Path(goodbye) if goodbye else None
        self.signs = self.beats = 0
        self.running_clock = False

    def compose(self) -> ComposeResult:
        """A clock, a field, a password field and a table."""
        yield Label(id="clock")
        yield Label("", id="sign")
        yield Label("Länge 0", id="length")
        yield Input(id="text")
        yield Input(id="password", password=True)

    def on_descendant_focus(self) -> None:
        """Start the clock: from the first beat on a key finds its field."""
        if not self.running_clock:
            self.running_clock = True
            self.set_interval(0.2, self.beat)

    def beat(self) -> None:
        """Show that timers run."""
        self.beats += 1
        self.query_one("#clock", Label).update(f"Takt {self.beats}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how much the field holds."""
        self.query_one("#length", Label).update(f"Länge {len(event.value)}")

    def action_sign(self) -> None:
        """Answer a key."""
        self.signs += 1
        self.query_one("#sign", Label).update(f"Lebenszeichen {self.signs}")

    async def on_hang_up(self) -> None:
        """Leave a note that this was reached."""
        if self.goodbye:
            self.goodbye.write_text("auf Wiedersehen", encoding="utf-8")


class Trouble(Alive):
    """Fails, is slow and tries what is forbidden, each by a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "fail", "Fehler", priority=True),
        Binding("f2", "fail_in_worker", "Fehler", priority=True),
        Binding("f3", "fail_in_timer", "Fehler", priority=True),
        Binding("f4", "fail_while_drawing", "Fehler", priority=True),
        Binding("f5", "screenshot", "Bild", priority=True),
        Binding("f6", "browse", "Verweis", priority=True),
        Binding("f7", "suspend_process", "Anhalten", priority=True),
        Binding("f8", "slow", "Langsam", priority=True),
    ]

    def action_fail(self) -> None:
        """Fail in a handler, with a secret in a local variable and one in the message."""
        fail()

    @work
    async def action_fail_in_worker(self) -> None:
        """Fail in a worker."""
        fail()

    def action_fail_in_timer(self) -> None:
        """Fail in a timer."""
        self.set_timer(0.01, fail)

    def action_fail_while_drawing(self) -> None:
        """Fail while a widget is drawn."""
        self.mount(Broken())

    def action_browse(self) -> None:
        """Ask for a browser."""
        self.open_url("file:///etc/passwd")

    @work
    async def action_slow(self) -> None:
        """Wait for something slow in a thread, as a use case does."""
        self.query_one("#sign", Label).update("Läuft lange")
        await asyncio.to_thread(time.sleep, SLOW_SECONDS)


class Broken(Static):
    """Cannot be drawn."""

    def render(self) -> str:
        """Fail."""
        return fail()


def fail() -> str:
    """Fail like a use case that nobody foresaw."""
    password = SECRET
    raise RuntimeError(f"Kennwort {password}")


def leak(update: _compositor.LayoutUpdate, _console: object) -> str:
    """Draw the way a future Textual might: past the filter."""
    return "".join(strip.text for line in update.strips for strip in line)


def start(mode: str, *details: str) -> int:
    """Run the app of `mode`; the exit code."""
    if mode in {"hostile", "unguarded"}:
        app = Hostile(json.loads(Path(details[0]).read_text(encoding="utf-8")))
        if mode == "unguarded":  # what the tests would see without the guard
            App.run(app)
            return 0
        return run(app)
    if mode == "leaky":
        _compositor.LayoutUpdate.render_segments = leak  # type: ignore[method-assign,assignment]  # sabotage
    return run(Trouble(*details) if mode == "trouble" else Alive(*details))
