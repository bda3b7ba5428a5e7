"""What „Hilfe“ says about „Mein Unternehmen“."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_EDIT: Final = HowTo(
    N_("Unternehmensprofil bearbeiten"),
    (
        N_("Öffnen Sie „Mein Unternehmen“ mit F4 und u."),
        N_("e öffnet das Formular."),
        N_("Bearbeiten kann nur die Rolle „Unternehmensadministrator“."),
        N_("Das Land bestimmt, wie Postleitzahl und Registernummer aussehen."),
        N_("Strg+S speichert. Was Sie leer lassen, bleibt leer."),
    ),
    aliases="company profile address vat legal form",
)
_CONFLICT: Final = HowTo(
    N_("Jemand hat inzwischen dasselbe geändert"),
    (
        N_("Beim Speichern sehen Sie beide Werte jedes Feldes nebeneinander."),
        N_("Die Pfeile links und rechts wählen, wessen Wert bleibt; die Leertaste wechselt."),
        N_("m wählt überall Ihre Werte, a überall die der anderen Person."),
        N_("„Übernehmen“ speichert die Auswahl, Esc führt zurück in das Formular."),
    ),
    aliases="conflict concurrent edit overwritten",
)
_HISTORY: Final = HowTo(
    N_("Nachlesen, wer am Unternehmen etwas geändert hat"),
    (
        N_("Öffnen Sie „Mein Unternehmen“ und dort „Verlauf“."),
        N_("Jede Zeile ist ein Feld mit altem und neuem Wert; unten steht die gewählte ganz."),
    ),
    aliases="company history audit changes",
)
_COLLEAGUE: Final = HowTo(
    N_("Adresse oder Telefonnummer einer Person finden"),
    (
        N_("Öffnen Sie „Mein Unternehmen“ und dort „Mitarbeitende“."),
        N_("/ sucht in Namen und Adressen, a springt zu einem Buchstaben."),
        N_("Ihre eigene Nummer ändern Sie unter „Meine Einstellungen“."),
    ),
    aliases="directory colleague phone address book",
)

PROFILE: Final = {
    Topic.MY_COMPANY: HelpText(
        N_("Mein Unternehmen"),
        N_("Hier steht, was Ihr Unternehmen von sich nennt, und wer darin arbeitet."),
        (_EDIT, _CONFLICT, _HISTORY),
    ),
    Topic.DIRECTORY: HelpText(
        N_("Mitarbeitende"),
        N_("Hier finden alle im Unternehmen Adresse, Telefon und Abteilung der anderen."),
        (_COLLEAGUE,),
    ),
}
