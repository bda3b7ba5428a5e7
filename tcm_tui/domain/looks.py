"""What a person may choose for themselves: language and colours, and what those are called."""

from __future__ import annotations

from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import LANGUAGES, N_, _

LANGUAGE_NAMES: Final = {"de": "Deutsch", "en": "English"}
THEME_LABELS: Final = {
    "tcm-dark": N_("dunkel"),
    "tcm-light": N_("hell"),
    "tcm-contrast": N_("starker Kontrast"),
    "ansi-dark": N_("die des Terminals, dunkel"),
    "ansi-light": N_("die des Terminals, hell"),
}
"""Our themes by name, German sources."""


def check_language(value: str) -> str:
    """`value` as a language of the program.

    Raises:
        Invalid: It does not speak it.
    """
    if value not in LANGUAGES:
        raise Invalid(_("Sprachen sind de und en."), "language")
    return value


def check_theme(value: str | None) -> str | None:
    """`value` as one of our themes, None for what suits the terminal.

    Raises:
        Invalid: There is no such theme.
    """
    if value is not None and value not in THEME_LABELS:
        raise Invalid(_("Diese Farben gibt es nicht."), "theme")
    return value
