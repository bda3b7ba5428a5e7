"""„Benutzer“: changing many goes chunk by chunk, can be stopped between, and tells the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.members import run
from tcm_tui.screens.administration.members.change_dialog import ChangeDialog
from tcm_tui.screens.administration.members.run import Outcome
from tcm_tui.services import member_changes

from .crowd import fill
from .steps import open_tab, press, toasts
from .test_acting import line, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.screens.administration.members.members import MembersTab
    from tests.screens.support import Stage

SIZE = (120, 40)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 3)


def billing_admins(stage: Stage) -> int:
    """How many have the role that the tests give."""
    return sum(row.role is Role.BILLING_ADMIN for row in rows(stage))


def before_second(monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> None:
    """Let something happen when the second chunk is about to be changed."""
    real, calls = member_changes.change, []

    def change(*args: Any) -> Any:  # noqa: ANN401 - what the use case takes
        calls.append(args)
        if len(calls) == 2:
            what()
        return real(*args)

    monkeypatch.setattr(member_changes, "change", change)


async def begin(pilot: Pilot[None]) -> MembersTab:
    """Up to the question whether to change ten roles."""
    tab = await open_tab(pilot)
    await press(pilot, "asterisk", "r", "down", "enter")
    assert line(pilot) == "10 werden Rechnungsadministrator · 1 ist es schon · 1 nicht möglich"
    return tab


async def test_escape_stops_between_two_chunks(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chunk that is under way is done; what is left says so and keeps its marks.

    What was so already needs its mark no more than what was changed.
    """
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ChangeDialog)
        before_second(monkeypatch, lambda: pilot.app.call_from_thread(dialog.action_leave))
        await press(pilot, "ctrl+s")
        assert billing_admins(stage) == 1 + 6
        told = "6 Rollen geändert · 1 war es schon · 1 nicht möglich · 4 nicht mehr ausgeführt"
        assert line(pilot) == told
        await press(pilot, "enter", "escape")
        assert len(tab.table.marked) == 12 - 6 - 1
        await press(pilot, "ctrl+z")
        assert billing_admins(stage) == 1
        assert not [one for one in pilot.app.workers if not one.is_finished]


async def test_a_failure_on_the_way_leaves_what_was_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says why; three of ten are changed, and Ctrl+Z knows them."""
    fill(stage)

    def fail() -> None:
        raise Unavailable("Die Datenbank ist beschäftigt.")

    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot)
        before_second(monkeypatch, fail)
        await press(pilot, "ctrl+s")
        said = pilot.app.screen.query_one(".dialog--error", Static)
        assert str(said.content) == "Die Datenbank ist beschäftigt."
        assert billing_admins(stage) == 1 + 3
        await press(pilot, "escape")
        assert toasts(pilot)[-1].startswith("3 Rollen geändert · Strg+Z")


async def test_undo_of_many_says_what_could_not_be_taken_back(stage: Stage) -> None:
    """One of them was removed meanwhile: the others are as they were."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot)
        await press(pilot, "ctrl+s", "escape", "escape")
        tab.table.clear_marks()
        await press(pilot, "end", "delete", "right", "enter", "ctrl+z")
        assert "9 zurückgenommen · 1 nicht möglich" in line(pilot)
        assert billing_admins(stage) == 1


async def test_leaving_the_plan_leaves_no_worker(stage: Stage) -> None:
    """Escape, as often as one likes."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot)
        await press(pilot, "escape", "escape")
        assert not [one for one in pilot.app.workers if not one.is_finished]
        assert billing_admins(stage) == 1


async def test_keys_of_the_rows_work_while_it_is_under_way(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop is free between and during chunks."""
    fill(stage)
    seen: list[object] = []
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ChangeDialog)

        def move() -> None:
            pilot.app.call_from_thread(dialog.report.table.action_move, 1)
            seen.append(dialog.report.table.cursor_row)

        before_second(monkeypatch, move)
        await press(pilot, "ctrl+s")
        assert isinstance(dialog._outcome, Outcome)
        assert len(dialog._outcome.report.having(Verdict.CHANGED)) == 10
        assert [getattr(one, "place", None) for one in seen] == [1]
