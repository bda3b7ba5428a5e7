"""What „Hilfe“ says about booking, asking for something, and what was ordered."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_BOOK: Final = HowTo(
    N_("Ein Produkt buchen"),
    (
        N_("Öffnen Sie „Marktplatz“ mit F2, wählen Sie ein Produkt, und drücken Sie b."),
        N_("„Lizenzen“: Geben Sie Zahl, Laufzeit und, wenn Sie mögen, einen Namen an."),
        N_("„Abrechnungsdaten“: Das aktive Bezahlverfahren ist gewählt."),
        N_("„Prüfen und bestellen“: Kreuzen Sie beide Sätze an, und bestellen Sie."),
        N_("Der Beleg steht sofort da und kommt auch per E-Mail."),
    ),
    aliases="book buy order purchase kaufen bestellen checkout Lizenzen kostenpflichtig",
)
_ANOTHER_METHOD: Final = HowTo(
    N_("Beim Buchen anders bezahlen"),
    (
        N_("Wählen Sie bei „Abrechnungsdaten“ eine Zeile, und drücken Sie Enter."),
        N_("Füllen Sie das Formular aus; a öffnet es auch für eine zweite Karte oder IBAN."),
        N_("Das neue Bezahlverfahren wird gespeichert und gilt sofort für alle Abonnements."),
    ),
    aliases="payment method credit card direct debit Kreditkarte Lastschrift PayPal",
)
_GO_ON: Final = HowTo(
    N_("Eine begonnene Buchung fortsetzen"),
    (
        N_("Esc führt Schritt für Schritt zurück und dann hinaus; nichts geht verloren."),
        N_("Öffnen Sie „Marktplatz“ mit F2 und dann „Begonnen“."),
        N_("Enter setzt die Buchung fort, Entf verwirft sie."),
    ),
    aliases="continue cart draft Warenkorb abbrechen verwerfen discard",
)
_ASK: Final = HowTo(
    N_("Eine Buchung anfragen"),
    (
        N_("Dürfen Sie nicht selbst bestellen, heißt der letzte Schritt „Anfrage senden“."),
        N_("Schreiben Sie dazu, wofür Sie es brauchen."),
        N_("Unter „Anfragen“ sehen Sie die Antwort; sie kommt auch per E-Mail."),
        N_("Entf zieht eine Anfrage zurück, solange sie wartet."),
    ),
    aliases="request approval ask permission",
)
_DECIDE: Final = HowTo(
    N_("Über eine Anfrage entscheiden"),
    (
        N_("Auf „Übersicht“ steht, wie viele Anfragen warten; Enter führt dorthin."),
        N_("Enter zeigt Kosten und Begründung; am Ende bestellen Sie wie für sich selbst."),
        N_("Entf lehnt die Anfrage ab. Wer gefragt hat, erfährt es per E-Mail."),
    ),
    aliases="approve decline reject request genehmigen ablehnen freigeben",
)
_RECEIPT: Final = HowTo(
    N_("Einen Beleg ansehen und speichern"),
    (
        N_("Öffnen Sie „Marktplatz“ mit F2 und dann „Bestellungen“."),
        N_("Enter zeigt den Beleg, s speichert ihn als Text oder PDF."),
        N_("Von dort führt p zum Abonnement und l zum Zuweisen der Lizenzen."),
    ),
    aliases="receipt order confirmation pdf Bestellung Bestätigung Bestellnummer",
)

BOOKING: Final = {
    Topic.BOOKING: HelpText(
        N_("Buchen"),
        N_(
            "Hier buchen Sie ein Produkt in drei Schritten. Rechts steht, was es kostet. Bestellt"
            " ist erst mit „Kostenpflichtig bestellen“; bis dahin können Sie jederzeit gehen."
        ),
        (_BOOK, _ANOTHER_METHOD, _GO_ON, _ASK, _DECIDE, _RECEIPT),
    ),
}
