"""The last words after an error nobody expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


def failure_text(log_file: Path) -> str:
    """Where to look, and that nothing half done remains."""
    return _(
        "Was bestätigt wurde, ist gespeichert; eine angefangene Änderung wurde verworfen.\n"
        "Das Protokoll nennt die Fehlernummer:\n{path}"
    ).format(path=log_file)
