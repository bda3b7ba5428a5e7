"""What „Hilfe“ says about one's own account."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_NEW_ADDRESS: Final = HowTo(
    N_("E-Mail-Adresse ändern"),
    (
        N_("Öffnen Sie in „Meine Einstellungen“ „E-Mail-Adressen“; n fügt die neue hinzu."),
        N_("Lesen Sie die E-Mail dorthin, und geben Sie mit c den Code daraus ein."),
        N_("p macht die neue zur primären. Beide Adressen bekommen eine E-Mail darüber."),
        N_("Entf löscht die alte. Die primäre und die einzige bestätigte bleiben immer."),
    ),
    aliases="neue Adresse bestätigen verify primary email",
)
_CODE_MISSING: Final = HowTo(
    N_("Der Code zur Adresse kommt nicht an"),
    (
        N_("Sehen Sie auch im Spam-Ordner nach, und prüfen Sie die Adresse."),
        N_("v sendet einen neuen Code. Er gilt 24 Stunden, der frühere nicht mehr."),
    ),
)
_PROVE: Final = HowTo(
    N_("Warum noch einmal nach dem Passwort gefragt wird"),
    (
        N_("Adressen, zweiter Faktor und Konto ändern nur Sie selbst."),
        N_("Liegt Ihre letzte Eingabe über fünf Minuten zurück, bestätigen Sie mit dem Passwort."),
    ),
    aliases="bestätigen confirm re-authentication",
)
_OWN_DATA: Final = HowTo(
    N_("Eigene Daten speichern"),
    (
        N_("Öffnen Sie in „Meine Einstellungen“ „Konto“."),
        N_("Wählen Sie, ob die Datei für Excel oder als JSON gespeichert wird."),
        N_("Darin steht alles, was zu Ihrer Person gespeichert ist."),
    ),
    aliases="Auskunft Datenschutz DSGVO export own data GDPR",
)
_DELETE_ACCOUNT: Final = HowTo(
    N_("Konto löschen"),
    (
        N_("Öffnen Sie in „Meine Einstellungen“ „Konto“, „Konto löschen“."),
        N_("Lesen Sie, was gelöscht wird, und was bleiben muss und warum."),
        N_("Sind Sie der einzige Administrator, geben Sie diese Rolle zuerst jemand anderem."),
        N_("Tippen Sie Ihre Adresse zur Bestätigung. Das lässt sich nicht zurücknehmen."),
    ),
    aliases="kündigen entfernen delete account erase",
)

ACCOUNT: Final = {
    Topic.ACCOUNT: HelpText(
        N_("Konto"),
        N_("Hier speichern Sie Ihre Daten als Datei, und hier löschen Sie Ihr Konto."),
        (_OWN_DATA, _DELETE_ACCOUNT, _PROVE),
    ),
    Topic.ADDRESSES: HelpText(
        N_("E-Mail-Adressen"),
        N_("Hier stehen Ihre Adressen. Mit jeder bestätigten melden Sie sich an."),
        (_NEW_ADDRESS, _CODE_MISSING, _PROVE),
    ),
    Topic.MY_SETTINGS: HelpText(
        N_("Meine Einstellungen"),
        N_("Hier stehen Ihre eigenen Angaben, Ihr Passwort und Ihre Sitzungen."),
        (
            HowTo(
                N_("Zwischen den Abschnitten wechseln"),
                (
                    N_("Die Pfeiltasten gehen im Menü zum nächsten Abschnitt, Enter hinein."),
                    N_("Die Ziffern öffnen einen Abschnitt, solange Sie nicht tippen."),
                    N_("Strg+Bild↓ und Strg+Bild↑ wechseln immer. Ihre Eingaben bleiben stehen."),
                ),
            ),
            HowTo(
                N_("Name, Sprache und Farben ändern"),
                (
                    N_("Öffnen Sie „Meine Angaben“, und ändern Sie, was nicht mehr stimmt."),
                    N_("Strg+S speichert. Sprache und Farben gelten sofort und beim nächsten Mal."),
                    N_("Position, Abteilung und Telefon gelten für dieses Unternehmen."),
                ),
            ),
            HowTo(
                N_("Passwort ändern"),
                (
                    N_("Öffnen Sie „Passwort“, und geben Sie Ihr bisheriges Passwort ein."),
                    N_("Geben Sie das neue zweimal ein; die Regeln haken sich beim Tippen ab."),
                    N_("Ihre anderen Sitzungen enden. Sie bekommen eine E-Mail darüber."),
                ),
            ),
            HowTo(
                N_("Sitzungen prüfen und beenden"),
                (
                    N_("„Sitzungen“ zeigt, wo Sie angemeldet sind; ● ist diese Sitzung."),
                    N_("Entf beendet die gewählte Sitzung, b alle anderen."),
                    N_("„Aktivität“ zeigt, was Sie getan haben, und falsche Anmeldungen mit !."),
                    N_("Jede Sitzung endet acht Stunden nach der Anmeldung."),
                ),
            ),
        ),
    ),
}
