"""„Benutzer“: one person or many get another role, are disabled, removed; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from textual.widgets import Button, OptionList, Static

from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.member_changes import Change, ChangeKind
from tcm_tui.domain.members import MemberFilter, MemberRow
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.members.change_dialog import ChangeDialog
from tcm_tui.screens.administration.members.members import MembersTab
from tcm_tui.screens.administration.members.pick import PickDialog
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services import member_changes, members
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.key_bar import KeyBar
from tests.builders import everything, signed_in
from tests.screens.support import settle

from .crowd import EXPIRED, INVITED, fill, member
from .steps import address_at_cursor, go_to, open_tab, press, toasts

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.member_changes import ChangeReport
    from tests.builders import Person
    from tests.screens.support import Stage

DERYA = "derya.celik@muster-maschinenbau.example"
SOPHIE = "sophie.jager@muster-maschinenbau.example"
SIZE = (120, 40)


def membership(stage: Stage, address: str) -> Membership | None:
    """Somebody's membership as it is stored."""
    key = next(
        (row.key for row in rows(stage) if row.address == address and row.key.kind == "member"),
        None,
    )
    with stage.nobody.database.transaction(writing=False) as session:
        found = session.get(Membership, key.id) if key else None
        if found is not None:
            session.expunge(found)
        return found


def rows(stage: Stage) -> list[MemberRow]:
    """Everybody."""
    return members.page(signed_in(stage.nobody, stage.anna), MemberFilter(), limit=1000)


def role_of(stage: Stage, address: str) -> Role:
    """The role of a member or an invitation."""
    return next(row.role for row in rows(stage) if row.address == address)


def state_of(stage: Stage, address: str) -> str:
    """The state that a row shows."""
    return next(row.state.value for row in rows(stage) if row.address == address)


def by_somebody_else(stage: Stage, who: Person, change: Change, *addresses: str) -> ChangeReport:
    """Another administrator changes people meanwhile."""
    ctx = signed_in(stage.nobody, who)
    keys = [row.key for row in rows(stage) if row.address in addresses]
    return member_changes.change(ctx, change, member_changes.plan(ctx, change, keys).rows)


def line(pilot: Pilot[None]) -> str:
    """What the dialog says above its rows."""
    return str(pilot.app.screen.query_one("#line", Static).content)


def dialog(pilot: Pilot[None]) -> ChangeDialog:
    """The dialog of many."""
    assert isinstance(pilot.app.screen, ChangeDialog)
    return pilot.app.screen


async def mark(pilot: Pilot[None], tab: MembersTab, *addresses: str) -> None:
    """Mark these."""
    for address in addresses:
        await go_to(pilot, tab, address)
        await press(pilot, "space")


# -- one


async def test_r_gives_another_role_at_once_and_says_how_to_take_it_back(stage: Stage) -> None:
    """The current one is preselected; Enter on another does it; Ctrl+Z takes it back."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, "jonas.becker@muster-maschinenbau.example")
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, PickDialog)
        assert pilot.app.screen.query_one(OptionList).highlighted == 1
        await press(pilot, "escape")
        await go_to(pilot, tab, DERYA)
        await press(pilot, "r", "down", "enter")
        assert role_of(stage, DERYA) is Role.BILLING_ADMIN
        assert toasts(pilot) == ["Rolle von Derya Çelik geändert · Strg+Z nimmt es zurück"]
        await settle(pilot)
        assert address_at_cursor(tab) == DERYA
        row = tab.table.cursor_row
        assert row is not None
        assert row.role is Role.BILLING_ADMIN
        await press(pilot, "ctrl+z")
        assert role_of(stage, DERYA) is Role.USER
        assert toasts(pilot)[-1] == "Zurückgenommen: Rolle von Derya Çelik geändert"
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[-1] == "Es gibt nichts, was sich zurücknehmen lässt."


async def test_choosing_the_same_role_changes_nothing(stage: Stage) -> None:
    """And says so; there is nothing to take back."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "r", "enter")
        assert toasts(pilot) == ["Derya Çelik: Hat diese Rolle schon."]
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[-1] == "Es gibt nichts, was sich zurücknehmen lässt."


async def test_d_disables_and_enables(stage: Stage) -> None:
    """By the state of the row; twice in a row as well."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d")
        assert state_of(stage, DERYA) == "disabled"
        await press(pilot, "d")
        assert state_of(stage, DERYA) == "active"
        assert [one.split(" · ")[0] for one in toasts(pilot)] == [
            "Derya Çelik deaktiviert",
            "Derya Çelik aktiviert",
        ]
        await press(pilot, "ctrl+z", "ctrl+z")
        assert state_of(stage, DERYA) == "active"


async def test_entf_removes_after_asking(stage: Stage) -> None:
    """Enter says no; only the button with the verb does it, and it cannot be taken back."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert state_of(stage, DERYA) == "active"
        await press(pilot, "delete", "right", "enter")
        assert DERYA not in {row.address for row in rows(stage)}
        assert toasts(pilot) == ["Derya Çelik entfernt"]
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[-1] == "Es gibt nichts, was sich zurücknehmen lässt."


