"""Words: German in the source, other languages from compiled gettext catalogues.

The language is one per process, because one person sits before it. What goes to somebody else is
made in theirs: mail has templates of its own, and what is attached to it is made while `speaking`.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN: Final = "tcm_tui"
LOCALES: Final = Path(__file__).parent / "locales"
SOURCE_LANGUAGE: Final = "de"
LANGUAGES: Final = ("de", "en")


class _Language:
    """The language in use; a holder, so that functions imported by name see a change."""

    name: str = SOURCE_LANGUAGE
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


_FOR_SOMEBODY_ELSE: Final = ContextVar[tuple[str, _gettext.NullTranslations] | None](
    "language", default=None
)


def set_language(name: str) -> None:
    """Speak `name` from now on.

    Raises:
        ValueError: `name` is not one of `LANGUAGES`.
        FileNotFoundError: The catalogue was not compiled (an incomplete installation).
    """
    _Language.catalogue = _catalogue_of(name)
    _Language.name = name


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak `name` in the `with` block, in this thread alone: what goes to somebody else.

    Raises:
        ValueError: `name` is not one of `LANGUAGES`.
        FileNotFoundError: The catalogue was not compiled (an incomplete installation).
    """
    before = _FOR_SOMEBODY_ELSE.set((name, _catalogue_of(name)))
    try:
        yield
    finally:
        _FOR_SOMEBODY_ELSE.reset(before)


def _catalogue_of(name: str) -> _gettext.NullTranslations:
    if name not in LANGUAGES:
        raise ValueError(name)
    if name == SOURCE_LANGUAGE:
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, LOCALES, languages=[name])


def language() -> str:
    """The language in use, one of `LANGUAGES`."""
    spoken = _FOR_SOMEBODY_ELSE.get()
    return _Language.name if spoken is None else spoken[0]


def _catalogue() -> _gettext.NullTranslations:
    spoken = _FOR_SOMEBODY_ELSE.get()
    return _Language.catalogue if spoken is None else spoken[1]


def _(message: str) -> str:
    """`message` (German) in the language in use."""
    # gettext answers an empty message with the header of the catalogue.
    return _catalogue().gettext(message) if message else ""


def pgettext(context: str, message: str) -> str:
    """`message`, told apart by `context` where another language has several words for it."""
    return _catalogue().pgettext(context, message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a German message that fits `n`, in the language in use."""
    if language() == SOURCE_LANGUAGE:
        return singular if n == 1 else plural
    return _catalogue().ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark `message` for translation where the language is not yet known; `_()` it when shown."""
    return message
