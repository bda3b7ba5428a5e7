"""„Kosten“: what the subscriptions cost by month, and the same as a file.

Whoever has the role USER sees the lines of what they own; everybody else who may read any, all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.data import charges as queries
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.cost_export import export_header, export_row
from tcm_tui.domain.costs import EVERYTHING, CostFilter, Costs, first_month
from tcm_tui.domain.exports import ExportCancelled, Exported
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.exporting import Target, Watch
from tcm_tui.services.subscription_facts import owner_limit
from tcm_tui.sheets.destination import staged
from tcm_tui.sheets.writer import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction
    from tcm_tui.sheets.streams import Cell

HEARD_EVERY: Final = 500
"""Rows between two words on how far an export is."""


@reading(Permission.CHARGE_READ)
def costs(tx: Transaction) -> Costs:
    """Every line that is listed, by month."""
    whose = owner_limit(tx)
    found = queries.billed(
        tx.session,
        tx.company_id,
        since=first_month(tx.today),
        owner_id=whose,
    )
    return Costs.of(found, tx.today, mine=whose is not None)


def export_to_file(
    ctx: Context, wanted: CostFilter, target: Target, *, watch: Watch | None = None
) -> Exported:
    """Write the lines of `wanted` to a file, the last month first, as they are listed.

    Raises:
        ExportCancelled: It was cancelled; there is no file.
        Invalid: The file is there already (`AlreadyThere`), or may not be written to.
        NotPermitted: The actor may not read them.
        Unavailable: It cannot be written now.
    """
    found = costs(ctx).only(wanted)
    heard = watch or Watch()
    with staged(target.path, overwrite=target.overwrite, jail=target.jail) as place:
        write_rows(place.file, export_header(), _rows(found, heard), kind=target.table)
        written = sum(len(month.lines) for month in found.months)
        # Before the file gets its name: an export that is not written down does not happen.
        _write_down(ctx, written, filtered=wanted != EVERYTHING)
    return Exported(written, place.target)


def _rows(found: Costs, watch: Watch) -> Iterator[list[Cell]]:
    lines = (line for month in found.months for line in month.lines)
    for number, line in enumerate(lines, 1):
        if watch.cancellation.cancelled:
            raise ExportCancelled
        yield [*export_row(line, found)]
        if number % HEARD_EVERY == 0:
            watch.progress(number)


@use_case(Permission.CHARGE_READ)
def _write_down(tx: Transaction, rows: int, *, filtered: bool) -> None:
    """Who took how many lines out of the portal."""
    changes: dict[str, tuple[str | None, str | None]] = {"rows": (None, str(rows))}
    if filtered:
        changes["filtered"] = (None, "yes")
    tx.audit_many([Entry(AuditAction.CHARGES_EXPORTED, Subject.COMPANY, tx.company_id, changes)])
