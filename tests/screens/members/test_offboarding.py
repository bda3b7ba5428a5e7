"""„Benutzer“: whoever goes is looked at with what they own and use, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Static

from tcm_tui.data.models import Subscription
from tcm_tui.domain.members import MemberFilter
from tcm_tui.screens.administration.choose_colleague import ChooseColleague
from tcm_tui.screens.administration.members.change_dialog import ChangeDialog
from tcm_tui.screens.administration.members.handover import Handover
from tcm_tui.services import members
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.tick import Tick
from tests.builders import add_invitation, signed_in
from tests.market import add_product, add_subscription, give
from tests.screens.security.places import seen

from .crowd import member
from .steps import go_to, open_tab, press, toasts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage

DERYA = "derya.celik@muster-maschinenbau.example"
TIM = "tim.weber@muster-maschinenbau.example"
SIZE = (120, 40)
SIZES = pytest.mark.parametrize("size", [SIZE, (80, 24)], ids=["120x40", "80x24"])


def company(stage: Stage) -> tuple[int, Person, Person]:
    """Derya owns „Vertrieb Nord“, which she and Tim use; the subscription, Derya, Tim."""
    derya, tim = member(stage, "Derya", "Çelik"), member(stage, "Tim", "Weber")
    member(stage, "Lena", "Hoffmann")
    product = add_product(stage.nobody.database)
    number = add_subscription(
        stage.nobody.database,
        stage.anna.company_id,
        product,
        owner_id=derya.user_id,
        name="Vertrieb Nord",
    )
    give(stage.nobody.database, number, derya, tim)
    return number, derya, tim


def stored(stage: Stage, number: int) -> Subscription:
    """The subscription as it is now."""
    with stage.nobody.database.transaction(writing=False) as session:
        return session.get_one(Subscription, number)


def addresses(stage: Stage) -> set[str]:
    """Everybody's."""
    found = members.page(signed_in(stage.nobody, stage.anna), MemberFilter(), limit=100)
    return {row.address for row in found}


def told(pilot: Pilot[None], selector: str) -> str:
    """What a line of the dialog says."""
    return str(pilot.app.screen.query_one(selector, Static).content)


async def test_an_owner_is_removed_once_somebody_takes_over(stage: Stage) -> None:
    """One dialog: what there is, by name; who takes over; then the button does it all."""
    number, _derya, tim = company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, ChangeDialog)
        assert told(pilot, "#holdings") == (
            "1 Person besitzt 1 Abonnement und nutzt 1 Lizenz. Die Lizenzen werden frei."
        )
        assert told(pilot, "#line") == "0 werden entfernt · 1 nicht möglich"
        assert "Vertrieb Nord" in told(pilot, "#whole")
        assert not pilot.app.screen.query_one("#yes", Button).display
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "heir"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChooseColleague)
        await press(pilot, *"Weber", "enter", "enter")
        assert isinstance(pilot.app.screen, ChangeDialog)
        assert told(pilot, "#line") == "1 wird entfernt · nicht rückgängig zu machen"
        assert str(pilot.app.screen.query_one("#heir", Button).label) == "Weber, Tim"
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "heir"
        await press(pilot, "ctrl+s")
        assert toasts(pilot)[-1] == "Derya Çelik entfernt"
        assert DERYA not in addresses(stage)
        found = stored(stage, number)
        assert (found.owner_id, found.used) == (tim.user_id, 1)


async def test_somebody_who_goes_cannot_take_over(stage: Stage) -> None:
    """It is said where it was chosen; leaving changes nothing."""
    number, derya, _tim = company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "delete", "enter", *"Çelik", "enter", "enter")
        assert isinstance(pilot.app.screen, ChooseColleague)
        assert "jemand anderen" in told(pilot, ".dialog--error")
        await press(pilot, "escape", "escape")
        assert DERYA in addresses(stage)
        assert stored(stage, number).owner_id == derya.user_id


async def test_licences_of_who_is_disabled_are_kept_on_request(stage: Stage) -> None:
    """They become free unless the tick is taken away; an owner may stay it."""
    number, derya, _tim = company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, TIM)
        await press(pilot, "d")
        tick = pilot.app.screen.query_one(Tick)
        assert (tick.display, tick.value) == (True, True)
        assert not pilot.app.screen.query_one(Handover).owned
        await press(pilot, "ctrl+s")
        assert stored(stage, number).used == 1
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d")
        pilot.app.screen.query_one(Tick).focus()
        await press(pilot, "space", "ctrl+s")
        found = stored(stage, number)
        assert (found.used, found.owner_id) == (1, derya.user_id)


