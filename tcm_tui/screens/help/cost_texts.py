"""What „Hilfe“ says about what subscriptions cost."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_READ: Final = HowTo(
    N_("Kosten eines Monats nachsehen"),
    (
        N_("Öffnen Sie „Rechnung“ mit 5. „Kosten“ beginnt beim laufenden Monat."),
        N_("Mit ↑ und ↓ wählen Sie den Monat: Darunter stehen seine Posten."),
        N_("Enter geht zu den Posten, Esc zurück zu den Monaten."),
        N_("„◌ offen“ sind Monate, die noch kommen: So viel wird fällig, wenn nichts sich ändert."),
    ),
    aliases="costs charges month Betrag Preis Ausgaben",
)
_ONE: Final = HowTo(
    N_("Kosten eines Abonnements nachsehen"),
    (
        N_("/ sucht nach dem „Abonnement-Namen“ oder dem Produkt."),
        N_("f wählt Abonnements aus, Enter auf einem Posten nur dessen Abonnement."),
        N_("Esc zeigt wieder alle."),
    ),
    aliases="costs subscription filter search",
)
_PARTS: Final = HowTo(
    N_("Wie Kosten berechnet werden"),
    (
        N_("Jeder Zeitraum wird an seinem ersten Tag im Voraus fällig."),
        N_("Mehr oder weniger Lizenzen werden für die restlichen Tage anteilig berechnet."),
        N_("Ein Test kostet nichts; danach beginnt die erste Laufzeit von selbst."),
        N_("Die Umsatzsteuer wird für jeden Posten gerundet, Summen sind Summen der Posten."),
    ),
    aliases="pro rata proration vat rounding anteilig Umsatzsteuer",
)
_EXPORT: Final = HowTo(
    N_("Kosten als Excel oder CSV speichern"),
    (
        N_("Suchen oder filtern Sie, was Sie brauchen."),
        N_("x speichert alle Posten, die gezeigt werden, mit Netto, Umsatzsteuer und Brutto."),
    ),
    aliases="export excel csv costs",
)

COSTS: Final = {
    Topic.COSTS: HelpText(
        N_("Kosten"),
        N_(
            "Hier steht, was Ihre Abonnements kosten: vergangene Monate und die, die noch kommen."
            " Rechnungen sind das noch nicht."
        ),
        (_READ, _ONE, _PARTS, _EXPORT),
    ),
}
