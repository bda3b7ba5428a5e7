"""Files around „Mehrere einladen“: lists come in, templates and verdicts go out.

Nothing here reads or writes the database: what comes in is judged by `domain.invite_list`, and sent
by `services.invitations`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.invite_import import ParsedRows, rows_from_table
from tcm_tui.domain.invite_report import verdict_header, verdict_rows
from tcm_tui.domain.sheet_columns import ALL
from tcm_tui.sheets.importing import Cancellation, ImportCancelled, read_sheet
from tcm_tui.sheets.upload import open_upload
from tcm_tui.sheets.writer import TableKind, write_table, write_template

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.domain.sheet_columns import Column

__all__ = ["Cancellation", "ImportCancelled", "read_list", "save_template", "save_verdicts"]


def read_list(
    path: Path,
    *,
    jail: Path | None = None,
    progress: Callable[[int], None] | None = None,
    cancellation: Cancellation | None = None,
    wanted: Collection[Column] = ALL,
) -> ParsedRows:
    """The rows of an Excel, CSV or text file. Blocking: up to 20 seconds.

    Args:
        path: The file.
        jail: The only folder it may be in, None for any.
        progress: Told the number of rows read so far, in the caller's thread.
        cancellation: Ends the reading from another thread.
        wanted: The columns that are taken; the others are named in a note.

    Raises:
        Invalid: The file cannot be used; the sentence says why, `field` is `path`.
        ImportCancelled: It was cancelled.
    """
    with open_upload(path, jail) as stream:
        table = read_sheet(stream, progress=progress, cancellation=cancellation)
    return rows_from_table(table, wanted)


def save_template(path: Path, *, overwrite: bool = False, jail: Path | None = None) -> Path:
    """An empty list to fill in, as xlsx or csv by the ending of `path`; where it went.

    Raises:
        Invalid: It is there already (`AlreadyThere`), or may not be written to.
        Unavailable: It cannot be written now.
    """
    return write_template(path, kind=TableKind.of(path), overwrite=overwrite, jail=jail)


def save_verdicts(
    path: Path, invitations: InviteList, *, overwrite: bool = False, jail: Path | None = None
) -> Path:
    """The rows of the dialog with what is to be said of each; where it went.

    Raises:
        Invalid: It is there already (`AlreadyThere`), or may not be written to.
        Unavailable: It cannot be written now.
    """
    return write_table(
        path,
        verdict_header(),
        verdict_rows(invitations),
        kind=TableKind.of(path),
        overwrite=overwrite,
        jail=jail,
    )
