"""What „Hilfe“ says about how a company pays."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_ACTIVATE: Final = HowTo(
    N_("Bezahlverfahren aktivieren"),
    (
        N_("Öffnen Sie „Bezahlverfahren“: auf „Übersicht“ mit b, sonst unter „Rechnung“ mit 5."),
        N_("Wählen Sie eine Zeile, und drücken Sie Enter oder a."),
        N_("Füllen Sie das Formular aus. Unten steht, was der Wechsel betrifft."),
        N_("„Aktivieren“ fragt nach Ihrem Passwort und schaltet sofort um."),
        N_("Wird etwas abgelehnt, bleibt das bisherige Bezahlverfahren aktiv."),
    ),
    aliases="payment method credit card paypal direct debit Zahlungsart Kreditkarte Lastschrift",
)
_AGAIN: Final = HowTo(
    N_("Ein früheres Bezahlverfahren wieder aktivieren"),
    (
        N_("Wählen Sie unter „Bezahlverfahren“ eine Zeile mit „früher genutzt“."),
        N_("w aktiviert es wieder, ohne dass Sie die Angaben noch einmal eingeben."),
    ),
    aliases="reactivate Zahlungsart",
)
_MANDATE: Final = HowTo(
    N_("SEPA-Mandat ansehen und speichern"),
    (
        N_("Wählen Sie unter „Bezahlverfahren“ die Zeile „Lastschrift“, und drücken Sie o."),
        N_("Angezeigt wird die IBAN gekürzt."),
        N_("s speichert das Mandat mit voller IBAN als Text oder PDF; das wird aufgezeichnet."),
    ),
    aliases="mandate pdf Lastschriftmandat",
)
_CARDS: Final = HowTo(
    N_("Welche Kreditkarten gehen"),
    (
        N_("Visa, MasterCard, Diners Club/Discover und JCB; andere werden beim Namen abgelehnt."),
        N_("Kartennummer und Prüfziffer werden nicht gespeichert."),
        N_("60 Tage vor ihrem Ende steht eine aktive Karte auf „Übersicht“ unter „Zu erledigen“."),
    ),
    aliases="visa mastercard american express amex",
)

PAYMENT: Final = {
    Topic.PAYMENT: HelpText(
        N_("Bezahlverfahren"),
        N_(
            "Hier legen Sie fest, wie Ihr Unternehmen bezahlt. Es ist immer genau ein"
            " Bezahlverfahren aktiv; ein neues gilt sofort für alle Rechnungen und Abonnements."
        ),
        (_ACTIVATE, _AGAIN, _MANDATE, _CARDS),
    ),
}
