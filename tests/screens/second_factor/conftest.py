"""An authenticator beside the portal, and secrets that are the same in every run."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
import pytest

from tcm_tui.data.models import Company
from tcm_tui.domain import second_factor
from tcm_tui.domain.permissions import Role
from tcm_tui.services.second_factor import set_up
from tests.builders import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from tests.builders import Clock
    from tests.screens.support import Stage

SECRET = "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT"
"""What `Dealt` makes: the bytes 0 to 19."""


class Dealt:
    """Stands in for `secrets`: pictures must not change with every run."""

    def __init__(self) -> None:
        self._random = random.Random(7)

    def token_bytes(self, count: int) -> bytes:
        """0, 1, 2 and so on."""
        return bytes(range(count))

    def choice(self, letters: Sequence[str]) -> str:
        """The same letters in every run."""
        return self._random.choice(letters)


@dataclass(frozen=True)
class Phone:
    """What shows codes."""

    clock: Clock

    def code(self, later: timedelta | None = None) -> str:
        """The code now, or after `later`."""
        at = self.clock() if later is None else self.clock() + later
        return pyotp.TOTP(SECRET).at(at)


@pytest.fixture(autouse=True)
def _dealt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets are shown on purpose here."""
    monkeypatch.setattr(second_factor, "secrets", Dealt())


@pytest.fixture
def phone(clock: Clock) -> Phone:
    """Anna's telephone."""
    return Phone(clock)


@pytest.fixture
def codes(stage: Stage, phone: Phone) -> tuple[str, ...]:
    """Anna has set a second factor up a while ago; her recovery codes."""
    given = set_up(signed_in(stage.nobody, stage.anna), SECRET, phone.code())
    stage.clock.forward(minutes=3)
    return given


@pytest.fixture
def _required(stage: Stage) -> None:
    """The company wants one of its administrators."""
    with stage.nobody.database.transaction(writing=True) as session:
        company = session.get_one(Company, stage.anna.company_id)
        company.second_factor_roles = frozenset({Role.COMPANY_ADMIN})
        session.flush()
