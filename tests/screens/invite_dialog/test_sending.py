"""„Einladungen absenden“: what goes, what stays and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.permissions import Role
from tcm_tui.services.invitations import invite
from tests.builders import add_member, everything
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
    send_button,
    settle,
    told,
    verdicts,
    write,
)

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.screens.support import Stage


def stored(ctx: Context) -> list[Invitation]:
    """Every invitation in the database."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(Invitation)))


def invited(ctx: Context) -> dict[str, Role]:
    """Address and role of each."""
    return {row.email: row.role for row in stored(ctx)}


async def test_everything_ready_is_sent_and_the_dialog_closes(anna_ctx: Context) -> None:
    """It answers how many went out; each with its role, each with a mail."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\tRechnungsadministrator\n{TIM}\t")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.answers == [2]
    found = invited(anna_ctx)
    assert (found[LENA], found[TIM]) == (Role.BILLING_ADMIN, Role.USER)
    assert len(everything(anna_ctx)["outbox_messages"]) == 2


async def test_190_of_200_go_out_and_10_stay_with_their_reasons(
    anna_ctx: Context, stage: Stage
) -> None:
    """Five faulty, three twice, two members: the rest is sent in one go."""
    add_member(stage.nobody.database, stage.anna.company_id, TIM)
    good = [f"person{n}@muster.example" for n in range(190)]
    bad = ["tim@muster", "tim", "a@@b.example", "@b.example", "tim@"]
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, "\n".join([*bad, *good, *good[:3], JONAS, TIM]))
        assert counts(pilot) == "190 bereit · 2 bereits Mitglied · 3 doppelt · 5 fehlerhaft"
        assert send_button(pilot) == "Einladungen absenden (190)"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.answers == []
        assert told(pilot) == "190 von 200 Einladungen versendet. 10 Zeilen sind noch offen."
        assert counts(pilot) == "2 bereits Mitglied · 3 bereits eingeladen · 5 fehlerhaft"
        assert [email for email, _verdict in verdicts(pilot)] == [*bad, *good[:3], JONAS, TIM]
        assert send_button(pilot) == "Einladungen absenden"
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert app.answers == [190]
    assert len(invited(anna_ctx)) == 191


async def test_what_was_mended_is_sent_later_and_the_answer_is_the_sum(anna_ctx: Context) -> None:
    """Nothing is sent twice."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, f"{LENA}\ntim@muster\n")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert verdicts(pilot) == [("tim@muster", "Die Domain ist unvollständig")]
        await write(pilot, ".example")
        await settle(pilot)
        assert verdicts(pilot) == [("tim@muster.example", "bereit")]
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.answers == [2]
    assert set(invited(anna_ctx)) == {DERYA, LENA, "tim@muster.example"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Die Liste ist leer. Geben Sie mindestens eine E-Mail-Adresse ein."),
        ("tim", "Keine Zeile ist bereit. Bessern Sie die Zeilen aus, an denen etwas steht."),
    ],
)
async def test_with_nothing_ready_nothing_is_sent(
    anna_ctx: Context, typed: str, sentence: str
) -> None:
    """A sentence says so."""
    before = everything(anna_ctx)
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, typed)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert refused(pilot) == sentence
        assert app.answers == []
        assert "_invite_many" not in app.asked
    assert everything(anna_ctx) == before


async def test_sending_does_not_wait_for_the_verdict(anna_ctx: Context) -> None:
    """Strg+S right behind the last letter sends that address too."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.answers == [1]


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(anna_ctx: Context) -> None:
    """Nor does Escape, nor a paste, nor typing."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await settle(pilot)
        app.answer.clear()
        await pilot.press("ctrl+s", "ctrl+s", "escape", "ctrl+o", "x")
        dialog(pilot).take(f"{TIM}; {JONAS}")
        await pilot.pause()
        assert counts(pilot) == "Einladungen werden versendet …"
        app.answer.set()
        await settle(pilot)
        assert app.answers == [1]
        assert app.asked.count("_invite_many") == 1
    assert set(invited(anna_ctx)) == {DERYA, LENA}


async def test_who_was_invited_meanwhile_says_so_at_the_row(anna_ctx: Context) -> None:
    """By another administrator, after the row was judged; then it can be sent again."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, f"{LENA}\n{TIM}")
        await settle(pilot)
        invite(anna_ctx, InvitationDraft(TIM))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert verdicts(pilot) == [(TIM, "bereits eingeladen")]
        assert told(pilot) == "1 von 2 Einladungen versendet. 1 Zeile ist noch offen."


async def test_three_mails_a_day_are_enough_and_the_row_says_so(anna_ctx: Context) -> None:
    """The refusal of the use case stands at its row until the address is changed."""
    invite(anna_ctx, InvitationDraft(LENA))
    for _time in range(2):
        invite(anna_ctx, InvitationDraft(LENA, again=True))
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await settle(pilot)
        await pilot.press("ctrl+l", "v", "ctrl+s")
        await settle(pilot)
        ((_email, why),) = verdicts(pilot)
        assert why == (f"{LENA} hat heute schon drei Einladungen erhalten. Versuchen Sie es morgen")
        assert (app.answers, counts(pilot)) == ([], "1 fehlerhaft")


async def test_somebody_already_invited_is_sent_the_invitation_again(anna_ctx: Context) -> None:
    """„v“ makes the row ready, and a second „v“ takes that back."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, DERYA)
        await settle(pilot)
        await pilot.press("ctrl+l", "v")
        await settle(pilot)
        assert verdicts(pilot) == [(DERYA, "wird erneut gesendet")]
        await pilot.press("v")
        await settle(pilot)
        assert verdicts(pilot) == [(DERYA, "bereits eingeladen")]
        await pilot.press("v", "ctrl+s")
        await settle(pilot)
        assert app.answers == [1]
    assert [row.times_sent for row in stored(anna_ctx)] == [2]


async def test_a_refusal_of_the_whole_keeps_every_row(anna_ctx: Context, stage: Stage) -> None:
    """Who may not invite any more is told so, and nothing typed is lost."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await settle(pilot)
        with stage.nobody.database.transaction(writing=True) as session:
            session.get_one(Membership, stage.anna.membership_id).role = Role.USER
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert refused(pilot)
        assert verdicts(pilot) == [(LENA, "bereit")]
        assert app.answers == []
