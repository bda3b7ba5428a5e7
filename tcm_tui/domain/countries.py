"""Countries: their codes (ISO 3166) and what they are called in the language in use."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _, language

HOME: Final = "DE"
"""Where a company is that does not say."""
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of the library that name a union, a part of the ocean, or nothing."""


def countries() -> tuple[tuple[str, str], ...]:
    """Each code with the name of its country, by name."""
    return _countries(language())


def country_name(code: str) -> str:
    """„Österreich“; a code that nobody knows as it is."""
    return dict(countries()).get(code, code)


def check_country(value: str, field: str = "country") -> str:
    """`value` as the code of a country, or nothing.

    Raises:
        Invalid: It is none.
    """
    code = value.strip().upper()
    if code and code not in dict(countries()):
        raise Invalid(_("Wählen Sie ein Land aus der Liste."), field)
    return code


@lru_cache(maxsize=4)
def _countries(speech: str) -> tuple[tuple[str, str], ...]:
    from babel import Locale  # noqa: PLC0415 - 30 ms with its names

    names = Locale.parse(speech).territories
    found = (
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES  # noqa: PLR2004 - ISO 3166 alpha-2
    )
    return tuple(sorted(found, key=lambda one: sort_key(one[1])))
