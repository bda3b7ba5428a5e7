"""What „Hilfe“ says about a company and its people."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_INVITE_ONE: Final = HowTo(
    N_("Eine Person einladen"),
    (
        N_("Gehen Sie auf „Übersicht“ mit n in das Feld „E-Mail-Adresse“."),
        N_("Geben Sie die Adresse ein, und drücken Sie Enter."),
        N_("Die Person bekommt die Rolle „Benutzer“. Für eine andere: „Mehrere einladen“."),
    ),
)
_INVITE_MANY: Final = HowTo(
    N_("Mehrere Personen einladen"),
    (
        N_("Öffnen Sie mit m „Mehrere einladen“."),
        N_("Tippen Sie Adressen, fügen Sie eine Liste ein, oder importieren Sie eine Excel-Liste."),
        N_("Prüfen Sie jede Zeile; rechts steht, ob sie bereit ist und mit welcher Rolle."),
        N_("„Einladungen absenden“ schickt alle bereiten Zeilen. Der Rest bleibt zum Verbessern."),
    ),
)
_RESEND: Final = HowTo(
    N_("Einladung erneut senden oder zurückziehen"),
    (
        N_("Wählen Sie unter „Benutzer“ eine Zeile mit ◌ eingeladen oder ! abgelaufen."),
        N_("v sendet erneut: mit neuem Code, der alte gilt nicht mehr."),
        N_("Entf zieht die Einladung zurück."),
    ),
)
_FAILED_MAILS: Final = HowTo(
    N_("E-Mail erneut senden"),
    (
        N_("Öffnen Sie auf „Übersicht“ unter „Zu erledigen“ die Zeile über E-Mails."),
        N_("Lesen Sie, was der Mailserver zu jeder sagt. Oft ist die Adresse falsch."),
        N_("v sendet eine erneut, Strg+S alle. Einladungen bekommen dabei einen neuen Code."),
        N_("Bei einer falschen Adresse ziehen Sie die Einladung zurück und laden neu ein."),
    ),
)

COMPANY: Final = {
    Topic.FAILED_MAILS: HelpText(
        N_("Nicht zugestellte E-Mails"),
        N_("Hier stehen die E-Mails der letzten 14 Tage, die ihr Ziel nicht erreicht haben."),
        (_FAILED_MAILS,),
    ),
    Topic.INVITE_MANY: HelpText(
        N_("Mehrere einladen"),
        N_("Hier laden Sie viele Personen auf einmal ein, jede mit ihrer Rolle."),
        (
            _INVITE_MANY,
            HowTo(
                N_("Excel-Liste importieren"),
                (
                    N_("Strg+O öffnet „Excel-Liste importieren“: .xlsx, .csv oder .txt."),
                    N_("Nötig ist eine Spalte E-Mail; Rolle, Vorname, Nachname sind freiwillig."),
                    N_("Eine leere Rolle wird zur Standardrolle des Unternehmens."),
                    N_("Durch das Importieren wird nichts gesendet."),
                ),
            ),
        ),
    ),
    Topic.MAILBOX: HelpText(
        N_("Postfach"),
        N_(
            "Hier liegen die E-Mails, die das Programm in diesem Datenordner abgelegt hat."
            " So lässt sich jeder Ablauf ohne Mailserver ausprobieren."
        ),
        (
            HowTo(
                N_("Code aus einer E-Mail verwenden"),
                (
                    N_("Wählen Sie die E-Mail in der Liste."),
                    N_("c öffnet das Formular, für das ihr Code gedacht ist."),
                ),
            ),
        ),
    ),
    Topic.MEMBERS: HelpText(
        N_("Benutzer"),
        N_("Hier stehen alle Personen des Unternehmens und alle offenen Einladungen."),
        (
            HowTo(
                N_("Jemanden finden"),
                (
                    N_("/ geht in die Suche. Es genügt ein Teil von Name oder Adresse."),
                    N_("„ue“ findet auch „ü“, Groß- und Kleinschreibung spielen keine Rolle."),
                    N_("f geht zum Filter nach Rolle, noch einmal zu dem nach Status."),
                    N_("a zeigt A–Z. Tippen Sie, womit der Name oder die E-Mail beginnt."),
                    N_("s sortiert, ebenso ein Klick auf eine Überschrift."),
                    N_("Esc geht einen Schritt zurück: Markierung, Suche, Filter."),
                ),
            ),
            HowTo(
                N_("Mehrere auswählen"),
                (
                    N_("Die Leertaste markiert eine Zeile, * alle Treffer."),
                    N_("Markierungen bleiben, auch wenn Suche oder Filter sie ausblenden."),
                ),
            ),
            HowTo(
                N_("Einzelheiten einer Person"),
                (
                    N_("Enter zeigt Angaben, Sitzungen und Verlauf."),
                    N_("In einem breiten Fenster stehen sie neben der Liste."),
                ),
            ),
            HowTo(
                N_("Rollen aus Datei ändern"),
                (
                    N_("Strg+O liest eine Liste mit E-Mail und Rolle: .xlsx, .csv, .tsv, .txt."),
                    N_("Prüfen Sie jede Zeile; rechts steht, was geschieht oder warum nichts."),
                    N_("Wer nicht dabei ist, bleibt außen vor; n lädt diese Personen ein."),
                    N_("Strg+Z nimmt zurück, eine Rolle nach der anderen."),
                ),
            ),
            HowTo(
                N_("Liste exportieren"),
                (
                    N_("Suchen, filtern und sortieren Sie, bis die Liste zeigt, was Sie brauchen."),
                    N_("x speichert sie so, wie sie gezeigt wird, als .xlsx oder .csv."),
                ),
            ),
            _INVITE_MANY,
            _RESEND,
        ),
    ),
    Topic.OVERVIEW: HelpText(
        N_("Übersicht"),
        N_("Hier sehen Sie, was im Unternehmen geschieht und was zu erledigen ist."),
        (_INVITE_ONE, _INVITE_MANY, _RESEND),
    ),
}
