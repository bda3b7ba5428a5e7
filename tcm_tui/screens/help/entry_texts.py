"""What „Hilfe“ says about getting in: signing in, codes, registering."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_ACCEPT: Final = HowTo(
    N_("Einladung annehmen"),
    (
        N_("Öffnen Sie „Code eingeben“, und fügen Sie den Code oder die ganze E-Mail ein."),
        N_("Ergänzen Sie Vorname, Nachname und ein Passwort."),
        N_("Haben Sie schon ein Konto, bestätigen Sie mit dessen Passwort."),
        N_("Bestätigen Sie die geschäftliche Nutzung. „Konto einrichten“ meldet Sie an."),
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
        N_("Öffnen Sie mit F4 das Menü zur Person, und drücken Sie w."),
        N_("Wählen Sie das Unternehmen. Sie bleiben angemeldet."),
        N_("Verlangt das Unternehmen einen zweiten Faktor, richten Sie ihn vorher ein."),
    ),
)

ENTRY: Final = {
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
    Topic.NEW_PASSWORD: HelpText(
        N_("Neues Passwort"),
        N_(
            "Hier setzen Sie ein neues Passwort: mit dem Code aus der E-Mail, oder weil das alte"
            " abgelaufen oder für Ihr Unternehmen zu schwach ist."
        ),
        (_NEW_PASSWORD,),
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
