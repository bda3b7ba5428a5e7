"""The keys of „Apps zuweisen“."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_

KEYS: Final = [
    Binding(
        "ctrl+s",
        "save",
        N_("Speichern"),
        id="assign.save",
        tooltip=N_("Zeigt, was sich ändert, und speichert alles zusammen"),
    ),
    Binding(
        "t",
        "turn",
        N_("Richtung"),
        id="assign.turn",
        tooltip=N_("Wechselt zwischen „Benutzer → Apps“ und „Apps → Benutzer“"),
    ),
    Binding(
        "slash",
        "search",
        N_("Suchen"),
        id="assign.search",
        tooltip=N_("Sucht in der Liste, in der Sie stehen, während Sie tippen"),
    ),
    Binding(
        "ctrl+z",
        "undo",
        N_("Rückgängig"),
        id="assign.undo",
        tooltip=N_("Macht die letzten Haken rückgängig, bevor sie gespeichert sind"),
    ),
    Binding(
        "c",
        "changes",
        N_("Zu den Änderungen"),
        id="assign.changes",
        show=False,
        tooltip=N_("Geht zur Liste der Änderungen; dort verwirft Entf eine"),
    ),
    Binding(
        "ctrl+o",
        "file",
        N_("Aus Datei zuweisen"),
        id="assign.file",
        show=False,
        tooltip=N_("Liest Adressen und Produkte aus einer Excel- oder CSV-Datei"),
    ),
    Binding("escape", "back", N_("Zurück"), id="assign.back", show=False),
]
