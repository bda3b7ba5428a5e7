"""The list „Bezahlverfahren“: what it tells, its keys, and for whom it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.administration.billing.mandate_dialog import MandateDialog
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.administration.overview.overview import OverviewTab
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog
from tcm_tui.services.payment_methods import activate
from tcm_tui.widgets.dialog import Confirm
from tests.builders import signed_in
from tests.screens.security.places import seen
from tests.screens.support import settle, sign_in
from tests.services.paying import ADDRESS, CARD, PAYPAL

from .desk import active, open_billing, pay_by, pay_by_all, press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZE = (120, 40)


def listed(section: MethodsSection) -> list[str]:
    """The lines of the list."""
    table = section.table
    return [table.render_line(y).text.strip() for y in range(1, table.size.height)]


def told(pilot: Pilot[Any]) -> list[str]:
    """What was told in the corner."""
    return [note.message for note in pilot.app._notifications]


async def test_all_five_are_listed_from_the_first_day(stage: Stage) -> None:
    """None of them stored; the first has the cursor."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_billing(pilot)
        assert [line.split("  ")[0] for line in listed(section)] == [
            "Telekom-Rechnung",
            "Telekom Mobilfunk-Rechnung",
            "Kreditkarte",
            "PayPal",
            "Lastschrift",
        ]
        assert all("—" in line for line in listed(section))


async def test_an_account_is_listed_as_often_as_there_are(stage: Stage) -> None:
    """Two cards are two lines; the active one stands first and has the cursor."""
    visa, *_rest = pay_by(stage, CARD, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_billing(pilot)
        lines = listed(section)
        assert "Visa … 1111 · 09/28" in lines[2]
        assert lines[2].endswith("früher genutzt")
        assert "● aktiv seit 23.11.2026" in lines[3]
        assert section.row is not None
        assert section.row.kind is PaymentKind.PAYPAL
        await press(pilot, "up")
        assert section.row.id == visa.id
        details = str(section.query_one("#method-details", Static).content)
        assert "Genutzt vom 22.11.2026 bis 23.11.2026 · offline geprüft" in details
        assert "Rechnungsanschrift: Muster Maschinenbau GmbH, Musterstraße 1" in details


async def test_an_earlier_one_is_taken_again_after_yes(stage: Stage) -> None:
    """No changes nothing; yes switches at once and shows it."""
    visa, _paypal = pay_by(stage, CARD, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_billing(pilot)
        await press(pilot, "up", "w")
        assert isinstance(pilot.app.screen, Confirm)
        assert "Bisher: PayPal b…g@muster.example." in seen(pilot)
        await press(pilot, "enter")
        now = active(stage)
        assert now is not None
        assert now.kind is PaymentKind.PAYPAL
        await press(pilot, "w", "right", "enter")
        now = active(stage)
        assert now is not None
        assert now.id == visa.id
        assert "● aktiv" in listed(section)[2]
        assert told(pilot) == ["Kreditkarte Visa … 1111 · 09/28 ist jetzt aktiv."]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (("w",), "Das ist schon aktiv."),
        (("up", "w"), "Das ist noch nicht hinterlegt. Enter öffnet das Formular dafür."),
        (("o",), "Ein Mandat gehört zu einer Lastschrift."),
    ],
)
async def test_what_does_not_fit_a_line_says_why(
    stage: Stage, keys: tuple[str, ...], sentence: str
) -> None:
    """The keys are greyed out."""
    pay_by(stage, CARD)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_billing(pilot)
        await press(pilot, *keys)
        assert told(pilot) == [sentence]


@pytest.mark.parametrize("key", ["enter", "a"])
async def test_enter_and_a_open_the_form_and_escape_comes_back(stage: Stage, key: str) -> None:
    """Nothing typed, nothing asked."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_billing(pilot)
        await press(pilot, key)
        assert isinstance(pilot.app.screen, ActivateDialog)
        await press(pilot, "escape")
        assert section.table.has_focus


async def test_the_buttons_do_what_the_keys_do(stage: Stage) -> None:
    """Each of the three."""
    pay_by_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_billing(pilot)
        await pilot.click("#mandate")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MandateDialog)
        await press(pilot, "escape", "up")
        await pilot.click("#reactivate")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "escape")
        await pilot.click("#activate")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ActivateDialog)


async def test_the_past_tells_who_switched_to_what(stage: Stage) -> None:
    """Newest first; the line under the cursor in full, below the list."""
    pay_by(stage, CARD, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_billing(pilot)
        await press(pilot, "shift+tab", "down", "enter")
        text = seen(pilot)
        assert "Verwaltung › Rechnung › Verlauf" in text
        assert text.index("PayPal ") < text.index("Kreditkarte ")
        assert "PayPal b…g@muster.example · aktiviert" in text
        assert "bisher Visa … 1111 · 09/28" in text


async def test_billing_administrators_may(stage: Stage) -> None:
    """The tab, and what is in it."""
    colleague = stage.colleague(Role.BILLING_ADMIN)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, colleague)
        await press(pilot, "b")
        assert pilot.app.screen.query_one(MethodsSection).table.has_focus


@pytest.mark.parametrize("keys", [("b",), ("ctrl+p", *"bezahlverfahren", "enter")])
async def test_users_do_not_get_there(stage: Stage, keys: tuple[str, ...]) -> None:
    """By no key, nor by the palette; „Übersicht“ tells nothing of it."""
    pay_by(stage, CARD)
    colleague = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, colleague)
        assert "1111" not in seen(pilot)
        assert "Bezahlverfahren" not in seen(pilot)
        await press(pilot, *keys)
        home = pilot.app.screen_stack[1]
        assert isinstance(home, Administration)
        assert isinstance(home.pane, OverviewTab)


async def test_the_palette_finds_it(stage: Stage) -> None:
    """By what it is called, and by what English people call it."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        for words in ("lastschrift", "credit card"):
            await press(pilot, "1", "ctrl+p")
            await pilot.press(*words, "enter")
            await settle(pilot)
            assert pilot.app.screen.query_one(MethodsSection).table.has_focus


# --- „Übersicht“ ------------------------------------------------------------------------------


def card(pilot: Pilot[Any]) -> str:
    """What the card says."""
    return str(pilot.app.screen.query_one("#payment-card", Static).content)


async def test_the_card_tells_what_is_active_and_leads_there(stage: Stage) -> None:
    """With Enter, and by its key."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        assert card(pilot).startswith("noch keines")
        activate(signed_in(stage.nobody, stage.anna), CARD, ADDRESS)
        await press(pilot, "f5")
        assert card(pilot) == "Kreditkarte ● aktiv\nVisa … 1111 · 09/28"
        pilot.app.screen.query_one("#payment-card").focus()
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(MethodsSection).table.has_focus


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, ""),
        (639, "! Kreditkarte Visa … 1111 · 09/28 endet in 38 Tagen"),
        (700, "! Kreditkarte Visa … 1111 · 09/28 ist abgelaufen"),
    ],
)
async def test_a_card_that_ends_soon_is_to_be_replaced(
    stage: Stage, days: int, sentence: str
) -> None:
    """The line leads to „Rechnung“."""
    pay_by(stage, CARD)
    stage.clock.forward(days=days)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        line = pilot.app.screen.query_one("#card", Static)
        assert line.display == bool(sentence)
        if sentence:
            assert str(line.content) == sentence
            line.focus()
            await press(pilot, "enter")
            assert pilot.app.screen.query_one(MethodsSection).table.has_focus
