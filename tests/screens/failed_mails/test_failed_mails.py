"""„Nicht zugestellte E-Mails“: from „Zu erledigen“, read, sent again one by one or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.mail import MailKind, MailState
from tcm_tui.domain.permissions import Role
from tcm_tui.mail.render import Letterhead
from tcm_tui.screens.administration.failed_mails.failed_mails import FailedMailsDialog
from tcm_tui.screens.administration.overview.overview import OverviewTab
from tcm_tui.services.invitations import invite
from tcm_tui.services.mail import deliver_round
from tests.builders import signed_in
from tests.screens.support import settle, sign_in
from tests.services.post import Tray, draft, promised, refuse
from tests.services.watching import mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def fail(stage: Stage) -> None:
    """An invitation, two notices and a code for a password: the server knows none of them."""
    ctx = signed_in(stage.nobody, stage.anna)
    invite(ctx, InvitationDraft("lena.hofmann@kunde.example", Role.BILLING_ADMIN))
    promised(
        ctx,
        draft("tim.weber@kunde.example", MailKind.ROLE_CHANGED),
        draft("derya.celik@kunde.example", MailKind.JOINED),
        draft("jonas.falk@kunde.example", MailKind.RESET),
    )
    deliver_round(ctx, Tray(before=refuse), Letterhead())


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


async def open_dialog(pilot: Pilot[None]) -> FailedMailsDialog:
    """From the line of „Zu erledigen“."""
    await sign_in(pilot)
    pilot.app.screen.query_one("#failed").focus()
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, FailedMailsDialog)
    return pilot.app.screen


def drawn(dialog: FailedMailsDialog) -> str:
    """The rows in view."""
    lines = [dialog.table.render_line(y).text for y in range(dialog.table.size.height)]
    return "\n".join(lines)


def said(dialog: FailedMailsDialog, place: str) -> str:
    """What stands on a line below the rows."""
    return str(dialog.query_one(place, Static).content)


def waiting(stage: Stage) -> list[str]:
    """Whose mail leaves now."""
    found = [mail for mail in mails(stage.nobody) if mail.state is MailState.PENDING]
    return [mail.recipient.partition("@")[0] for mail in found]


async def test_the_servers_words_stand_beside_each_mail(stage: Stage) -> None:
    """The newest first; below, all of them, and what can be done."""
    fail(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        dialog = await open_dialog(pilot)
        rows = drawn(dialog)
        assert rows.index("jonas.falk") < rows.index("derya.celik") < rows.index("lena.hofmann")
        assert "Passwort zurücksetzen" in rows
        assert "550 5.1.1" in rows
        assert said(dialog, "#advice").startswith("550 5.1.1 No such user\n")
        assert "Senden Sie unter „Benutzer“ einen neuen" in said(dialog, "#advice")


async def test_one_is_sent_again(stage: Stage) -> None:
    """It leaves the list; one that cannot be is greyed out."""
    fail(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        dialog = await open_dialog(pilot)
        await press(pilot, "v")
        assert not waiting(stage)
        await press(pilot, "down", "v")
        assert waiting(stage) == ["derya.celik"]
        assert said(dialog, "#done") == "1 E-Mail wird noch einmal gesendet."
        assert "derya.celik" not in drawn(dialog)


async def test_all_are_sent_again(stage: Stage) -> None:
    """The invitation with a new code; what cannot be sent stays, and „Zu erledigen“ counts it."""
    fail(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        dialog = await open_dialog(pilot)
        await press(pilot, "ctrl+s")
        assert sorted(waiting(stage)) == ["derya.celik", "lena.hofmann", "tim.weber"]
        assert said(dialog, "#done") == "3 E-Mails werden noch einmal gesendet."
        assert "jonas.falk" in drawn(dialog)
        await press(pilot, "escape")
        tab = pilot.app.screen.query_one(OverviewTab)
        line = str(tab.query_one("#failed", Static).content)
        assert line == "! 1 E-Mail konnte nicht zugestellt werden"


async def test_a_second_key_while_it_is_sent_changes_nothing(stage: Stage) -> None:
    """Each mail leaves once."""
    fail(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        dialog = await open_dialog(pilot)
        dialog.action_resend_all()
        dialog.action_resend_all()
        await settle(pilot)
        assert len(waiting(stage)) == 3


async def test_escape_leaves_no_worker_running(stage: Stage) -> None:
    """And changes nothing."""
    fail(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        dialog = await open_dialog(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is not dialog
        assert not [one for one in pilot.app.workers if one.node is dialog and one.is_running]
        assert not waiting(stage)


async def test_it_is_found_in_the_palette_and_says_when_there_is_nothing(stage: Stage) -> None:
    """By what English people call it, too."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *"bounce", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, FailedMailsDialog)
        assert "Alle E-Mails sind zugestellt oder unterwegs." in drawn(dialog)


async def test_others_than_administrators_do_not_find_it(stage: Stage) -> None:
    """It is no place for them."""
    fail(stage)
    colleague = stage.colleague(Role.BILLING_ADMIN)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot, colleague)
        assert not pilot.app.screen.query("#failed")
        await press(pilot, "ctrl+p", *"bounce", "enter")
        assert not isinstance(pilot.app.screen, FailedMailsDialog)


@SIZES
def test_failed_mails(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A list of them, the cursor on one that can be sent again."""
    fail(stage)

    async def show(pilot: Pilot[None]) -> None:
        await open_dialog(pilot)
        await press(pilot, "down")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=show)
