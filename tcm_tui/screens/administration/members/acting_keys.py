"""The keys of acting on „Benutzer“."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_

TURN_ID: Final = "members.turn"
REMOVE_ID: Final = "members.remove"
ACTING: Final = [
    Binding(
        "r",
        "role",
        N_("Rolle"),
        id="members.role",
        tooltip=N_("Ändert die Rolle der Person oder aller markierten"),
    ),
    Binding(
        "l",
        "licences",
        N_("Lizenzen"),
        id="members.licences",
        tooltip=N_("Öffnet „Apps zuweisen“ für die Person oder alle markierten"),
    ),
    Binding(
        "d",
        "turn",
        N_("Deaktivieren"),
        id=TURN_ID,
        tooltip=N_("Deaktiviert Mitglieder, oder aktiviert sie wieder"),
    ),
    Binding(
        "e",
        "edit",
        N_("Bearbeiten"),
        id="members.edit",
        tooltip=N_("Ändert Position, Abteilung und Telefon eines Mitglieds"),
    ),
    Binding(
        "v",
        "resend",
        N_("Erneut senden"),
        id="members.resend",
        tooltip=N_("Sendet die Einladung mit neuem Code; der alte gilt dann nicht mehr"),
    ),
    Binding(
        "delete",
        "remove",
        N_("Entfernen"),
        id=REMOVE_ID,
        tooltip=N_("Entfernt Mitglieder, zieht Einladungen zurück; nach einer Rückfrage"),
    ),
    Binding(
        "w",
        "reset_password",
        N_("Passwort zurücksetzen"),
        id="members.reset_password",
        show=False,
        tooltip=N_("Sendet dem Mitglied eine E-Mail für ein neues Passwort; fragt vorher"),
    ),
    Binding(
        "z",
        "reset_factor",
        N_("Zweiten Faktor zurücksetzen"),
        id="members.reset_factor",
        show=False,
        tooltip=N_("Nimmt dem Mitglied einen verlorenen zweiten Faktor; fragt vorher"),
    ),
]
