"""The forms that activate a way to pay: by keys, refused, asked for a password, left."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.payment_provider import Accepted
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.administration.billing.mandate_dialog import MandateDialog
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog
from tcm_tui.screens.proving import Proving
from tcm_tui.services import payment_methods
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field, FormField
from tests.builders import PASSWORD, signed_in
from tests.screens.frame.test_keys_in_turn import burst
from tests.screens.invite_dialog.desk import shows
from tests.screens.security.places import seen
from tests.screens.support import settle
from tests.services.paying import CARD, DEBIT, PAYPAL, Provider, crashes, owe, refuses

from .desk import (
    CHECK_DIGITS,
    IBAN,
    LINE,
    NUMBER,
    active,
    asking,
    fill_in,
    open_billing,
    open_form,
    pay_by,
    press,
    touch,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot
    from textual.screen import Screen

    from tests.screens.support import Stage

SIZE = (120, 40)


def field(form: ActivateDialog, name: str) -> Field:
    """The field called `name`."""
    return form.query_one(f"#{name}", Field)


def said(form: ActivateDialog) -> str:
    """What stands above the buttons because no field caused it."""
    return str(form.query_one(".dialog--error", Static).content)


def told(pilot: Pilot[Any]) -> list[str]:
    """What was told in the corner."""
    return [note.message for note in pilot.app._notifications]


@pytest.mark.parametrize("kind", PaymentKind)
async def test_each_kind_is_activated_by_keys(stage: Stage, kind: PaymentKind) -> None:
    """The address comes from the method before; the list shows what is active now."""
    pay_by(stage, PAYPAL if kind is not PaymentKind.PAYPAL else CARD)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await fill_in(pilot, kind)
        await press(pilot, "ctrl+s")
        section = pilot.app.screen.query_one(MethodsSection)
        now = active(stage)
        assert now is not None
        assert now.kind is kind
        assert told(pilot)[-1].endswith("ist jetzt aktiv.")
        assert section.row is not None
        assert section.row.id == now.id
        assert "● aktiv seit" in seen(pilot).splitlines()[9 + LINE[kind]]


async def test_enter_leads_through_the_form_to_the_end(stage: Stage) -> None:
    """On the last field it activates; without an address the first empty field has the focus."""
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        form = await fill_in(pilot, PaymentKind.PAYPAL)
        await press(pilot, *["enter"] * 5)
        assert pilot.app.focused is form.query_one(ChoiceField).choice
        await press(pilot, "tab", "enter")
        assert pilot.app.screen is form
        assert field(form, "billing_street").error == "Bitte ausfüllen."
        assert field(form, "billing_street").input.has_focus
        await pilot.press(*"Musterweg 5", "enter", *"12345", "enter", *"Musterstadt", "enter")
        await press(pilot, "tab", "enter")
        now = active(stage)
        assert now is not None
        assert now.address.street == "Musterweg 5"


async def test_what_the_switch_touches_is_read_at_any_size(stage: Stage) -> None:
    """Also where the form scrolls; and that nobody is asked beyond what was typed."""
    pay_by(stage, CARD)
    touch(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        await open_form(pilot, PaymentKind.PAYPAL)
        text = " ".join(seen(pilot).replace("│", " ").split())
        assert "Betrifft sofort 3 Abonnements und 2 offene Rechnungen." in text
        assert "Bisher: Kreditkarte Visa … 1111 · 09/28." in text
        assert "Offline bestätigt" in text


@pytest.mark.parametrize(
    ("keys", "name", "sentence"),
    [
        (("378282246310005",), "number", "American Express wird nicht angenommen."),
        ((NUMBER[:-1] + "1",), "number", "Die Kartennummer stimmt nicht."),
        ((NUMBER, "01/26"), "expiry", "Diese Karte ist abgelaufen."),
        ((NUMBER, "09/28", "12"), "check_digits", "Die Prüfziffer hat drei Ziffern."),
    ],
)
async def test_a_card_that_breaks_a_rule_is_refused_at_its_field(
    stage: Stage, keys: tuple[str, ...], name: str, sentence: str
) -> None:
    """Nothing typed is lost, the method before stays active."""
    pay_by(stage, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await open_form(pilot, PaymentKind.CREDIT_CARD)
        typed = ["Anna Muster", *keys, *(NUMBER, "09/28", CHECK_DIGITS)[len(keys) :]]
        for text in typed:
            await pilot.press(*text, "enter")
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form
        assert field(form, name).error.startswith(sentence)
        assert field(form, name).input.has_focus
        assert field(form, "number").value.replace(" ", "") == keys[0]
        assert field(form, "holder").value == "Anna Muster"
    now = active(stage)
    assert now is not None
    assert now.kind is PaymentKind.PAYPAL


async def test_a_missing_tick_is_told_before_a_password_is_asked_for(stage: Stage) -> None:
    """At the tick, with the IBAN still there."""
    pay_by(stage, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.DIRECT_DEBIT)
        await press(pilot, "space")
        stage.clock.forward(minutes=6)
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form
        assert form.query_one("#consent", FormField).error
        assert field(form, "iban").value.replace(" ", "") == IBAN


async def test_overdue_bills_rule_a_direct_debit_out(stage: Stage) -> None:
    """Said in the form, which keeps what was typed."""
    pay_by(stage, PAYPAL)
    owe(signed_in(stage.nobody, stage.anna), days=-3)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.DIRECT_DEBIT)
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form
        assert "überfällig" in seen(pilot)
        assert field(form, "iban").value.replace(" ", "") == IBAN
    now = active(stage)
    assert now is not None
    assert now.kind is PaymentKind.PAYPAL


# --- the password -----------------------------------------------------------------------------


async def test_c12_the_password_comes_before_the_provider(stage: Stage) -> None:
    """Everything typed stays meanwhile, and is activated once it was right."""
    provider = Provider()
    pay_by(stage, PAYPAL)
    async with asking(stage, provider).app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.CREDIT_CARD)
        stage.clock.forward(minutes=6)
        await pilot.press("ctrl+s")
        await shows(pilot, Proving)
        assert not provider.asked
        await press(pilot, "escape")
        assert pilot.app.screen is form
        assert not provider.asked
        assert field(form, "number").value.replace(" ", "") == NUMBER
        await pilot.press("ctrl+s")
        await shows(pilot, Proving)
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert len(provider.asked) == 1
    now = active(stage)
    assert now is not None
    assert now.kind is PaymentKind.CREDIT_CARD


async def test_c12_taking_an_earlier_one_again_asks_for_the_password(stage: Stage) -> None:
    """After the question, before anything happens."""
    first, _second = pay_by(stage, CARD, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot, PaymentKind.CREDIT_CARD)
        await press(pilot, "escape")
        stage.clock.forward(minutes=6)
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "right", "enter")
        assert isinstance(pilot.app.screen, Proving)
        await press(pilot, *PASSWORD, "enter")
        now = active(stage)
        assert now is not None
        assert now.id == first.id


# --- the provider -----------------------------------------------------------------------------


@pytest.mark.parametrize("does", [refuses, crashes])
async def test_i1_after_a_refusal_the_numbers_are_gone(
    stage: Stage,
    does: Any,  # noqa: ANN401 - whatever a provider does
) -> None:
    """Number and check digits; the rest stays, and so does the method before."""
    pay_by(stage, PAYPAL)
    async with asking(stage, Provider(does)).app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.CREDIT_CARD)
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form
        assert field(form, "number").value == field(form, "check_digits").value == ""
        assert field(form, "holder").value == "Anna Muster"
        assert field(form, "expiry").value == "0928"
        if does is refuses:
            assert field(form, "number").error == "Diese Karte nehmen wir nicht."
        else:
            assert said(form).startswith("Die Prüfung ist gescheitert.")
        await pilot.press(*"4111")
        await settle(pilot)
        assert not form.busy
    now = active(stage)
    assert now is not None
    assert now.kind is PaymentKind.PAYPAL


async def test_a_second_key_while_the_provider_thinks_changes_nothing(stage: Stage) -> None:
    """Nor does Escape; the form closes with the answer."""
    thinks, may_answer = threading.Event(), threading.Event()

    def think(_request: object) -> Accepted:
        thinks.set()
        assert may_answer.wait(30)
        return Accepted()

    pay_by(stage, PAYPAL)
    provider = Provider(think)
    async with asking(stage, provider).app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.CREDIT_CARD)
        await pilot.press("ctrl+s")
        while not thinks.is_set():
            await pilot.pause()
        await pilot.press("ctrl+s", "escape")
        assert pilot.app.screen is form
        assert "Bitte warten" in seen(pilot)
        may_answer.set()
        await settle(pilot)
        assert len(provider.asked) == 1
        assert not isinstance(pilot.app.screen, ActivateDialog)


@pytest.mark.parametrize(
    ("keys", "opens"), [(("o", "a", "a"), ActivateDialog), (("a", "o", "o"), MandateDialog)]
)
async def test_keys_pressed_before_the_answer_open_one_dialog(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], opens: type[Screen[Any]]
) -> None:
    """The one asked for last, however slow the database is."""
    may_answer = threading.Event()

    def late(use_case: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*asked: Any) -> Any:  # noqa: ANN401 - whatever is asked
            assert may_answer.wait(30)
            return use_case(*asked)

        return answer

    for name in ("prepare", "mandate"):
        monkeypatch.setattr(payment_methods, name, late(getattr(payment_methods, name)))
    pay_by(stage, DEBIT)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_billing(pilot)
        await pilot.press(*keys)
        may_answer.set()
        await settle(pilot)
        *_below, below, top = pilot.app.screen_stack
        assert isinstance(top, opens)
        assert isinstance(below, Administration)


async def test_escape_asks_and_leaves_no_worker_running(stage: Stage) -> None:
    """What was typed is asked about; nothing is changed."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await fill_in(pilot, PaymentKind.CREDIT_CARD)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "right", "enter")
        assert not isinstance(pilot.app.screen, ActivateDialog)
        assert not [one for one in pilot.app.workers if one.node is form and one.is_running]
    assert active(stage) is None


async def test_keys_in_a_burst_go_where_they_are_meant(stage: Stage) -> None:
    """A macro fills a card in: what follows Enter belongs to the next field."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        form = await open_form(pilot, PaymentKind.CREDIT_CARD)
        await burst(pilot, f"Anna Muster\r{NUMBER}\r0928\r{CHECK_DIGITS}")
        typed = [field(form, name).value for name in ("holder", "number", "expiry", "check_digits")]
        assert typed == ["Anna Muster", "4242 4242 4242 4242", "0928", CHECK_DIGITS]
