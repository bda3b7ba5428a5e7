"""The parts of „Marktplatz“, each imported when that is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.navigation import MarketplacePart

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.permissions import Standing
    from tcm_tui.screens.sections.section import Section


@dataclass(frozen=True)
class Part:
    """A section: how others call it, what imports it, and what it asks for."""

    part: MarketplacePart
    kind: Callable[[], type[Section]]
    permission: Permission


def _catalogue() -> type[Section]:
    from tcm_tui.screens.marketplace.catalogue import CatalogueSection  # noqa: PLC0415 - see below

    return CatalogueSection


def _begun() -> type[Section]:
    from tcm_tui.screens.marketplace.orders.begun import BegunSection  # noqa: PLC0415 - see below

    return BegunSection


def _requests() -> type[Section]:
    from tcm_tui.screens.marketplace.orders.requests import (  # noqa: PLC0415 - see below
        RequestsSection,
    )

    return RequestsSection


def _orders() -> type[Section]:
    from tcm_tui.screens.marketplace.orders.orders import OrdersSection  # noqa: PLC0415 - see below

    return OrdersSection


_PARTS: Final = (
    Part(MarketplacePart.CATALOGUE, _catalogue, Permission.CATALOGUE_READ),
    Part(MarketplacePart.BEGUN, _begun, Permission.PRODUCT_BOOK),
    Part(MarketplacePart.REQUESTS, _requests, Permission.PRODUCT_BOOK),
    Part(MarketplacePart.ORDERS, _orders, Permission.PRODUCT_BOOK),
)
"""From top to bottom."""


def parts_for(role: Standing) -> tuple[Part, ...]:
    """Those that `role` may open."""
    return tuple(one for one in _PARTS if allows(role, one.permission))
