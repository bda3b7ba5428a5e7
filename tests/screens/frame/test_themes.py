"""The colours can be read: 4.5 to 1 in both themes, computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from tcm_tui.themes import THEMES

if TYPE_CHECKING:
    from textual.theme import Theme

LEAST = 4.5
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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text in TEXTS for ground in GROUNDS] + list(PAIRS),
)
def test_text_can_be_read_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    """WCAG AA."""
    colors = theme.to_color_system().generate()
    assert contrast(Color.parse(colors[text]), Color.parse(colors[ground])) >= LEAST
