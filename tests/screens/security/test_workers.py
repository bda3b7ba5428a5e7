"""What runs in the background tells nobody what it was given (SECURITY.md A10, I1, K3).

Textual describes a worker by the arguments of its method, for its log and for whoever prints it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from textual.worker import Worker

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.screens.sign_in.locked import Locked
from tests.builders import PASSWORD
from tests.screens.billing.desk import CHECK_DIGITS, IBAN, NUMBER, fill_in, press
from tests.screens.security.places import portal
from tests.screens.support import settle

if TYPE_CHECKING:
    from tests.screens.support import Stage

CODE: Final = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567-89AB"
SECRETS: Final = (PASSWORD, CHECK_DIGITS, IBAN, NUMBER, "1234567890", "9876504711", CODE)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the workers of a test say of themselves."""
    begin, found = Worker.__init__, list[str]()

    def listen(worker: Worker[Any], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Textual's
        begin(worker, *args, **kwargs)
        found.append(f"{worker.name} {worker.description}")

    monkeypatch.setattr(Worker, "__init__", listen)
    return found


def given_away(told: list[str]) -> list[str]:
    """The secrets that stand in it, however they are grouped.

    Where an object lies in memory is none, and may have any three digits.
    """
    text = re.sub("at 0x[0-9a-f]+", "", "\n".join(told)).replace(" ", "")
    return [secret for secret in SECRETS if secret.replace(" ", "") in text]


@pytest.mark.parametrize(
    "kind", [PaymentKind.CREDIT_CARD, PaymentKind.DIRECT_DEBIT, PaymentKind.TELEKOM_INVOICE]
)
async def test_i1_no_number_describes_a_worker(
    stage: Stage, told: list[str], kind: PaymentKind
) -> None:
    """While it is looked at and while it is activated, after a password."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await fill_in(pilot, kind)
        stage.clock.forward(minutes=6)
        await press(pilot, "ctrl+s", *PASSWORD, "enter")
        assert len(told) > len(PASSWORD)
        assert given_away(told) == []


async def test_no_password_describes_a_worker(stage: Stage, told: list[str]) -> None:
    """Of whoever signs in, and of whoever unlocks."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await fill_in(pilot, PaymentKind.PAYPAL)
        stage.clock.forward(minutes=15)
        portal(pilot).look_whether_idle()
        await settle(pilot)
        assert isinstance(pilot.app.screen, Locked)
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, Locked)
        assert given_away(told) == []


@pytest.mark.parametrize("inside", [False, True])
async def test_c5_no_code_describes_a_worker(stage: Stage, told: list[str], inside: bool) -> None:
    """Given when the program was started, with or without somebody signed in."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        if inside:
            await fill_in(pilot, PaymentKind.PAYPAL)
        portal(pilot).use_code(CODE)
        await settle(pilot)
        assert given_away(told) == []
