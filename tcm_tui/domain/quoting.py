"""Words of somebody, told as theirs."""

from __future__ import annotations

from tcm_tui.i18n import _


def quoted(words: str) -> str:
    """„Für die Messe“, in the marks of the language in use."""
    return _("„{words}“").format(words=words)
