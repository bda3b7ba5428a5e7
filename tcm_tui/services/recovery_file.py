"""Recovery codes in a file that only its owner can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.i18n import _
from tcm_tui.sheets.destination import save as save_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def save(
    path: Path,
    codes: Sequence[str],
    *,
    email: str,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """Write `codes` of `email`, a line each; where they went.

    Raises:
        Invalid: It is there already (`AlreadyThere`), or may not be written to.
        Unavailable: It cannot be written now.
    """
    heading = _("Wiederherstellungscodes für {email}, jeder gilt einmal:").format(email=email)
    text = "\n".join([heading, "", *codes, ""])
    return save_bytes(text.encode("utf-8"), path, overwrite=overwrite, jail=jail)
