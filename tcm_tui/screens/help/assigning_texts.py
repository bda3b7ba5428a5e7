"""What „Hilfe“ says about assigning licences."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_PEOPLE: Final = HowTo(
    N_("Einer Person Apps zuweisen"),
    (
        N_("Öffnen Sie „Apps zuweisen“ mit 4, oder drücken Sie auf „Benutzer“ bei der Person l."),
        N_("Enter führt zu ihren Apps; Leer setzt einen Haken oder nimmt ihn weg."),
        N_("Strg+S zeigt, was sich ändert. Gespeichert wird alles zusammen oder nichts."),
        N_("Wer eine Lizenz bekommt oder verliert, erhält eine E-Mail."),
    ),
    aliases="assign licence app Lizenz zuweisen zurücknehmen entziehen",
)
_MANY: Final = HowTo(
    N_("Vielen Personen auf einmal Apps zuweisen"),
    (
        N_("Markieren Sie links die Personen mit Leer, oder mit * alle, die zur Suche passen."),
        N_("Rechts gilt ein Haken dann für alle; „–“ heißt: Nur ein Teil hat eine Lizenz."),
        N_("Auf „Benutzer“ bringt l die dort Markierten mit."),
    ),
    aliases="assign many bulk mehrere markieren",
)
_APP: Final = HowTo(
    N_("Die Lizenzen eines Abonnements verteilen"),
    (
        N_("Drücken Sie auf „Produkte“ beim Abonnement l, oder auf „Apps zuweisen“ t."),
        N_("Haken Sie rechts an, wer es nutzt. * hakt alle an, soweit die Lizenzen reichen."),
        N_("Eingeladene (◌) können schon eine Lizenz bekommen."),
        N_("Deaktivierte (○) bekommen keine, können aber eine behalten."),
    ),
    aliases="assign subscription seats Plätze verteilen",
)
_BACK: Final = HowTo(
    N_("Haken rückgängig machen, bevor sie gespeichert sind"),
    (
        N_("Strg+Z macht die letzten Haken rückgängig, einen Schritt nach dem anderen."),
        N_("c führt zur Liste der Änderungen; dort verwirft Entf eine einzelne."),
        N_("Hat jemand anders die letzte Lizenz vergeben, steht das bei der Änderung."),
    ),
    aliases="undo Rückgängig conflict",
)
_FILE: Final = HowTo(
    N_("Apps aus einer Datei zuweisen"),
    (
        N_("Strg+O auf „Apps zuweisen“ öffnet eine Excel- oder CSV-Datei."),
        N_(
            "Sie braucht die Spalten „E-Mail“ und „Abonnement“: ein „Abonnement-Name“ oder Produkt."
        ),
        N_("Vor dem Speichern sehen Sie zu jeder Zeile, was sich ändert und was nicht geht."),
    ),
    aliases="import file excel csv Datei",
)

ASSIGNING: Final = {
    Topic.ASSIGN_APPS: HelpText(
        N_("Apps zuweisen"),
        N_(
            "Hier verteilen Sie die Lizenzen Ihrer Abonnements. Haken sammeln sich unten als"
            " Änderungen; erst „Speichern“ führt sie aus."
        ),
        (_PEOPLE, _MANY, _APP, _BACK, _FILE),
    ),
}