async def test_entf_revokes_after_asking_and_ctrl_z_restores(stage: Stage) -> None:
    """Of an invitation."""
    ids = fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, INVITED[0])
        await press(pilot, "delete", "enter")
        assert invitation_state(stage, ids[INVITED[0]]) is InvitationState.PENDING
        await press(pilot, "delete", "right", "enter")
        assert invitation_state(stage, ids[INVITED[0]]) is InvitationState.REVOKED
        assert toasts(pilot)[-1].startswith(f"Einladung an {INVITED[0]} zurückgezogen · Strg+Z")
        await press(pilot, "ctrl+z")
        assert invitation_state(stage, ids[INVITED[0]]) is InvitationState.PENDING


def invitation_state(stage: Stage, number: int) -> InvitationState:
    """What became of an invitation."""
    with stage.nobody.database.transaction(writing=False) as session:
        return session.scalars(select(Invitation).where(Invitation.id == number)).one().state


async def test_what_does_not_fit_is_off(stage: Stage) -> None:
    """Nobody resends a member, or disables an invitation; editing is for one."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        assert tab.check_action("resend", ()) is None
        assert all(tab.check_action(one, ()) for one in ("role", "turn", "edit", "remove"))
        await go_to(pilot, tab, EXPIRED)
        assert tab.check_action("turn", ()) is None
        assert tab.check_action("edit", ()) is None
        await press(pilot, "d", "e")
        assert pilot.app.screen.query(MembersTab)
        await mark(pilot, tab, DERYA, SOPHIE)
        assert tab.check_action("edit", ()) is None
        assert tab.check_action("turn", ()) is True


def words(pilot: Pilot[None]) -> dict[str, str]:
    """What the keys of the screen in front say they do."""
    found = (active.binding for active in pilot.app.screen.active_bindings.values())
    return {one.key: one.description for one in found}


async def test_keys_say_what_they_mean_for_whom_they_are_for(stage: Stage) -> None:
    """In footer, palette and help: a disabled person is enabled, an invitation revoked."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(200, 40)) as pilot:
        tab = await open_tab(pilot)
        bar = pilot.app.screen.query_one(KeyBar)
        await go_to(pilot, tab, DERYA)
        assert (words(pilot)["d"], words(pilot)["delete"]) == ("Deaktivieren", "Entfernen")
        await press(pilot, "d")
        assert words(pilot)["d"] == "Aktivieren"
        assert "d Aktivieren" in bar.render().plain
        await go_to(pilot, tab, EXPIRED)
        assert words(pilot)["delete"] == "Zurückziehen"
        assert "Entf Zurückziehen" in bar.render().plain
        await press(pilot, "space")
        await go_to(pilot, tab, DERYA)
        assert words(pilot)["delete"] == "Zurückziehen"
        await press(pilot, "space")
        assert words(pilot)["delete"] == "Entfernen"


async def test_a_greyed_key_says_why(stage: Stage) -> None:
    """By what stands under the cursor, and by the marks; a key held says it once."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "v", "v", "v")
        assert toasts(pilot) == ["Nur Einladungen lassen sich erneut senden."]
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[1:] == ["Es gibt nichts, was sich zurücknehmen lässt."]
        await go_to(pilot, tab, EXPIRED)
        await press(pilot, "d", "e", "w")
        assert toasts(pilot)[2:] == [
            "Nur Mitglieder lassen sich deaktivieren oder aktivieren.",
            "Nur Mitglieder lassen sich bearbeiten.",
            "Nur Mitglieder haben ein Passwort.",
        ]
        await mark(pilot, tab, DERYA, SOPHIE)
        await press(pilot, "e", "w")
        assert toasts(pilot)[5:] == [
            "Bearbeiten lässt sich nur eine Person auf einmal.",
            "Das Passwort lässt sich nur für eine Person auf einmal zurücksetzen.",
        ]
        assert pilot.app.screen.query(MembersTab)


@pytest.mark.parametrize("key", ["n", "r", "ctrl+o", "ctrl+z"])
async def test_a_key_of_other_roles_says_whose_it_is(stage: Stage, key: str) -> None:
    """Whatever stands under the cursor."""
    fill(stage)
    nora = member(stage, "Nora", "Winter", Role.BILLING_ADMIN)
    async with stage.app().run_test(size=SIZE) as pilot:
        await open_tab(pilot, nora)
        await press(pilot, key)
        assert toasts(pilot) == ["Das kann nur die Rolle „Unternehmensadministrator“."]
        assert pilot.app.screen.query(MembersTab)


async def test_the_last_administrator_stays(stage: Stage) -> None:
    """Anna alone cannot give her own role away, and nobody disables themselves."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await press(pilot, "r", "home", "enter", "d")
        assert "mindestens einen aktiven" in toasts(pilot)[0]
        assert "eigenes Konto" in toasts(pilot)[1]
        assert role_of(stage, stage.anna.email) is Role.COMPANY_ADMIN


