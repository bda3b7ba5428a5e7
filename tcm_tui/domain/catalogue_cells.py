"""What may stand in the cells of a catalogue: keys, texts, numbers, prices, yes and no."""

from __future__ import annotations

import re
from typing import Final

from tcm_tui.domain.catalogue import Category, category_label, category_source
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.role_words import quoted_word, word_key
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _, ngettext

KEY_MAX: Final = 80
DESCRIPTION_MAX: Final = 500
"""A cell of a list holds no more."""
FEATURES_MAX: Final = 12
FEATURE_MAX: Final = 80
CENTS_MAX: Final = 99_999_99
FEATURE_SIGN: Final = "|"
"""Stands between the features in a cell."""
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WHOLE: Final = re.compile(r"\d{1,6}")
_PRICE: Final = re.compile(r"(?P<euros>\d{1,3}(?:[. ]\d{3})+|\d{1,6})(?:,(?P<cents>\d{1,2}))?")
_PLAIN_PRICE: Final = re.compile(r"(?P<euros>\d{1,6})\.(?P<cents>\d{1,2})")
"""As a spreadsheet hands a number over."""
_YES: Final = frozenset(["ja", "j", "yes", "y", "x", "true", "wahr", "1"])
_NO: Final = frozenset(["nein", "n", "no", "false", "falsch", "0"])


def check_key(text: str) -> str:
    """A key, such as „microsoft-365-business“.

    Raises:
        Invalid: It is empty, too long, or has other signs.
    """
    if not text:
        raise Invalid(_("Der Schlüssel fehlt."))
    if len(text) > KEY_MAX or not _KEY.fullmatch(text):
        raise Invalid(_("Ein Schlüssel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen."))
    return text


def check_text(text: str, max_len: int, *, needed: bool = True) -> str:
    """A text on one line.

    Raises:
        Invalid: It is too long, or it is `needed` and missing.
    """
    cleaned = clean_text(text, max_len=max_len)
    if needed and not cleaned:
        raise Invalid(_("Hier fehlt etwas."))
    return cleaned


def check_whole(text: str, least: int, most: int) -> int | None:
    """A whole number from `least` to `most`; None where nothing stands.

    Raises:
        Invalid: It is none, or another one.
    """
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise Invalid(
            _("Nennen Sie eine ganze Zahl von {least} bis {most}.").format(least=least, most=most)
        )
    return int(text)


def check_price(text: str) -> int | None:
    """A price in cents; None where nothing stands: for that term it is not offered.

    „5,60“, „1.284,50 €“, and „5.6“ as a spreadsheet hands a number over.

    Raises:
        Invalid: It is none, or too much.
    """
    plain = text.replace("€", "").replace("\u00a0", " ").strip()
    if not plain:
        return None
    if (found := _PLAIN_PRICE.fullmatch(plain) or _PRICE.fullmatch(plain)) is None:
        raise Invalid(_("„{text}“ ist kein Preis wie 5,60.").format(text=quoted_word(text)))
    euros = int(re.sub(r"\D", "", found["euros"]))
    cents = euros * 100 + int((found["cents"] or "0").ljust(2, "0"))
    if cents > CENTS_MAX:
        raise Invalid(_("Ein Preis ist höchstens 99.999,99 €."))
    return cents


def check_yes(text: str) -> bool:
    """„ja“ or „nein“; nothing is „nein“.

    Raises:
        Invalid: It is neither.
    """
    word = word_key(text)
    if not text or word in _YES or word in _NO:
        return word in _YES
    raise Invalid(_("Schreiben Sie „ja“ oder „nein“."))


def check_category(text: str) -> Category:
    """A category by the portal's word, in German or the language in use, or by its code.

    Raises:
        Invalid: There is no such category; the sentence names them.
    """
    word = word_key(text)
    for category in Category:
        names = (category.value, category_source(category), category_label(category))
        if word in map(word_key, names):
            return category
    names_of_all = ", ".join(category_label(one) for one in Category)
    raise Invalid(
        _("Kategorie „{word}“ ist unbekannt: {names}.").format(
            word=quoted_word(text), names=names_of_all
        )
    )


def check_features(text: str) -> tuple[str, ...]:
    """What an edition contains, parted by „|“.

    Raises:
        Invalid: There are too many, or one is too long.
    """
    parts = [part for one in text.split(FEATURE_SIGN) if (part := one.strip())]
    found = tuple(check_text(part, FEATURE_MAX) for part in parts)
    if len(found) > FEATURES_MAX:
        raise Invalid(
            ngettext("Höchstens {n} Merkmal.", "Höchstens {n} Merkmale.", FEATURES_MAX).format(
                n=FEATURES_MAX
            )
        )
    return found
