"""„Apps zuweisen“ by a file: what it would change, changing it, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Button, Input, Static

from tcm_tui.screens.administration.assign_apps.review import ReviewDialog
from tcm_tui.widgets.file_dialog import FileDialog
from tests.screens.members.steps import toasts

from .desk import furnish, held, lines, open_tab, press, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.screens.support import Stage

BIG = (120, 40)
LIST = """E-Mail;Produkt;Abonnement-Name;Zugewiesen
jonas.becker@muster-maschinenbau.example;MagentaCLOUD Business;;ja
lena.abt@muster-maschinenbau.example;;Vertrieb Nord;nein
extern@partner.example;;Vertrieb Nord;
lena.abt@muster-maschinenbau.example;Cisco Webex Meet;;ja
niemand@muster-maschinenbau.example;MagentaCLOUD Business;;ja
jonas.becker@muster-maschinenbau.example;Unbekanntes Produkt;;ja
tim.weber@muster-maschinenbau.example;Cisco Webex Meet;;ja
"""


async def read_file(pilot: Pilot[Any], path: Path) -> ReviewDialog:
    """Choose a file on „Apps zuweisen“."""
    await press(pilot, "ctrl+o")
    assert isinstance(pilot.app.screen, FileDialog)
    pilot.app.screen.query_one(Input).value = str(path)
    await press(pilot, "enter")
    review = pilot.app.screen
    assert isinstance(review, ReviewDialog)
    return review


def list_of(stage: Stage, text: str = LIST) -> Path:
    """A file in Anna's folder."""
    path = stage.folder / "lizenzen.csv"
    path.write_text(text, encoding="utf-8")
    return path


def said(review: ReviewDialog, name: str) -> str:
    """What the line called `name` says."""
    return str(review.query_one(f"#{name}", Static).content)


async def test_a_file_shows_what_it_would_change(stage: Stage) -> None:
    """Each row with its verdict; nothing is done yet."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        await open_tab(pilot)
        review = await read_file(pilot, list_of(stage))
        assert said(review, "line") == (
            "2 zuweisen · 1 zurücknehmen · 1 unverändert · 3 nicht möglich"
        )
        verdicts = [line.split("|")[-1] for line in lines(review.report.table)]
        assert verdicts[:4] == [
            "✓ wird zugewiesen",
            "✓ wird zurückgenommen",
            "✓ wird zugewiesen",
            "– Hat schon eine Lizenz.",
        ]
        assert verdicts[4].startswith("✗ weder Mitglied noch")
        assert verdicts[5].startswith("✗ Kein Abonnement heißt")
        await press(pilot, "escape")
    assert held(stage, company.office) == (2, 2)


async def test_a_small_window_keeps_the_verdicts(stage: Stage) -> None:
    """What becomes of a line is what one opens the file for: the last to be dropped."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        await open_tab(pilot)
        review = await read_file(pilot, list_of(stage))
        assert lines(review.report.table)[0].split("|")[-1].startswith("✓ wird")


async def test_a_file_is_applied_and_the_rest_is_told(stage: Stage) -> None:
    """What was possible is done at once; the others stay in view and can be saved as a list."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        review = await read_file(pilot, list_of(stage))
        assert str(review.query_one("#go", Button).label) == "3 Änderungen speichern"
        await press(pilot, "ctrl+s")
        assert held(stage, company.cloud) == (1, 1)
        assert held(stage, company.office) == (2, 2)
        assert said(review, "line").startswith("2 zugewiesen · 1 zurückgenommen")
        assert "✓ zugewiesen" in lines(review.report.table)[0]
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is review, "there is nothing left to save"
        await press(pilot, "ctrl+r")
        target = stage.folder / "ergebnis.csv"
        pilot.app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter")
        assert "weder Mitglied noch eingeladen" in target.read_text(encoding="utf-8-sig")
        await press(pilot, "escape")
        assert toasts(pilot)[-1] == "2 Lizenzen zugewiesen, 1 zurückgenommen."
        assert lines(tab.board.right.table)[0].startswith("✓ Cisco"), "Lena kept that one"
        assert not lines(tab.board.right.table)[2].startswith("✓")


async def test_a_file_and_what_waits_leave_each_other_alone(stage: Stage) -> None:
    """Ticks wait on while a file is applied."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "enter", "down", "space")
        text = "E-Mail;Produkt\ntim.weber@muster-maschinenbau.example;MagentaCLOUD Business\n"
        await read_file(pilot, list_of(stage, text))
        await press(pilot, "enter")
        assert held(stage, company.cloud) == (1, 1)
        assert waiting(tab) == ["+ neu|Abt, Lena|MagentaCLOUD Business"]
        assert lines(tab.board.right.table)[1].endswith("|1|+ neu")


async def test_a_file_that_cannot_be_used_says_why(stage: Stage) -> None:
    """One closes it and is where one was."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        review = await read_file(pilot, list_of(stage, "E-Mail;Rolle\na@b.example;Benutzer\n"))
        error = str(review.query_one(".dialog--error", Static).content)
        assert error == "Nennen Sie in der Überschrift die Spalte „Produkt“ oder „Abonnement-Name“."
        await press(pilot, "ctrl+s", "escape")
        assert tab.is_on_screen


async def test_only_rows_in_the_way_can_be_shown(stage: Stage) -> None:
    """The key f chooses."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        await open_tab(pilot)
        review = await read_file(pilot, list_of(stage))
        await press(pilot, "f", "end", "enter")
        assert [line.split("|")[0] for line in lines(review.report.table)] == ["6", "7", "8"]
