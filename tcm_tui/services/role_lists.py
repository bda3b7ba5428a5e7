"""Changing roles by a list: reading it, comparing it with what is, saving what became of it.

The changes themselves are made by `services.member_changes`, step by step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import addressed, invitations, memberships
from tcm_tui.domain.member_rules import Judge
from tcm_tui.domain.members import MemberKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.role_list import COLUMNS, compared, table_header, table_rows
from tcm_tui.services import invite_lists
from tcm_tui.services.context import reading
from tcm_tui.sheets.writer import TableKind, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.domain.member_rules import Standing
    from tcm_tui.domain.role_list import RoleRow, WantedRole
    from tcm_tui.services.invite_lists import Cancellation
    from tcm_tui.services.transaction import Transaction


def read_list(
    path: Path,
    *,
    jail: Path | None = None,
    progress: Callable[[int], None] | None = None,
    cancellation: Cancellation | None = None,
) -> ParsedRows:
    """Addresses and roles of an Excel, CSV or text file, see `invite_lists.read_list`.

    Raises:
        Invalid: The file cannot be used; the sentence says why, `field` is `path`.
        ImportCancelled: It was cancelled.
    """
    return invite_lists.read_list(
        path, jail=jail, progress=progress, cancellation=cancellation, wanted=COLUMNS
    )


@reading(Permission.MEMBER_CHANGE)
def compare(tx: Transaction, wanted: Sequence[WantedRole]) -> list[RoleRow]:
    """What each row of a list would change, in their order; nothing is changed."""
    known = _known(tx, {row.canonical for row in wanted if row.canonical})
    judge = Judge(memberships.active_admins(tx.session, tx.company_id), tx.user_id)
    return compared(wanted, known, judge)


def _known(tx: Transaction, canonicals: Collection[str]) -> dict[str, Standing]:
    """Members and open invitations by the address they are found by."""
    keys = addressed.rows_by_address(tx.session, tx.company_id, canonicals)
    members = [key.id for key in keys.values() if key.kind is MemberKind.MEMBER]
    invited = [key.id for key in keys.values() if key.kind is MemberKind.INVITATION]
    found = {
        MemberKind.MEMBER: memberships.standings(tx.session, tx.company_id, members),
        MemberKind.INVITATION: invitations.standings(tx.session, tx.company_id, invited, tx.now),
    }
    return {
        canonical: found[key.kind][key.id]
        for canonical, key in keys.items()
        if key.id in found[key.kind]
    }


def save_result(
    path: Path, rows: Sequence[RoleRow], *, overwrite: bool = False, jail: Path | None = None
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
