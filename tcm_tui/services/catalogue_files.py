"""A catalogue from a file and into one: what operators do from the command line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tcm_tui.data import catalogue
from tcm_tui.data.models import CatalogueOrigin
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.catalogue_columns import header
from tcm_tui.domain.catalogue_entries import EntryChange, difference
from tcm_tui.domain.catalogue_rows import rows
from tcm_tui.domain.catalogue_table import parsed
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.sheets.importing import read_sheet
from tcm_tui.sheets.upload import open_upload
from tcm_tui.sheets.writer import TableKind, write_rows, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

    from tcm_tui.domain.catalogue_entries import ProductChange, ProductEntry
    from tcm_tui.domain.catalogue_table import ParsedCatalogue
    from tcm_tui.services.transaction import Transaction


def read_file(path: Path, *, jail: Path | None = None) -> ParsedCatalogue:
    """The products of an Excel or CSV file, and what is wrong in it. Blocking: up to 20 seconds.

    Raises:
        Invalid: The file cannot be used at all; the sentence says why, `field` is `path`.
    """
    with open_upload(path, jail) as stream:
        return parsed(read_sheet(stream))


@reading(Permission.OPERATOR)
def compare(tx: Transaction, wanted: Sequence[ProductEntry]) -> list[ProductChange]:
    """What it would change to have exactly these products; nothing is changed.

    Raises:
        Invalid: An edition belongs to another product.
    """
    return _difference(tx, wanted)


@use_case(Permission.OPERATOR)
def bring(tx: Transaction, wanted: Sequence[ProductEntry]) -> list[ProductChange]:
    """Offer exactly these products from now on, and tell what is different.

    What is left out is offered no longer; what was booked goes on, at the prices of its day. The
    catalogues that come with later releases stay out from now on.

    Raises:
        Invalid: An edition belongs to another product.
    """
    # Two imports at once come one after the other, and the second compares with the first.
    origin = tx.session.get(CatalogueOrigin, 1, with_for_update=True)
    if origin is None:
        origin = CatalogueOrigin(packaged_version=0)
        tx.session.add(origin)
    origin.imported_at = tx.now
    found = _difference(tx, wanted)
    catalogue.replace_catalogue(tx.session, wanted)
    counts = Counter(one.change for one in found)
    tx.audit(
        AuditAction.CATALOGUE_IMPORTED,
        Subject.INSTALLATION,
        new=(None, str(counts[EntryChange.NEW] + counts[EntryChange.RETURNED])),
        changed=(None, str(counts[EntryChange.CHANGED])),
        withdrawn=(None, str(counts[EntryChange.WITHDRAWN])),
    )
    return found


@reading(Permission.OPERATOR)
def entries(tx: Transaction) -> list[ProductEntry]:
    """Everything that can be booked, in the order in which it came."""
    found = catalogue.known(tx.session).values()
    return [one.entry for one in found if one.offered and one.entry.editions]


def save_file(
    path: Path,
    wanted: Sequence[ProductEntry],
    *,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """A catalogue as xlsx or csv by the ending, to be changed and read again; where it went.

    Raises:
        Invalid: It is there already (`AlreadyThere`), or may not be written to.
        Unavailable: It cannot be written now.
    """
    kind = TableKind.of(path)
    return write_table(path, header(), rows(wanted), kind=kind, overwrite=overwrite, jail=jail)


def write_csv(file: BinaryIO, wanted: Sequence[ProductEntry]) -> None:
    """A catalogue as CSV into an open file, which stays open."""
    write_rows(file, header(), rows(wanted), kind=TableKind.CSV)


def _difference(tx: Transaction, wanted: Sequence[ProductEntry]) -> list[ProductChange]:
    known = catalogue.known(tx.session)
    owners = catalogue.owners(tx.session)
    for product in wanted:
        for edition in product.editions:
            owner = owners.get(edition.key, product.key)
            if owner != product.key:
                raise Invalid(
                    _(
                        "Die Edition „{edition}“ gehört zu „{product}“. Geben Sie ihr einen"
                        " anderen Schlüssel."
                    ).format(edition=edition.key, product=owner)
                )
    return difference(known, wanted)
