"""Putting one catalogue in the place of another: nothing is deleted, for bookings point to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from tcm_tui.data.models import Edition, Price, Product

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tcm_tui.domain.catalogue import PriceOffer
    from tcm_tui.domain.catalogue_entries import EditionEntry, ProductEntry


def replace_catalogue(session: Session, wanted: Sequence[ProductEntry]) -> None:
    """Offer exactly these products and editions; what is left out is offered no longer."""
    products = {one.key: one for one in session.scalars(select(Product))}
    editions = {one.key: one for one in session.scalars(select(Edition))}
    for key in products.keys() - {one.key for one in wanted}:
        products[key].offered = False
    rows = [_write_product(products.get(one.key), one) for one in wanted]
    session.add_all(rows)
    session.flush()  # editions name their product
    for entry, row in zip(wanted, rows, strict=True):
        _write_editions(session, row, entry, editions)
    session.flush()  # prices name their edition
    _write_prices(session, [one for entry in wanted for one in entry.editions])


def _write_product(row: Product | None, entry: ProductEntry) -> Product:
    values: dict[str, Any] = {
        "name": entry.name,
        "provider": entry.provider,
        "category": entry.category,
        "summary": entry.summary,
        "description": entry.description,
        "licence_cap": entry.licence_cap,
        "trial_days": entry.trial_days,
        "offered": True,
    }
    if row is None:
        return Product(key=entry.key, **values)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _write_editions(
    session: Session, product: Product, entry: ProductEntry, known: Mapping[str, Edition]
) -> None:
    """Write the editions of a product in their order, those left out behind them."""
    own = [one for one in known.values() if one.product_id == product.id]
    kept = {one.key for one in entry.editions}
    order = [one.key for one in entry.editions] + sorted(
        one.key for one in own if one.key not in kept
    )
    places = {key: place for place, key in enumerate(order, 1)}
    if moved := [one for one in own if one.place != places[one.key]]:
        for one in moved:
            one.place = -one.id  # no two stand at one place, not even for a moment
        session.flush()
    for one in own:
        one.place = places[one.key]
        one.offered = one.key in kept
    session.add_all(
        _write_edition(known.get(one.key), one, product.id, places[one.key])
        for one in entry.editions
    )


def _write_edition(
    row: Edition | None, entry: EditionEntry, product_id: int, place: int
) -> Edition:
    values: dict[str, Any] = {
        "name": entry.name,
        "features": "\n".join(entry.features),
        "min_licences": entry.min_licences,
        "max_licences": entry.max_licences,
        "is_add_on": entry.is_add_on,
    }
    if row is None:
        return Edition(key=entry.key, product_id=product_id, place=place, **values)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _write_prices(session: Session, entries: Sequence[EditionEntry]) -> None:
    """Have exactly the prices of the entries; one that did not change keeps its row."""
    ids = dict(session.execute(select(Edition.key, Edition.id)).all())
    known = {
        (one.edition_id, one.term_months, one.charging): one
        for one in session.scalars(select(Price))
    }
    wanted = {
        (ids[entry.key], price.term_months, price.charging): price
        for entry in entries
        for price in entry.prices
    }
    touched = {ids[entry.key] for entry in entries}
    gone = [row.id for way, row in known.items() if way[0] in touched and way not in wanted]
    if gone:
        session.execute(delete(Price).where(Price.id.in_(gone)))
    for way, price in wanted.items():
        if way in known and known[way].cents != price.cents:
            known[way].cents = price.cents
    if new := [_values(way[0], price) for way, price in wanted.items() if way not in known]:
        session.execute(insert(Price), new)


def _values(edition_id: int, price: PriceOffer) -> dict[str, object]:
    return {
        "edition_id": edition_id,
        "term_months": price.term_months,
        "charging": price.charging,
        "cents": price.cents,
    }
