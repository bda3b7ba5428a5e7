"""A SEPA mandate as a file for its owner's eyes: with the whole IBAN, which is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.documents import mandate as documents
from tcm_tui.documents import typesetting
from tcm_tui.documents.formats import DocumentFormat
from tcm_tui.services.payment_methods import mandate_in_full
from tcm_tui.sheets.destination import staged

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.mandates import MandateShown
    from tcm_tui.services.context import Context


def formats() -> tuple[DocumentFormat, ...]:
    """What can be written here: PDF needs an extra."""
    return DocumentFormat.possible()


def save_mandate(
    ctx: Context,
    method_id: int,
    path: Path,
    *,
    zone: ZoneInfo,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """Write the mandate of a direct debit to a file; where. Blocking for some tenths of a second.

    Nothing is revealed when the file cannot be written or PDF is not installed.

    Args:
        ctx: Who saves it.
        method_id: Of the direct debit.
        path: Where to; its ending is the format.
        zone: In which times are told.
        overwrite: Whether a file there may be replaced.
        jail: The only folder it may be in, None for any.

    Raises:
        Invalid: The file is there already (`AlreadyThere`), or may not be written to.
        NotFound: The company has no such mandate.
        ProofNeeded: The password was not typed for a while.
        Unavailable: It cannot be written now, PDF is not installed, or the key is lost.
    """
    kind = DocumentFormat.of(path)
    if kind is DocumentFormat.PDF:
        typesetting.check_installed()
    with staged(path, overwrite=overwrite, jail=jail) as place:
        place.file.write(_content(mandate_in_full(ctx, method_id), kind, zone))
    return place.target


def _content(mandate: MandateShown, kind: DocumentFormat, zone: ZoneInfo) -> bytes:
    if kind is DocumentFormat.PDF:
        return documents.as_pdf(mandate, zone)
    return documents.as_text(mandate, zone).encode("utf-8")
