"""„Meine Einstellungen“, „Zweiter Faktor“: set up, codes into a file, renewed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.screens.my_settings.second_factor import SecondFactorSection
from tcm_tui.screens.proving import Proving
from tcm_tui.screens.recovery_codes import RecoveryCodes
from tcm_tui.screens.set_up_factor import SetUpFactor
from tcm_tui.services.second_factor import status
from tcm_tui.widgets.dialog import Confirm
from tests.builders import PASSWORD, signed_in
from tests.screens.security.places import seen
from tests.screens.support import settle
from tests.services.factors import given

from .places import to_section

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tcm_tui.domain.second_factor import FactorStatus
    from tests.screens.support import Stage

    from .conftest import Phone

SIZE = (120, 40)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def told(pilot: Pilot[None]) -> str:
    """How the section says it stands."""
    section = pilot.app.screen.query_one(SecondFactorSection)
    return str(section.query_one(".second-factor--state").render())


def now(stage: Stage) -> FactorStatus:
    """How Anna's second factor stands."""
    return status(signed_in(stage.nobody, stage.anna))


async def test_it_is_set_up_and_the_codes_are_saved(
    stage: Stage, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By keys alone; the file is its owner's only, and what is in it signs in."""
    monkeypatch.setenv("HOME", str(tmp_path))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section()(pilot)
        assert "nicht eingerichtet" in told(pilot)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, SetUpFactor)
        await press(pilot, *phone.code(), "enter")
        assert isinstance(pilot.app.screen, RecoveryCodes)
        await press(pilot, "s", "enter")
        assert isinstance(pilot.app.screen, RecoveryCodes)
        await press(pilot, "enter")  # „Fertig“, which asks nothing any more
        assert "eingerichtet am 22.11.2026" in told(pilot)
        assert "noch 10 von 10" in told(pilot)
        assert "Neu einrichten" in seen(pilot).splitlines()[-1]
        assert any("Neu einrichten" in line for line in seen(pilot).splitlines()[:-1])
    file = tmp_path / "Wiederherstellungscodes.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    heading, _blank, *codes = file.read_text(encoding="utf-8").splitlines()
    assert stage.anna.email in heading
    assert len(codes) == 10
    assert given(stage.nobody, stage.anna.user_id, codes[9])


async def test_codes_that_are_not_kept_are_asked_about(stage: Stage, phone: Phone) -> None:
    """Nobody can show them again."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section()(pilot)
        await press(pilot, "n", *phone.code(), "enter", "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RecoveryCodes)
        await press(pilot, "escape", "right", "enter")
        assert "eingerichtet am" in told(pilot)


async def test_leaving_half_way_sets_nothing_up(stage: Stage) -> None:
    """No worker goes on either."""
    app = stage.app(demo=True)
    async with app.run_test(size=SIZE) as pilot:
        await to_section()(pilot)
        await press(pilot, "n", "escape")
        assert "nicht eingerichtet" in told(pilot)
        assert not [worker for worker in app.workers if not worker.is_finished]
    assert now(stage).set_up_at is None


async def test_c12_the_password_is_asked_for_before_the_secret_is_shown(stage: Stage) -> None:
    """Whoever finds the terminal unlocked sees no secret."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section()(pilot)
        stage.clock.forward(minutes=6)
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Proving)
        await pilot.press(*PASSWORD)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SetUpFactor)


async def test_new_codes_take_the_place_of_the_old(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """After a question."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section(phone)(pilot)
        await press(pilot, "v", "enter")
        assert given(stage.nobody, stage.anna.user_id, codes[0])
        await press(pilot, "v", "right", "enter")
        assert isinstance(pilot.app.screen, RecoveryCodes)
    assert not given(stage.nobody, stage.anna.user_id, codes[1])


async def test_it_is_removed_after_a_question(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """The harmless answer is the default."""
    del codes
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section(phone)(pilot)
        await press(pilot, "delete", "enter")
        assert now(stage).set_up_at is not None
        await press(pilot, "delete", "right", "enter")
        assert now(stage).set_up_at is None
        assert "nicht eingerichtet" in told(pilot)


async def test_keys_that_do_nothing_say_why(stage: Stage) -> None:
    """Without one there is nothing to renew or remove."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section()(pilot)
        section = pilot.app.screen.query_one(SecondFactorSection)
        assert section.check_action("set_up", ()) is True
        for action in ("renew_codes", "remove_factor"):
            assert section.check_action(action, ()) is None
            assert "noch kein zweiter Faktor" in section.why_not(action)


@pytest.mark.usefixtures("_required")
async def test_a_required_one_can_only_be_set_up_anew(
    stage: Stage, phone: Phone, codes: tuple[str, ...]
) -> None:
    """And the section says so."""
    del codes
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_section(phone)(pilot)
        section = pilot.app.screen.query_one(SecondFactorSection)
        assert "verlangt" in told(pilot)
        assert "verlangt" in section.why_not("remove_factor")
        assert section.check_action("set_up", ()) is True
