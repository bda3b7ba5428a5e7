"""Amounts, days, terms and lists of a mail, in the language of whoever reads it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from string import Template
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LISTS: Final = frozenset({"apps", "lines"})
"""Values of several lines: one below the other in a mail. `lines` is what was ordered."""
_CENTS: Final = "_cents"
_DAY: Final = "_on"
_NONE: Final = "–"


def in_words(
    values: Mapping[str, str], language: str, words: Mapping[str, Any], clean: Callable[[str], str]
) -> dict[str, str]:
    """Those of `values` that are figures, as they are read.

    Args:
        values: As they were promised: `…_cents` are whole numbers, `…_on` ISO days or "" for none,
            `term_months` and `charging` what an order has, `lines` JSON of title, licences and
            price of a licence in cents; other lists are text, a line each.
        language: Of the reader.
        words: Those that templates share.
        clean: Makes text of others harmless and short.

    Raises:
        KeyError: A term, a charging or another word that nobody knows.
        ValueError: It is no number, no day, or no JSON.
    """
    told = {name: money(int(value), language) for name, value in _ending(values, _CENTS)}
    told |= {name: _day(value, language, words) for name, value in _ending(values, _DAY)}
    for name in values.keys() & {"charging", "term_months", "what"}:
        told[name] = words[name][values[name]]
    for name in values.keys() & LISTS:
        lines = values[name].splitlines() if name != "lines" else _ordered(values, language, words)
        told[name] = "\n".join(clean(line) for line in lines)
    return told


def money(cents: int, language: str) -> str:
    """„1.284,50 €“."""
    from babel.numbers import format_currency  # noqa: PLC0415 - costs 40 ms, not to open data

    return format_currency(Decimal(cents) / 100, "EUR", locale=language)


def _ending(values: Mapping[str, str], end: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in values.items() if name.endswith(end)]


def _day(stored: str, language: str, words: Mapping[str, Any]) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - as above

    if not stored:
        return _NONE
    return format_date(date.fromisoformat(stored), words["days"]["pattern"], locale=language)


def _ordered(values: Mapping[str, str], language: str, words: Mapping[str, Any]) -> list[str]:
    """„25 × Microsoft 365 Business Basic zu je 5,60 €: 140,00 €“, a line for each edition."""
    pattern = Template(words["orders"]["line"])
    try:
        return [
            pattern.substitute(
                title=title,
                licences=licences,
                price=money(int(cents), language),
                amount=money(int(licences) * int(cents), language),
            )
            for title, licences, cents in json.loads(values["lines"])
        ]
    except TypeError as error:
        raise ValueError("lines") from error  # JSON, but of something else
