"""„Mein Unternehmen“ through its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Static

from tcm_tui.data.models import Membership
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.conflict_dialog import ConflictDialog
from tcm_tui.screens.my_company.directory import ColleagueTable, DirectorySection
from tcm_tui.screens.my_company.edit_dialog import EditProfile
from tcm_tui.screens.my_company.history import ChangeTable
from tcm_tui.screens.my_company.my_company import MyCompany
from tcm_tui.screens.my_company.profile import ProfileSection
from tcm_tui.services import company_settings
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tests.builders import signed_in
from tests.screens.members.steps import toasts
from tests.screens.support import settle, sign_in

from .steps import (
    PROFILE,
    colleagues,
    fill,
    open_company,
    open_form,
    paul,
    press,
    save,
    stored,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZE = (120, 40)


def field(pilot: Pilot[None], name: str) -> Field:
    """A field of the form."""
    return pilot.app.screen.query_one(f"#{name}", Field)


def shown(pilot: Pilot[None], name: str) -> str:
    """What the profile says of a field."""
    return str(pilot.app.screen.query_one(f"#shown-{name}", Static).content)


def clear(pilot: Pilot[None], name: str) -> None:
    """Go to a field and empty it."""
    field(pilot, name).value = ""
    field(pilot, name).focus_input()


# -- profile


async def test_an_edit_is_stored_and_shown(stage: Stage) -> None:
    """Typed as people write it, stored and shown as the rules have it."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        clear(pilot, "phone")
        await press(pilot, *"0228 99999", "ctrl+s")
        assert isinstance(pilot.app.screen, MyCompany)
        assert stored(stage).profile.phone == "+49 228 99999"
        assert shown(pilot, "phone") == "+49 228 99999"
        assert shown(pilot, "industry") == "Industrie und Maschinenbau"
        assert toasts(pilot)[-1] == "Das Unternehmensprofil ist gespeichert."


async def test_an_empty_profile_says_so_and_is_in_germany(stage: Stage) -> None:
    """The form proposes the country; escaping it loses nothing, so nothing is asked."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        assert pilot.app.screen.query_one("#country", ChoiceField).value == "DE"
        await press(pilot, "escape")
        assert shown(pilot, "country") == "–"
        await press(pilot, "e", "ctrl+s")
        assert shown(pilot, "country") == "Deutschland"


async def test_a_refusal_stands_at_its_field_and_the_country_mends_it(stage: Stage) -> None:
    """What was typed stays; what is wrong in Germany may be right in Austria."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        clear(pilot, "postcode")
        await press(pilot, *"1010", "ctrl+s")
        assert "Deutschland" in field(pilot, "postcode").error
        assert field(pilot, "postcode").value == "1010"
        pilot.app.screen.query_one("#country", ChoiceField).choice.value = "AT"
        await settle(pilot)
        assert not field(pilot, "postcode").error
        await press(pilot, "ctrl+s")
        assert (stored(stage).profile.postcode, stored(stage).profile.country) == ("1010", "AT")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("vat_id", "DE136695977", "Prüfziffer"),
        ("website", "kein Web", "Webadresse"),
        ("email", "info", "@"),
        ("founded", "2027", "Jahr"),
        ("register_number", "HRB 1", "Gericht"),
    ],
)
async def test_what_is_wrong_is_said_when_the_field_is_left(
    stage: Stage, name: str, typed: str, said: str
) -> None:
    """In words, below it; nothing is stored."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        clear(pilot, name)
        await press(pilot, *typed, "tab")
        assert said in field(pilot, name).error
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, EditProfile)
        assert getattr(stored(stage).profile, name) == ""


async def test_a_pasted_description_becomes_one_line(stage: Stage) -> None:
    """Nothing of it is lost."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        field(pilot, "description").input.take("Wir bauen\nMaschinen.\n")
        await press(pilot, "ctrl+s")
        assert stored(stage).profile.description == "Wir bauen Maschinen."


