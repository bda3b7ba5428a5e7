"""What nobody may read later: numbers leave the fields, the screen and the memory of widgets."""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog
from tcm_tui.screens.sign_in.locked import Locked
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import SecretField
from tests.builders import PASSWORD
from tests.screens.security.places import portal, seen
from tests.screens.support import settle

from .desk import CHECK_DIGITS, IBAN, NUMBER, SECRETS, fill_in, open_billing, pay_by_all, press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZE = (120, 40)
KINDS = pytest.mark.parametrize(
    "kind", [PaymentKind.CREDIT_CARD, PaymentKind.DIRECT_DEBIT, PaymentKind.TELEKOM_INVOICE]
)
TYPED = {*SECRETS, CHECK_DIGITS, "1234567890", "9876504711"}
"""Everything secret that filling a form in types."""


def on_screen(pilot: Pilot[Any]) -> str:
    """Everything seen, without what stands between digits."""
    return re.sub(r"[\s.\-]", "", seen(pilot))


def kept() -> list[str]:
    """What any field in memory still holds of it."""
    fields = [one for one in gc.get_objects() if isinstance(one, Input)]
    return [one.value for one in fields if one.value.replace(" ", "") in TYPED]


@KINDS
async def test_i1_leaving_empties_the_fields(stage: Stage, kind: PaymentKind) -> None:
    """Nothing of it stays in any widget."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await fill_in(pilot, kind)
        assert kept()
        await press(pilot, "escape", "right", "enter")
        assert not isinstance(pilot.app.screen, ActivateDialog)
        assert not kept()


@KINDS
async def test_i1_signing_out_empties_the_fields(stage: Stage, kind: PaymentKind) -> None:
    """The form is taken away with the portal."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await fill_in(pilot, kind)
        await portal(pilot).leave_portal()
        await settle(pilot)
        assert not kept()


@KINDS
async def test_i1_the_lock_empties_the_fields(stage: Stage, kind: PaymentKind) -> None:
    """What is no secret is still there after unlocking."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, kind)
        stage.clock.forward(minutes=15)
        portal(pilot).look_whether_idle()
        await settle(pilot)
        assert [type(screen) for screen in pilot.app.screen_stack[-1:]] == [Locked]
        assert not kept()
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert pilot.app.screen is form
        assert [secret.value for secret in form.query(SecretField)] == [""] * len(
            form.query(SecretField)
        )
        assert form.query_one("#billing_company", Field).value == "Muster Maschinenbau GmbH"


async def test_i1_success_leaves_nothing_behind(stage: Stage) -> None:
    """Neither in a widget nor on the screen."""
    pay_by_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await fill_in(pilot, PaymentKind.CREDIT_CARD)
        await press(pilot, "ctrl+s")
        assert not isinstance(pilot.app.screen, ActivateDialog)
        assert not kept()
        assert not any(secret in on_screen(pilot) for secret in SECRETS)


@pytest.mark.parametrize(
    ("kind", "name", "secret"),
    [
        (PaymentKind.CREDIT_CARD, "number", NUMBER),
        (PaymentKind.DIRECT_DEBIT, "iban", IBAN),
    ],
)
async def test_a12_a_number_is_seen_only_while_it_is_typed(
    stage: Stage, kind: PaymentKind, name: str, secret: str
) -> None:
    """In its field; elsewhere in the form it is dots, and coming back shows it."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, kind)
        assert secret not in on_screen(pilot)
        form.query_one(f"#{name}", Field).focus_input()
        await settle(pilot)
        assert secret in on_screen(pilot)
        await press(pilot, "tab")
        assert secret not in on_screen(pilot)


async def test_a12_check_digits_are_never_seen(stage: Stage) -> None:
    """Not even while they are typed."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.CREDIT_CARD)
        assert form.query_one("#check_digits", Field).input.has_focus
        assert CHECK_DIGITS not in on_screen(pilot)


@pytest.mark.parametrize("keys", [(), ("o",), ("shift+tab", "down", "enter"), ("1",)])
async def test_a12_no_screen_shows_a_whole_number(stage: Stage, keys: tuple[str, ...]) -> None:
    """The list, the mandate, the past, „Übersicht“."""
    pay_by_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_billing(pilot)
        await press(pilot, *keys)
        assert "Lastschrift" in seen(pilot)
        for secret in (IBAN, "4111111111111111", "9876504711", "9876501234"):
            assert secret not in on_screen(pilot)


async def test_a11_no_number_is_copied(stage: Stage) -> None:
    """Neither a card's nor an account's; the clipboard stays as it was."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.CREDIT_CARD)
        for name in ("number", "check_digits"):
            secret = form.query_one(f"#{name}", Field)
            secret.focus_input()
            secret.input.select_all()
            await press(pilot, "ctrl+c", "ctrl+x")
            assert pilot.app.clipboard == ""
            assert secret.line == "Diese Nummer wird nicht kopiert."
            assert secret.value


async def test_a_number_is_put_in_groups_around_the_cursor(stage: Stage) -> None:
    """What is typed in the middle stays where it is typed; blanks come by themselves."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.DIRECT_DEBIT)
        iban = form.query_one("#iban", Field)
        iban.focus_input()
        await settle(pilot)
        assert iban.value == "DE89 3704 0044 0532 0130 00"
        iban.input.cursor_position = 7
        await press(pilot, "backspace")
        assert iban.value == "DE89 3040 0440 5320 1300 0"
        assert iban.input.cursor_position == 6
        await press(pilot, "7")
        assert iban.value == "DE89 3704 0044 0532 0130 00"
        assert iban.line == "✓ Commerzbank Köln · BIC COBADEFFXXX"
