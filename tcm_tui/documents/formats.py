"""What a document can be written as."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tcm_tui.documents import typesetting

if TYPE_CHECKING:
    from pathlib import Path


class DocumentFormat(StrEnum):
    """What it is written as; the ending of a file name decides."""

    PDF = "pdf"
    TEXT = "txt"

    @classmethod
    def of(cls, path: Path) -> DocumentFormat:
        """PDF when the name ends so, else text."""
        return cls.PDF if path.suffix.lower() == ".pdf" else cls.TEXT

    @classmethod
    def possible(cls) -> tuple[DocumentFormat, ...]:
        """What can be written here: PDF needs an extra."""
        return tuple(cls) if typesetting.installed() else (cls.TEXT,)
