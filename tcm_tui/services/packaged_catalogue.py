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
        found = session.get(CatalogueOrigin, 1)
        if found is not None and (found.imported_at or found.packaged_version >= VERSION):
            return False
    with database.transaction(writing=True) as session:
        origin = session.get(CatalogueOrigin, 1)
        if origin is None:
            session.add(CatalogueOrigin(packaged_version=VERSION))
        else:
            origin.packaged_version = VERSION
        replace_catalogue(session, packaged())
    return True
