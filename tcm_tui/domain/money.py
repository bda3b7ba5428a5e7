"""Money in euro cents, and the one rule by which it is rounded: half up, per line.

Half up is away from zero, so that taking something back costs exactly what having it did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.i18n import language

if TYPE_CHECKING:
    from collections.abc import Iterable

VAT_PERCENT: Final = 19
"""The German rate for everything in the catalogue (§ 12 Abs. 1 UStG)."""


def part_of(cents: int, part: int, whole: int) -> int:
    """`cents` × `part` / `whole`, rounded half up.

    Raises:
        ZeroDivisionError: `whole` is 0.
    """
    quotient, rest = divmod(abs(cents) * part, whole)
    rounded = quotient + (2 * rest >= whole)
    return rounded if cents >= 0 else -rounded


@dataclass(frozen=True)
class Amount:
    """What a line comes to, in cents; its VAT is rounded for the line."""

    net: int
    vat_percent: int = VAT_PERCENT

    @property
    def vat(self) -> int:
        """Its VAT."""
        return part_of(self.net, self.vat_percent, 100)

    @property
    def gross(self) -> int:
        """With VAT."""
        return self.net + self.vat


@dataclass(frozen=True)
class Total:
    """Lines added up, in cents: nothing is rounded again."""

    net: int = 0
    vat: int = 0

    @property
    def gross(self) -> int:
        """With VAT."""
        return self.net + self.vat

    @classmethod
    def of(cls, amounts: Iterable[Amount]) -> Total:
        """The sum of lines."""
        lines = list(amounts)
        return cls(sum(one.net for one in lines), sum(one.vat for one in lines))


def euros(cents: int) -> str:
    """„1.284,50 €“, in the format of the language in use."""
    from decimal import Decimal  # noqa: PLC0415 - like babel, only once money is shown

    from babel.numbers import format_currency  # noqa: PLC0415 - costs 40 ms

    return format_currency(Decimal(cents) / 100, "EUR", locale=language())
