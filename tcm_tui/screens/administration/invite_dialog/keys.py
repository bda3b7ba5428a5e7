"""The keys of the dialog."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_

DIALOG_KEYS: Final = [
    Binding(
        "ctrl+o",
        "import_list",
        N_("Excel-Liste"),
        id="invite.import",
        tooltip=N_("Liest Adressen und Rollen aus einer Excel-, CSV- oder Textdatei"),
    ),
    Binding(
        "ctrl+s",
        "submit",
        N_("absenden"),
        id="form.submit",
        tooltip=N_("Sendet allen Zeilen, die bereit sind, eine Einladung"),
    ),
    Binding(
        "ctrl+l",
        "choose_rows",
        N_("Zeilen wählen"),
        id="invite.choose_rows",
        tooltip=N_("Wählt Zeilen, um ihre Rolle zu ändern oder sie zu entfernen"),
    ),
    Binding(
        "ctrl+t",
        "save_template",
        N_("Vorlage speichern"),
        id="invite.template",
        show=False,
        tooltip=N_("Speichert eine leere Excel-Liste zum Ausfüllen"),
    ),
    Binding(
        "ctrl+r",
        "save_verdicts",
        N_("Ergebnisliste speichern"),
        id="invite.verdicts",
        show=False,
        tooltip=N_("Speichert die Zeilen mit ihrem Ergebnis"),
    ),
    Binding(
        "r",
        "role",
        N_("Rolle"),
        id="invite.role",
        tooltip=N_("Gibt den gewählten Zeilen eine Rolle"),
    ),
    Binding(
        "v",
        "again",
        N_("erneut senden"),
        id="invite.again",
        tooltip=N_("Sendet bereits Eingeladenen die Einladung noch einmal"),
    ),
    Binding(
        "delete",
        "remove",
        N_("entfernen"),
        id="invite.remove",
        tooltip=N_("Nimmt die gewählten Zeilen aus der Liste"),
    ),
    Binding("escape", "cancel", N_("abbrechen"), id="form.cancel"),
]
CHOOSING: Final = frozenset({"again", "remove", "role"})
"""Actions of letters that are only keys while rows are chosen."""
