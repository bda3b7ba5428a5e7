"""The one line on top: where one is, who one is, and the ways elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal
from textual.widgets import Static

from tcm_tui.domain.people import initials
from tcm_tui.i18n import _
from tcm_tui.widgets.key_bar import key_in_force, key_name
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

NARROW: Final = 100
"""Cells below which the name becomes initials."""
ROOMY: Final = 140
"""Cells from which there is room for the name of a guest and for whom they are here."""
BRAND: Final = "☁ Cloud Marketplace"


@dataclass(frozen=True)
class BarPerson:
    """Whom the bar names."""

    name: str
    company: str
    guest: bool = False
    """Whether they visit: the notice, which says for whom, needs room."""


class BarItem(Static):
    """A word of the bar; a click does what its key does."""

    DEFAULT_CSS = """
    BarItem { width: auto; height: 1; padding: 0 1; color: $button-color-foreground; }
    BarItem:hover { background: $primary-darken-2; }
    """
    ALLOW_SELECT = False

    def __init__(self, text: str, action: str, *, classes: str = "") -> None:
        super().__init__(txt(text), classes=classes)
        self._action = action

    async def on_click(self) -> None:
        """Run the action."""
        await self.run_action(self._action)


class TopBar(Horizontal):
    """Brand, area, name, help.

    Args:
        person: Who is signed in, None for nobody.
        notice: Said beside the brand, such as „lokaler Modus“; empty for nothing.
    """

    DEFAULT_CSS = """
    TopBar {
        dock: top; height: 1; background: $primary; color: $button-color-foreground;
        & .bar--brand { text-style: bold; }
        & .bar--gap { width: 1fr; height: 1; }
        & .bar--notice { color: $button-color-foreground; width: auto; padding: 0 1; }
        &.-guest .bar--notice { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-guest .bar--gap { display: none; }
    }
    """

    def __init__(self, person: BarPerson | None, notice: str = "") -> None:
        super().__init__()
        self._person = person
        self._notice = notice
        self._keys: dict[str, str] = {}
        self.set_class(person is not None and person.guest, "-guest")

    def compose(self) -> ComposeResult:
        """The words, from left to right."""
        if self._person is None:
            yield BarItem(BRAND, "app.help", classes="bar--brand")
        else:
            yield BarItem(BRAND, "app.cloud_menu", classes="bar--brand")
            yield BarItem("", "app.marketplace", classes="bar--marketplace")
            yield BarItem("", "app.administration", classes="bar--area")
        yield Static(txt(self._notice), classes="bar--notice")
        yield Static(classes="bar--gap")
        if self._person is not None:
            yield BarItem("", "app.name_menu", classes="bar--name")
        yield BarItem("", "app.help", classes="bar--help")

    def name_person(self, person: BarPerson) -> None:
        """Name whoever is signed in anew."""
        self._person = person
        self._say(".bar--name", "app.name_menu", self._who(self.size.width))

    def on_mount(self) -> None:
        """Name the keys in force: the settings may have changed them."""
        self._say(".bar--marketplace", "app.marketplace", _("Marktplatz"))
        self._say(".bar--area", "app.administration", _("Verwaltung"))
        self._say(".bar--help", "app.help", _("Hilfe"))
        self._say(".bar--name", "app.name_menu", self._who(NARROW))

    def on_resize(self, event: events.Resize) -> None:
        """Say as much of the name as there is room for."""
        self._say(".bar--name", "app.name_menu", self._who(event.size.width))

    def _say(self, place: str, binding: str, text: str) -> None:
        """`text` after the key of `binding`, which rests while a dialog is in front."""
        self._keys[binding] = key_in_force(self.screen, binding) or self._keys.get(binding, "")
        key = key_name(self._keys[binding])
        for item in self.query(place).results(BarItem):
            item.update(txt(f"{key} {text}".strip()))

    def _who(self, width: int) -> str:
        if self._person is None:
            return ""
        if width < NARROW:
            return f"{initials(self._person.name)} ▾"
        if self._person.guest and width < ROOMY:
            return f"{initials(self._person.name)} · {self._person.company} ▾"
        return f"{self._person.name} · {self._person.company} ▾"
