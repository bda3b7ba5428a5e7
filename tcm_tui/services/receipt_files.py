"""The receipt of an order as a file for whoever may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.documents import receipt as documents
from tcm_tui.documents import typesetting
from tcm_tui.documents.formats import DocumentFormat
from tcm_tui.services.ordering import receipt
from tcm_tui.sheets.destination import staged

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.orders import Receipt
    from tcm_tui.services.context import Context


def formats() -> tuple[DocumentFormat, ...]:
    """What can be written here: PDF needs an extra."""
    return DocumentFormat.possible()


def save_receipt(
    ctx: Context,
    order_id: int,
    path: Path,
    *,
    zone: ZoneInfo,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """Write the receipt of an order to a file; where. Blocking for some tenths of a second.

    Args:
        ctx: Who saves it.
        order_id: What was bought.
        path: Where to; its ending is the format.
        zone: In which times are told.
        overwrite: Whether a file there may be replaced.
        jail: The only folder it may be in, None for any.

    Raises:
        Invalid: The file is there already (`AlreadyThere`), or may not be written to.
        NotFound: There is no such order, or the actor may not read its receipt.
        BookingClosed: It was not bought.
        Unavailable: It cannot be written now, or PDF is not installed.
    """
    kind = DocumentFormat.of(path)
    if kind is DocumentFormat.PDF:
        typesetting.check_installed()
    with staged(path, overwrite=overwrite, jail=jail) as place:
        place.file.write(_content(receipt(ctx, order_id), kind, zone))
    return place.target


def _content(found: Receipt, kind: DocumentFormat, zone: ZoneInfo) -> bytes:
    if kind is DocumentFormat.PDF:
        return documents.as_pdf(found, zone)
    return documents.as_text(found, zone).encode("utf-8")
