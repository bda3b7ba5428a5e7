"""What can be booked: reading and writing it, and the catalogue that comes with the program."""

from __future__ import annotations

from tcm_tui.data.catalogue.entries import known, owners
from tcm_tui.data.catalogue.reading import licences_had, page, products, tried
from tcm_tui.data.catalogue.writing import replace_catalogue

__all__ = ["known", "licences_had", "owners", "page", "products", "replace_catalogue", "tried"]
