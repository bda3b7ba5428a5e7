"""What „Hilfe“ says about Vertriebspartner and their customers."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_LINK: Final = HowTo(
    N_("Vertriebspartner verknüpfen"),
    (
        N_("Öffnen Sie „Unternehmenseinstellungen“."),
        N_("Gehen Sie zu „Zugriff für Mitarbeitende eines Vertriebspartners“, und drücken Sie n."),
        N_("Geben Sie die Partnernummer ein. Darunter steht, wer Zugriff bekommt."),
        N_("„Verknüpfen“ gibt den Zugriff. Wer das Unternehmen verwaltet, bekommt eine E-Mail."),
    ),
    aliases="Zugriff Händler Partner reseller link access",
)
_UNLINK: Final = HowTo(
    N_("Zugriff eines Vertriebspartners beenden"),
    (
        N_("Gehen Sie in „Unternehmenseinstellungen“ auf den Vertriebspartner."),
        N_("Entf beendet den Zugriff sofort, auch für alle, die gerade angemeldet sind."),
    ),
    aliases="entfernen sperren reseller unlink remove access",
)
_DEEDS: Final = HowTo(
    N_("Sehen, was ein Vertriebspartner getan hat"),
    (
        N_("Gehen Sie in „Unternehmenseinstellungen“ auf den Vertriebspartner, und drücken Enter."),
        N_("Die Liste zeigt alles, auch was verweigert wurde. Sie bleibt nach dem Entfernen."),
    ),
    aliases="Protokoll Aktionen reseller audit",
)
_VISIT: Final = HowTo(
    N_("Zu einem Kunden wechseln"),
    (
        N_("Öffnen Sie mit F4 k „Kunden“."),
        N_("Enter wechselt in das Unternehmen. Oben steht, für wen Sie dort sind."),
        N_("Mit F4 w „Unternehmen wechseln“ kommen Sie zurück."),
    ),
    aliases="Gast Vertriebspartner customer visit",
)

RESELLERS: Final = {
    Topic.CUSTOMERS: HelpText(
        N_("Kunden"),
        N_("Hier stehen die Unternehmen, die Ihrem als Vertriebspartner Zugriff geben."),
        (_VISIT,),
    ),
    Topic.RESELLERS: HelpText(
        N_("Zugriff für Mitarbeitende eines Vertriebspartners"),
        N_("Hier bestimmen Sie, welche Vertriebspartner für Ihr Unternehmen handeln dürfen."),
        (_LINK, _UNLINK, _DEEDS),
    ),
}
