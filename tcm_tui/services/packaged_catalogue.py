"""Bringing in the catalogue that comes with the program, and newer ones of later releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data.catalogue.packaged import VERSION, packaged
from tcm_tui.data.catalogue.writing import replace_catalogue
from tcm_tui.data.models import CatalogueOrigin

if TYPE_CHECKING:
    from tcm_tui.data.database import Database


def bring_in(database: Database) -> bool:
    """Put the packaged catalogue in the place of an older one; whether there was anything to do.

    Where an operator imported a catalogue, that one stays. To be called by one process at a time.
    """
    with database.transaction(writing=False) as session:
        if not _is_due(session.get(CatalogueOrigin, 1)):
            return False
    with database.transaction(writing=True) as session:
        # Asked once more: an operator may have imported a catalogue just now.
        origin = session.get(CatalogueOrigin, 1, with_for_update=True)
        if not _is_due(origin):
            return False
        if origin is None:
            session.add(CatalogueOrigin(packaged_version=VERSION))
        else:
            origin.packaged_version = VERSION
        replace_catalogue(session, packaged())
    return True


def _is_due(origin: CatalogueOrigin | None) -> bool:
    """Whether there is an older catalogue of ours, or none at all."""
    return origin is None or (origin.imported_at is None and origin.packaged_version < VERSION)
