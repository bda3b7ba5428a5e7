"""What accepting looks like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tests.builders import add_company, add_invitation, add_member
from tests.waiting import settle

from .entrance import Entrance, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.domain.codes import Code
    from tcm_tui.services.context import Context
    from tests.builders import Person

LENA = "lena.hoffmann@muster-maschinenbau.example"
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A picture is the same over any database."""
    return sqlite_url


@pytest.fixture
def code(nobody: Context, anna: Person) -> Code:
    """Lena's."""
    return add_invitation(nobody.database, anna, LENA, role=Role.BILLING_ADMIN, first_name="Lena")[
        1
    ]


@SIZES
def test_asking_for_a_code(
    snap_compare: Callable[..., bool], nobody: Context, size: tuple[int, int]
) -> None:
    """Empty."""
    assert snap_compare(Entrance(nobody), terminal_size=size, run_before=settle)


@SIZES
def test_half_a_code(
    snap_compare: Callable[..., bool], nobody: Context, size: tuple[int, int]
) -> None:
    """With the sentence that says so."""

    async def half(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await fill(pilot, code="ABCD-EFGH")
        await pilot.press("enter")
        await settle(pilot)

    assert snap_compare(Entrance(nobody), terminal_size=size, run_before=half)


@SIZES
def test_joining_as_somebody_new(
    snap_compare: Callable[..., bool], nobody: Context, code: Code, size: tuple[int, int]
) -> None:
    """Before anything is typed."""
    assert snap_compare(Entrance(nobody, code.text), terminal_size=size, run_before=settle)


@SIZES
def test_joining_with_two_different_passwords(
    snap_compare: Callable[..., bool], nobody: Context, code: Code, size: tuple[int, int]
) -> None:
    """Rules ticked off, one mistake left."""

    async def typed(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await fill(pilot, last_name="Hoffmann", password="kupfer-Anker", repeated="kupfer")
        await pilot.press("tab")
        await settle(pilot)

    assert snap_compare(Entrance(nobody, code.text), terminal_size=size, run_before=typed)


@SIZES
def test_joining_with_an_account(
    snap_compare: Callable[..., bool],
    nobody: Context,
    anna: Person,
    password_hash: str,
    size: tuple[int, int],
) -> None:
    """Only the password is asked for."""
    other = add_company(nobody.database, "Beispiel Bau GmbH")
    tim = add_member(
        nobody.database, other, "tim.bauer@beispiel-bau.example", password_hash=password_hash
    )
    code = add_invitation(nobody.database, anna, tim.email)[1]
    assert snap_compare(Entrance(nobody, code.text), terminal_size=size, run_before=settle)
