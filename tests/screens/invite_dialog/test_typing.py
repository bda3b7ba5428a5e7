"""Typing into the rows: keys, verdicts while typing, leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual import events

from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput, RoleChoice
from tcm_tui.screens.administration.invite_dialog.table import InviteTable
from tcm_tui.widgets.dialog import Confirm
from tests.screens.invite_dialog.desk import (
    DERYA,
    JONAS,
    LENA,
    TIM,
    Desk,
    counts,
    dialog,
    reason,
    refused,
    roles,
    send_button,
    settle,
    verdicts,
    write,
)

if TYPE_CHECKING:
    from tcm_tui.domain.invitations import KnownAddresses
    from tcm_tui.services.context import Context


async def test_four_rows_at_first_and_one_more_when_the_last_is_filled(anna_ctx: Context) -> None:
    """There is always somewhere to type."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        rows = dialog(pilot).invitations
        assert (len(rows), rows.dirty) == (4, False)
        await pilot.press("down", "down", "down", "a")
        await settle(pilot)
        assert len(rows) == 5
        assert dialog(pilot).table.get_content_height(app.size, app.size, 80) == 6
        await pilot.press("down", "b")
        await settle(pilot)
        assert [row.email for row in rows.rows] == ["", "", "", "a", "b", ""]


async def test_typing_goes_straight_into_the_row_and_enter_to_the_next(anna_ctx: Context) -> None:
    """The role stays the company's default."""
    app = Desk(anna_ctx, Role.BILLING_ADMIN)
    async with app.run_test() as pilot:
        await write(pilot, f"{LENA}\n{TIM}")
        await settle(pilot)
        assert verdicts(pilot) == [(LENA, "bereit"), (TIM, "bereit")]
        assert roles(pilot) == [Role.BILLING_ADMIN] * 2
        assert (counts(pilot), send_button(pilot)) == ("2 bereit", "Einladungen absenden (2)")


async def test_enter_behind_the_last_row_goes_to_the_button_that_sends(anna_ctx: Context) -> None:
    """So a list can be typed and sent with Enter alone."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, f"{LENA}\n\n")
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "submit"
        await pilot.press("enter")
        await settle(pilot)
        assert app.answers == [1]


async def test_tab_goes_through_address_role_and_rows_and_back(anna_ctx: Context) -> None:
    """From the last role on to the buttons, before the first address to choosing rows."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        table = dialog(pilot).table
        for line in (1, 2, 3, 4):
            assert isinstance(app.focused, AddressInput)
            assert table.address.region.y == table.region.y + line
            await pilot.press("tab")
            assert isinstance(app.focused, RoleChoice)
            await pilot.press("tab")
        assert app.focused is dialog(pilot).query_one("#template")
        for _step in range(9):
            await pilot.press("shift+tab")
        assert isinstance(app.focused, InviteTable)
        await pilot.press("tab")
        assert isinstance(app.focused, AddressInput)


async def test_a_role_is_chosen_by_its_first_letter(anna_ctx: Context) -> None:
    """And stands in the list at once."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await pilot.press("tab", "r", "tab")
        await write(pilot, TIM)
        await settle(pilot)
        assert roles(pilot) == [Role.BILLING_ADMIN, Role.USER]


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        (LENA, "bereit"),
        (JONAS.upper(), "bereits Mitglied"),
        (DERYA, "bereits eingeladen"),
        ("tim@muster", "Die Domain ist unvollständig"),
        ("tim", "In der Adresse fehlt das @"),
    ],
)
async def test_the_verdict_comes_while_typing(
    anna_ctx: Context, address: str, verdict: str
) -> None:
    """Without leaving the row."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, address)
        await settle(pilot)
        assert verdicts(pilot) == [(address, verdict)]


