"""The keys of the dialog, of its table and of the two fields."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_


def _quiet(key: str, action: str, label: str, name: str, tooltip: str = "") -> Binding:
    """A key for help, not for the border; `tooltip` says what `label` leaves open."""
    return Binding(key, action, label, show=False, id=name, tooltip=tooltip)


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
        N_("Absenden"),
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
        N_("Erneut senden"),
        id="invite.again",
        tooltip=N_("Sendet bereits Eingeladenen die Einladung noch einmal"),
    ),
    Binding(
        "delete",
        "remove",
        N_("Entfernen"),
        id="invite.remove",
        tooltip=N_("Nimmt die gewählten Zeilen aus der Liste"),
    ),
    Binding("escape", "cancel", N_("Abbrechen"), id="form.cancel"),
]
CHOOSING: Final = frozenset({"again", "remove", "role"})
"""Actions of letters that are only keys while rows are chosen."""
TABLE_KEYS: Final = [
    _quiet("tab", "edit", N_("Bearbeiten"), "invite.edit", N_("Lässt in die Zeile tippen")),
    _quiet(
        "shift+down",
        "extend(1)",
        N_("Markieren"),
        "invite.extend",
        N_("Markiert die Zeile und die nächste"),
    ),
    _quiet(
        "shift+up",
        "extend(-1)",
        N_("Markieren"),
        "invite.extend_up",
        N_("Markiert die Zeile und die davor"),
    ),
    _quiet("ctrl+home", "edge(False)", N_("Zum Anfang"), "invite.first"),
    _quiet("ctrl+end", "edge(True)", N_("Zum Ende"), "invite.last"),
]
ADDRESS_KEYS: Final = [
    _quiet(
        "enter",
        "finish",
        N_("Nächste Zeile"),
        "invite.finish",
        N_("Geht zur nächsten Zeile, von der letzten zum Absenden"),
    ),
    _quiet("down", "go(1)", N_("Nächste Zeile"), "invite.down"),
    _quiet("up", "go(-1)", N_("Vorige Zeile"), "invite.up"),
    _quiet("pagedown", "go_page(1)", N_("Seite nach unten"), "invite.page"),
    _quiet("pageup", "go_page(-1)", N_("Seite nach oben"), "invite.page_up"),
    _quiet("tab", "next_field", N_("Zur Rolle"), "invite.to_role", N_("Geht zur Rolle der Zeile")),
    _quiet(
        "shift+tab",
        "previous_field",
        N_("Zurück"),
        "invite.back",
        N_("Geht zur Rolle der Zeile davor"),
    ),
    _quiet(
        "delete",
        "delete",
        N_("Löschen"),
        "invite.delete",
        N_("Löscht das Zeichen rechts oder die leere Zeile"),
    ),
]
ROLE_KEYS: Final = [
    _quiet(
        "tab",
        "next_field",
        N_("Nächste Zeile"),
        "invite.next_row",
        N_("Geht zur Adresse der nächsten Zeile"),
    ),
    _quiet(
        "shift+tab",
        "previous_field",
        N_("Zur Adresse"),
        "invite.role_back",
        N_("Geht zur Adresse der Zeile"),
    ),
    _quiet("up", "go(-1)", N_("Vorige Zeile"), "invite.role_up"),
]
