"""What comes of writing a list to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


class ExportCancelled(Unavailable):
    """Somebody gave up waiting; there is no file."""

    def __init__(self) -> None:
        super().__init__(_("Der Export wurde abgebrochen."))


@dataclass(frozen=True)
class Exported:
    """What came of it: how many rows, and where they are; `path` is None for a stream."""

    rows: int
    path: Path | None = None
