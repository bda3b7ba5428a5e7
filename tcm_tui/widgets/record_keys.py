"""The keys of a `RecordTable`."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_


def _quiet(keys: str, action: str, label: str, name: str, tooltip: str = "") -> Binding:
    """A key that help shows and the footer does not; `tooltip` says what `label` leaves open."""
    return Binding(keys, action, label, show=False, id=f"table.{name}", tooltip=tooltip)


ARROWS: Final = [
    _quiet("up", "move(-1)", N_("Zeile nach oben"), "up"),
    _quiet("down", "move(1)", N_("Zeile nach unten"), "down"),
    _quiet("pageup", "page(-1)", N_("Seite nach oben"), "page_up"),
    _quiet("pagedown", "page(1)", N_("Seite nach unten"), "page_down"),
    _quiet("home", "edge(False)", N_("Zum Anfang"), "first"),
    _quiet("end", "edge(True)", N_("Zum Ende"), "last"),
]
VIM: Final = [
    _quiet("k", "vim('up')", N_("Zeile nach oben"), "vim_up"),
    _quiet("j", "vim('down')", N_("Zeile nach unten"), "vim_down"),
    _quiet("g", "vim('first')", N_("Zum Anfang"), "vim_first", N_("g zweimal drücken")),
    _quiet("G", "vim('last')", N_("Zum Ende"), "vim_last"),
    _quiet("ctrl+u", "vim('half_up')", N_("Halbe Seite nach oben"), "vim_half_up"),
    _quiet("ctrl+d", "vim('half_down')", N_("Halbe Seite nach unten"), "vim_half_down"),
]
"""Only with `vim_keys`; `g` waits for a second one."""
MARKS: Final = [
    Binding("space", "mark", N_("Markieren"), id="table.mark", tooltip=N_("Markiert die Zeile")),
    _quiet(
        "asterisk",
        "mark_all",
        N_("Alle markieren"),
        "mark_all",
        N_("Markiert alle, die zur Suche passen"),
    ),
    _quiet("escape", "unmark", N_("Markierung aufheben"), "unmark", N_("Bei allen Zeilen")),
    _quiet("enter", "select", N_("Öffnen"), "select", N_("Öffnet die Zeile")),
]