async def test_an_address_typed_twice_names_the_first_and_takes_its_place(
    anna_ctx: Context,
) -> None:
    """Mending the first row makes the second one ready."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, f"{LENA}\n{LENA}")
        await settle(pilot)
        assert verdicts(pilot) == [(LENA, "bereit"), (LENA, "doppelt (Zeile 1)")]
        await pilot.press("up", "end", "x")
        await settle(pilot)
        assert verdicts(pilot) == [(f"{LENA}x", "bereit"), (LENA, "bereit")]


async def test_one_look_up_for_all_that_is_typed_without_a_pause(anna_ctx: Context) -> None:
    """Not one for each key."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        for key in LENA:
            app.post_message(events.Key(key, key))
        await settle(pilot)
        assert verdicts(pilot) == [(LENA, "bereit")]
        assert app.asked == ["_look_up"]


async def test_an_edit_paints_its_row_and_its_twin_only(
    anna_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows are in view."""
    app = Desk(anna_ctx)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        dialog(pilot).take("\n".join([LENA, TIM, "a@b.example", "c@d.example", LENA, JONAS]))
        await settle(pilot)
        painted: set[int] = set()
        table = dialog(pilot).table
        refresh = table.refresh

        def noted(*regions: object, **options: bool) -> object:
            painted.update(getattr(region, "y", -1) for region in regions)
            return refresh(*regions, **options)  # type: ignore[arg-type]  # passed on as given

        monkeypatch.setattr(table, "refresh", noted)
        await pilot.press("end", "x")
        await settle(pilot)
        assert painted <= {1, 5}
        assert verdicts(pilot)[4] == (LENA, "bereit")


async def test_keys_typed_ahead_keep_their_order(anna_ctx: Context) -> None:
    """As from a terminal that does not mark a paste: nothing lands in the wrong row."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        for address in [f"person{n}@muster.example" for n in range(8)]:
            for key in address:
                app.post_message(events.Key(key, key))
            app.post_message(events.Key("enter", "\r"))
        await settle(pilot)
        assert [email for email, _verdict in verdicts(pilot)] == [
            f"person{n}@muster.example" for n in range(8)
        ]


async def test_delete_takes_an_empty_row_out(anna_ctx: Context) -> None:
    """With something in it, it deletes a character."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("down")
        await write(pilot, TIM)
        await pilot.press("home", "delete")
        await settle(pilot)
        assert [row.email for row in dialog(pilot).invitations.rows] == ["", TIM[1:], "", ""]
        await pilot.press("up", "delete")
        await settle(pilot)
        assert [row.email for row in dialog(pilot).invitations.rows] == [TIM[1:], "", "", ""]
        assert isinstance(app.focused, AddressInput)


async def test_a_reason_that_is_cut_is_told_in_full(anna_ctx: Context) -> None:
    """Below the rows, for the row under the cursor."""
    app = Desk(anna_ctx)
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, "tim@muster")
        await settle(pilot)
        assert reason(pilot) == "✗ Die Domain ist unvollständig"
        await pilot.press("down")
        await settle(pilot)
        assert reason(pilot) == ""


async def test_escape_leaves_an_empty_list_at_once(anna_ctx: Context) -> None:
    """Nothing would be lost, and no worker is left."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.answers == [None]
        assert not [worker for worker in app.workers if worker.is_running]


async def test_escape_asks_before_typed_rows_are_lost(anna_ctx: Context) -> None:
    """„Weiter bearbeiten“ is what Enter does; then no worker is left."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await settle(pilot)
        assert verdicts(pilot) == [(LENA, "bereit")]
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert app.answers == [None]
        assert not [worker for worker in app.workers if worker.is_running]


async def test_a_failed_look_up_is_told_and_typing_goes_on(anna_ctx: Context) -> None:
    """The row waits; sending asks again."""
    app = Desk(anna_ctx)
    real = app.jobs.look_up

    async def fails(_canonicals: object) -> KnownAddresses:
        raise Unavailable("Die Datenbank ist belegt. Versuchen Sie es noch einmal.")

    app.jobs = replace(app.jobs, look_up=fails)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await settle(pilot)
        assert refused(pilot) == "Die Datenbank ist belegt. Versuchen Sie es noch einmal."
        assert verdicts(pilot) == [(LENA, "wird geprüft")]
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert (app.answers, verdicts(pilot)) == ([], [(LENA, "wird geprüft")])
        dialog(pilot).jobs = replace(app.jobs, look_up=real)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.answers == [1]
