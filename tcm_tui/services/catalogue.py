"""„Katalog“: what can be booked. It is the same for everybody; caps and trials are a company's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import catalogue
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from tcm_tui.domain.catalogue import ProductPage, ProductRow
    from tcm_tui.services.transaction import Transaction


@reading(Permission.CATALOGUE_READ)
def products(tx: Transaction) -> list[ProductRow]:
    """Everything that can be booked, by name."""
    found = catalogue.products(tx.session)
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


@reading(Permission.CATALOGUE_READ)
def product(tx: Transaction, product_id: int) -> ProductPage:
    """The page of a product, with what the actor's company has of it.

    Raises:
        NotFound: There is no such product.
    """
    found = catalogue.page(tx.session, product_id, tx.company_id, tx.today)
    if found is None:
        raise NotFound(_("Dieses Produkt gibt es nicht."))
    return found