async def test_typed_text_is_not_thrown_away_unasked(stage: Stage) -> None:
    """Escape asks, and leaves no worker running."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, "x", "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EditProfile)
        await press(pilot, "escape", "right", "enter")
        assert isinstance(pilot.app.screen, MyCompany)
        assert not [one for one in pilot.app.workers if one.group in {"leave", "submit"}]


async def test_a_second_ctrl_s_saves_once(stage: Stage) -> None:
    """The first one is under way."""
    before = stored(stage).version
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, "x")
        await pilot.press("ctrl+s", "ctrl+s", "enter")
        await settle(pilot)
        assert stored(stage).version == before + 1


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
async def test_others_read_and_do_not_edit(stage: Stage, role: Role) -> None:
    """No button, no „Verlauf“; the key says who may."""
    fill(stage)
    derya = stage.colleague(role)
    async with stage.app().run_test(size=SIZE) as pilot:
        screen = await open_company(pilot, person=derya)
        assert shown(pilot, "city") == "Bonn"
        section = screen.section
        assert isinstance(section, ProfileSection)
        assert "Unternehmensadministrator" in section.why_not("edit")
        assert not section.query(Button)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, MyCompany)
        assert [kind.heading for kind in screen._kinds] == ["Profil", "Mitarbeitende"]


# -- two at once


async def test_h1_two_people_edit_the_same_company(stage: Stage) -> None:
    """The second sees both values, chooses for each field, and neither edit is lost."""
    fill(stage)
    other = paul(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        clear(pilot, "city")
        await press(pilot, *"Köln", "tab")
        clear(pilot, "founded")
        await press(pilot, *"1990")
        save(other, city="Siegburg", founded="1991", website="www.neu.example")
        await press(pilot, "ctrl+s")
        dialog = pilot.app.screen
        assert isinstance(dialog, ConflictDialog)
        who = str(dialog.query_one("#who", Static).content)
        assert who.startswith("Paul Wagner hat das Profil inzwischen geändert. (22.11.2026")
        # founded: theirs; website: theirs already, for only Paul changed it; city: mine
        await press(pilot, "right", "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, MyCompany)
        now = stored(stage).profile
        assert (now.founded, now.website, now.city) == ("1991", "https://www.neu.example", "Köln")


async def test_h1_all_of_theirs_or_all_of_mine(stage: Stage) -> None:
    """With one key each; going on editing loses nothing."""
    fill(stage)
    other = paul(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        clear(pilot, "city")
        await press(pilot, *"Köln")
        save(other, city="Siegburg", founded="1991")
        await press(pilot, "ctrl+s", "escape")
        assert field(pilot, "city").value == "Köln"
        save(other, city="Troisdorf")
        await press(pilot, "ctrl+s", "m", "a", "ctrl+s")
        assert isinstance(pilot.app.screen, MyCompany)
        assert stored(stage).profile.city == "Troisdorf"
        assert shown(pilot, "city") == "Troisdorf"


async def test_h1_going_on_editing_undoes_nothing_that_was_not_typed(stage: Stage) -> None:
    """What only the other changed stands in the form then, and is not saved over."""
    fill(stage)
    other = paul(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        clear(pilot, "city")
        await press(pilot, *"Köln")
        save(other, city="Siegburg", founded="1991")
        await press(pilot, "ctrl+s", "escape")
        assert (field(pilot, "city").value, field(pilot, "founded").value) == ("Köln", "1991")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, MyCompany)
        now = stored(stage).profile
        assert (now.city, now.founded) == ("Köln", "1991")


async def test_settings_changed_meanwhile_are_no_conflict(stage: Stage) -> None:
    """Nobody touched the profile, so nothing is overwritten."""
    other = paul(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_form(pilot)
        await press(pilot, *"Wir bauen.")
        found = company_settings.configured(other)
        settings = type(found.settings)
        wanted = settings(**{**vars(found.settings), "idle_minutes": 5})
        company_settings.change(other, wanted, found)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, MyCompany)
        assert stored(stage).profile.description == "Wir bauen."
        assert company_settings.configured(other).settings.idle_minutes == 5


# -- directory


def row(pilot: Pilot[None]) -> str:
    """Whose line the cursor is on."""
    found = pilot.app.screen.query_one(ColleagueTable).cursor_row
    return found.name if found else ""


async def test_everybody_finds_everybody(stage: Stage) -> None:
    """Searched while typing, jumped to by letters, and Escape goes back step by step."""
    colleagues(stage)
    derya = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        await open_company(pilot, 2, person=derya)
        assert row(pilot) == "Becker, Jonas"
        await press(pilot, "a", "l")
        assert row(pilot) == "Łukasik, Agnieszka"
        await press(pilot, "escape", "slash", *"gros", "enter")
        assert row(pilot) == "Groß, Ümit"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MyCompany)
        assert pilot.app.screen.query_one(ColleagueTable).row_count_known == 7
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Administration)


async def test_a_search_without_a_match_says_so(stage: Stage) -> None:
    """And leaving is not asked about: a search is nothing to lose."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await open_company(pilot, 2)
        await press(pilot, "slash", *"xyz")
        assert isinstance(screen.section, DirectorySection)
        assert "Niemand" in screen.section.table.empty_text
        assert not screen.unsaved


# -- history


async def test_the_history_shows_what_was_saved(stage: Stage) -> None:
    """Read again when one comes back to it; the line under the cursor in full."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_company(pilot, 3)
        stage.clock.forward(minutes=1)
        save(paul(stage), country="AT", postcode="1010", register_number="")
        await press(pilot, "f5", "home")
        found = pilot.app.screen.query_one(ChangeTable).cursor_row
        assert found is not None
        assert (found.label, found.actor) == ("Registernummer", "Paul Wagner")
        line = str(pilot.app.screen.query_one("#change", Static).content)
        assert "Bonn HRB 12345 → –" in line


# -- ways in


async def test_the_ways_to_it(stage: Stage) -> None:
    """The name menu, the palette, and „KONTO“ on „Übersicht“."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await press(pilot, "f4", "u", "escape", "ctrl+p", *"mein unter", "enter")
        assert isinstance(pilot.app.screen, MyCompany)
        await press(pilot, "escape")
        link = next(
            one
            for one in pilot.app.screen.query("#account *")
            if "Unternehmen" in str(one.render())
        )
        link.focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MyCompany)
        assert PROFILE.city not in shown(pilot, "city")


async def test_the_first_step_leads_there(stage: Stage) -> None:
    """„Unternehmensprofil ergänzen“ is ticked off by what is stored."""
    with stage.nobody.database.transaction(writing=True) as session:
        session.get_one(Membership, stage.anna.membership_id).first_steps = True
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        step = pilot.app.screen.query_one("#step-company_profile", Static)
        assert str(step.content) == "○ Unternehmensprofil ergänzen"
        step.focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MyCompany)
        save(signed_in(stage.nobody, stage.anna), **vars(PROFILE))
        await press(pilot, "escape", "f5")
        assert str(step.content) == "✓ Unternehmensprofil ergänzen"
