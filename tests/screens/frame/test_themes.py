"""The colours can be read: 4.5 to 1, in `tcm-contrast` 7 to 1; and every look is whole."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pytest
import textual
from textual.color import Color

from tcm_tui.themes import CONTRAST, THEMES, fitting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from textual.theme import Theme

OWN_COLOURS: Final = [theme for theme in THEMES if not theme.ansi]
TERMINALS: Final = [theme for theme in THEMES if theme.ansi]
GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "foreground",
    "text-muted",
    "text-primary",
    "text-accent",
    "text-error",
    "text-warning",
    "text-success",
    "text-disabled",
    "footer-key-foreground",
)
PAIRS = (
    ("button-color-foreground", "primary"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "input-selection-background"),
)


def contrast(text: Color, ground: Color) -> float:
    """The ratio of WCAG 2.1."""

    def luminance(color: Color) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text in TEXTS for ground in GROUNDS] + list(PAIRS),
)
def test_text_can_be_read_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    """WCAG AA; AAA in the look that is chosen for its contrast."""
    least = 7.0 if theme is CONTRAST else 4.5
    colors = theme.to_color_system().generate()
    assert contrast(Color.parse(colors[text]), Color.parse(colors[ground])) >= least


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_what_has_the_focus_stands_out_from_its_ground(theme: Theme, ground: str) -> None:
    """WCAG asks 3 to 1 of marks that are not text."""
    colors = theme.to_color_system().generate()
    assert contrast(Color.parse(colors["border"]), Color.parse(colors[ground])) >= 3


@pytest.mark.parametrize("theme", TERMINALS, ids=lambda theme: theme.name)
def test_the_looks_of_the_terminal_name_only_its_own_colours(theme: Theme) -> None:
    """Whoever set them up chose what can be read; no grey that some palettes hide."""
    named = {value for value in theme.to_color_system().generate().values() if "#" in value}
    assert not named
    assert "ansi_bright_black" not in theme.variables.values()
    assert theme.variables["text-muted"] == theme.foreground


def stylesheets(folder: Traversable) -> Iterator[str]:
    """The text of every file that may hold styles."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from stylesheets(entry)
        elif entry.name.endswith((".py", ".tcss")):
            yield entry.read_text(encoding="utf-8")


def test_every_look_has_every_colour_that_styles_ask_for() -> None:
    """A missing one ends the program when the first widget with that style is shown."""
    asked = {
        name
        for package in (files("tcm_tui"), files(textual))
        for text in stylesheets(package)
        for name in re.findall(r"\$([a-z][a-z0-9-]*)", text)
    }
    known = set(THEMES[0].to_color_system().generate())
    for theme in THEMES:
        assert not (asked & known) - set(theme.to_color_system().generate()), theme.name


def test_a_terminal_of_16_colours_gets_its_own() -> None:
    """Shades of one dark grey would all become black there."""
    assert fitting(few_colours=True).ansi
    assert fitting(few_colours=False) is THEMES[0]
