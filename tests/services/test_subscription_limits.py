"""Licences of what runs already, where the catalogue bounds them otherwise by now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Edition
from tcm_tui.domain.errors import Invalid
from tcm_tui.services.subscription_endings import cancel, take_back
from tests.market import EditionFacts, add_product, edition_ids

from .subscribed import book, shown, to_edition, to_licences

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

MARCH = date(2026, 3, 1)


def bounded(ctx: Context, licences: int, *, least: int = 1, most: int | None = None) -> int:
    """A booking of so many, from before the edition was bounded like this."""
    product = add_product(ctx.database, "Enge", editions=[EditionFacts("S", 100)])
    number = book(ctx, product=product, edition="S", unit_cents=100, licences=licences)
    with ctx.database.transaction(writing=True) as session:
        edition = session.get_one(Edition, edition_ids(ctx.database, product)["S"])
        edition.min_licences, edition.max_licences = least, most
    return number


def test_fewer_are_possible_above_a_bound_that_was_lowered(ctx: Context) -> None:
    """Nobody has to pay for what they do not use since the catalogue changed."""
    number = bounded(ctx, 50, most=30)
    assert to_licences(ctx, number, 40).licences == 40
    with pytest.raises(Invalid, match="höchstens 30 Lizenzen"):
        to_licences(ctx, number, 41)


def test_more_are_possible_below_a_bound_that_was_raised(ctx: Context) -> None:
    """A step towards it is none away from it."""
    number = bounded(ctx, 5, least=20)
    assert to_licences(ctx, number, 10).licences == 10
    with pytest.raises(Invalid, match="mindestens 20 Lizenzen"):
        to_licences(ctx, number, 9)


def test_what_waits_behind_an_end_bounds_them_too(ctx: Context) -> None:
    """Once that end is taken back, it begins after all."""
    editions = [EditionFacts("S", 100, max_licences=10), EditionFacts("L", 900)]
    product = add_product(ctx.database, "Enge", editions=editions)
    number = book(ctx, product=product, edition="L", unit_cents=900, licences=8, starts_on=MARCH)
    row = cancel(ctx, to_edition(ctx, number, "S"))
    with pytest.raises(Invalid, match="Von Enge S sind höchstens 10 Lizenzen möglich"):
        to_licences(ctx, number, 11)
    take_back(ctx, row)
    assert shown(ctx, number).planned == "S"
