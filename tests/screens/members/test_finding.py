"""„Benutzer“: filters, orders, letters, marks, and what others change meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from textual.widgets import Button, OptionList, Static

from tcm_tui.data.models import Membership, User
from tcm_tui.domain.members import MemberKind, MemberOrder, MemberState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.text import sort_key
from tcm_tui.screens.administration.members import marks_line
from tcm_tui.screens.administration.members.members import MembersTab
from tcm_tui.services.invitations import revoke
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.jump_line import JumpLine
from tcm_tui.widgets.multi_choice import MultiChoice
from tests.builders import signed_in
from tests.screens.support import settle, sign_in

from .crowd import EXPIRED, INVITED, fill, invited, member
from .steps import address_at_cursor, go_to, names, open_tab, press, said, toasts

if TYPE_CHECKING:
    from tests.screens.support import Stage

BIG = (120, 40)


def people_of(tab: MembersTab) -> set[str]:
    """The addresses in the list."""
    return {row.address for row in tab.table._window.rows}


def crowd_of(stage: Stage, count: int) -> None:
    """More people than fit on the screen: „Aa, P“, „Ab, P“ and so on."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for number in range(count):
        last = (letters[number // 26] + letters[number % 26]).title()
        member(stage, "P", last)


# -- filters


async def test_f_filters_by_role_and_by_state(stage: Stage) -> None:
    """Several values at once; what is in force stands in the line, and how many match."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "f", "enter", "down", "down", "space", "down", "enter")
        roles = tab.query_one("#roles", MultiChoice)
        assert roles.values == {Role.BILLING_ADMIN, Role.COMPANY_ADMIN}
        assert str(roles.render()) == "Rolle: Rechnungsadmin. +1 ▾"
        assert names(tab) == ["Becker, Jonas", "Muster, Anna", "von der Wiesche-Schul…"]
        assert said(tab, "counts") == "3 Treffer"
        await press(pilot, "f", "enter", "d", "enter")
        assert names(tab) == ["Niemand passt zum Filter. Esc hebt ihn auf."]
        assert said(tab, "counts") == "0 Treffer"
        await press(pilot, "f", "escape")
        assert len(names(tab)) == 12
        assert said(tab, "counts").startswith("8 aktiv")
        assert not roles.values


async def test_all_of_them_is_the_same_as_all(stage: Stage) -> None:
    """„alle“ takes every tick away; every role ticked means all."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        roles = tab.query_one("#roles", MultiChoice)
        await press(pilot, "f", "enter", "down", "space", "down", "space")
        assert len(roles.values) == 2
        await press(pilot, "home", "enter")
        assert str(roles.render()) == "Rolle: alle ▾"
        await press(pilot, "enter", "down", "space", "down", "space", "down", "enter")
        assert str(roles.render()) == "Rolle: alle ▾"
        assert len(names(tab)) == 12


async def test_filters_work_with_the_mouse(stage: Stage) -> None:
    """A click opens and ticks; the button takes the filter away."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        button = tab.query_one("#clear", Button)
        assert not button.display
        await pilot.click("#states")
        await settle(pilot)
        menu = pilot.app.screen.query_one(OptionList)
        await pilot.click(menu, offset=(4, 4))
        await settle(pilot)
        assert tab.query_one("#states", MultiChoice).values == {MemberState.INVITED}
        assert people_of(tab) == set(INVITED)
        await pilot.click(button)
        await settle(pilot)
        assert len(names(tab)) == 12
        assert not button.display
        assert tab.table.has_focus


async def test_filter_and_search_stay_as_long_as_somebody_is_signed_in(stage: Stage) -> None:
    """Another tab and back: as it was. Signing out forgets."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "f", "enter", "down", "down", "enter", "escape", "s", "e", "enter")
        await press(pilot, "1", "2")
        assert names(tab) == ["Becker, Jonas"]
        await press(pilot, "f4", "x")
        await sign_in(pilot)
        await press(pilot, "2")
        fresh = pilot.app.screen.query_one(MembersTab)
        assert len(names(fresh)) == 12
        assert fresh.people.tools.sorting.value.order is MemberOrder.NAME


async def test_escape_goes_one_step_back_at_a_time(stage: Stage) -> None:
    """Marks, search, filter; the cursor stays on its person when the list grows again."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "f", "enter", "down", "enter", "slash", *"weber", "enter", "space")
        assert names(tab) == ["✓ Weber, Tim"]
        await press(pilot, "escape")
        assert not tab.table.marked
        assert tab.people.tools.wanted.search
        await press(pilot, "escape")
        assert not tab.people.tools.wanted.search
        assert tab.people.tools.filtered
        assert address_at_cursor(tab).startswith("tim.weber")
        await press(pilot, "escape")
        assert not tab.people.tools.filtered
        assert address_at_cursor(tab).startswith("tim.weber")


# -- search


async def test_only_the_last_search_is_shown(stage: Stage) -> None:
    """Typed while the first page is still being read; the answer to an old word is not shown."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        await sign_in(pilot)
        await pilot.press("2", "slash", *"web")
        await pilot.press("backspace", "backspace", "backspace", *"jäger")
        await settle(pilot)
        tab = pilot.app.screen.query_one(MembersTab)
        assert names(tab) == ["Jäger, Sophie"]


@pytest.mark.parametrize(
    "rubbish", ["100%", "x_y", "[/b]", "a'); --", "zz\\", "zz☁", "zz 😀 \u202e"]
)
async def test_rubbish_finds_nobody_and_breaks_nothing(stage: Stage, rubbish: str) -> None:
    """It is said again as it was typed, as far as it fits."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "slash")
        tab.people.tools.search.value = rubbish
        await settle(pilot)
        shown = names(tab)
        assert shown[0].startswith("Niemand passt zu „")
        await press(pilot, "escape")
        assert len(names(tab)) == 12


# -- order


async def test_every_column_sorts(stage: Stage) -> None:
    """By its header and from the list behind s; the arrow stands at it, also where it is narrow."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "s", "r", "down", "enter")
        assert "Rolle ↓" in tab.table.render_line(0).text
        assert address_at_cursor(tab).startswith("maximiliane")
        await press(pilot, "s", "s", "enter")
        assert "Status ↑" in tab.table.render_line(0).text
        await press(pilot, "s", "a", "down", "enter")
        assert "Angemeldet ↓" in tab.table.render_line(0).text
        assert address_at_cursor(tab).startswith("anna.")
        await pilot.click(tab.table, offset=(6, 0))
        await settle(pilot)
        assert "Name ↑" in tab.table.render_line(0).text


async def test_the_header_of_the_last_sign_in_begins_with_the_latest(stage: Stage) -> None:
    """A second click turns it; who never signed in stays last."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        column = tab.table.column_region("last_sign_in")
        assert column is not None
        await pilot.click(tab.table, offset=(column.x + 2, 0))
        await settle(pilot)
        assert names(tab)[0] == "Muster, Anna"
        await pilot.click(tab.table, offset=(column.x + 2, 0))
        await settle(pilot)
        assert names(tab)[0] == "Kowalski, Paweł"
        assert names(tab)[-1] == "Weber, Tim"


# -- „A–Z“


@pytest.mark.parametrize("size", [BIG, (80, 24)], ids=["120x40", "80x24"])
async def test_letters_lead_to_the_first_at_or_after_them(
    stage: Stage, size: tuple[int, int]
) -> None:
    """Letter by letter; what stands above is reached by scrolling up."""
    fill(stage)
    crowd_of(stage, 120)
    async with stage.app(demo=True).run_test(size=size) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "a", "c")
        assert names(tab)[0] == "Ca, P"
        await press(pilot, "k")
        assert address_at_cursor(tab).startswith("p.ck")
        await press(pilot, "backspace", "backspace", *"Gro")
        assert address_at_cursor(tab).startswith("umit")
        await press(pilot, "escape", "up")
        assert address_at_cursor(tab) == INVITED[0]
        await press(pilot, "a", *"zzz")
        assert names(tab)[-1] == "Weber, Tim"
        assert address_at_cursor(tab).startswith("tim.weber")


async def test_letters_in_a_falling_list(stage: Stage) -> None:
    """The first at or after them is the last of those that begin so."""
    fill(stage)
    crowd_of(stage, 60)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "s", "down", "enter", "a", "b")
        assert address_at_cursor(tab).startswith("p.bz")
        await press(pilot, "e")
        assert address_at_cursor(tab) == INVITED[1]


async def test_letters_with_the_mouse(stage: Stage) -> None:
    """The link opens them, a click on one jumps, one into the list closes them."""
    fill(stage)
    crowd_of(stage, 60)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        tab = await open_tab(pilot)
        line = tab.query_one(JumpLine)
        assert not line.display
        await pilot.click("#az")
        await settle(pilot)
        await pilot.click(line, offset=(1 + 2 * 2, 0))
        await settle(pilot)
        assert names(tab)[0] == "Ca, P"
        await pilot.click(tab.table, offset=(6, 4))
        await settle(pilot)
        assert not line.display
        assert tab.query_one("#foot", Static).display


async def test_letters_need_an_order_by_name(stage: Stage) -> None:
    """Another one is said in a sentence, which offers the names."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "s", "r", "enter", "a")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "right", "enter")
        assert tab.query_one(JumpLine).has_focus
        assert tab.people.tools.sorting.value.order is MemberOrder.NAME
        await press(pilot, *"weber")
        assert address_at_cursor(tab).startswith("tim.weber")


# -- marks


async def test_all_that_match_are_marked(stage: Stage) -> None:
    """Not only those on the screen; a search then tells how many of them it hides."""
    fill(stage)
    crowd_of(stage, 70)
    async with stage.app(demo=True).run_test(size=(120, 24)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "slash", *"p.", "enter", "asterisk")
        assert tab.people.marks.marked
        assert said(tab, "foot").startswith(f"alle {len(tab.table.marked)} Treffer markiert")
        count = len(tab.table.marked)
        assert count >= 70
        await press(pilot, "slash", *["backspace"] * 2, *"p.aa", "enter")
        assert said(tab, "foot").startswith(f"{count} markiert · {count - 1} ausgeblendet")
        await press(pilot, "space")
        assert said(tab, "foot").startswith(f"{count - 1} markiert · {count - 1} ausgeblendet")
        await press(pilot, "escape")
        assert not tab.table.marked
        assert said(tab, "foot") == ""


async def test_too_many_to_mark(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so and marks none."""
    monkeypatch.setattr(marks_line, "MOST_AT_ONCE", 5)
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "asterisk")
        assert not tab.table.marked
        assert toasts(pilot) == [
            "Mehr als 5 Treffer. Grenzen Sie die Liste mit Suche oder Filter ein."
        ]


# -- what others do meanwhile


async def test_a_row_that_is_gone_loses_its_mark(stage: Stage) -> None:
    """Also one that was not on the screen; the other marks stay."""
    ids = fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "asterisk", "slash", *"weber", "enter")
        revoke(signed_in(stage.nobody, stage.anna), ids[EXPIRED])
        await press(pilot, "f5")
        assert len(tab.table.marked) == 11
        left = {key.id for key in tab.people.marks.marked if key.kind is MemberKind.INVITATION}
        assert left == {ids[one] for one in INVITED}


async def test_news_leave_cursor_scroll_and_marks(stage: Stage) -> None:
    """In the middle of a long list; somebody was renamed, somebody came."""
    fill(stage)
    crowd_of(stage, 120)
    app = stage.app(demo=True, watch_every=0.05)
    async with app.run_test(size=(120, 24)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "a", *"cd", "escape", "space", "down")
        before = names(tab)
        row, line = tab.table.cursor_row, tab.table._window.line
        assert row is not None
        with stage.nobody.database.transaction(writing=True) as session:
            other = next(one for one in tab.table._window.rows if one.last_name == "Cf")
            found = session.get_one(Membership, other.key.id)
            session.execute(update(User).where(User.id == found.user_id).values(first_name="Neu"))
            found.sort_name = sort_key("Cf, Neu")
        invited(stage, "aaa@partner.example")
        revoke(signed_in(stage.nobody, stage.anna), invited(stage, "kurz@partner.example"))
        while names(tab) == before:  # the watch finds it by itself
            await asyncio.sleep(0.02)
            await pilot.pause()
        await settle(pilot)
        assert "Cf, Neu" in names(tab)
        assert tab.table.cursor_row == row
        assert tab.table._window.line == line
        assert len(tab.table.marked) == 1
        assert names(tab)[0] == before[0]


async def test_enter_right_after_the_tab_opens_somebody(stage: Stage) -> None:
    """Keys pressed while the tab is made are not lost, and leave no empty list behind."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        await sign_in(pilot)
        await pilot.press("2", "enter")
        await settle(pilot)
        while len(pilot.app.screen_stack) > 2:
            await press(pilot, "escape")
        tab = pilot.app.screen.query_one(MembersTab)
        assert len(names(tab)) == 12
        assert tab.table.has_focus
        await press(pilot, "enter")
        assert len(pilot.app.screen_stack) > 2


async def test_the_pane_shows_what_changed(stage: Stage) -> None:
    """Somebody else disables the person one looks at: list and pane say so."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(200, 60)) as pilot:
        tab = await open_tab(pilot)
        sheet = tab.query_one("#sheet", Static)
        assert "● aktiv" in str(sheet.content)
        row = tab.table.cursor_row
        assert row is not None
        with stage.nobody.database.transaction(writing=True) as session:
            session.get_one(Membership, row.key.id).department = "Einkauf"
        await press(pilot, "f5")
        assert "Einkauf" in str(sheet.content)
        await go_to(pilot, tab, INVITED[0])
        assert "Sitzungen" not in str(sheet.content)
