"""`tcm-tui products`: „Marktplatz“ without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, with_credentials
from tcm_tui.domain.catalogue import Category, category_label
from tcm_tui.domain.money import euros
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.catalogue import ProductRow

LABELS: Final = {
    "id": _("Nr."),
    "key": _("Schlüssel"),
    "name": _("Produkt"),
    "provider": _("Anbieter"),
    "category": _("Kategorie"),
    "editions": _("Editionen"),
    "add_ons": _("Zusatzprodukte"),
    "from_cents": _("Ab im Monat"),
    "trial_days": _("Testtage"),
}
"""What JSON and CSV call a field, and what people call it."""
WORDS: Final = {
    "category": lambda value: category_label(Category(value)),
    "from_cents": lambda value: euros(int(value)),
}


@click.group("products", cls=Commands, help=_("Produkte, die sich buchen lassen."))
def products() -> None:
    """Everything is done by the commands."""


@products.command("list", help=_("Listet, was im Marktplatz angeboten wird."))
@click.option("--search", default="", metavar=_("TEXT"), help=_("Nur, was zu TEXT passt."))
@with_formats
@with_credentials
def list_products(search: str) -> None:
    """Write what is offered: by name, with a search the best match first."""
    with acting(settings()) as ctx:
        from tcm_tui.services import catalogue  # noqa: PLC0415 - as late as possible

        found = _matching(catalogue.products(ctx), search)
    write([_as_row(one) for one in found], LABELS, WORDS)


def _matching(rows: Sequence[ProductRow], search: str) -> Sequence[ProductRow]:
    from tcm_tui.domain.catalogue_search import CatalogueFilter, ProductIndex  # noqa: PLC0415

    return ProductIndex(rows).find(CatalogueFilter(search=search)) if search.strip() else rows


def _as_row(one: ProductRow) -> Row:
    """`one` in stable words; the least price is of a licence and a month, net, in cents."""
    return {
        "id": one.id,
        "key": one.key,
        "name": one.name,
        "provider": one.provider,
        "category": one.category.value,
        "editions": ", ".join(filter(None, one.editions)),
        "add_ons": ", ".join(one.add_ons),
        "from_cents": one.from_cents,
        "trial_days": one.trial_days,
    }
