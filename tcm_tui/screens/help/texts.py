"""What „Hilfe“ says about each topic: what the place is for, and how to do things there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic


@dataclass(frozen=True)
class HowTo:
    """A thing to do and its steps; German sources."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class HelpText:
    """One topic: its title, what it is for, how-tos; German sources."""

    title: str
    purpose: str
    how_tos: tuple[HowTo, ...] = ()


_ACCEPT: Final = HowTo(
    N_("Einladung annehmen"),
    (
        N_("Öffnen Sie „Code eingeben“, und fügen Sie den Code oder die ganze E-Mail ein."),
        N_("Ergänzen Sie Vorname, Nachname und ein Passwort."),
        N_("Haben Sie schon ein Konto, bestätigen Sie mit dessen Passwort."),
        N_("Bestätigen Sie die geschäftliche Nutzung. „Konto einrichten“ meldet Sie an."),
    ),
)
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
_REGISTER: Final = HowTo(
    N_("Unternehmen registrieren"),
    (
        N_("Wählen Sie „Registrierung starten“, und geben Sie Ihre E-Mail-Adresse ein."),
        N_("Fügen Sie den Code aus der E-Mail ein, oder gleich die ganze E-Mail."),
        N_("Füllen Sie Name, Vorname, Unternehmensname, Telefonnummer und ein Passwort aus."),
        N_("„Konto einrichten“ meldet Sie an. Ihre Rolle: „Unternehmensadministrator“."),
        N_("Unterbrechen Sie? Mit demselben Code machen Sie später weiter."),
    ),
)
_SECOND_FACTOR: Final = HowTo(
    N_("Zweiten Faktor einrichten"),
    (
        N_("Öffnen Sie „Meine Einstellungen“, „Zweiter Faktor“, „Einrichten“."),
        N_("Lesen Sie das Bild mit einer App für Codes, oder tippen Sie die Zeichen daneben ein."),
        N_("Geben Sie den Code ein, den die App zeigt."),
        N_("Schreiben Sie die zehn Wiederherstellungscodes auf, oder speichern Sie sie."),
    ),
)
_LOST_FACTOR: Final = HowTo(
    N_("Ohne Telefon anmelden"),
    (
        N_("Geben Sie statt des Codes einen Wiederherstellungscode ein; jeder gilt einmal."),
        N_("Ohne diese bitten Sie Ihre Administratoren, den zweiten Faktor zurückzusetzen."),
        N_("Dazu öffnen diese unter „Benutzer“ Ihre Angaben und drücken z."),
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
_NEW_PASSWORD: Final = HowTo(
    N_("Neues Passwort setzen"),
    (
        N_("Wählen Sie auf „Anmelden“ „Passwort vergessen?“, und geben Sie Ihre Adresse ein."),
        N_("Oder lassen Sie sich von einer Person aus der Verwaltung eine E-Mail senden."),
        N_("Wählen Sie „Code eingeben“, und fügen Sie den Code oder die ganze E-Mail ein."),
        N_("Geben Sie das neue Passwort zweimal ein; die Regeln haken sich beim Tippen ab."),
        N_("Danach sind alle Ihre Sitzungen beendet: Melden Sie sich mit dem neuen Passwort an."),
    ),
)

_SWITCH: Final = HowTo(
    N_("Unternehmen wechseln"),
    (
        N_("Öffnen Sie mit f4 das Menü zur Person, und drücken Sie w."),
        N_("Wählen Sie das Unternehmen. Sie bleiben angemeldet."),
        N_("Verlangt das Unternehmen einen zweiten Faktor, richten Sie ihn vorher ein."),
    ),
)

HELP: Final[dict[Topic, HelpText]] = {
    Topic.ACCEPT_INVITATION: HelpText(
        N_("Einladung annehmen"),
        N_("Hier treten Sie dem Unternehmen bei, das Sie eingeladen hat."),
        (_ACCEPT,),
    ),
    Topic.COMPANIES: HelpText(
        N_("Unternehmen wechseln"),
        N_("Hier wählen Sie, für welches Ihrer Unternehmen Sie arbeiten."),
        (_SWITCH,),
    ),
    Topic.ENTER_CODE: HelpText(
        N_("Code eingeben"),
        N_(
            "Hier geben Sie den Code aus einer E-Mail ein. Groß- und Kleinschreibung,"
            " Leerzeichen und Striche spielen keine Rolle."
        ),
        (_ACCEPT, _NEW_PASSWORD, _REGISTER),
    ),
    Topic.FORGOT_PASSWORD: HelpText(
        N_("Passwort vergessen?"),
        N_(
            "Hier lassen Sie sich einen Code für ein neues Passwort senden. Die Antwort ist für"
            " jede Adresse dieselbe: Niemand erfährt, ob es dazu ein Konto gibt."
        ),
        (_NEW_PASSWORD,),
    ),
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
    Topic.NEW_PASSWORD: HelpText(
        N_("Neues Passwort"),
        N_(
            "Hier setzen Sie ein neues Passwort: mit dem Code aus der E-Mail, oder weil das alte"
            " abgelaufen oder für Ihr Unternehmen zu schwach ist."
        ),
        (_NEW_PASSWORD,),
    ),
    Topic.OVERVIEW: HelpText(
        N_("Übersicht"),
        N_("Hier sehen Sie, was im Unternehmen geschieht und was zu erledigen ist."),
        (_INVITE_ONE, _INVITE_MANY, _RESEND),
    ),
    Topic.REGISTRATION: HelpText(
        N_("Registrierung starten"),
        N_(
            "Hier registrieren Sie Ihr Unternehmen kostenlos, in drei Schritten:"
            " Adresse, E-Mail, Konto."
        ),
        (
            _REGISTER,
            HowTo(
                N_("Die E-Mail kommt nicht an"),
                (
                    N_("Sehen Sie auch im Spam-Ordner nach, und prüfen Sie die Adresse."),
                    N_("„Erneut senden“ schickt einen neuen Code; der frühere gilt nicht mehr."),
                    N_("Gibt es zu der Adresse schon ein Konto, steht das in der E-Mail."),
                ),
            ),
        ),
    ),
    Topic.SECOND_FACTOR: HelpText(
        N_("Zweiter Faktor"),
        N_(
            "Nach dem Passwort wird ein Code aus einer App verlangt. Wer nur Ihr Passwort kennt,"
            " kommt damit nicht hinein."
        ),
        (_SECOND_FACTOR, _LOST_FACTOR),
    ),
    Topic.SIGN_IN: HelpText(
        N_("Anmelden"),
        N_("Hier melden Sie sich mit einer Ihrer bestätigten Adressen und Ihrem Passwort an."),
        (
            HowTo(
                N_("Anmelden klappt nicht"),
                (
                    N_("Prüfen Sie Adresse und Passwort, auch die Feststelltaste."),
                    N_("Ist das Passwort vergessen, hilft der Link „Passwort vergessen?“."),
                    N_(
                        "Nach fünf falschen Eingaben macht das Konto eine Pause:"
                        " erst 30 Sekunden, dann länger, nie für immer."
                    ),
                ),
            ),
            _ACCEPT,
        ),
    ),
}
