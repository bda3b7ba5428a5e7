"""„Benutzer“: title, department and telephone number, also when two people edit them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.member_changes import Change, ChangeKind
from tcm_tui.domain.member_profile import MemberProfile, ProfileValues
from tcm_tui.domain.members import MemberFilter
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.members.edit_dialog import EditDialog
from tcm_tui.screens.administration.members.members import MembersTab
from tcm_tui.screens.compared_row import ComparedRow
from tcm_tui.screens.conflict_dialog import ConflictDialog
from tcm_tui.services import member_changes, member_profile, members
from tcm_tui.widgets.field import Field
from tests.builders import signed_in
from tests.screens.support import settle

from .crowd import fill, member
from .steps import go_to, open_tab, press, toasts

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

DERYA = "derya.celik@muster-maschinenbau.example"
SIZE = (120, 40)


def profile(stage: Stage) -> MemberProfile:
    """What is stored of Derya."""
    ctx = signed_in(stage.nobody, stage.anna)
    (row,) = members.page(ctx, MemberFilter(search="derya"))
    return member_profile.profile(ctx, row.key.id)


def jonas_edits(stage: Stage, values: ProfileValues) -> None:
    """Another administrator saves meanwhile."""
    jonas = member(stage, "Jonas", "Weber", Role.COMPANY_ADMIN)
    now = profile(stage)
    ctx = signed_in(stage.nobody, jonas)
    member_profile.edit(ctx, now.membership_id, values, now.version)


async def open_form(pilot: Pilot[None]) -> MembersTab:
    """`e` on Derya."""
    tab = await open_tab(pilot)
    await go_to(pilot, tab, DERYA)
    await press(pilot, "e")
    assert isinstance(pilot.app.screen, EditDialog)
    return tab


def value(pilot: Pilot[None], name: str) -> str:
    """What stands in a field."""
    return pilot.app.screen.query_one(f"#{name}", Field).value


def told(pilot: Pilot[None]) -> dict[str, tuple[str, ...]]:
    """Both values of every field that differs, with the mark of what is chosen."""
    return {
        row.field.name: tuple(
            f"{mark.content} {value.content}"
            for mark, value in zip(
                row.query(".compared--mark").results(Static),
                row.query(".compared--value").results(Static),
                strict=True,
            )
        )
        for row in pilot.app.screen.query(ComparedRow)
    }


async def test_e_edits_title_department_and_phone(stage: Stage) -> None:
    """Enter goes from field to field and saves at the end."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Leitung", "enter", *"Einkauf", "enter", *"+49 228 123", "enter")
        assert profile(stage).values == ProfileValues("Leitung", "+49 228 123", "Einkauf")
        assert toasts(pilot) == ["Angaben von Derya Çelik gespeichert"]


async def test_a_bad_number_is_refused_at_its_field(stage: Stage) -> None:
    """And nothing is stored."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, "tab", "tab", *"abc", "ctrl+s")
        assert "Telefonnummer" in pilot.app.screen.query_one("#phone", Field).error
        assert profile(stage).values == ProfileValues()


async def test_a_second_ctrl_s_saves_once(stage: Stage) -> None:
    """The first one is under way."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        before = profile(stage).version
        await open_form(pilot)
        await press(pilot, *"Leitung")
        await pilot.press("ctrl+s", "ctrl+s", "enter")
        await settle(pilot)
        assert profile(stage).version == before + 1


