"""Taking one's own data along: everything stored about the person, as JSON or as a workbook."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from tcm_tui.data import own_data
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.own_data import OwnDataReport
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case
from tcm_tui.sheets.destination import staged
from tcm_tui.sheets.writer import TableKind, write_rows

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


class OwnDataFormat(StrEnum):
    """What it is written as; the ending of a file name decides."""

    JSON = "json"
    XLSX = "xlsx"

    @classmethod
    def of(cls, path: Path) -> OwnDataFormat:
        """JSON when the name ends so, else a workbook."""
        return cls.JSON if path.suffix.lower() == ".json" else cls.XLSX


def export_to_file(
    ctx: Context, path: Path, *, overwrite: bool = False, jail: Path | None = None
) -> Path:
    """Write everything stored about the actor to a file that only its owner may read; where.

    Args:
        ctx: Whose data.
        path: Where to; its ending is the format.
        overwrite: Whether a file there may be replaced.
        jail: The only folder it may be in, None for any.

    Raises:
        Invalid: The file is there already (`AlreadyThere`), or may not be written to.
        ProofNeeded: The password was not typed for a while.
        Unavailable: It cannot be written now.
    """
    report, kind = _collect(ctx), OwnDataFormat.of(path)
    with staged(path, overwrite=overwrite, jail=jail) as place:
        _write(place.file, report, kind)
        # Before the file gets its name: an export that is not written down does not happen.
        _write_down(ctx, kind)
    return place.target


@reading(Permission.ACCOUNT_OWN, fresh=True)
def _collect(tx: Transaction) -> OwnDataReport:
    """All of it, as it is at this moment."""
    return OwnDataReport(tx.now, own_data.everything_about(tx.session, tx.user_id))


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def _write_down(tx: Transaction, kind: OwnDataFormat) -> None:
    """That somebody took their data along."""
    tx.audit(AuditAction.OWN_DATA_EXPORTED, Subject.USER, tx.user_id, format=(None, kind.value))


def _write(file: BinaryIO, report: OwnDataReport, kind: OwnDataFormat) -> None:
    if kind is OwnDataFormat.JSON:
        text = json.dumps(report.document(), ensure_ascii=False, indent=2)
        file.write(f"{text}\n".encode())
    else:
        write_rows(file, report.header(), report.rows(), kind=TableKind.XLSX)
