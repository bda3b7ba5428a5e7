"""What can be booked: reading and writing it, and the catalogue that comes with the program."""

from __future__ import annotations

from tcm_tui.data.catalogue.reading import licences_had, page, products, tried

__all__ = ["licences_had", "page", "products", "tried"]
