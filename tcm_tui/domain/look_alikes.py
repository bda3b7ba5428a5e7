"""Addresses and names that look like others: told before somebody invites the wrong one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.text import shown, skeleton, sort_key
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

_TWINS: Final = str.maketrans(
    # Cyrillic
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d"
    # Greek
    "\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",
    "abekmhopctyxsijhldqwaikvoptux",
)
"""Small letters of other scripts that are drawn like a Latin one."""
_BESIDE_EACH_OTHER: Final = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL"})
"""Scripts that people do write in one word; everything else beside Latin is suspicious."""


@dataclass(frozen=True)
class Colleague:
    """A member whose address or name something new may be taken for.

    Args:
        name: As the list shows it: „Muster, Anna“.
        address: As mail goes there.
        canonical: What the address is compared by.
    """

    name: str
    address: str
    canonical: str


def look(text: str) -> str:
    """`text` as it is drawn: two texts with the same look cannot be told apart by eye."""
    return skeleton(text).translate(_TWINS)


def search_key(text: str) -> str:
    """What lists of people are searched by for those that look like `text`."""
    return sort_key(look(text))


def address_caution(address: str) -> str:
    """Why a checked address may deceive, as a sentence; "" for nothing.

    A domain is told in the form that machines know it by, so that no letter of it can deceive.
    """
    if address.isascii():
        return ""
    local, _at, domain = address.rpartition("@")
    if any(_deceives(label) for label in domain.split(".")):
        machine = _punycode(domain)
        if look(domain).isascii():
            return _("Sieht aus wie {domain}, ist aber {machine}.").format(
                domain=look(domain), machine=machine
            )
        return _("Gemischte Schriften: {machine}.").format(machine=machine)
    if _deceives(local):
        signs = " ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in local if _foreign(c)))
        return _("Gemischte Schriften vor dem @: {signs}.").format(signs=signs)
    return ""


def twin_caution(canonical: str, name: str, colleagues: Iterable[Colleague]) -> str:
    """Whose address or name this one looks like without being it; "" for nobody's.

    The same name in the same letters is a namesake, of whom every company has some.

    Args:
        canonical: What the new address is compared by.
        name: The new name as lists show it, "" for none.
        colleagues: Whom it may be taken for.
    """
    for one in colleagues:
        if canonical != one.canonical and look(canonical) == look(one.canonical):
            return _("Zum Verwechseln ähnlich: {address} von {name}.").format(
                address=shown(one.address), name=shown(one.name)
            )
        if name and sort_key(name) != sort_key(one.name) and look(name) == look(one.name):
            return _("Zum Verwechseln ähnlich: {name} ({address}).").format(
                address=shown(one.address), name=shown(one.name)
            )
    return ""


def _deceives(word: str) -> bool:
    """Whether it mixes scripts, or is written in one so that it reads as Latin."""
    if word.isascii():
        return False
    scripts = {_script(c) for c in word if c.isalpha()}
    mixed = len(scripts) > 1 and not scripts <= _BESIDE_EACH_OTHER
    return mixed or ("LATIN" not in scripts and look(word).isascii())


def _script(letter: str) -> str:
    """The script of a letter: the first word of its name."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def _foreign(letter: str) -> bool:
    return letter.isalpha() and _script(letter) != "LATIN"


def _punycode(domain: str) -> str:
    """The domain as the DNS knows it: `firmа.de` with a Cyrillic letter is `xn--firm-83d.de`."""
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in domain.split(".")
    )
