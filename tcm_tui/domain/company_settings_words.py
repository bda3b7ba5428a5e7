"""„Unternehmenseinstellungen“ in words: what settings and their values are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.numbers import number
from tcm_tui.domain.passwords import LEVELS, PasswordLevel
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.company_settings import Affected, CompanySettings

SETTING_LABELS: Final = {
    "name": N_("Name des Unternehmens"),
    "password_level": N_("Passwortvorgaben"),
    "second_factor_roles": N_("Zweiter Faktor für"),
    "idle_minutes": N_("Sperre nach Minuten"),
    "default_role": N_("Rolle in Einladungen"),
    "buyers": N_("Wer bestellen darf"),
}
"""What each setting is called, German sources."""
_BUYERS: Final = {
    Buyers.ADMINS: N_("nur Administratoren"),
    Buyers.EVERYBODY: N_("alle Mitarbeitenden"),
}


def buyers_label(buyers: Buyers) -> str:
    """„alle Mitarbeitenden“."""
    return _(_BUYERS[buyers])


def level_label(level: PasswordLevel) -> str:
    """„Streng“."""
    return _(LEVELS[level].label)


def level_text(level: PasswordLevel) -> str:
    """What a level of „Passwortvorgaben“ is called and what it asks for, on one line."""
    patterns = {
        PasswordLevel.STANDARD: _("{name} – {n} Zeichen, Buchstabe und Ziffer oder Sonderzeichen"),
        PasswordLevel.MEDIUM: _("{name} – wie Standard, alle {days} Tage neu"),
        PasswordLevel.STRICT: _(
            "{name} – {n} Zeichen, Groß- und Kleinbuchstabe, Ziffer oder Sonderzeichen,"
            " alle {days} Tage neu"
        ),
        PasswordLevel.LONG: _("{name} – {n} beliebige Zeichen, läuft nicht ab (empfohlen)"),
    }
    rules = LEVELS[level]
    days = rules.lifetime.days if rules.lifetime else 0
    return patterns[level].format(name=level_label(level), n=rules.least, days=days)


def setting_texts(settings: CompanySettings) -> dict[str, str]:
    """Setting → its value as people read it, "" for nothing."""
    roles = settings.second_factor_roles
    return {
        "name": settings.name,
        "password_level": level_label(settings.password_level),
        "second_factor_roles": ", ".join(role_label(role) for role in Role if role in roles),
        "idle_minutes": str(settings.idle_minutes),
        "default_role": role_label(settings.default_role),
        "buyers": buyers_label(settings.buyers),
    }


def passwords_text(affected: Affected) -> str:
    """„Betrifft 248 Personen; 31 wählen bei der nächsten Anmeldung ein neues Passwort“."""
    pattern = ngettext(
        "{whom}; {n} wählt bei der nächsten Anmeldung ein neues Passwort.",
        "{whom}; {n} wählen bei der nächsten Anmeldung ein neues Passwort.",
        affected.passwords,
    )
    return _concerned(affected.members, pattern, affected.passwords)


def factors_text(affected: Affected) -> str:
    """„Betrifft 3 Personen; 2 richten bei der nächsten Anmeldung einen zweiten Faktor ein“."""
    pattern = ngettext(
        "{whom}; {n} richtet bei der nächsten Anmeldung einen zweiten Faktor ein.",
        "{whom}; {n} richten bei der nächsten Anmeldung einen zweiten Faktor ein.",
        affected.factors,
    )
    return _concerned(affected.asked, pattern, affected.factors)


def _concerned(all_of_them: int, pattern: str, to_do: int) -> str:
    """How many, and in `pattern` how many of them have something to do; nothing of none."""
    if not all_of_them:
        return _("Betrifft niemanden.")
    whom = ngettext("Betrifft {n} Person", "Betrifft {n} Personen", all_of_them).format(
        n=number(all_of_them)
    )
    if not to_do:
        return _("{whom}; niemand muss etwas tun.").format(whom=whom)
    return pattern.format(whom=whom, n=number(to_do))