async def test_who_has_nothing_goes_as_before(stage: Stage) -> None:
    """One question, no list."""
    company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, "lena.hoffmann@muster-maschinenbau.example")
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, Confirm)


async def test_many_go_with_one_heir(stage: Stage) -> None:
    """The owner and somebody who only uses, marked together."""
    number, _derya, _tim = company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        for address in (DERYA, TIM):
            await go_to(pilot, tab, address)
            await press(pilot, "space")
        await press(pilot, "delete", "o", *"Hoffmann", "enter", "enter", "ctrl+s")
        assert addresses(stage).isdisjoint({DERYA, TIM})
        assert stored(stage, number).used == 0


async def test_details_tell_what_somebody_owns_and_uses(stage: Stage) -> None:
    """By the names of the subscriptions."""
    company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "enter")
        lines = told(pilot, "#sheet").splitlines()
        for label in ("Besitzt", "Nutzt"):
            assert any(line.startswith(label) and "Vertrieb Nord" in line for line in lines), label


async def test_taking_back_says_what_it_does_not_bring_back(stage: Stage) -> None:
    """A licence that was freed stays free; one that was kept is no matter."""
    number, _derya, _tim = company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, TIM)
        await press(pilot, "d", "ctrl+s", "ctrl+z")
        assert toasts(pilot)[-1] == (
            "Zurückgenommen: Tim Weber deaktiviert. Freigegebene Lizenzen bleiben frei."
        )
        assert stored(stage, number).used == 1
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d")
        pilot.app.screen.query_one(Tick).focus()
        await press(pilot, "space", "ctrl+s", "ctrl+z")
        assert toasts(pilot)[-1] == "Zurückgenommen: Derya Çelik deaktiviert"


async def test_what_was_handed_over_stays_so(stage: Stage) -> None:
    """The owner is active again, and owns nothing."""
    number, _derya, tim = company(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d")
        pilot.app.screen.query_one("#heir", Button).focus()
        await press(pilot, "enter", *"Weber", "enter", "enter", "ctrl+s", "ctrl+z")
        assert toasts(pilot)[-1].endswith("Übergebene Abonnements bleiben übergeben.")
        assert stored(stage, number).owner_id == tim.user_id


async def test_revoking_says_that_licences_become_free(stage: Stage) -> None:
    """Before, in the question; and when it is taken back, since they do not come back."""
    number, _derya, _tim = company(stage)
    address = "neu@muster-maschinenbau.example"
    invited, _code = add_invitation(stage.nobody.database, stage.anna, address)
    give(stage.nobody.database, number, invitations=[invited])
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, address)
        await press(pilot, "delete")
        assert told(pilot, "#question").endswith("1 zugewiesene Lizenz wird frei.")
        await press(pilot, "tab", "enter")
        assert stored(stage, number).used == 2
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[-1].endswith("Freigegebene Lizenzen bleiben frei.")
        assert stored(stage, number).used == 2


async def test_revoking_many_says_so_too(stage: Stage) -> None:
    """Above the rows and beside them; taken back, what stays is told in their place."""
    number, _derya, _tim = company(stage)
    addresses = [f"neu{n}@muster-maschinenbau.example" for n in (1, 2)]
    invited = [add_invitation(stage.nobody.database, stage.anna, one)[0] for one in addresses]
    give(stage.nobody.database, number, invitations=invited)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        for address in addresses:
            await go_to(pilot, tab, address)
            await press(pilot, "space")
        await press(pilot, "delete")
        assert told(pilot, "#holdings") == "2 zugewiesene Lizenzen werden frei."
        assert "· 1 Lizenz" in seen(pilot)
        await press(pilot, "ctrl+s", "ctrl+z")
        assert toasts(pilot)[-1].endswith("Freigegebene Lizenzen bleiben frei.")


def leaving(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Derya is looked at, then these are pressed."""

    async def go(pilot: Pilot[None]) -> None:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, *pressed)

    return go


PICTURES = {
    "removing": ("delete",),
    "heir": ("delete", "enter", *"we"),
    "removing_with_heir": ("delete", "enter", *"weber", "enter", "enter"),
    "disabling": ("d",),
    "details": ("enter",),
}


@SIZES
@pytest.mark.parametrize("name", PICTURES)
def test_offboarding(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], name: str
) -> None:
    """Each step."""
    company(stage)
    assert snap_compare(
        stage.app(demo=True), terminal_size=size, run_before=leaving(*PICTURES[name])
    )
