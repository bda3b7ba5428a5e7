"""English made of German, so that a change of language shows whatever the catalogue holds."""

from __future__ import annotations

import gettext

import pytest


class Marked(gettext.NullTranslations):
    """Puts „EN“ before everything."""

    def gettext(self, message: str) -> str:
        """Mark it."""
        return f"EN {message}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Mark it."""
        return f"EN {msgid1 if n == 1 else msgid2}"


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not marked was not translated."""
    monkeypatch.setattr("tcm_tui.i18n._gettext.translation", lambda *_args, **_options: Marked())
