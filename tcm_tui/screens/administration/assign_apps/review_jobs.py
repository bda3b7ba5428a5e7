"""What a review of changes of licences looks at, and the work behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from tcm_tui.screens.administration.assign_apps.report_rows import ReportRow


class Phase(StrEnum):
    """What the dialog is at."""

    CHECKING = "checking"
    ASKING = "asking"
    WORKING = "working"
    TOLD = "told"


@dataclass(frozen=True)
class Reviewed:
    """What was looked at: rows with their verdicts, and what else there is to say.

    `saved` says whether those with the verdict CHANGED are so by now.
    """

    rows: Sequence[ReportRow] = field(default_factory=tuple)
    notes: str = ""
    saved: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewJobs:
    """The work behind the dialog; each raises DomainError with a sentence for the person.

    Args:
        title: Stands in its border.
        checking: What it says while it looks.
        check: What would become of each line.
        save: Saves those lines that were possible, all or none; what became of all of them.
        progress: How far the looking is, as a sentence; None where it is quick.
        cancel: Ends the looking; None where it is quick.
        write: Writes the lines into a file; None where they come from none.
        export_jail: The only folder files are written to; None allows any.
    """

    title: str
    checking: str
    check: Callable[[], Awaitable[Reviewed]]
    save: Callable[[], Awaitable[Reviewed]]
    progress: Callable[[], str] | None = None
    cancel: Callable[[], None] | None = None
    write: Callable[[Path], Awaitable[Path]] | None = None
    export_jail: Path | None = None