async def test_giving_the_own_role_away_is_asked_about_and_mirrored(stage: Stage) -> None:
    """Another administrator stays; after that the keys are off."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, stage.anna.email)
        await press(pilot, "r", "up", "enter")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "right", "enter")
        assert role_of_raw(stage) is Role.BILLING_ADMIN
        await press(pilot, "r")
        now = pilot.app.screen.query_one(MembersTab)
        assert now.check_action("role", ()) is None


def role_of_raw(stage: Stage) -> Role:
    """Anna's role, asked by nobody."""
    with stage.nobody.database.transaction(writing=False) as session:
        return session.get_one(Membership, stage.anna.membership_id).role


async def test_w_mails_a_code_for_a_new_password_after_asking(stage: Stage) -> None:
    """From the list and from the details; the password itself nobody sets."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "w", "enter")
        assert not everything(stage.nobody)["outbox_messages"]
        await press(pilot, "enter", "w", "right", "enter")
        assert toasts(pilot) == ["E-Mail an Derya Çelik versendet"]
        assert len(everything(stage.nobody)["outbox_messages"]) == 1
        await go_to(pilot, tab, EXPIRED)
        assert tab.check_action("reset_password", ()) is None


# -- others meanwhile


async def test_a_role_changed_meanwhile_is_refused_with_both_values(stage: Stage) -> None:
    """What the list showed counts, not what is stored by now."""
    fill(stage)
    jonas = member(stage, "Jonas", "Weber", Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        by_somebody_else(stage, jonas, Change(ChangeKind.ROLE, Role.BILLING_ADMIN), DERYA)
        await press(pilot, "r", "down", "down", "enter")
        assert "„Benutzer“" in toasts(pilot)[0]
        assert "„Rechnungsadministrator“" in toasts(pilot)[0]
        assert role_of(stage, DERYA) is Role.BILLING_ADMIN
        row = tab.table.cursor_row
        assert row is not None
        assert row.role is Role.BILLING_ADMIN


@pytest.mark.parametrize("place", [["1"], ["f4", "p"]])
async def test_ctrl_z_works_wherever_the_toast_is_read(stage: Stage, place: list[str]) -> None:
    """On „Übersicht“ and in the mailbox; what offered it goes, and „Benutzer“ shows it later."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d", *place)
        assert not pilot.app.screen.query(MembersTab) or not tab.display
        assert toasts(pilot) == ["Derya Çelik deaktiviert · Strg+Z nimmt es zurück"]
        await press(pilot, "ctrl+z")
        assert toasts(pilot) == ["Zurückgenommen: Derya Çelik deaktiviert"]
        assert state_of(stage, DERYA) == "active"


async def test_undo_is_refused_when_somebody_changed_it(stage: Stage) -> None:
    """With the reason; it is not offered a second time."""
    fill(stage)
    jonas = member(stage, "Jonas", "Weber", Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "r", "down", "enter")
        by_somebody_else(stage, jonas, Change(ChangeKind.ROLE, Role.COMPANY_ADMIN), DERYA)
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[-1].startswith("Nicht zurückgenommen: Rolle von Derya Çelik geändert.")
        assert role_of(stage, DERYA) is Role.COMPANY_ADMIN
        await press(pilot, "ctrl+z")
        assert toasts(pilot)[-1] == "Es gibt nichts, was sich zurücknehmen lässt."


