"""The way to „Rechnung“, what is paid by before, and forms filled in by keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog
from tcm_tui.services.payment_methods import activate, overview
from tests.builders import signed_in
from tests.screens.support import settle, sign_in
from tests.services.paying import (
    ADDRESS,
    CARD,
    DEBIT,
    MOBILE,
    PAYPAL,
    TELEKOM,
    Provider,
    owe,
    subscribe,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.payment_drafts import PaymentDraft
    from tests.screens.support import Stage

NUMBER: Final = "4242424242424242"
CHECK_DIGITS: Final = "737"
IBAN: Final = "DE89370400440532013000"
SECRETS: Final = (NUMBER, IBAN)
"""As digits; on a screen they would stand in groups."""
LINE: Final = {kind: place for place, kind in enumerate(PaymentKind)}
"""Where each kind stands in the list."""
TYPED: Final[dict[PaymentKind, Sequence[str]]] = {
    PaymentKind.TELEKOM_INVOICE: (*"1234567890", "enter", *"9876504711", "enter"),
    PaymentKind.MOBILE_INVOICE: (
        *(*"12345678", "enter", *"9876501234", "enter", *"015123456789", "enter"),
        "space",
    ),
    PaymentKind.CREDIT_CARD: (
        *(*"Anna Muster", "enter", *NUMBER, "enter", *"0928", "enter"),
        *CHECK_DIGITS,
    ),
    PaymentKind.PAYPAL: (*"buchhaltung@muster.example", "enter", "space"),
    PaymentKind.DIRECT_DEBIT: ("enter", *IBAN, "enter", "space"),
}
"""Keys that fill in all of a form but the address."""


def pay_by(stage: Stage, *drafts: PaymentDraft) -> list[PaymentRow]:
    """Anna has activated one after the other, a day apart."""
    rows = []
    for draft in drafts:
        rows.append(activate(signed_in(stage.nobody, stage.anna), draft, ADDRESS))
        stage.clock.forward(days=1)
    return rows


def pay_by_all(stage: Stage) -> list[PaymentRow]:
    """All five, the direct debit at last."""
    return pay_by(stage, TELEKOM, MOBILE, CARD, PAYPAL, DEBIT)


def touch(stage: Stage) -> None:
    """A switch would touch three subscriptions and two bills."""
    ctx = signed_in(stage.nobody, stage.anna)
    for _booking in range(3):
        subscribe(ctx)
    for number in ("R-1", "R-2"):
        owe(ctx, days=7, number=number)


def asking(stage: Stage, provider: Provider) -> Stage:
    """The same with somebody to ask."""
    return replace(stage, nobody=replace(stage.nobody, payment_provider=provider))


def active(stage: Stage) -> PaymentRow | None:
    """What the company pays by now."""
    return overview(signed_in(stage.nobody, stage.anna)).active


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """One key after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def open_billing(pilot: Pilot[Any]) -> MethodsSection:
    """Sign in and go to „Bezahlverfahren“."""
    await sign_in(pilot)
    await press(pilot, "b")
    return pilot.app.screen.query_one(MethodsSection)


async def open_form(pilot: Pilot[Any], kind: PaymentKind) -> ActivateDialog:
    """Sign in and go to the form of a kind."""
    await open_billing(pilot)
    await press(pilot, *["up"] * len(LINE), *["down"] * LINE[kind], "enter")
    form = pilot.app.screen
    assert isinstance(form, ActivateDialog)
    return form


async def fill_in(pilot: Pilot[Any], kind: PaymentKind) -> ActivateDialog:
    """Fill the form of a kind in."""
    form = await open_form(pilot, kind)
    await pilot.press(*TYPED[kind])
    await settle(pilot)
    return form
