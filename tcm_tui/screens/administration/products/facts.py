"""What is told of one subscription: facts, each a label and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.domain.seats import seats_text
from tcm_tui.domain.subscription_list import state_text
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.products.wording import (
    period_text,
    price_text,
    term_end_text,
    term_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.domain.subscription_rows import SubscriptionPage, SubscriptionRow

_NOTHING: Final = "–"


def facts(page: SubscriptionPage) -> list[tuple[str, str]]:
    """Labels with values, in the order in which one asks for them."""
    row = page.row
    return [
        (_("Abonnement-Name"), row.name or _NOTHING),
        (_("Produkt"), row.title),
        (_("Anbieter"), row.provider),
        (_("Status"), state_text(row.state)),
        (_("Inhaber"), row.owner or _("ohne Inhaber")),
        *_figures(row),
        *_dates(page),
        *_kin(page),
    ]


def _figures(row: SubscriptionRow) -> Iterator[tuple[str, str]]:
    free = ngettext("{n} frei", "{n} frei", row.free).format(n=number(row.free))
    yield _("Lizenzen"), f"{seats_text(row.used, row.licences)} · {free}"
    yield _("Preis"), price_text(row.unit_cents, row.charging)
    monthly = euros(row.monthly_cents)
    if row.unused_cents:
        monthly = _("{price}, davon {unused} für freie Lizenzen").format(
            price=monthly, unused=euros(row.unused_cents)
        )
    yield _("Im Monat"), monthly


def _dates(page: SubscriptionPage) -> Iterator[tuple[str, str]]:
    row = page.row
    yield _("Laufzeit"), term_text(row)
    yield _("Gebucht ab"), day_text(row.starts_on)
    yield (
        _("Jetzige Laufzeit"),
        _("{first} bis {last}").format(
            first=day_text(row.term.first), last=day_text(row.term.last)
        ),
    )
    yield _("Ende"), term_end_text(row, page.today)
    if row.planned is not None and row.planned_from is not None:
        planned = _("{edition} ab {day}").format(
            edition=row.planned, day=day_text(row.planned_from)
        )
        yield _("Vorgemerkt"), planned
    if page.next_charge is not None:
        charge = page.next_charge
        text = _("{day}: {price} netto").format(
            day=day_text(charge.due_on), price=euros(charge.amount.net)
        )
        yield _("Nächste Abrechnung"), text


def _kin(page: SubscriptionPage) -> Iterator[tuple[str, str]]:
    """What it extends and what extends it, and what it could become."""
    if page.base is not None:
        yield _("Zusatz zu"), page.base.label
    for one in page.add_ons:
        yield _("Zusatz"), f"{one.title} · {seats_text(one.used, one.licences)}"
    for choice in page.choices:
        price = period_text(choice.unit_cents, page.row.charging)
        yield _("Andere Edition"), f"{choice.name} · {price}"
    for add_on in page.may_add:
        price = period_text(add_on.unit_cents, page.row.charging)
        yield _("Möglicher Zusatz"), f"{add_on.name} · {price}"
