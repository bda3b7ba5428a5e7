"""What „Hilfe“ says about „Unternehmenseinstellungen“."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_RENAME: Final = HowTo(
    N_("Namen des Unternehmens ändern"),
    (
        N_("Öffnen Sie in „Verwaltung“ „Unternehmenseinstellungen“."),
        N_("Gehen Sie mit Enter in „Name des Unternehmens“, und tippen Sie den neuen Namen."),
        N_("Strg+S speichert ihn. Ausgestellte Rechnungen behalten den früheren."),
    ),
    aliases="Firma umbenennen rename company",
)
_PASSWORDS: Final = HowTo(
    N_("Passwortvorgaben ändern"),
    (
        N_("Öffnen Sie „Unternehmenseinstellungen“, und gehen Sie zu „Passwortvorgaben“."),
        N_("Wählen Sie mit den Pfeilen. Darunter steht, wie viele Personen es betrifft."),
        N_("Strg+S speichert. Wessen Passwort nicht mehr passt, wählt beim Anmelden ein neues."),
    ),
    aliases="Passwort Regeln Richtlinie password policy rules",
)
_SECOND_FACTOR: Final = HowTo(
    N_("Zweiten Faktor verlangen"),
    (
        N_("Öffnen Sie „Unternehmenseinstellungen“, und gehen Sie zu „Zweiter Faktor“."),
        N_("Kreuzen Sie mit der Leertaste an, welche Rollen einen brauchen."),
        N_("Strg+S speichert. Wer noch keinen hat, richtet ihn bei der nächsten Anmeldung ein."),
    ),
    aliases="TOTP 2FA MFA second factor require",
)

SETTINGS: Final = {
    Topic.COMPANY_SETTINGS: HelpText(
        N_("Unternehmenseinstellungen"),
        N_("Hier legen Sie fest, was für alle in Ihrem Unternehmen gilt."),
        (_RENAME, _PASSWORDS, _SECOND_FACTOR),
    ),
}
