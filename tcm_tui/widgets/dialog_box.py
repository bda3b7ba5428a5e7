"""The box every dialog is: a title, a body that scrolls, a foot with buttons and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tcm_tui.i18n import _
from tcm_tui.widgets.calm_focus import CalmFocus
from tcm_tui.widgets.key_bar import key_name
from tcm_tui.widgets.steady_scroll import SteadyScroll
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from tcm_tui.navigation import Topic

Result = TypeVar("Result")


class Dialog(CalmFocus, ModalScreen[Result]):
    """A box over the screen: a title in its border, buttons at its foot, its keys below them.

    Args:
        title: Stands in the upper border.

    A subclass composes what stands in the box with `compose_body` and `compose_buttons`.
    """

    topic: ClassVar[Topic | None] = None
    """What F1 speaks about; None is what lies below the dialog."""

    # Screen declares both as instance variables, so they cannot be a ClassVar here
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - see above
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - see above
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .dialog {
            width: 80%;
            max-width: 100;
            height: auto;
            max-height: 100%;
            padding: 1 1 0 2;
            background: $surface;
            border: round $primary;
            border-title-color: $foreground;
            border-title-style: bold;
            border-subtitle-color: $text-muted;
            border-subtitle-align: right;
        }
        &.-narrow > .dialog { width: 100%; max-width: 100%; padding: 0 0 0 1; }
        &.-low > .dialog { max-height: 100%; padding: 0 0 0 1; }
        &.-narrow.-low > .dialog { height: 100%; }
        & .dialog--body { max-height: 100%; }
        & .dialog--foot { dock: bottom; height: auto; padding: 1 1 1 0; }
        &.-low .dialog--foot { padding: 0 1 0 0; }
        & .dialog--error { color: $text-error; height: auto; padding: 0 2; display: none; }
        & .dialog--error.-shown { display: block; }
        & .dialog--buttons { height: 1; align-horizontal: right; }
        & .dialog--buttons Button { margin-left: 2; min-width: 0; }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """The box, its content, its foot."""
        with Vertical(classes="dialog"):
            with SteadyScroll(classes="dialog--body"):
                yield from self.compose_body()
            with Vertical(classes="dialog--foot"):
                yield from self.compose_foot()
                yield Static(txt(""), classes="dialog--error")
                with Horizontal(classes="dialog--buttons"):
                    yield from self.compose_buttons()

    def compose_body(self) -> ComposeResult:
        """What stands in the box."""
        raise NotImplementedError

    def compose_foot(self) -> ComposeResult:
        """What is to be read wherever the body has scrolled to; nothing by itself."""
        return ()

    def compose_buttons(self) -> ComposeResult:
        """The buttons, the primary one last, each with the `action` of its key."""
        raise NotImplementedError

    def hints(self) -> list[tuple[str, str]]:
        """Keys and what they do, for border and palette: those of the dialog's own bindings."""
        return [
            (active.binding.key, _(active.binding.description))
            for active in self.active_bindings.values()
            if active.node is self and active.binding.show and active.enabled
        ]

    def hints_in_border(self) -> list[tuple[str, str]]:
        """Those of them that the lower border has room for."""
        return self.hints()

    def verbs(self) -> dict[str, str]:
        """What keys are called here instead of what they are called everywhere, by their ids."""
        return {}

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, by the words that stand on their buttons here."""
        verbs = self.verbs()
        return {
            key: active._replace(binding=replace(active.binding, description=verbs[name]))
            if (name := active.binding.id or "") in verbs
            else active
            for key, active in super().active_bindings.items()
        }

    def on_mount(self) -> None:
        """Fill the borders."""
        self.query_one(".dialog").border_title = txt(self._title)
        self.show_hints()

    def show_hints(self) -> None:
        """Write the keys that work now into the lower border."""
        shown = "  ".join(f"{key_name(key)} {text}" for key, text in self.hints_in_border())
        self.query_one(".dialog").border_subtitle = txt(shown)

    def say(self, place: str, sentence: str) -> None:
        """Say `sentence` on the line that `place` selects; it is there while it says something."""
        line = self.query_one(place, Static)
        if str(line.content) != sentence:
            line.update(txt(sentence))
        line.set_class(bool(sentence), "-shown")
