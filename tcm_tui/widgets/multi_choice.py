"""A choice of several on one line („Rolle: alle ▾“); the list opens below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static

from tcm_tui.i18n import N_, _
from tcm_tui.widgets.open_list import OpenList
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from textual.content import Content
    from textual.geometry import Region

Value = TypeVar("Value")

_SIGNS: Final = "●○◌! "
"""What may stand before the word that a letter chooses."""
_ALL: Final = 0
"""Where „alle“ stands in the list."""


class MultiChoice(Static, Generic[Value], can_focus=True):
    """Shows which values are wanted; Enter, Space, ↓ or a click open the list.

    Args:
        options: Each value with what it is called.
        label: Stands before it („Rolle: alle ▾“).
        name: Of the widget, and its id.
        otherwise: What is wanted as long as nothing is chosen, where that is not all.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,down", "open", N_("Auswählen"), id="multi_choice.open", show=False),
    ]
    DEFAULT_CSS = """
    MultiChoice {
        width: auto;
        height: 1;
        pointer: pointer;
        &.-chosen { color: $text-primary; text-style: bold; }
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:hover { text-style: bold; }
    }
    """
    ALLOW_SELECT = False

    brief: reactive[bool] = reactive(False, layout=True)
    """Leave the label out when values are wanted: they say themselves what they are."""

    @dataclass
    class Changed(Message):
        """Other values are wanted; none given means all."""

        choice: MultiChoice[Any]
        values: frozenset[Any]

        @property
        def control(self) -> MultiChoice[Any]:
            """Where it was chosen."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[Value, str]],
        *,
        label: str,
        name: str,
        otherwise: str | None = None,
    ) -> None:
        super().__init__(name=name, id=name)
        self._options = list(options)
        self._label = label
        self._otherwise = otherwise
        self._chosen: set[Value] = set()

    @property
    def values(self) -> frozenset[Value]:
        """What is wanted; none means all."""
        return frozenset(self._chosen)

    def offer(self, options: Sequence[tuple[Value, str]]) -> None:
        """Have other options; what is wanted and still among them stays wanted."""
        self._options = list(options)
        self._take(self._chosen & {value for value, _label in options})
        self.refresh(layout=True)

    def want(self, values: Collection[Value]) -> None:
        """Want these; those that are no option are left out."""
        self._take({value for value, _label in self._options if value in values})

    def clear(self) -> None:
        """Want all."""
        if self._chosen:
            self._take(set())

    def render(self) -> Content:
        """„Rolle: Benutzer +1 ▾“."""
        called = [label for value, label in self._options if value in self._chosen]
        if not called:
            return txt(f"{self._label}: {self._unchosen} ▾")
        more = f" +{len(called) - 1}" if called[1:] else ""
        label = "" if self.brief else f"{self._label}: "
        return txt(f"{label}{called[0].strip()}{more} ▾")

    async def on_click(self) -> None:
        """Open the list, as Enter does."""
        await self.action_open()

    async def action_open(self) -> None:
        """Let the person choose in the list; what is chosen counts at once."""
        called = [self._unchosen, *(label for _value, label in self._options)]
        menu = MultiMenu(called, self._ticks, self._toggle, self.region)
        # Awaited, so that keys typed ahead find the list.
        await self.app.push_screen(menu, lambda _closed: menu.go_on())

    def _ticks(self) -> list[bool]:
        return [not self._chosen, *(value in self._chosen for value, _label in self._options)]

    def _toggle(self, place: int) -> None:
        """Want the option at `place` of the list too, or no more; „alle“ forgets the others."""
        chosen = set() if place == _ALL else self._chosen ^ {self._options[place - 1][0]}
        # All of them one by one are the same as all, and „alle“ is what one reads then.
        every = self._otherwise is None and len(chosen) == len(self._options)
        self._take(set() if every else chosen)

    @property
    def _unchosen(self) -> str:
        return _("alle") if self._otherwise is None else self._otherwise

    def _take(self, chosen: set[Value]) -> None:
        if chosen == self._chosen:
            return
        self._chosen = chosen
        self.set_class(bool(chosen), "-chosen")
        self.refresh(layout=True)
        self.post_message(self.Changed(self, self.values))


class MultiMenu(OpenList[None]):
    """The open list: Space ticks, Enter and a click tick and close.

    Args:
        labels: What the options are called, „alle“ first.
        ticks: Tells which of them are ticked.
        toggle: Ticks the option at a position, or takes its tick away.
        beside: The place on the screen it belongs to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Wählen"), id="multi_choice.tick", show=False),
        Binding("escape", "leave", N_("Schließen"), id="multi_choice.leave", show=False),
    ]

    def __init__(
        self,
        labels: Sequence[str],
        ticks: Callable[[], Sequence[bool]],
        toggle: Callable[[int], None],
        beside: Region,
    ) -> None:
        super().__init__(beside)
        self._labels = labels
        self._ticks = ticks
        self._toggle = toggle

    def lines(self) -> Sequence[str]:
        """The labels, with a tick before those that are wanted."""
        return [
            f" {'✓' if ticked else ' '} {label} "
            for ticked, label in zip(self._ticks(), self._labels, strict=True)
        ]

    def initials(self) -> Sequence[str]:
        """The labels without their signs."""
        return [label.lstrip(_SIGNS) for label in self._labels]

    def first(self) -> int:
        """At the first that is wanted."""
        ticks = list(self._ticks())
        return ticks.index(True) if any(ticks) else 0

    def action_tick(self) -> None:
        """Tick the option in focus, or take its tick away."""
        place = self.options.highlighted
        if place is not None:
            self._tick(place)

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._tick(event.option_index)
        self.dismiss(None)

    def _tick(self, place: int) -> None:
        self._toggle(place)
        for number, line in enumerate(self.lines()):
            self.options.replace_option_prompt_at_index(number, txt(line))
