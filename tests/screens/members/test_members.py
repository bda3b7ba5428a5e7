"""„Benutzer“: the list, its search and order, marks, details, sending again, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from textual.widgets import Button, Static

from tcm_tui.data.models import Invitation
from tcm_tui.domain.invitations import InvitationDraft, InvitationState
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.permissions import Role
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.screens.administration.members.details import DetailsDialog, DetailsPane
from tcm_tui.screens.administration.members.members import MembersTab
from tcm_tui.screens.host import Navigate
from tcm_tui.services.invitations import invite, revoke
from tests.builders import signed_in
from tests.screens.support import settle, sign_in

from .crowd import EXPIRED, INVITED, fill, invited, member
from .steps import address_at_cursor, go_to, names, open_tab, press, said, toasts

if TYPE_CHECKING:
    from tests.screens.support import Stage


def state_of(stage: Stage, invitation_id: int) -> InvitationState:
    """What became of an invitation."""
    with stage.nobody.database.transaction(writing=False) as session:
        found = session.scalars(select(Invitation).where(Invitation.id == invitation_id)).one()
        return found.state


def times_sent(stage: Stage, invitation_id: int) -> int:
    """How often an invitation was sent."""
    with stage.nobody.database.transaction(writing=False) as session:
        found = session.scalars(select(Invitation).where(Invitation.id == invitation_id)).one()
        return found.times_sent


async def test_members_and_invitations_are_one_list(stage: Stage) -> None:
    """With their counts, sorted by name."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        shown = names(tab)
        assert shown[:3] == ["Becker, Jonas", "—", "Çelik, Derya"]
        assert len(shown) == 12
        assert said(tab, "counts") == "8 aktiv · 2 eingeladen · 1 deaktiviert"
        states = "\n".join(tab.table.render_line(y).text for y in range(1, 13))
        assert all(one in states for one in ("● aktiv", "◌ eingeladen", "○ deaktiviert"))
        assert "! abgelaufen" in states
        assert "gestern" in states


async def test_typing_filters_and_escape_clears(stage: Stage) -> None:
    """„ü“ is found by „ue“; ↓ goes to the list, Esc shows all again."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "slash", *"uemit")
        assert names(tab) == ["Groß, Ümit"]
        await press(pilot, "down")
        assert pilot.app.focused is tab.table
        await press(pilot, "escape")
        assert len(names(tab)) == 12
        await press(pilot, "slash", *"zzz")
        assert names(tab) == ["Niemand passt zu „zzz“. Esc leert die Suche."]
        await press(pilot, "escape")
        assert len(names(tab)) == 12
        assert pilot.app.focused is tab.table


async def test_s_and_the_header_sort(stage: Stage) -> None:
    """By name and address, up and down; kept when one comes back to the tab."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "s", "down", "enter")
        assert names(tab)[0] == "Weber, Tim"
        await press(pilot, "s", "down", "enter")
        assert address_at_cursor(tab).startswith("anna.")
        await press(pilot, "1", "2")
        assert tab.people.tools.sorting.value.order == "address"
        await pilot.click(tab.table, offset=(5, 0))
        await settle(pilot)
        assert names(tab)[0] == "Becker, Jonas"
        await pilot.click(tab.table, offset=(5, 0))
        await settle(pilot)
        assert names(tab)[0] == "Weber, Tim"


