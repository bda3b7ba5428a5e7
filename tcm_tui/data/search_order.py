"""The rowids of the search index on SQLite: they stand in the order of the list.

A rowid holds how a key begins, then the kind, then the id. The index gives what it finds by rowid:
so the first page of a search is the first rows found, however many there are. Only what begins
alike still has to be sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS: Final = 6
_BITS: Final = 5
KIND_BIT: Final = 32
SHIFT: Final = KIND_BIT + 1
_BEYOND: Final = "\U0010ffff"
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Code:
    """Numbers for the beginnings of keys that stand as the keys do.

    Args:
        starts: The first character of each class, rising; class 0 is the end of the key.
        single: Those classes that hold nothing but that one character. What follows any other
            character does not count, so that the order holds.
    """

    starts: Sequence[str]
    single: frozenset[str]

    def of(self, key: str) -> int:
        """The number of a key."""
        found = 0
        for place in range(LETTERS):
            letter = key[place : place + 1]
            number = sum(start <= letter for start in self.starts) if letter else 0
            found |= number << _BITS * (LETTERS - 1 - place)
            if number == 0 or letter not in self.single:
                break
        return found

    def sql(self, column: str, place: int = 1) -> str:
        """The same of a column on SQLite, from the letter at `place` on.

        Letters come first, since most are; what follows is written down once, whatever goes on.
        """
        letter = f"substr({column}, {place}, 1)"
        is_letter = f"{letter} BETWEEN '{_ALPHABET[0]}' AND '{_ALPHABET[-1]}'"
        shift = _BITS * (LETTERS - place)
        below = [one for one in self.starts if one <= _ALPHABET[0]]
        first = ord(_ALPHABET[0]) - len(below)
        cases = [f"WHEN {is_letter} THEN unicode({letter}) - {first}", f"WHEN {letter} = '' THEN 0"]
        cases += [f"WHEN {letter} < '{end}' THEN {at}" for at, end in enumerate(below[1:], start=1)]
        number = f"((CASE {' '.join(cases)} ELSE {len(self.starts)} END) << {shift})"
        if place == LETTERS:
            return number
        single = ", ".join(f"'{one}'" for one in sorted(self.single.difference(_ALPHABET)))
        return (
            f"{number} | CASE WHEN {is_letter} OR {letter} IN ({single})"
            f" THEN {self.sql(column, place + 1)} ELSE 0 END"
        )

    def has(self, number: int) -> bool:
        """Whether it is a number at all: counting on from the last or the first gives none."""
        return 0 <= number < 1 << _BITS * LETTERS

    def begun(self, number: int) -> str:
        """What all keys of this number begin with."""
        found = ""
        for place in range(LETTERS):
            digit = number >> _BITS * (LETTERS - 1 - place) & (1 << _BITS) - 1
            if digit == 0 or self.starts[digit - 1] not in self.single:
                break
            found += self.starts[digit - 1]
        return found

    def bounds(self, number: int) -> tuple[str, str]:
        """The first key that can have this number, and one that is greater than all of them."""
        digits = [number >> _BITS * place & (1 << _BITS) - 1 for place in range(LETTERS)][::-1]
        begun = "".join(self.starts[digit - 1] for digit in digits if digit)
        if not begun:
            return "", self.starts[0]
        if begun[-1] in self.single and len(begun) < LETTERS:
            return begun, begun + self.starts[0]  # the key ends there
        last = digits[len(begun) - 1]
        following = self.starts[last] if last < len(self.starts) else _BEYOND
        return begun, begun[:-1] + following


BY_NAME: Final = Code((" ", "!", ",", "-", *_ALPHABET, "{"), frozenset(f" ,{_ALPHABET}"))
"""„Çelik, Derya“: comma and blank count."""
BY_ADDRESS: Final = Code((" ", ".", "/", *_ALPHABET, "{"), frozenset(f".{_ALPHABET}"))
"""„derya.celik@…“: the full stop counts."""


def first_rowid(number: int) -> int:
    """The least rowid of a number."""
    return number << SHIFT


def number_of(rowid: int) -> int:
    """The number in a rowid."""
    return rowid >> SHIFT


def row_of(rowid: int) -> tuple[int, int]:
    """The rank of the kind and the id in a rowid."""
    return rowid >> KIND_BIT & 1, rowid & (1 << KIND_BIT) - 1
