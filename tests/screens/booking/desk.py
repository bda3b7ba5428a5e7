"""A shop to book in, and the ways to the steps of a booking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from tcm_tui.navigation import Destination, MarketplacePart
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.marketplace.booking.booking import BookingScreen
from tcm_tui.screens.marketplace.booking.count_field import CountField
from tcm_tui.screens.marketplace.figures import Figures
from tcm_tui.widgets.field import FormField
from tests.builders import signed_in
from tests.screens.support import settle, sign_in
from tests.services.ordering import open_shop

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage
    from tests.services.ordering import Shop


def shop(stage: Stage, **options: Any) -> Shop:  # noqa: ANN401 - those of `open_shop`
    """Microsoft 365 Business with „Copilot“, and a card to pay by."""
    return open_shop(signed_in(stage.nobody, stage.anna), **options)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """One key after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def go(pilot: Pilot[Any], destination: Destination, item: object = None) -> None:
    """Be led to a place, as links lead there."""
    pilot.app.screen.post_message(Navigate(destination, item))
    await settle(pilot)
    await settle(pilot)


async def begin(
    pilot: Pilot[Any],
    found: Shop,
    person: Person | None = None,
    **chosen: Any,  # noqa: ANN401 - any field of the wish
) -> BookingScreen:
    """Sign in, and begin to book „Basic“ for a year."""
    await sign_in(pilot, person)
    await go(pilot, Destination.BOOKING, found.wish(**chosen))
    screen = pilot.app.screen
    assert isinstance(screen, BookingScreen)
    return screen


async def to_methods(pilot: Pilot[Any], found: Shop, person: Person | None = None) -> BookingScreen:
    """25 licences, and on to the second step."""
    screen = await begin(pilot, found, person)
    await type_licences(pilot, "25")
    await press(pilot, "ctrl+s")
    return screen


async def to_review(pilot: Pilot[Any], found: Shop, person: Person | None = None) -> BookingScreen:
    """25 licences, by the active method, and on to „Prüfen und bestellen“."""
    screen = await to_methods(pilot, found, person)
    await press(pilot, "ctrl+s")
    return screen


async def to_receipt(pilot: Pilot[Any], found: Shop, person: Person | None = None) -> None:
    """The same, ordered."""
    await to_review(pilot, found, person)
    await press(pilot, "space", "tab", "space", "ctrl+s")


async def type_licences(pilot: Pilot[Any], number: str) -> None:
    """Type how many."""
    pilot.app.screen.query_one("#licences", CountField).focus_input()
    await press(pilot, "ctrl+u", *number)


async def open_part(pilot: Pilot[Any], part: MarketplacePart, person: Person | None = None) -> None:
    """Sign in, and to a part of „Marktplatz“."""
    await sign_in(pilot, person)
    await go(pilot, Destination.MARKETPLACE, part)


def order_text(pilot: Pilot[Any]) -> str:
    """What „Ihre Bestellung“ says."""
    figures = pilot.app.screen.query_one("#order-box").query_one(Figures)
    return _plain("\n".join(f"{line.text} {line.amount}".strip() for line in figures.lines))


def seen(pilot: Pilot[Any]) -> str:
    """What is on the screen."""
    screen = pilot.app.screen
    return _plain("\n".join(strip.text for strip in screen._compositor.render_strips()))


def told(pilot: Pilot[Any]) -> list[str]:
    """What was told in the corner."""
    return [note.message for note in pilot.app._notifications]


def said(pilot: Pilot[Any]) -> str:
    """What stands above the buttons."""
    return str(pilot.app.screen.query_one(".section--error", Static).content)


def wrong(pilot: Pilot[Any], name: str) -> str:
    """What is said to be wrong with a field."""
    return pilot.app.screen.query_one(f"#{name}", FormField).error


def _plain(text: str) -> str:
    """With blanks that one can type: an amount has others."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
