"""What everybody tries first: common passwords, and words about their owner (SECURITY.md C9)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTEXT_WORDS: Final = ("telekom", "marketplace", "marktplatz", "passwort", "password", "cloud")
_CONTEXT_LEAST: Final = 4
"""Shorter words (a first name of three letters) turn up inside good passwords by chance."""

_GERMAN_WORDS: Final = """
    anfang anmeldung benutzer bildschirm bonn buchhaltung buero buro dienstag donnerstag einkauf
    engelchen ferien firma fruehling fruhling geheimnis gitarre hase hasi hund juni klavier koeln
    koln kunde kunden kundenkonto lehrer maerz marz mitarbeiter mittwoch muenchen munchen neustart
    oma opa ostern pferd prinzessin rechnung samstag schmetterling sicherheit sonntag sternchen
    tastatur tochter unternehmen vertrieb verwaltung wasserball willkommen wlan zugang zugangsdaten
"""
"""What people here choose and the English lists do not hold, as `sort_key` writes it."""


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Widely known passwords and words: ours and the lists that zxcvbn ships, over 90,000."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - costs 60 ms

    return frozenset(_GERMAN_WORDS.split()).union(*FREQUENCY_LISTS.values())


_DECORATION: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[\W\d_]+|[\W\d_]+$",  # 123Passwort!!
        r"[\W\d_]+$",
        r"^[\W\d_]+",
        r"[\W_]+$",  # 123456!
        r"[\W_]*(19|20)\d\d[\W_]*$",  # 123456-2026!
    )
)
"""What people put around a known password to please a rule."""


def _undecorated(folded: str) -> set[str]:
    """`folded`, and what is left of it without a year, digits or signs around it."""
    return {folded, *(pattern.sub("", folded) for pattern in _DECORATION)}


def widely_known(password: str) -> bool:
    """Whether a list of common passwords holds it, also with a year, digits or signs around it."""
    folded = sort_key(password)
    return not _common().isdisjoint(_undecorated(folded)) or len(set(folded)) <= 2  # noqa: PLR2004 - „aaaa1111“


def _context(words: Iterable[str]) -> set[str]:
    parts = {part for word in words for part in re.split(r"[^\w]+", sort_key(word))}
    return {part for part in parts if len(part) >= _CONTEXT_LEAST} | set(_CONTEXT_WORDS)


def too_close_to_owner(password: str, words: Iterable[str]) -> bool:
    """Whether little is left of `password` without the owner's name, address or company."""
    rest = sort_key(password)
    for word in sorted(_context(words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(re.sub(r"[\W\d_]", "", rest)) < _CONTEXT_LEAST and rest != sort_key(password)
