"""Passwords: the levels of „Passwortvorgaben“ and the rules that always hold (PRODUCT.md 4)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.known_words import too_close_to_owner, widely_known
from tcm_tui.domain.text import FORBIDDEN
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

PASSWORD_MAX: Final = 1024
"""Code points after NFC; longer ones are refused, never cut."""
REMEMBERED: Final = 5
"""The last passwords of a person, the present one among them: none is chosen again."""


class PasswordLevel(StrEnum):
    """The portal's three levels and one of ours."""

    STANDARD = "standard"
    MEDIUM = "medium"
    STRICT = "strict"
    LONG = "long"


@dataclass(frozen=True)
class Level:
    """What a level asks for. `lifetime` None means that a password never expires."""

    label: str
    least: int
    lifetime: timedelta | None


LEVELS: Final = {
    PasswordLevel.STANDARD: Level(N_("Standard"), 8, None),
    PasswordLevel.MEDIUM: Level(N_("Mittel"), 8, timedelta(days=90)),
    PasswordLevel.STRICT: Level(N_("Streng"), 10, timedelta(days=90)),
    PasswordLevel.LONG: Level(N_("Lang"), 15, None),
}


@dataclass(frozen=True)
class PasswordOwner:
    """Whose password is to be chosen, and what it must keep.

    Args:
        user_id: Whose.
        email: Their primary address.
        words: Names, addresses and companies: too close to them is no password.
        levels: Those of every company they are active in; all of them must be met.
        present: The hash of the one in force, None where none was ever set.
        earlier: Those of the ones before it that are not to be chosen again.
    """

    user_id: int
    email: str
    words: tuple[str, ...]
    levels: tuple[PasswordLevel, ...]
    present: str | None = field(repr=False)
    earlier: tuple[str, ...] = field(repr=False)

    @property
    def hashes(self) -> tuple[str, ...]:
        """The last passwords, the one in force first."""
        return (self.present, *self.earlier) if self.present else self.earlier


@dataclass(frozen=True)
class NewPassword:
    """A password as it is stored: its hash, and the levels that it met when it was typed."""

    password_hash: str = field(repr=False)
    levels: frozenset[PasswordLevel]


@dataclass(frozen=True)
class Rule:
    """One line of the list that ticks off while typing."""

    sentence: str
    met: bool


def normalised(password: str) -> str:
    """`password` as it is hashed: NFC, nothing else changed."""
    return unicodedata.normalize("NFC", password)


def _has_letter(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _has_digit_or_symbol(text: str) -> bool:
    return any(not c.isalpha() and not c.isspace() for c in text)


def _character_rules(level: PasswordLevel, text: str) -> list[Rule]:
    if level is PasswordLevel.LONG:
        return []
    if level is PasswordLevel.STRICT:
        return [
            Rule(_("Groß- und Kleinbuchstaben"), text.lower() != text and text.upper() != text),
            Rule(_("eine Ziffer oder ein Sonderzeichen"), _has_digit_or_symbol(text)),
        ]
    return [
        Rule(_("ein Buchstabe"), _has_letter(text)),
        Rule(_("eine Ziffer oder ein Sonderzeichen"), _has_digit_or_symbol(text)),
    ]


def levels_met(password: str) -> frozenset[PasswordLevel]:
    """The levels whose length and characters `password` has.

    It is stored beside the hash: a stricter level can then find whom it asks for another.
    """
    text = normalised(password)
    return frozenset(
        level
        for level in PasswordLevel
        if len(text) >= LEVELS[level].least
        and all(rule.met for rule in _character_rules(level, text))
    )


def why_renew(
    asked: Iterable[PasswordLevel],
    met: frozenset[PasswordLevel],
    set_at: datetime | None,
    now: datetime,
) -> str:
    """Why a password that is right has to be changed all the same, a sentence; "" while it is good.

    Args:
        asked: Levels of all companies the person is active in; the shortest life counts.
        met: What the password met when it was typed last.
        set_at: When it was chosen.
        now: The instant.
    """
    levels = set(asked)
    if levels - met:
        return _("Ihr Passwort erfüllt die Passwortvorgaben Ihres Unternehmens nicht mehr.")
    lives = [life for level in levels if (life := LEVELS[level].lifetime) is not None]
    if lives and set_at is not None and set_at + min(lives) <= now:
        return ngettext(
            "Ihr Passwort ist abgelaufen: Es gilt {n} Tag.",
            "Ihr Passwort ist abgelaufen: Es gilt {n} Tage.",
            min(lives).days,
        ).format(n=min(lives).days)
    return ""


def rules(password: str, levels: Iterable[PasswordLevel], words: Iterable[str] = ()) -> list[Rule]:
    """Every rule with whether `password` keeps it.

    Args:
        password: As typed so far.
        levels: Those of all companies the person belongs to; all of them must be met.
        words: Name, address and company of the owner.
    """
    text = normalised(password)
    chosen = sorted(set(levels), key=tuple(PasswordLevel).index)
    least = max(LEVELS[level].least for level in chosen)
    found = [
        Rule(
            ngettext("mindestens {n} Zeichen", "mindestens {n} Zeichen", least).format(n=least),
            len(text) >= least,
        )
    ]
    for level in chosen:
        found += [rule for rule in _character_rules(level, text) if rule not in found]
    found.append(Rule(_("kein bekanntes Passwort"), bool(text) and not widely_known(text)))
    found.append(
        Rule(
            _("nicht Name, Adresse oder Unternehmen"),
            bool(text) and not too_close_to_owner(text, words),
        )
    )
    return found


def check_password(
    password: str,
    levels: Iterable[PasswordLevel],
    words: Iterable[str] = (),
    field: str = "password",
) -> str:
    """`password` in the form that is hashed.

    Raises:
        Invalid: It breaks a rule; the sentence names all that are broken.
    """
    if any(ord(c) in FORBIDDEN or 0xD800 <= ord(c) <= 0xDFFF for c in password):  # noqa: PLR2004 - surrogates
        raise Invalid(_("Das Passwort enthält Steuerzeichen oder Zeilenumbrüche."), field)
    text = normalised(password)
    if len(text) > PASSWORD_MAX:
        raise Invalid(_("Höchstens {n} Zeichen.").format(n=PASSWORD_MAX), field)
    broken = [rule.sentence for rule in rules(text, levels, words) if not rule.met]
    if broken:
        raise Invalid(_("Nicht erfüllt: {rules}.").format(rules="; ".join(broken)), field)
    return text


def used_before(*, present: bool, field: str = "password") -> Invalid:
    """The refusal of one of the last passwords, be it the one in force or one before it."""
    sentence = (
        _("Das ist Ihr bisheriges Passwort. Wählen Sie ein anderes.")
        if present
        else _("Das war eines Ihrer letzten {n} Passwörter. Wählen Sie ein anderes.").format(
            n=REMEMBERED
        )
    )
    return Invalid(sentence, field)
