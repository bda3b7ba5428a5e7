"""The keys of what the database holds encrypted: what making and rotating them came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tcm_tui.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping


class SealedKind(StrEnum):
    """What is encrypted."""

    PAYMENT_METHOD = "payment_method"
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True)
class KeyReport:
    """What was done, and what no key opens any more.

    Args:
        made: Whether there was no key before.
        sealed_again: How many values the new key opens that another one sealed.
        lost: How many values of each kind cannot be read.
    """

    made: bool
    lost: Mapping[SealedKind, int]
    sealed_again: int = 0

    def losses(self) -> list[str]:
        """A sentence for each kind of value that is lost: what has to be done about it."""
        return [_loss(kind, self.lost[kind]) for kind in SealedKind if self.lost.get(kind)]


def _loss(kind: SealedKind, n: int) -> str:
    if kind is SealedKind.SECOND_FACTOR:
        return ngettext(
            "{n} zweiter Faktor lässt sich nicht mehr lesen und muss neu eingerichtet werden.",
            "{n} zweite Faktoren lassen sich nicht mehr lesen und müssen neu eingerichtet werden.",
            n,
        ).format(n=n)
    return ngettext(
        "Die Nummern von {n} Bezahlverfahren lassen sich nicht mehr lesen und müssen neu"
        " eingegeben werden.",
        "Die Nummern von {n} Bezahlverfahren lassen sich nicht mehr lesen und müssen neu"
        " eingegeben werden.",
        n,
    ).format(n=n)
