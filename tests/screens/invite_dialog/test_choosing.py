"""Choosing rows: marks, one role for many, removing, the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput, RoleChoice
from tcm_tui.screens.administration.invite_dialog.table import InviteTable
from tcm_tui.widgets.choice import ChoiceMenu
from tcm_tui.widgets.dialog import Confirm
from tests.screens.invite_dialog.desk import (
    DERYA,
    JONAS,
    LENA,
    TIM,
    Desk,
    counts,
    dialog,
    paste,
    refused,
    roles,
    settle,
    verdicts,
    write,
)

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

U, B, C = Role.USER, Role.BILLING_ADMIN, Role.COMPANY_ADMIN


async def test_one_role_for_all_marked_rows(anna_ctx: Context) -> None:
    """Space marks, „r“ gives the role; typed letters are letters again afterwards."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{TIM}\na@b.example")
        await pilot.press("ctrl+l", "space", "space", "r")
        await settle(pilot)
        assert isinstance(app.screen, ChoiceMenu)
        await pilot.press("u", "enter")
        await settle(pilot)
        assert roles(pilot) == [C, C, U]
        await pilot.press("escape", "enter", "end")
        await write(pilot, "r")
        await settle(pilot)
        assert verdicts(pilot)[2][0] == "a@b.exampler"


async def test_all_rows_are_marked_with_a_star(anna_ctx: Context) -> None:
    """All that are filled: 300 of them, and each gets the role."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, "\n".join(f"person{n}@muster.example" for n in range(300)))
        await pilot.press("ctrl+l", "asterisk", "r")
        await settle(pilot)
        await pilot.press("r", "enter")
        await settle(pilot)
        assert set(roles(pilot)) == {B}
        assert dialog(pilot).invitations.row_at(300).role is U


async def test_shift_and_arrow_mark_while_typing(anna_ctx: Context) -> None:
    """As in a spreadsheet."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{TIM}\na@b.example")
        await pilot.press("shift+down")
        await settle(pilot)
        assert isinstance(app.focused, InviteTable)
        assert len(dialog(pilot).table.marked) == 2


async def test_removing_many_rows_asks(anna_ctx: Context) -> None:
    """With „Nein“ as what Enter does."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{TIM}\n{LENA}")
        await pilot.press("ctrl+l", "space", "space", "delete")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await settle(pilot)
        assert counts(pilot) == "2 bereit · 1 doppelt"
        await pilot.press("delete")
        await settle(pilot)
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert verdicts(pilot) == [(LENA, "bereit")]
        assert dialog(pilot).table.marked == set()


async def test_a_single_row_is_removed_without_a_question(anna_ctx: Context) -> None:
    """It is typed again as fast as the question is answered."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{TIM}")
        await pilot.press("ctrl+l", "delete")
        await settle(pilot)
        assert verdicts(pilot) == [(TIM, "bereit")]


async def test_sending_again_is_for_those_already_invited(anna_ctx: Context) -> None:
    """Where there is none among the chosen rows, a sentence says so."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{DERYA}\n{JONAS}")
        await pilot.press("ctrl+l", "v")
        await settle(pilot)
        assert refused(pilot) == "Keine der gewählten Zeilen ist bereits eingeladen."
        await pilot.press("asterisk", "v")
        await settle(pilot)
        assert counts(pilot) == "2 bereit · 1 bereits Mitglied"


async def test_letters_move_like_vim_only_while_choosing(anna_ctx: Context) -> None:
    """And never reach the rows."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{TIM}")
        await pilot.press("ctrl+l", "j", "space")
        await settle(pilot)
        assert dialog(pilot).table.marked == {2}
        assert [email for email, _verdict in verdicts(pilot)] == [LENA, TIM]


async def test_the_mouse_types_marks_chooses_and_sends_again(anna_ctx: Context) -> None:
    """Each where it is clicked."""
    app = Desk(anna_ctx)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{TIM}\n{DERYA}")
        table = dialog(pilot).table
        await pilot.click(table, offset=(20, 2))
        await settle(pilot)
        assert isinstance(app.focused, AddressInput)
        assert app.focused.value == TIM
        role = table.column_region("role")
        verdict = table.column_region("verdict")
        assert role is not None
        assert verdict is not None
        await pilot.click(table, offset=(role.x + 1, 1))
        await settle(pilot)
        assert isinstance(app.screen, ChoiceMenu)
        await pilot.press("r", "enter")
        await settle(pilot)
        assert roles(pilot)[0] is B
        assert isinstance(app.focused, RoleChoice)
        await pilot.click(table, offset=(verdict.x + 1, 3))
        await settle(pilot)
        assert verdicts(pilot)[2] == (DERYA, "wird erneut gesendet")
        await pilot.click(table, offset=(1, 2))
        await settle(pilot)
        assert table.marked == {2}


async def test_the_fields_follow_the_row_when_the_screen_changes(anna_ctx: Context) -> None:
    """What was typed is still there, over its row."""
    app = Desk(anna_ctx)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await paste(pilot, "\n".join(f"person{n}@muster.example" for n in range(60)))
        for _page in range(2):
            await pilot.press("pagedown")
        await settle(pilot)
        table = dialog(pilot).table
        value = table.address.value
        await write(pilot, "x")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        region = table.column_region("email")
        assert region is not None
        assert table.address.region == region.translate(table.region.offset)
        assert value not in {"", "person0@muster.example"}
        assert table.address.value.replace("x", "") == value.replace("x", "")
