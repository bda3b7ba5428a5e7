"""The review before licences are given and taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.screens.administration.assign_apps.report_rows import ReportRow
from tcm_tui.screens.administration.assign_apps.review import ReviewDialog
from tcm_tui.screens.administration.assign_apps.review_jobs import Reviewed, ReviewJobs
from tests.screens.support import settle, sign_in

from .desk import press

if TYPE_CHECKING:
    from tests.screens.support import Stage

ROWS = (ReportRow(1, True, "Abt, Lena", "MagentaCLOUD Business", Verdict.CHANGED),)


class Work:
    """Saves when it is let, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.asked = 0
        self.refusal: Unavailable | None = None

    async def check(self) -> Reviewed:
        """One change."""
        return Reviewed(ROWS)

    async def save(self) -> Reviewed:
        """Wait, then it is saved or refused."""
        self.asked += 1
        await self.let.wait()
        if self.refusal is not None:
            raise self.refusal
        return Reviewed(ROWS, saved=True)

    def dialog(self) -> ReviewDialog:
        """The review of it."""
        jobs = ReviewJobs(title="Änderungen", checking="", check=self.check, save=self.save)
        return ReviewDialog(jobs, vim_keys=True)


async def test_nothing_overtakes_the_saving(stage: Stage) -> None:
    """Neither a second Ctrl+S, nor Enter, nor Escape."""
    work = Work()
    answers: list[Reviewed | None] = []
    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        pilot.app.push_screen(review := work.dialog(), answers.append)
        await settle(pilot)
        await pilot.press("ctrl+s", "ctrl+s", "enter", "escape")
        await pilot.pause()
        assert pilot.app.screen is review
        assert (work.asked, answers) == (1, [])
        work.let.set()
        await settle(pilot)
        assert answers == [Reviewed(ROWS, saved=True)]


async def test_a_refusal_of_all_stands_in_the_dialog(stage: Stage) -> None:
    """Nothing is lost, and it can be tried again."""
    work = Work()
    work.let.set()
    work.refusal = Unavailable("Die Daten sind gerade nicht erreichbar.")
    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        pilot.app.push_screen(review := work.dialog())
        await settle(pilot)
        await press(pilot, "ctrl+s")
        error = review.query_one(".dialog--error", Static)
        assert str(error.content) == "Die Daten sind gerade nicht erreichbar."
        assert pilot.app.screen is review
        work.refusal = None
        await press(pilot, "ctrl+s")
        assert work.asked == 2
        assert pilot.app.screen is not review


async def test_escape_leaves_without_saving(stage: Stage) -> None:
    """What was seen is told, no worker stays behind."""
    work = Work()
    answers: list[Reviewed | None] = []
    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        pilot.app.push_screen(review := work.dialog(), answers.append)
        await settle(pilot)
        await press(pilot, "escape")
        assert answers == [Reviewed(ROWS)]
        assert not [worker for worker in pilot.app.workers if worker.node is review]
    assert work.asked == 0
