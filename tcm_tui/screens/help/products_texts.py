"""What „Hilfe“ says about running subscriptions."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_FIND: Final = HowTo(
    N_("Ein Abonnement finden"),
    (
        N_("Drücken Sie /, und tippen Sie einen Teil des Produkts oder den „Abonnement-Name“."),
        N_("f geht zu den Filtern: Status, Produkt oder Anbieter, und was Sie zeigen wollen."),
        N_("Was beendet ist, zeigt der Filter „Status“."),
        N_("s sortiert, zum Beispiel danach, was zuerst endet."),
    ),
    aliases="search filter subscription find expiring",
)
_NAME: Final = HowTo(
    N_("Einem Abonnement einen Namen geben"),
    (
        N_("Wählen Sie unter „Produkte“ das Abonnement, und drücken Sie e."),
        N_("Tippen Sie den „Abonnement-Name“, zum Beispiel „Vertrieb Nord“; leer löscht ihn."),
        N_("Er steht in Listen, in E-Mails und auf Rechnungen."),
    ),
    aliases="rename subscription name Kostenstelle",
)
_LICENCES: Final = HowTo(
    N_("Mehr oder weniger Lizenzen"),
    (
        N_("Wählen Sie unter „Produkte“ das Abonnement, und drücken Sie a."),
        N_("Tippen Sie die neue Anzahl, oder ändern Sie sie mit ↑ und ↓."),
        N_("Darunter steht sofort, was heute berechnet wird und was künftig."),
        N_("Weniger als zugewiesen geht erst, wenn Sie Lizenzen freigeben."),
    ),
    aliases="licences seats more fewer increase reduce aufstocken verringern",
)
_EDITION: Final = HowTo(
    N_("Die Edition wechseln"),
    (
        N_("Wählen Sie unter „Produkte“ das Abonnement, und drücken Sie w."),
        N_("Eine größere Edition gilt sofort, eine kleinere ab der nächsten Laufzeit."),
        N_("Einen geplanten Wechsel nehmen Sie dort auch zurück."),
    ),
    aliases="upgrade downgrade edition change",
)
_CANCEL: Final = HowTo(
    N_("Ein Abonnement kündigen oder die Kündigung zurücknehmen"),
    (
        N_("Wählen Sie unter „Produkte“ das Abonnement, und drücken Sie Entf."),
        N_("Die Rückfrage nennt den letzten Tag; bis dahin bleibt alles nutzbar."),
        N_("Ist es gekündigt, nimmt Entf die Kündigung zurück."),
        N_("d schaltet nur die Verlängerung aus und wieder ein."),
    ),
    aliases="cancel subscription end renewal Verlängerung Kündigung",
)
_ADD_ON: Final = HowTo(
    N_("Einen Zusatz dazubuchen"),
    (
        N_("Wählen Sie unter „Produkte“ das Abonnement, und drücken Sie z."),
        N_("Ein Zusatz hat höchstens so viele Lizenzen wie das Abonnement und endet mit ihm."),
    ),
    aliases="add-on addon extra Copilot Zusatz",
)
_TAKE_OVER: Final = HowTo(
    N_("Die Inhaberschaft übernehmen"),
    (
        N_("Markieren Sie die Abonnements mit der Leertaste, oder wählen Sie eines."),
        N_("o übernimmt sie. Das geht mit der Rolle „Rechnungsadministrator“ und darüber."),
    ),
    aliases="owner ownership take over Inhaber",
)

PRODUCTS: Final = {
    Topic.PRODUCTS: HelpText(
        N_("Produkte"),
        N_(
            "Hier stehen Ihre Abonnements: wie viele Lizenzen vergeben sind, was sie kosten, wann"
            " sie enden und wem sie gehören. Die Rolle „Benutzer“ sieht nur die eigenen."
        ),
        (_FIND, _NAME, _LICENCES, _EDITION, _CANCEL, _ADD_ON, _TAKE_OVER),
    ),
}
