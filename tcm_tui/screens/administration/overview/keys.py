"""The keys of „Übersicht“."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_

OVERVIEW_KEYS: Final = (
    Binding(
        "n",
        "invite",
        N_("Benutzer einladen"),
        id="overview.invite",
        tooltip=N_("Geht zum Feld für die E-Mail-Adresse"),
    ),
    Binding(
        "m",
        "invite_many",
        N_("Mehrere einladen"),
        id="overview.invite_many",
        tooltip=N_("Öffnet „Mehrere einladen“: Adressen mit Rolle, auch aus einer Datei"),
    ),
    Binding(
        "f",
        "whose",
        N_("alle/nur ich"),
        id="overview.whose",
        tooltip=N_("Zeigt die Neuigkeiten von allen oder nur Ihre eigenen"),
    ),
    Binding(
        "b",
        "payment",
        N_("Bezahlverfahren"),
        id="overview.payment",
        tooltip=N_("Öffnet „Rechnung“: wie das Unternehmen bezahlt"),
    ),
    Binding("escape", "news", N_("Zu den Neuigkeiten"), id="overview.news", show=False),
)
