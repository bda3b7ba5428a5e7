"""„Zweiter Faktor“ at sign-in: the code, a recovery code, the lock-out, setting one up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.sign_in import FAILURES_ALLOWED
from tcm_tui.screens.recovery_codes import RecoveryCodes
from tcm_tui.screens.set_up_factor import SetUpFactor
from tcm_tui.screens.sign_in.second_factor import GiveCode
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.second_factor import status
from tcm_tui.widgets.field import Field
from tests.builders import signed_in
from tests.screens.support import settle, sign_in
from tests.services.inviting import journal

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

    from .conftest import Phone


def error(pilot: Pilot[None]) -> str:
    """What is said at the field."""
    return pilot.app.screen.query_one("#code", Field).error


async def typed(pilot: Pilot[None], code: str) -> None:
    """Type a code and send it off."""
    await pilot.press(*code, "enter")
    await settle(pilot)


async def test_the_code_of_the_telephone_signs_in(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """By keys alone, in the writing that the app shows."""
    del codes
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert isinstance(app.screen, GiveCode)
        assert app.signed_in is None
        code = phone.code()
        await typed(pilot, f"{code[:3]} {code[3:]}")
        assert app.signed_in is not None
        assert app.signed_in.email == stage.anna.email


async def test_a_recovery_code_signs_in(stage: Stage, codes: tuple[str, ...]) -> None:
    """In small letters, too."""
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await typed(pilot, codes[0].lower())
        assert app.signed_in is not None
    assert len(journal(stage.nobody, AuditAction.RECOVERY_CODE_USED)) == 1


async def test_a_wrong_code_is_said_at_its_field(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """The field is empty again: the next code is another one."""
    del codes
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await typed(pilot, "12345")
        assert "sechs Ziffern" in error(pilot)
        await pilot.press("ctrl+u")
        await typed(pilot, phone.code(timedelta(minutes=5)))
        assert "stimmt nicht" in error(pilot)
        assert app.screen.query_one("#code", Field).value == ""
        await typed(pilot, phone.code())
        assert app.signed_in is not None


async def test_c2_wrong_codes_make_the_account_rest(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """The right one does not help then; the owner is told."""
    del codes
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        for number in range(FAILURES_ALLOWED):
            await typed(pilot, phone.code(timedelta(minutes=5 + number)))
        await typed(pilot, phone.code())
        assert "Pause" in error(pilot)
        assert app.signed_in is None
        assert len(journal(stage.nobody, AuditAction.ACCOUNT_PAUSED)) == 1
        stage.clock.forward(seconds=40)
        await typed(pilot, phone.code())
        assert app.signed_in is not None


async def test_escape_leads_back(stage: Stage, codes: tuple[str, ...]) -> None:
    """Nobody is signed in, and nothing is running."""
    del codes
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("1", "escape")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert app.signed_in is None
        assert not [worker for worker in app.workers if not worker.is_finished]
        await sign_in(pilot)
        assert isinstance(app.screen, GiveCode)


async def test_a_second_ctrl_s_changes_nothing(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """The code is used once, so the second would be refused."""
    del codes
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press(*phone.code(), "ctrl+s", "ctrl+s")
        await settle(pilot)
        assert app.signed_in is not None
    assert not journal(stage.nobody, AuditAction.SIGN_IN_FAILED)


async def test_a_lost_key_is_told_before_a_code_is_typed(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """And again at the field; a recovery code gets in."""
    (stage.folder / "test.key").unlink()
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        warning = app.screen.query_one(".give-code--warning")
        assert "Wiederherstellungscode" in str(warning.render())
        await typed(pilot, phone.code())
        assert "Schlüssel dieser Installation" in error(pilot)
        await pilot.press("ctrl+u")
        await typed(pilot, codes[0])
        assert app.signed_in is not None


@pytest.mark.usefixtures("_required")
async def test_a_company_that_wants_one_has_it_set_up_first(stage: Stage, phone: Phone) -> None:
    """Nobody is in before; then the recovery codes are shown, and the portal follows."""
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        assert isinstance(app.screen, SetUpFactor)
        assert app.signed_in is None
        await typed(pilot, "000000")
        assert "Uhrzeit" in error(pilot)
        await pilot.press("ctrl+u")
        await typed(pilot, phone.code())
        assert isinstance(app.screen, RecoveryCodes)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("right", "enter")
        await settle(pilot)
        assert app.signed_in is not None
    assert status(signed_in(stage.nobody, stage.anna)).codes_left == 10


@pytest.mark.usefixtures("_required")
async def test_leaving_that_signs_nobody_in(stage: Stage) -> None:
    """„Anmelden“ again; what was shown is worth nothing."""
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert app.signed_in is None
    assert status(signed_in(stage.nobody, stage.anna)).set_up_at is None


@pytest.mark.usefixtures("_required")
async def test_without_the_extra_a_sentence_says_how_to_install_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No picture, no failure."""
    monkeypatch.setattr("tcm_tui.domain.second_factor.find_spec", lambda _name: None)
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert isinstance(app.screen, SetUpFactor)
        reason = app.screen.query_one(".set-up--reason")
        assert "pip install 'tcm-tui[mfa]'" in str(reason.render())
        await typed(pilot, "123456")
        shown = app.screen.query_one(".dialog--error")
        assert "pip install 'tcm-tui[mfa]'" in str(shown.render())
