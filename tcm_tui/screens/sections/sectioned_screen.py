"""A screen with a menu of sections at the left, one of them in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.i18n import N_, _
from tcm_tui.navigation import entry
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.screens.sections.section_menu import SectionMenu
from tcm_tui.widgets.dialog import discard_question
from tcm_tui.widgets.tabs import Tab, TabLabel
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tcm_tui.navigation import Topic
    from tcm_tui.screens.sections.section import Section

SECTIONS_MOST: Final = 7
"""As many as there are digits for."""


class SectionedScreen(PortalScreen[None]):
    """A menu of sections, and the one in front; a subclass gives its `destination`.

    Args:
        sections: For each section the function that imports it.
        first: Digit of the section to begin with.
    """

    AUTO_FOCUS = "SectionMenu"
    begins_inside: ClassVar[bool] = False
    """Whether the first section has the focus, for what is read more than it is set."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                str(digit),
                f"section({digit})",
                N_("Abschnitt"),
                id=f"sections.section_{digit}",
                show=False,
            )
            for digit in range(1, SECTIONS_MOST + 1)
        ),
        Binding(
            "ctrl+pageup",
            "turn(-1)",
            N_("Abschnitt davor"),
            id="sections.previous",
            priority=True,  # every scrolling container has these keys too
            show=False,
        ),
        Binding(
            "ctrl+pagedown",
            "turn(1)",
            N_("Abschnitt danach"),
            id="sections.next",
            priority=True,
            show=False,
        ),
        Binding(
            "f5",
            "read_again",
            N_("Neu lesen"),
            id="sections.reload",
            show=False,
            tooltip=N_("Liest diesen Abschnitt neu"),
        ),
        Binding(
            "escape",
            "leave",
            N_("Zurück"),
            id="sections.leave",
            tooltip=N_("Verlässt diese Seite"),
        ),
    ]

    shown: reactive[int] = reactive(0, init=False)
    """Digit of the section in front."""

    def __init__(self, sections: Sequence[Callable[[], type[Section]]], *, first: int = 1) -> None:
        super().__init__()
        self._kinds = [section() for section in sections]
        self._sections: dict[int, Section] = {}
        self._first = first if 0 < first <= len(self._kinds) else 1

    @property
    def section(self) -> Section | None:
        """The one in front."""
        return self._sections.get(self.shown)

    @property
    def topic(self) -> Topic | None:
        """What F1 speaks about."""
        in_front = self.section.topic if self.section is not None else None
        return in_front or super().topic

    @property
    def item(self) -> Any:  # noqa: ANN401 - what `Navigate` carries
        """What leads back to the section in front."""
        return self.shown

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose something."""
        return any(section.unsaved for section in self._sections.values())

    def compose_content(self) -> ComposeResult:
        """The breadcrumb, the menu, and room for a section."""
        yield Static(id="breadcrumb")
        with Horizontal(id="sectioned"):
            yield SectionMenu(
                [
                    TabLabel(digit, _(one.heading), one.brief and _(one.brief))
                    for digit, one in enumerate(self._kinds, 1)
                ]
            )
            yield Container(id="sections")

    def on_mount(self) -> None:
        """Begin with the first section."""
        self.action_section(self._first)

    def watch_shown(self, digit: int) -> None:
        """Show which section it is, and that one."""
        heading = self._kinds[digit - 1].heading
        self.query_one(SectionMenu).front = digit
        trail = (_(entry(self.destination).label), _(heading))
        self.query_one("#breadcrumb", Static).update(txt(" › ".join(trail)))
        for other, section in self._sections.items():
            section.display = other == digit
        if digit not in self._sections:
            section = self._sections[digit] = self._kinds[digit - 1]()
            self.query_one("#sections").mount(section)
        # In its own queue: it comes to that when everything in it is composed.
        self._sections[digit].call_later(self._sections[digit].refresh_data)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit without a section is no key."""
        if action == "section":
            return isinstance(parameters[0], int) and parameters[0] <= len(self._kinds)
        return super().check_action(action, parameters)

    def action_section(self, digit: int) -> None:
        """Turn to the section with this digit; the menu keeps the focus."""
        if self._kinds and digit != self.shown:
            # Without a focus the section before has not come to take it yet.
            inside = (
                self.begins_inside
                if self.focused is None
                else not isinstance(self.focused, SectionMenu)
            )
            self.shown = digit
            if inside:
                self._go_in()

    def action_turn(self, step: int) -> None:
        """Turn to the section beside this one, round the end."""
        self.action_section((self.shown - 1 + step) % len(self._kinds) + 1)

    def action_read_again(self) -> None:
        """Read the section in front again."""
        if self.section is not None:
            self.section.refresh_data()

    def action_leave(self) -> None:
        """Back to where one came from."""
        self._leave()

    async def may_leave(self) -> bool:
        """Whether nothing would be lost, or the person says that it may."""
        if not self.unsaved:
            return True
        leaves: bool = await self.app.push_screen_wait(discard_question())
        return leaves

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        if await self.may_leave():
            self.dismiss(None)

    @on(SectionMenu.Turned)
    def _turned(self, event: SectionMenu.Turned) -> None:
        event.stop()
        self.action_turn(event.step)

    @on(SectionMenu.Chosen)
    def _go_in(self, _event: SectionMenu.Chosen | None = None) -> None:
        if self.section is not None:
            self.section.call_after_refresh(_take_focus, self.section)

    @on(Tab.Clicked)
    def _clicked(self, event: Tab.Clicked) -> None:
        event.stop()
        self.action_section(event.digit)


def _take_focus(section: Section) -> None:
    """Give a section that is in front the focus."""
    if section.is_attached and section.display:
        section.focus_first()