async def test_news_from_others_leave_cursor_and_marks(stage: Stage) -> None:
    """Somebody else invites: the row appears, the cursor stays on its person."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, INVITED[0])
        await press(pilot, "space", "down")
        before, marked = address_at_cursor(tab), set(tab.table.marked)
        invite(signed_in(stage.nobody, stage.anna), InvitationDraft("aaron@partner.example"))
        tab.refresh_data()
        await settle(pilot)
        assert len(names(tab)) == 13
        assert address_at_cursor(tab) == before
        assert tab.table.marked == marked
        assert said(tab, "counts").startswith("8 aktiv · 3 eingeladen")


async def test_v_sends_again(stage: Stage) -> None:
    """Also what has ended; on a member the key is off."""
    ids = fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        assert tab.check_action("resend", ()) is None
        await go_to(pilot, tab, EXPIRED)
        await press(pilot, "v")
        assert times_sent(stage, ids[EXPIRED]) == 2
        assert toasts(pilot) == [f"Einladung an {EXPIRED} erneut gesendet"]
        row = tab.table.cursor_row
        assert row is not None
        assert (row.address, row.state) == (EXPIRED, "invited")


async def test_a_refusal_of_the_only_one_is_told(stage: Stage) -> None:
    """Three mails a day: the fourth is refused in words."""
    email = "oft@partner.example"
    number = invited(stage, email)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, email)
        await press(pilot, "v", "v", "v", "v")
        assert "drei Einladungen" in toasts(pilot)[-1]
        assert times_sent(stage, number) <= 4


async def test_enter_opens_details(stage: Stage) -> None:
    """Of an invitation with what can be done to it, of a member without."""
    ids = fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsDialog)
        told = str(pilot.app.screen.query_one("#sheet", Static).content)
        assert "Rechnungsadministrator" in told
        assert "21.11.2026" in told
        buttons = [str(button.id) for button in pilot.app.screen.query(Button)]
        assert buttons == ["role", "edit", "reset_password", "close"]
        await press(pilot, "v", "escape")
        await go_to(pilot, tab, INVITED[0])
        await press(pilot, "enter")
        told = str(pilot.app.screen.query_one("#sheet", Static).content)
        assert "Eingeladen von  Anna Muster" in told
        await press(pilot, "v")
        assert times_sent(stage, ids[INVITED[0]]) == 2


async def test_details_stand_beside_a_wide_list(stage: Stage) -> None:
    """They follow the cursor; Enter goes there, Esc comes back."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(200, 60)) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, EXPIRED)
        pane = tab.query_one(DetailsPane)
        assert EXPIRED in str(pane.query_one("#sheet", Static).content)
        await press(pilot, "enter")
        assert pane.has_focus
        await press(pilot, "escape")
        assert tab.table.has_focus


async def test_the_palette_leads_to_somebody(stage: Stage) -> None:
    """A key from elsewhere opens the details; one that is gone says so."""
    ids = fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        key = RowKey(MemberKind.INVITATION, ids[EXPIRED])
        pilot.app.post_message(Navigate(Destination.MEMBERS, key))
        await settle(pilot)
        assert isinstance(pilot.app.screen, DetailsDialog)
        await press(pilot, "escape")
        revoke(signed_in(stage.nobody, stage.anna), ids[EXPIRED])
        pilot.app.post_message(Navigate(Destination.MEMBERS, key))
        await settle(pilot)
        assert toasts(pilot) == ["Diese Einladung ist nicht mehr offen."]


async def test_n_and_the_button_open_the_dialog(stage: Stage) -> None:
    """„Mehrere einladen“; Esc comes back."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, InviteDialog)
        await press(pilot, "escape")
        await pilot.click(tab.query_one("#invite"))
        await settle(pilot)
        assert isinstance(pilot.app.screen, InviteDialog)


async def test_a_billing_admin_only_reads(stage: Stage) -> None:
    """No invitations, no details, no keys that act; and the reason."""
    fill(stage)
    person = member(stage, "Ruth", "Rechner", Role.BILLING_ADMIN)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot, person)
        assert "—" not in names(tab)
        assert said(tab, "counts") == "9 aktiv · 1 deaktiviert"
        assert tab.query_one("#invite", Button).disabled
        assert "Unternehmensadmin." in said(tab, "reason")
        await press(pilot, "enter", "n", "v", "delete")
        assert pilot.app.screen.query(MembersTab)
        assert "Unternehmensadministrator" in said(tab, "foot")
