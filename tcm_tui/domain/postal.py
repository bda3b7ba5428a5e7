"""Postcodes: how each country writes them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tcm_tui.domain.countries import country_name
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _

POSTCODE_MIN: Final = 3
POSTCODE_MAX: Final = 12

_FORMS: Final[dict[str, tuple[str, ...]]] = {
    "AT": ("####",),
    "BE": ("####",),
    "BG": ("####",),
    "CH": ("####",),
    "CY": ("####",),
    "CZ": ("### ##",),
    "DE": ("#####",),
    "DK": ("####",),
    "EE": ("#####",),
    "ES": ("#####",),
    "FI": ("#####",),
    "FR": ("#####",),
    "GB": ("@# #@@", "@## #@@", "@@# #@@", "@@## #@@", "@#@ #@@", "@@#@ #@@"),
    "GR": ("### ##",),
    "HR": ("#####",),
    "HU": ("####",),
    "IE": ("@## ****", "D6W ****"),
    "IS": ("###",),
    "IT": ("#####",),
    "LI": ("####",),
    "LT": ("LT-#####",),
    "LU": ("####",),
    "LV": ("LV-####",),
    "MT": ("@@@ ####",),
    "NL": ("#### @@",),
    "NO": ("####",),
    "PL": ("##-###",),
    "PT": ("####-###",),
    "RO": ("######",),
    "SE": ("### ##",),
    "SI": ("####",),
    "SK": ("### ##",),
}
"""The countries of the EEA, Switzerland and the United Kingdom: „#“ is a digit, „@“ a letter, „*“
either; anything else stands as it is, and may be left out when typing."""
_EXAMPLES: Final = {"GB": "SW1A 1AA", "IE": "D02 X285", "MT": "VLT 1117", "NL": "1012 AB"}
"""Where digits alone would make none."""
_DIGITS: Final = "1234567890"
_SIGNS: Final = {"#": "[0-9]", "@": "[A-Z]", "*": "[A-Z0-9]"}
_ANYWHERE: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]*[A-Z0-9]", re.ASCII)


def check_postcode(value: str, country: str, field: str = "postcode") -> str:
    """`value` as the country writes its postcodes, or nothing.

    Args:
        value: As typed: blanks, hyphens and the country before it („D-53113“) do not matter.
        country: Its code; of those that are not known here any short text is taken.
        field: Named by a refusal.

    Raises:
        Invalid: The country has none like it.
    """
    typed = clean_text(value, max_len=POSTCODE_MAX, field=field)
    text = unicodedata.normalize("NFKC", typed).upper()
    if not text:
        return ""
    forms = _FORMS.get(country)
    written = _somewhere(text) if forms is None else _written(text, country, forms)
    if written is None:
        raise Invalid(_refusal(country), field)
    return written


def _somewhere(text: str) -> str | None:
    """`text`, where nothing more is known than that letters and digits are used."""
    fits = POSTCODE_MIN <= len(text) <= POSTCODE_MAX and _ANYWHERE.fullmatch(text)
    return text if fits else None


def _written(text: str, country: str, forms: tuple[str, ...]) -> str | None:
    """`text` in the first of `forms` that it fills."""
    typed = re.sub(r"[ -]", "", text)
    bare = re.sub(rf"^(?:{country}|{country[0]})[ -]", "", text)
    for form in forms:
        for candidate in (typed, re.sub(r"[ -]", "", bare)):
            if (filled := _filled(candidate, form)) is not None:
                return filled
    return None


def _filled(typed: str, form: str) -> str | None:
    """„1012AB“ in „#### @@“ is „1012 AB“; letters that the form begins with may be missing."""
    places = "".join(sign for sign in form if sign in _SIGNS or sign.isalnum())
    prefix = re.match(r"[A-Z]*", places)
    assert prefix is not None  # noqa: S101 - it matches the empty text, too
    if not re.fullmatch("".join(_SIGNS.get(sign, sign) for sign in places), typed):
        typed = prefix[0] + typed
    if not re.fullmatch("".join(_SIGNS.get(sign, sign) for sign in places), typed):
        return None
    signs = iter(typed)
    return "".join(next(signs) if sign in _SIGNS or sign.isalnum() else sign for sign in form)


def _refusal(country: str) -> str:
    if country not in _FORMS:
        return _("Eine Postleitzahl hat {least} bis {most} Buchstaben oder Ziffern.").format(
            least=POSTCODE_MIN, most=POSTCODE_MAX
        )
    return _("In diesem Land ({country}) sieht eine Postleitzahl so aus: {example}").format(
        country=country_name(country), example=_example(country)
    )


def _example(country: str) -> str:
    if country in _EXAMPLES:
        return _EXAMPLES[country]
    digits = iter(_DIGITS)
    return "".join(next(digits) if sign == "#" else sign for sign in _FORMS[country][0])
