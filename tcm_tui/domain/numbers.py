"""Numbers as people read them."""

from __future__ import annotations

from tcm_tui.i18n import SOURCE_LANGUAGE, language


def number(count: int) -> str:
    """„1.234“, in the format of the language in use."""
    grouped = f"{count:,}"
    return grouped.replace(",", ".") if language() == SOURCE_LANGUAGE else grouped
