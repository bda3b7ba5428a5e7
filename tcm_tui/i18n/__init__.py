"""Words: German in the source, other languages from compiled gettext catalogues.

The language is one per process, because one person sits before it. Mail is the exception: it speaks
the recipient's language and has templates of its own.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "tcm_tui"
LOCALES: Final = Path(__file__).parent / "locales"
SOURCE_LANGUAGE: Final = "de"
LANGUAGES: Final = ("de", "en")


class _Language:
    """The language in use; a holder, so that functions imported by name see a change."""

    name: str = SOURCE_LANGUAGE
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def set_language(name: str) -> None:
    """Speak `name` from now on.

    Raises:
        ValueError: `name` is not one of `LANGUAGES`.
        FileNotFoundError: The catalogue was not compiled (an incomplete installation).
    """
    if name not in LANGUAGES:
        raise ValueError(name)
    _Language.catalogue = (
        _gettext.NullTranslations()
        if name == SOURCE_LANGUAGE
        else _gettext.translation(DOMAIN, LOCALES, languages=[name])
    )
    _Language.name = name


def language() -> str:
    """The language in use, one of `LANGUAGES`."""
    return _Language.name


def _(message: str) -> str:
    """`message` (German) in the language in use."""
    # gettext answers an empty message with the header of the catalogue.
    return _Language.catalogue.gettext(message) if message else ""


def pgettext(context: str, message: str) -> str:
    """`message`, told apart by `context` where another language has several words for it."""
    return _Language.catalogue.pgettext(context, message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a German message that fits `n`, in the language in use."""
    if _Language.name == SOURCE_LANGUAGE:
        return singular if n == 1 else plural
    return _Language.catalogue.ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark `message` for translation where the language is not yet known; `_()` it when shown."""
    return message
