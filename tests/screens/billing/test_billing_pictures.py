"""Pictures of „Rechnung“; no account number is in any of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.payment import PaymentKind
from tests.screens.support import settle
from tests.services.paying import CARD

from .desk import (
    SECRETS,
    fill_in,
    open_billing,
    open_form,
    pay_by,
    pay_by_all,
    press,
    touch,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_methods(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """All five were used once."""
    pay_by_all(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_billing)


@SIZES
def test_no_method_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A company on its first day."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_billing)


@SIZES
def test_history(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Who switched to what."""
    pay_by_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "shift+tab", "down", "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.parametrize("kind", PaymentKind)
@SIZES
def test_form(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], kind: PaymentKind
) -> None:
    """Each kind, as it opens."""
    pay_by(stage, CARD)
    touch(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_form(pilot, kind)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.parametrize("kind", [PaymentKind.CREDIT_CARD, PaymentKind.DIRECT_DEBIT])
@SIZES
def test_form_filled_in(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], kind: PaymentKind
) -> None:
    """Brand and bank are told, numbers are hidden once their field is left; a street is missing."""
    touch(stage)

    async def go(pilot: Pilot[None]) -> None:
        await fill_in(pilot, kind)
        await press(pilot, "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_brand_refused(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """By its name, while it is typed already."""

    async def go(pilot: Pilot[None]) -> None:
        await open_form(pilot, PaymentKind.CREDIT_CARD)
        await pilot.press("enter", *"378")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_mandate(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What was agreed to, with a masked IBAN."""
    pay_by_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "o")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_taking_an_earlier_one_again(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What it touches, and what is active until then."""
    pay_by_all(stage)
    touch(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "up", "up", "w")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_i1_no_picture_holds_a_number() -> None:
    """Neither of a card nor of an account, whatever stands between its digits."""
    pictures = list((Path(__file__).parent / "__snapshots__").rglob("*.svg"))
    assert pictures
    for picture in pictures:
        digits = picture.read_text(encoding="utf-8").replace("&#160;", "").replace(" ", "")
        assert not any(secret in digits for secret in SECRETS), picture.name
