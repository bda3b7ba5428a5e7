"""The colours: `tcm-dark` and `tcm-light`."""

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
THEMES: Final = (DARK, LIGHT)
