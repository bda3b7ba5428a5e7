"""click's own words („Aufruf:“, „Optionen:“, its errors) in the language of the program."""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tcm_tui.i18n import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOMAIN: Final = "click"
_VARIABLE: Final = "LANGUAGE"


@contextmanager
def click_speaks(language: str) -> Iterator[None]:
    """Let click speak `language` for the length of a `with` block.

    It asks the standard library's `gettext`, which knows one domain and, for the language, only
    the environment. Without a catalogue (English) it speaks as it was written.
    """
    domain, named = gettext.textdomain(), os.environ.get(_VARIABLE)
    gettext.bindtextdomain(_DOMAIN, str(LOCALES))
    gettext.textdomain(_DOMAIN)
    os.environ[_VARIABLE] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if named is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = named
