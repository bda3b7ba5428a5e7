"""Saving what became of many members or invitations. Nothing here touches the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.change_report import report_header, report_rows
from tcm_tui.sheets.writer import TableKind, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.member_changes import ChangeReport


def save_report(
    path: Path,
    report: ChangeReport,
    *,
    taken_back: bool = False,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """The rows with what became of them, as xlsx or csv by the ending of `path`; where it went.

    Args:
        path: Where to.
        report: What became of the rows.
        taken_back: Whether the change was taken back, not made.
        overwrite: Whether a file there may be replaced.
        jail: The only folder it may be in, None for any.

    Raises:
        Invalid: It is there already (`AlreadyThere`), or may not be written to.
        Unavailable: It cannot be written now.
    """
    return write_table(
        path,
        report_header(),
        report_rows(report, taken_back=taken_back),
        kind=TableKind.of(path),
        overwrite=overwrite,
        jail=jail,
    )
