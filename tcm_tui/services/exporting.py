"""Where lists are exported to, and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.services.invite_lists import Cancellation
from tcm_tui.sheets.writer import TableKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _unheard(_rows: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True)
class Target:
    """Where an export goes.

    Args:
        path: Only its owner will be able to read it.
        kind: `xlsx` or `csv`; None is what the ending of `path` says.
        overwrite: Whether a file there may be replaced.
        jail: The only folder it may be in, None for any.
    """

    path: Path
    kind: str | None = None
    overwrite: bool = False
    jail: Path | None = None

    @property
    def table(self) -> TableKind:
        """The format."""
        return TableKind(self.kind) if self.kind else TableKind.of(self.path)


@dataclass(frozen=True)
class Watch:
    """Who waits for an export.

    Args:
        progress: Told the number of rows written so far, in the thread that writes.
        cancellation: Ends it from another thread.
    """

    progress: Callable[[int], None] = _unheard
    cancellation: Cancellation = field(default_factory=Cancellation)
