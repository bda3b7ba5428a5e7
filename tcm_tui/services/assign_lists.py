"""Assigning licences by a list: reading it, comparing it with what is, saving what became of it.

The changes themselves are made by `services.assignments.apply`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import addressed, assignable
from tcm_tui.domain.assign_lines import lines_of
from tcm_tui.domain.assign_list import AppNames, compared, table_header, table_rows
from tcm_tui.domain.members import MemberKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.assigning import judge, reach, sees_invitations
from tcm_tui.services.context import reading
from tcm_tui.sheets.importing import read_sheet
from tcm_tui.sheets.upload import open_upload
from tcm_tui.sheets.writer import TableKind, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from tcm_tui.domain.assign_lines import AssignLine, AssignLines
    from tcm_tui.domain.assign_list import AssignListRow
    from tcm_tui.domain.assignments import Holder
    from tcm_tui.services.invite_lists import Cancellation
    from tcm_tui.services.transaction import Transaction


def read_list(
    path: Path,
    *,
    jail: Path | None = None,
    progress: Callable[[int], None] | None = None,
    cancellation: Cancellation | None = None,
) -> AssignLines:
    """People and subscriptions of an Excel or CSV file. Blocking: up to 20 seconds.

    Args:
        path: The file.
        jail: The only folder it may be in, None for any.
        progress: Told the number of rows read so far, in the caller's thread.
        cancellation: Ends the reading from another thread.

    Raises:
        Invalid: The file cannot be used; the sentence says why, `field` is `path`.
        ImportCancelled: It was cancelled.
    """
    with open_upload(path, jail) as stream:
        table = read_sheet(stream, progress=progress, cancellation=cancellation)
    return lines_of(table)


@reading(Permission.LICENCE_ASSIGN)
def compare(tx: Transaction, lines: Sequence[AssignLine]) -> list[AssignListRow]:
    """What each row of a list would change, in their order; nothing is changed.

    A row can name every running subscription whose licences the actor may assign.
    """
    apps = assignable.running(tx.session, reach(tx))
    known = _known(tx, {line.canonical for line in lines if line.canonical})
    names = AppNames(one.app for one in apps)
    return compared(lines, known, names, lambda wishes: judge(tx, wishes).report)


def _known(tx: Transaction, canonicals: Collection[str]) -> dict[str, Holder]:
    """Whom the addresses mean, as far as the actor may know of them."""
    found = addressed.rows_by_address(tx.session, tx.company_id, canonicals)
    if sees_invitations(tx):
        return found
    return {address: key for address, key in found.items() if key.kind is MemberKind.MEMBER}


def save_result(
    path: Path, rows: Sequence[AssignListRow], *, overwrite: bool = False, jail: Path | None = None
) -> Path:
    """The list with what became of each row, as xlsx or csv by the ending; where it went.

    Raises:
        Invalid: It is there already (`AlreadyThere`), or may not be written to.
        Unavailable: It cannot be written now.
    """
    return write_table(
        path,
        table_header(),
        table_rows(rows),
        kind=TableKind.of(path),
        overwrite=overwrite,
        jail=jail,
    )
