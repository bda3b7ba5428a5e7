"""Exporting what „Benutzer“ lists: page after page into a file, and one entry in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.exports import ExportCancelled, Exported
from tcm_tui.domain.member_export import Listing, export_header, export_row
from tcm_tui.domain.permissions import Permission
from tcm_tui.services import members
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.exporting import Watch
from tcm_tui.sheets.destination import staged
from tcm_tui.sheets.writer import TableKind, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.members import MemberRow
    from tcm_tui.services.context import Context
    from tcm_tui.services.exporting import Target
    from tcm_tui.services.transaction import Transaction

PAGE: Final = 1_000
"""Rows read at once: a transaction each, so that nobody who writes has to wait."""


def export_to_file(
    ctx: Context, listing: Listing, target: Target, *, zone: ZoneInfo, watch: Watch | None = None
) -> Exported:
    """Write what `listing` shows to a file; takes seconds for many rows.

    The file gets its name when it is whole. Somebody added meanwhile may be missing in it.

    Args:
        ctx: Who exports.
        listing: Who, and in which order.
        target: Where to.
        zone: In which times are told.
        watch: Who waits.

    Raises:
        ExportCancelled: It was cancelled; there is no file.
        Invalid: The file is there already (`AlreadyThere`), may not be written to, or its format
            has no room for so many rows.
        NotPermitted: The actor may not export.
        Unavailable: It cannot be written now.
    """
    _check(ctx)
    pages = _Pages(ctx, listing, zone, watch or Watch())
    with staged(target.path, overwrite=target.overwrite, jail=target.jail) as place:
        write_rows(place.file, export_header(), pages.rows(), kind=target.table)
        # Before the file gets its name: an export that is not written down does not happen.
        _write_down(ctx, listing, pages.written)
    return Exported(pages.written, place.target)


def export_to_stream(
    ctx: Context, listing: Listing, stream: BinaryIO, *, zone: ZoneInfo
) -> Exported:
    """Write what `listing` shows to an open stream, as CSV.

    Raises:
        NotPermitted: The actor may not export.
    """
    _check(ctx)
    pages = _Pages(ctx, listing, zone, Watch())
    try:
        write_rows(stream, export_header(), pages.rows(), kind=TableKind.CSV)
    finally:  # what has left is gone, even if nobody reads the rest
        _write_down(ctx, listing, pages.written)
    return Exported(pages.written)


class _Pages:
    """The rows of a listing, read page after page; `written` is how many were taken."""

    def __init__(self, ctx: Context, listing: Listing, zone: ZoneInfo, watch: Watch) -> None:
        self._ctx = ctx
        self._listing = listing
        self._zone = zone
        self._watch = watch
        self.written = 0

    def rows(self) -> Iterator[list[str]]:
        """All of them.

        Raises:
            ExportCancelled: It was cancelled.
        """
        after: MemberRow | None = None
        while page := self._page(after):
            for row in page:
                yield export_row(row, self._zone)
            self.written += len(page)
            self._watch.progress(self.written)
            if len(page) < PAGE:
                break
            after = page[-1]

    def _page(self, after: MemberRow | None) -> list[MemberRow]:
        if self._watch.cancellation.cancelled:
            raise ExportCancelled
        return members.page(
            self._ctx,
            self._listing.wanted,
            order=self._listing.order,
            descending=self._listing.descending,
            after=after,
            limit=PAGE,
        )


@reading(Permission.MEMBER_EXPORT)
def _check(tx: Transaction) -> None:
    """Refuse who may not export before anything is read."""
    del tx


@use_case(Permission.MEMBER_EXPORT)
def _write_down(tx: Transaction, listing: Listing, rows: int) -> None:
    """Who took how many people out of the portal, and which."""
    what: dict[str, tuple[str | None, str | None]] = {
        name: (None, text) for name, text in listing.described().items()
    }
    changes = {"rows": (None, str(rows)), **what}
    tx.audit_many([Entry(AuditAction.MEMBERS_EXPORTED, Subject.COMPANY, tx.company_id, changes)])
