"""„Kosten“: months and their lines by keys, search and filter, and for whom they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from textual.widgets import Static

from tcm_tui.domain.permissions import Role
from tcm_tui.i18n import set_language
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.administration.billing.costs import CostsSection
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.export_progress import ExportProgress
from tests.screens.security.places import seen
from tests.screens.support import settle, sign_in

from .costs_desk import book_all, open_costs
from .desk import press

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tcm_tui.widgets.record_table import RecordTable
    from tests.screens.support import Stage

SIZE = (120, 40)


def rows(table: RecordTable[Any]) -> list[str]:
    """The lines of a list that are seen."""
    drawn = (table.render_line(y).text.strip() for y in range(1, table.size.height))
    return [" ".join(line.split()) for line in drawn if line]


def said(section: CostsSection, name: str) -> str:
    """What a line of text says."""
    return str(section.query_one(f"#{name}", Static).content).replace("\u00a0", " ")


def topic(pilot: Pilot[Any]) -> Topic | None:
    """What F1 would speak about."""
    screen = pilot.app.screen
    assert isinstance(screen, Administration)
    return screen.topic


def told(pilot: Pilot[Any]) -> list[str]:
    """What was told in the corner."""
    return [note.message for note in pilot.app._notifications]


async def test_it_begins_at_the_month_that_has_begun(stage: Stage) -> None:
    """With what it comes to, its lines below, and the one under the cursor in words."""
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_costs(pilot)
        assert section.months.has_focus
        month = section.months.cursor_row
        assert month is not None
        assert month.first.isoformat() == "2026-11-01"
        assert (month.total.net, month.total.gross) == (29_473, 35_073)
        assert rows(section.lines) == [
            "08.11.2026 Vertrieb Nord Zeitraum 25 140,00 €",
            "16.11.2026 Vertrieb Nord Änderung 30 154,73 €",
        ]
        assert said(section, "cost-month") == "November 2026: 2 Posten"
        assert said(section, "cost-line") == (
            "Microsoft 365 Business Basic · 08.11.2026 bis 07.12.2026 · 25 × 5,60 €\n"
            "netto 140,00 € · 19 % MwSt. 26,60 € · brutto 166,60 €"
        )
        assert "noch offen bis November 2027" in said(section, "cost-sums")


async def test_large_sums_are_not_cut(stage: Stage) -> None:
    """In a narrow window each has a line of its own."""
    book_all(stage, licences=40_000)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        section = await open_costs(pilot)
        last = said(section, "cost-sums").rsplit(" ", 2)[-2]
        assert said(section, "cost-sums").count("\n") == 1
        assert len(last) > len("999.999,00")
        assert f"{last} €" in seen(pilot).replace("\u00a0", " ")


async def test_english_days_are_not_cut(stage: Stage) -> None:
    """„16 Nov 2026“ is longer than „16.11.2026“."""
    book_all(stage)
    set_language("en")
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        section = await open_costs(pilot)
        assert [line.split()[2] for line in rows(section.lines)] == ["2026", "2026"]


async def test_the_lines_follow_the_cursor(stage: Stage) -> None:
    """Up is later; Enter goes on to the lines, Escape comes back."""
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_costs(pilot)
        await press(pilot, "up")
        assert said(section, "cost-month") == "Dezember 2026: 2 Posten"
        assert any(
            line.startswith("02.12.2026 Adobe Creative Cloud") for line in rows(section.lines)
        )
        await press(pilot, "enter")
        assert section.lines.has_focus
        await press(pilot, "down")
        assert said(section, "cost-line").startswith("Microsoft 365 Business Standard · 08.12.2026")
        await press(pilot, "escape")
        assert section.months.has_focus


async def test_a_search_leaves_what_it_means(stage: Stage) -> None:
    """In every month; the sums follow, Escape shows all again."""
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_costs(pilot)
        everything = said(section, "cost-sums")
        await press(pilot, "slash", *"webex", "enter")
        assert len(rows(section.months)) == 2
        assert {line.split()[1] for line in rows(section.lines)} == {"Besprechungen"}
        assert said(section, "cost-sums") == "Brutto: bisher fällig 160,66 €"
        await press(pilot, "escape")
        assert said(section, "cost-sums") == everything
        await press(pilot, "slash", *"gibt es nicht", "enter")
        assert "Kein Abonnement passt zur Suche." in seen(pilot)
        assert not section.lines.display
        await press(pilot, "x")
        assert told(pilot) == ["Es gibt nichts zu exportieren."]


async def test_enter_on_a_line_shows_only_its_subscription(stage: Stage) -> None:
    """The filter says which; Enter once more shows all again. `f` chooses in the list."""
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_costs(pilot)
        before = len(rows(section.months))
        await press(pilot, "up", "enter", "enter")
        assert "Abonnement: Adobe Creative Cloud" in seen(pilot)
        assert len(rows(section.lines)) == 1
        await press(pilot, "enter")
        assert "Abonnement: alle" in seen(pilot)
        await press(pilot, "escape", "f", "enter", "down", "down", "space", "escape")
        assert "Abonnement: Besprechungen" in seen(pilot)
        assert len(rows(section.months)) == 2
        await press(pilot, "f", "escape")
        assert len(rows(section.months)) == before


async def test_reading_again_keeps_the_place(stage: Stage) -> None:
    """The month and the line, and what is looked for."""
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_costs(pilot)
        await press(pilot, "slash", *"nord", "enter", "down", "down", "enter", "f5")
        assert section.months.cursor_row is not None
        assert section.months.cursor_row.first.isoformat() == "2026-09-01"
        assert section.lines.has_focus
        assert {line.split()[1] for line in rows(section.lines)} == {"Vertrieb"}


# --- for whom ---------------------------------------------------------------------------------


async def test_a_user_sees_what_they_own_and_nothing_else(stage: Stage) -> None:
    """Neither others' costs nor how the company pays."""
    derya = stage.colleague(Role.USER)
    book_all(stage, derya)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, derya)
        await press(pilot, "5")
        section = pilot.app.screen.query_one(CostsSection)
        text = seen(pilot)
        assert "Verwaltung › Rechnung › Kosten" in text
        assert "Adobe Creative Cloud" in text
        assert "Vertrieb Nord" not in text
        assert "Bezahlverfahren" not in text
        assert "Was Ihre eigenen Abonnements kosten." in text
        assert said(section, "cost-month") == "Dezember 2026: 1 Posten"  # a trial until then
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "down", "down")
        assert not pilot.app.screen.query(MethodsSection)


@pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.COMPANY_ADMIN])
async def test_administrators_find_the_other_parts_below(stage: Stage, role: Role) -> None:
    """„Kosten“ is the first of three; F1 speaks of the one in front."""
    colleague = stage.colleague(role)
    book_all(stage)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, colleague)
        await press(pilot, "5")
        assert "Vertrieb Nord" in seen(pilot)
        assert topic(pilot) is Topic.COSTS
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "down", "enter")
        assert pilot.app.screen.query_one(MethodsSection).table.has_focus
        assert topic(pilot) is Topic.PAYMENT
        assert "Verwaltung › Rechnung › Bezahlverfahren" in seen(pilot)


async def test_nothing_booked_yet_says_where_to_begin(stage: Stage) -> None:
    """And nothing can be exported."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_costs(pilot)
        assert "Noch keine Kosten. F2 öffnet den „Marktplatz“." in seen(pilot)
        await press(pilot, "x")
        assert told(pilot) == ["Es gibt nichts zu exportieren."]


@pytest.mark.parametrize("words", ["kosten", "charges"])
async def test_the_palette_finds_it(stage: Stage, words: str) -> None:
    """In German and in English."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *words, "enter")
        assert pilot.app.screen.query_one(CostsSection).months.has_focus


# --- as a file --------------------------------------------------------------------------------


async def test_what_is_shown_is_exported(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is looked for; where it is, is told."""
    monkeypatch.chdir(tmp_path)
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_costs(pilot)
        await press(pilot, "slash", *"webex", "enter", "x")
        await press(pilot, "ctrl+u", *str(tmp_path / "k.xlsx"), "ctrl+s")
        await settle(pilot)
        (sheet,) = load_workbook(tmp_path / "k.xlsx").worksheets
        names = [row[2].value for row in sheet.iter_rows(min_row=2)]
        assert names == ["Besprechungen"] * 2
        assert told(pilot) == [f"2 Zeilen exportiert: {tmp_path / 'k.xlsx'}"]


async def test_escape_leaves_no_export_running(stage: Stage, tmp_path: Path) -> None:
    """Neither from where the file is chosen."""
    book_all(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        section = await open_costs(pilot)
        await press(pilot, "x", "escape")
        assert section.months.has_focus
        assert not isinstance(pilot.app.screen, ExportProgress)
        assert not [worker for worker in pilot.app.workers if worker.is_running]
        assert not list(tmp_path.glob("*.xlsx"))