async def test_d5_a_demoted_administrator_is_refused_at_the_next_key(stage: Stage) -> None:
    """With a sentence; then the keys show what the new role may."""
    fill(stage)
    jonas = member(stage, "Jonas", "Weber", Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        by_somebody_else(stage, jonas, Change(ChangeKind.ROLE, Role.USER), stage.anna.email)
        await press(pilot, "d")
        assert toasts(pilot), "a sentence says why"
        tabs = pilot.app.screen.query(MembersTab)
        assert not tabs or tabs.first().check_action("turn", ()) is None
        ctx = signed_in(stage.nobody, jonas)
        found = members.page(ctx, MemberFilter(search="derya"))
        assert found[0].state == "active"


async def test_undo_is_forgotten_at_sign_out(stage: Stage) -> None:
    """Whoever comes next takes nothing back."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d", "f4", "x")
        assert isinstance(pilot.app.screen, SignInScreen)
        tab = await open_tab(pilot)
        await press(pilot, "ctrl+z")
        assert state_of(stage, DERYA) == "disabled"


# -- many


async def test_many_see_the_plan_first(stage: Stage) -> None:
    """Numbers, rows with reasons, the number in the button; Enter and Escape say no."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await mark(pilot, tab, DERYA, SOPHIE, "jonas.becker@muster-maschinenbau.example")
        await press(pilot, "r", "down", "enter")
        assert line(pilot) == "2 werden Rechnungsadministrator · 1 ist es schon"
        assert str(dialog(pilot).query_one("#yes", Button).label) == "2 Rollen ändern"
        await press(pilot, "enter")
        assert pilot.app.screen.query(MembersTab)
        await press(pilot, "r", "down", "enter", "escape")
        assert role_of(stage, DERYA) is Role.USER
        await press(pilot, "r", "down", "enter", "right", "enter")
        assert role_of(stage, DERYA) is role_of(stage, SOPHIE) is Role.BILLING_ADMIN
        assert toasts(pilot) == ["2 Rollen geändert · Strg+Z nimmt es zurück"]
        assert not tab.table.marked
        await press(pilot, "ctrl+z")
        assert role_of(stage, DERYA) is role_of(stage, SOPHIE) is Role.USER
        assert toasts(pilot)[-1] == "Zurückgenommen: 2 Rollen geändert"


async def test_a_second_ctrl_s_changes_nothing(stage: Stage) -> None:
    """Nor does Enter, while it works or when it is done."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await mark(pilot, tab, DERYA, SOPHIE)
        await press(pilot, "r", "down", "enter")
        before = membership(stage, DERYA)
        await pilot.press("ctrl+s", "ctrl+s", "enter", "enter")
        await settle(pilot)
        after = membership(stage, DERYA)
        assert before is not None
        assert after is not None
        assert after.version == before.version + 1


async def test_what_was_refused_is_listed_and_can_be_saved(stage: Stage) -> None:
    """The reasons stay to be read; refused rows keep their marks."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "asterisk")
        await press(pilot, "delete", "down", "enter")
        assert line(pilot) == "8 werden entfernt · 1 nicht möglich · nicht rückgängig zu machen"
        await press(pilot, "ctrl+s")
        assert line(pilot) == "8 Personen entfernt · 1 nicht möglich"
        target = stage.folder / "liste.csv"
        await press(pilot, "ctrl+r", "ctrl+u", *str(target), "enter")
        written = target.read_text("utf-8-sig")
        assert "Sich selbst können Sie nicht entfernen." in written
        assert written.count("entfernt") == 8
        await press(pilot, "escape")
        assert len(tab.table.marked) == 4, "three invitations and Anna"


async def test_f_shows_only_what_is_refused(stage: Stage) -> None:
    """The verdict filters the rows."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await press(pilot, "asterisk", "delete", "down", "enter", "f", "n")
        await press(pilot, "enter")
        view = dialog(pilot).report
        assert view.table.row_count_known == 1


async def test_mixed_states_are_asked_about(stage: Stage) -> None:
    """`d` on active and disabled ones asks which; all of one state are done by it."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await mark(pilot, tab, DERYA, SOPHIE)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, PickDialog)
        await press(pilot, "down", "enter")
        assert line(pilot) == "1 wird aktiviert · 1 ist es schon"
        await press(pilot, "ctrl+s")
        assert state_of(stage, SOPHIE) == "active"
        await press(pilot, "escape")
        await mark(pilot, tab, DERYA, SOPHIE)
        await press(pilot, "d")
        assert line(pilot) == "2 werden deaktiviert"


async def test_marked_invitations_are_sent_again(stage: Stage) -> None:
    """Members among the marked are left alone."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "asterisk", "v")
        assert line(pilot) == "3 werden erneut gesendet"
        await press(pilot, "ctrl+s")
        assert toasts(pilot) == ["3 Einladungen erneut gesendet"]
        assert len(tab.table.marked) == 9


async def test_the_toast_names_the_key_in_force(stage: Stage) -> None:
    """Also when it lies elsewhere."""
    fill(stage)
    app = stage.app(demo=True)
    app.set_keymap({"app.undo": "f8"})
    async with app.run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "d")
        assert toasts(pilot) == ["Derya Çelik deaktiviert · F8 nimmt es zurück"]
        await press(pilot, "f8")
        assert state_of(stage, DERYA) == "active"
