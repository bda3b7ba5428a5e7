"""The colours: `tcm-dark`, `tcm-light`, `tcm-contrast`, and those the terminal has itself."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

MAGENTA: Final = "#e20074"
"""A ground and a mark; as text on a dark ground it is too dark, see `text-primary`."""

DARK: Final = Theme(
    name="tcm-dark",
    primary=MAGENTA,
    secondary="#3a3e46",
    accent=MAGENTA,
    foreground="#e6e6ea",
    background="#141518",
    surface="#1b1d21",
    panel="#24272d",
    success="#3fb871",
    warning="#e8a33d",
    error="#ff5470",
    dark=True,
    variables={
        "block-cursor-background": MAGENTA,
        "block-cursor-blurred-background": "#4a1833",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-cursor-foreground": "#ffffff",
        "border": MAGENTA,
        "border-blurred": "#3a3e46",
        "button-color-foreground": "#ffffff",
        "footer-key-foreground": "#ff6fb5",
        "input-selection-background": "#8a0f4e",
        "scrollbar": "#3a3e46",
        "scrollbar-active": MAGENTA,
        "scrollbar-background": "#1b1d21",
        "scrollbar-hover": "#565b66",
        "text-accent": "#ff6fb5",
        "text-disabled": "#8b8e97",
        "text-error": "#ff6b83",
        "text-muted": "#a3a6ae",
        "text-primary": "#ff6fb5",
        "text-success": "#5fcb8b",
        "text-warning": "#e8a33d",
    },
)
LIGHT: Final = Theme(
    name="tcm-light",
    primary=MAGENTA,
    secondary="#c9ccd2",
    accent=MAGENTA,
    foreground="#17181b",
    background="#ffffff",
    surface="#f6f6f7",
    panel="#ececef",
    success="#1a7a43",
    warning="#8a5a00",
    error="#c4002f",
    dark=False,
    variables={
        "block-cursor-background": MAGENTA,
        "block-cursor-blurred-background": "#f6cfe2",
        "block-cursor-blurred-foreground": "#17181b",
        "block-cursor-foreground": "#ffffff",
        "border": MAGENTA,
        "border-blurred": "#c9ccd2",
        "button-color-foreground": "#ffffff",
        "footer-key-foreground": "#b8005f",
        "input-selection-background": "#f3b3d2",
        "scrollbar": "#c9ccd2",
        "scrollbar-active": MAGENTA,
        "scrollbar-background": "#f6f6f7",
        "scrollbar-hover": "#a5a9b2",
        "text-accent": "#b8005f",
        "text-disabled": "#64676e",
        "text-error": "#c4002f",
        "text-muted": "#55585f",
        "text-primary": "#b8005f",
        "text-success": "#1a7a43",
        "text-warning": "#8a5a00",
    },
)
CONTRAST: Final = Theme(
    name="tcm-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#7dff9b",
    warning="#ffd75f",
    error="#ff9c9c",
    dark=True,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-blurred-background": "#ffffff",
        "block-cursor-blurred-foreground": "#000000",
        "block-cursor-foreground": "#000000",
        "border": "#ffff00",
        "border-blurred": "#ffffff",
        "button-color-foreground": "#000000",
        "footer-key-foreground": "#ffff00",
        "input-selection-background": "#005f5f",
        "scrollbar": "#ffffff",
        "scrollbar-active": "#ffff00",
        "scrollbar-background": "#000000",
        "scrollbar-hover": "#ffff00",
        "text-accent": "#ffff00",
        "text-disabled": "#b2b2b2",
        "text-error": "#ff9c9c",
        "text-muted": "#ffffff",
        "text-primary": "#ffff00",
        "text-success": "#7dff9b",
        "text-warning": "#ffd75f",
    },
)
"""Black, white and yellow, at least 7 to 1. Muted text is white: nothing is whispered."""


def _of_the_terminal(name: str, *, dark: bool) -> Theme:
    """Only names of the terminal's sixteen colours; whoever chose them can read them.

    Greys are left out: "bright black" is invisible in some palettes.
    """
    return Theme(
        name=name,
        ansi=True,
        dark=dark,
        primary="ansi_magenta",
        secondary="ansi_default",
        accent="ansi_magenta",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        success="ansi_green",
        warning="ansi_yellow" if dark else "ansi_red",
        error="ansi_red",
        variables={
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "block-cursor-background": "ansi_magenta",
            "block-cursor-blurred-background": "ansi_default",
            "block-cursor-blurred-foreground": "ansi_default",
            "block-cursor-foreground": "ansi_bright_white",
            "border": "ansi_magenta",
            "border-blurred": "ansi_default",
            "button-color-foreground": "ansi_bright_white",
            "footer-key-foreground": "ansi_magenta",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            "text-disabled": "ansi_default",
            "text-muted": "ansi_default",
        },
    )


TERMINAL_DARK: Final = _of_the_terminal("ansi-dark", dark=True)
TERMINAL_LIGHT: Final = _of_the_terminal("ansi-light", dark=False)
THEMES: Final = (DARK, LIGHT, CONTRAST, TERMINAL_DARK, TERMINAL_LIGHT)
"""The terminal's own take the place of Textual's themes of the same names."""


def fitting(*, few_colours: bool) -> Theme:
    """What to wear where nothing was chosen: shades of `tcm-dark` melt into one of 16 colours."""
    return TERMINAL_DARK if few_colours else DARK