async def test_h1_a_conflict_shows_both_values_and_saves_mine(stage: Stage) -> None:
    """Field by field, by whom and when; mine are stored when that is chosen."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Leitung")
        jonas_edits(stage, ProfileValues(title="Assistenz", department="Vertrieb"))
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConflictDialog)
        who = str(pilot.app.screen.query_one("#who", Static).content)
        assert "Jonas Weber hat Derya Çelik inzwischen geändert. (2" in who
        assert told(pilot) == {
            "title": ("● Leitung", "○ Assistenz"),
            "department": ("○ –", "● Vertrieb"),
        }
        await press(pilot, "m", "ctrl+s")
        assert profile(stage).values == ProfileValues(title="Leitung")


async def test_h1_a_conflict_is_settled_field_by_field(stage: Stage) -> None:
    """What only the other touched is theirs at first; the choice is stored as one."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Leitung", "enter", *"Einkauf")
        theirs = ProfileValues("Assistenz", "+49 228 12345", "Vertrieb")
        jonas_edits(stage, theirs)
        await press(pilot, "ctrl+s", "space", "enter", "right", "left", "enter", "enter")
        kept = ProfileValues("Assistenz", "+49 228 12345", "Einkauf")
        assert profile(stage).values == kept
        assert pilot.app.screen.query(MembersTab)


async def test_h1_going_on_editing_undoes_nothing_that_was_not_typed(stage: Stage) -> None:
    """What only the other changed stands in the form then, and is not saved over."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Leitung")
        jonas_edits(stage, ProfileValues(title="Assistenz", department="Vertrieb"))
        await press(pilot, "ctrl+s", "escape", "ctrl+s")
        assert profile(stage).values == ProfileValues(title="Leitung", department="Vertrieb")


async def test_h1_both_typed_the_same(stage: Stage) -> None:
    """Nobody has to choose between a number and the same number."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, "enter", "enter", *"0228 12345")
        jonas_edits(stage, ProfileValues(phone="+49 228 12345"))
        await press(pilot, "ctrl+s")
        assert pilot.app.screen.query(MembersTab)
        assert profile(stage).values == ProfileValues(phone="+49 228 12345")


async def test_h1_a_conflict_can_leave_theirs(stage: Stage) -> None:
    """Nothing of mine is stored then."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Leitung")
        jonas_edits(stage, ProfileValues(title="Assistenz"))
        await press(pilot, "ctrl+s", "a", "ctrl+s")
        assert profile(stage).values == ProfileValues(title="Assistenz")
        assert pilot.app.screen.query(MembersTab)


async def test_h1_a_conflict_loses_nothing_typed(stage: Stage) -> None:
    """Escape and Enter go on editing; what is saved after that has seen theirs."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Leitung")
        jonas_edits(stage, ProfileValues(title="Assistenz"))
        await press(pilot, "ctrl+s", "escape")
        assert isinstance(pilot.app.screen, EditDialog)
        assert value(pilot, "title") == "Leitung"
        await press(pilot, "ctrl+s")
        assert profile(stage).values == ProfileValues(title="Leitung")


async def test_another_role_meanwhile_is_no_conflict(stage: Stage) -> None:
    """Nobody touched these fields, so nothing is overwritten."""
    fill(stage)
    jonas = member(stage, "Jonas", "Weber", Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_form(pilot)
        await press(pilot, *"Leitung")
        ctx, wanted = signed_in(stage.nobody, jonas), Change(ChangeKind.ROLE, Role.BILLING_ADMIN)
        row = tab.table.cursor_row
        assert row is not None
        member_changes.change(ctx, wanted, member_changes.plan(ctx, wanted, [row.key]).rows)
        await press(pilot, "ctrl+s")
        assert profile(stage).values == ProfileValues(title="Leitung")


async def test_editing_in_between_does_not_stand_in_the_way_of_undo(stage: Stage) -> None:
    """One's own next step is no „somebody else“."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, DERYA)
        await press(pilot, "r", "down", "enter", "e", *"Leitung", "ctrl+s", "ctrl+z")
        assert toasts(pilot)[-1] == "Zurückgenommen: Rolle von Derya Çelik geändert"


async def test_escape_leaves_the_form_and_asks_when_something_is_typed(stage: Stage) -> None:
    """No worker goes on behind it."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.query(MembersTab)
        assert not [one for one in pilot.app.workers if not one.is_finished]
