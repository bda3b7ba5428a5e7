"""The stored catalogue as files hold it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.catalogue.reading import prices
from tcm_tui.data.models import Edition, Product
from tcm_tui.domain.catalogue_entries import EditionEntry, KnownProduct, ProductEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tcm_tui.domain.catalogue import PriceOffer


def known(session: Session) -> dict[str, KnownProduct]:
    """Every product by its key, in the order in which they came; editions as they are offered."""
    costs = prices(session)
    editions: dict[int, list[EditionEntry]] = defaultdict(list)
    for row in session.scalars(select(Edition).where(Edition.offered).order_by(Edition.place)):
        editions[row.product_id].append(_edition(row, costs))
    return {
        row.key: KnownProduct(_product(row, editions[row.id]), row.offered)
        for row in session.scalars(select(Product).order_by(Product.id))
    }


def owners(session: Session) -> dict[str, str]:
    """The product of every edition, by their keys; of those offered no longer, too."""
    pairs = select(Edition.key, Product.key).join(Product, Product.id == Edition.product_id)
    return dict(session.execute(pairs).all())


def _product(row: Product, editions: Sequence[EditionEntry]) -> ProductEntry:
    return ProductEntry(
        key=row.key,
        name=row.name,
        provider=row.provider,
        category=row.category,
        summary=row.summary,
        description=row.description,
        editions=tuple(editions),
        licence_cap=row.licence_cap,
        trial_days=row.trial_days,
    )


def _edition(row: Edition, costs: Mapping[int, Sequence[PriceOffer]]) -> EditionEntry:
    return EditionEntry(
        key=row.key,
        name=row.name,
        features=tuple(row.features.splitlines()),
        prices=tuple(costs[row.id]),
        min_licences=row.min_licences,
        max_licences=row.max_licences,
        is_add_on=row.is_add_on,
    )
