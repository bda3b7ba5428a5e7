"""Pasting into the dialog: one address, lists in any form, cells of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tests.builders import everything
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
    told,
    verdicts,
    write,
)

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

A, B, C = Role.USER, Role.BILLING_ADMIN, Role.COMPANY_ADMIN


async def test_one_address_goes_into_the_field(anna_ctx: Context) -> None:
    """Where the cursor is, as a piece of one does."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, "lena.hoffmann")
        await paste(pilot, "@muster-maschinenbau.example\n")
        assert verdicts(pilot) == [(LENA, "bereit")]
        assert told(pilot) == ""
        await pilot.press("down")
        await paste(pilot, TIM)
        assert [email for email, _verdict in verdicts(pilot)] == [LENA, TIM]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (f"{LENA}\n{TIM}\n", [A, A]),
        (f"{LENA}; {TIM}", [A, A]),
        (f"{LENA}, {TIM}", [A, A]),
        (f'Lena Hoffmann <{LENA}>, "Bauer, Tim" <{TIM}>', [A, A]),
        (f"{LENA}\tRechnungsadministrator\n{TIM}\t\n", [B, A]),
        (f"{LENA} Unternehmensadministrator\n{TIM} Abrechnungsadministrator", [C, B]),
        (
            f"Rolle\tNachname\tE-Mail\nBenutzer\tHoffmann\t{LENA}\nUnternehmensadministrator\tBauer\t{TIM}",
            [A, C],
        ),
    ],
    ids=["lines", "semicolons", "commas", "names", "cells", "roles", "header"],
)
async def test_a_list_fills_rows(anna_ctx: Context, text: str, filled: list[Role]) -> None:
    """With any separators, with names, with roles; it says how many came in."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, text)
        assert verdicts(pilot) == [(LENA, "bereit"), (TIM, "bereit")]
        assert roles(pilot) == filled
        assert told(pilot).startswith("2 Zeilen übernommen.")


async def test_names_in_a_list_are_kept_for_the_invitation(anna_ctx: Context) -> None:
    """They preset the form of who is invited, though the dialog shows no column for them."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"Lena Hoffmann <{LENA}>")
        row = dialog(pilot).invitations.row_at(0)
        assert (row.first_name, row.last_name, row.email) == ("Lena", "Hoffmann", LENA)


async def test_rows_are_filled_from_the_first_empty_one(anna_ctx: Context) -> None:
    """What stands there stays."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("down")
        await write(pilot, "a@b.example")
        await paste(pilot, f"{LENA}\n{TIM}")
        assert [email for email, _verdict in verdicts(pilot)] == [LENA, "a@b.example", TIM]


async def test_a_paste_never_sends(anna_ctx: Context) -> None:
    """Whatever line ends it has."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        before = everything(anna_ctx)
        await paste(pilot, f"{LENA}\r\n{TIM}\r\n\r\n\r\n")
        assert app.answers == []
    assert everything(anna_ctx) == before


@pytest.mark.parametrize("where", ["table", "role", "submit"])
async def test_a_list_can_be_pasted_anywhere(anna_ctx: Context, where: str) -> None:
    """Not only into the address."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        found = dialog(pilot)
        {
            "table": found.table.focus,
            "role": found.table.role.focus,
            "submit": found.query_one("#submit").focus,
        }[where]()
        await settle(pilot)
        await paste(pilot, LENA)
        await paste(pilot, f"{TIM}; {JONAS}; {DERYA}; tim@muster")
        assert (
            counts(pilot) == "2 bereit · 1 bereits Mitglied · 1 bereits eingeladen · 1 fehlerhaft"
        )


async def test_what_was_left_aside_is_told(anna_ctx: Context) -> None:
    """A column that means nothing here."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"E-Mail\tKostenstelle\n{LENA}\t4711\n")
        assert told(pilot).startswith("1 Zeile übernommen. ")
        assert "Kostenstelle" in told(pilot)


async def test_words_without_an_address_become_a_row_to_mend(anna_ctx: Context) -> None:
    """Nothing that was pasted vanishes."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, "Lena Hoffmann\nTim Bauer")
        assert counts(pilot) == "2 fehlerhaft"


async def test_a_list_that_is_too_long_says_what_is_missing(anna_ctx: Context) -> None:
    """10,000 rows are taken, and judged while keys go on working."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, f"{LENA}\n")
        await settle(pilot)
        await paste(pilot, "\n".join(f"person{n}@muster.example" for n in range(10_000)))
        assert counts(pilot) == "10.000 bereit"
        assert "9.999 Zeilen übernommen. 1 Zeile passt nicht mehr hinein." in told(pilot)
        await pilot.press("ctrl+end")
        await settle(pilot)
        assert dialog(pilot).table.address.value == ""


async def test_b2_a_paste_that_is_too_long_for_an_address_is_said(anna_ctx: Context) -> None:
    """And changes nothing."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, "x" * 10_000)
        assert refused(pilot) == "Zu lang: höchstens 500 Zeichen."
        assert verdicts(pilot) == []


async def test_a1_control_characters_are_shown_and_never_sent(anna_ctx: Context) -> None:
    """An address with one in it is faulty, and what is drawn holds none."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"len\x1b[2Ja@muster.example\n{TIM}")
        assert counts(pilot) == "1 bereit · 1 fehlerhaft"
        assert "\x1b" not in app.export_screenshot()


async def test_the_counts_break_between_and_not_within(anna_ctx: Context) -> None:
    """Where a line is too narrow for all of them, each number stands beside its word."""
    parts = ("2 bereit", "1 bereits Mitglied", "1 bereits eingeladen", "1 doppelt", "2 fehlerhaft")
    async with Desk(anna_ctx).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA} {TIM} {JONAS} {DERYA} {LENA} tim@muster eva@muster")
        assert counts(pilot) == " · ".join(parts)
        line = dialog(pilot).query_one("#invite-counts")
        for columns in range(60, 121, 4):
            await pilot.resize_terminal(columns, 24)
            await settle(pilot)
            drawn = "\n".join(line.render_line(y).text for y in range(line.size.height))
            assert all(part in drawn for part in parts), (columns, drawn)
            assert (line.size.height == 1) is (line.size.width >= len(counts(pilot)))


async def test_the_counts_outlive_a_window_without_room(anna_ctx: Context) -> None:
    """Not even one cell; they are back when it grows."""
    async with Desk(anna_ctx).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA} tim@muster")
        for columns in (1, 3, 120):
            await pilot.resize_terminal(columns, 40)
            await settle(pilot)
        line = dialog(pilot).query_one("#invite-counts")
        assert line.render_line(0).text.strip() == "1 bereit · 1 fehlerhaft"
