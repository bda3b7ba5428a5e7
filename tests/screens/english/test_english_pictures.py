"""Pictures of the portal in English: nothing is cut, and no German is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.i18n import set_language
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.render import Letterhead, render
from tests.builders import START
from tests.mail.letters import promise
from tests.screens.billing.desk import fill_in, pay_by_all
from tests.screens.booking.desk import shop, to_review
from tests.screens.invite_dialog.desk import settle as looked_up
from tests.screens.members.crowd import fill
from tests.screens.my_company.steps import fill as fill_profile
from tests.screens.overview.history import tell
from tests.screens.products.desk import stock
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZE = (120, 40)


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def keys(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in as Anna, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        for key in pressed:
            await pilot.press(key)
            await settle(pilot)

    return go


def test_sign_in(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Sign in“, with whom the demo offers."""
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=settle)


def test_overview(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Overview“: something to do, news of every period."""
    tell(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=sign_in)


def test_users(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Users“: all states, two rows marked."""
    fill(stage)
    go = keys("2", "down", "space", "down", "space", "home", "down")
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_details(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """A member's details."""
    fill(stage)
    go = keys("2", "down", "down", "down", "enter")
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_change_roles(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """What would become of many who get another role."""
    fill(stage)
    go = keys("2", "asterisk", "r", "down", "enter")
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_invite_several(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Invite several“: rows with their verdicts."""
    fill(stage)
    typed = ("new@partner.example", "extern@partner.example", "new@partner.example", "nobody")
    pressed = [key for address in typed for key in (*address, "enter")]

    async def go(pilot: Pilot[None]) -> None:
        await keys("m", *pressed)(pilot)
        await looked_up(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_help(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Help“ for „Users“."""
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=keys("2", "f1"))


def test_name_menu(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """The menu behind the name."""
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=keys("f4"))


def test_palette(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Every place and action."""
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=keys("2", "ctrl+p"))


def test_mailbox(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Mailbox“, a mail in the recipient's language open."""
    deliverer = MaildirDeliverer(stage.settings.mail_dir)
    for number, kind in enumerate(MailKind):
        mail = promise(
            kind,
            id=number,
            message_id=f"{number}@tcm-tui.invalid",
            created_at=START,
            language="en",
        )
        deliverer.deliver(render(mail, Letterhead()))
    go = keys("f4", "p", "down")
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_payment_methods(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Billing“: all five were used once."""
    pay_by_all(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=keys("b"))


def test_credit_card(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """The form of a card, filled in but for the address."""

    async def go(pilot: Pilot[None]) -> None:
        await fill_in(pilot, PaymentKind.CREDIT_CARD)
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_company_profile(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„My company“: the profile, with its words of closed lists."""
    fill_profile(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=keys("f4", "u"))


def test_subscriptions(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """„Products“: what a number of licences costs, over the list."""
    stock(stage)
    go = keys("3", "down", "down", "a", "ctrl+u", "3", "0")
    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)


def test_booking(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Everything once more, two ticks, what it comes to."""
    found = shop(stage)

    async def go(pilot: Pilot[None]) -> None:
        await to_review(pilot, found)

    assert snap_compare(stage.app(demo=True), terminal_size=SIZE, run_before=go)
