"""What „E-Mail-Adressen“ and „Konto“ look like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tcm_tui.screens.my_settings.account import AccountSection
from tcm_tui.screens.my_settings.addresses import AddressesSection
from tests.builders import add_address, add_member

from .steps import open_section, press

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def section(heading: str, *pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in as Anna, go into the section, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await open_section(pilot, heading)
        await press(pilot, *pressed)

    return go


def three_addresses(stage: Stage) -> None:
    """One of each state."""
    add_address(
        stage.nobody.database, stage.anna, "a.muster@muster-maschinenbau.example", verified=True
    )
    add_address(stage.nobody.database, stage.anna, "anna@unterwegs.example")


def second_administrator(stage: Stage) -> None:
    """So that Anna may go."""
    add_member(stage.nobody.database, stage.anna.company_id, "p@m.example", role=Role.COMPANY_ADMIN)


@SIZES
def test_addresses(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Primary, verified, waiting."""
    three_addresses(stage)
    go = section(AddressesSection.heading, "down")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_an_address_that_is_somebody_elses(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Refused at the field, without a word about whose it is."""
    stage.colleague(Role.USER)
    email = "derya.celik@muster-maschinenbau.example"
    go = section(AddressesSection.heading, "n", *email, "enter")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
@pytest.mark.parametrize("alone", [True, False], ids=["last_admin", "one_of_two"])
def test_account(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], alone: bool
) -> None:
    """The last administrator is told why they stay."""
    if not alone:
        second_administrator(stage)
    go = section(AccountSection.heading)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_deleting(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What goes, what stays and why, and the field."""
    second_administrator(stage)
    go = section(AccountSection.heading, "delete")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
