"""„Produkte“: what is done to a subscription, with what it costs before and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tcm_tui.domain.permissions import Role
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.products.edition_dialog import EditionDialog
from tcm_tui.screens.administration.products.licences_dialog import LicencesDialog
from tcm_tui.screens.administration.products.rename_dialog import RenameDialog
from tcm_tui.screens.conflict_dialog import ConflictDialog
from tcm_tui.services import subscription_changes, subscription_endings
from tcm_tui.services.subscriptions import subscription
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field, FormField
from tests.builders import signed_in
from tests.screens.security.places import seen

from .desk import MINE, NORTH, go_to, open_tab, plain, press, rows, stock, told

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.screens.administration.products.products import ProductsTab
    from tests.screens.support import Stage

SIZE = (120, 40)


async def begin(pilot: Pilot[None], subscription_id: int, *keys: str) -> ProductsTab:
    """Go to one, and press these."""
    tab = await open_tab(pilot)
    await go_to(pilot, tab, subscription_id)
    await press(pilot, *keys)
    return tab


def box(pilot: Pilot[None]) -> str:
    """What the form says the change comes to."""
    return plain(str(pilot.app.screen.query_one(".preview--box", Static).content))


def error(pilot: Pilot[None], name: str) -> str:
    """What is wrong with a field."""
    return pilot.app.screen.query_one(f"#{name}", FormField).error


# --- „Abonnement-Name“ ------------------------------------------------------------------------


async def test_a_name_is_set_and_cleared(stage: Stage) -> None:
    """The list shows it at once; empty it is called by its product again."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot, ids["Adobe"], "e", *"Marketing", "enter")
        assert rows(stage)[ids["Adobe"]].name == "Marketing"
        assert told(pilot) == ["„Marketing“ gespeichert"]
        assert tab.listing.row is not None
        assert tab.listing.row.label == "Marketing"
        await press(pilot, "e", "ctrl+u", "ctrl+s")
        assert rows(stage)[ids["Adobe"]].name == ""
        assert told(pilot)[-1] == "Abonnement-Name gelöscht"


async def test_a_name_that_is_too_long_stays_in_the_field(stage: Stage) -> None:
    """No more is taken than there is room for; nothing is lost of it."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids["Adobe"], "e")
        field = pilot.app.screen.query_one("#name", Field)
        field.input.max_length = 0
        field.value = "x" * 81
        await press(pilot, "ctrl+s")
        assert "Höchstens 80 Zeichen" in error(pilot, "name")
        assert field.value == "x" * 81
        assert rows(stage)[ids["Adobe"]].name == ""


async def test_two_names_are_settled(stage: Stage) -> None:
    """Somebody else called it something meanwhile: both are shown before either is lost."""
    ids = stock(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "e", "ctrl+u", *"Vertrieb Süd")
        subscription_changes.rename(ctx, rows(stage)[ids[NORTH]], "Vertrieb Ost")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConflictDialog)
        assert "Vertrieb Ost" in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RenameDialog)
        await press(pilot, "ctrl+s")
        assert rows(stage)[ids[NORTH]].name == "Vertrieb Süd"


# --- licences ---------------------------------------------------------------------------------


async def test_the_cost_follows_the_number(stage: Stage) -> None:
    """By what is left of the month, and what comes after it; typing replaces the old number."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a", *"30")
        assert "168,00 € im Monat" in box(pilot)
        assert "Berechnet werden 1,81 € netto, 2,15 € mit MwSt., für 2 Tage" in box(pilot)
        await press(pilot, "up")
        assert "173,60 € im Monat" in box(pilot)
        await press(pilot, *["down"] * 7)
        assert "Gutgeschrieben werden" in box(pilot)
        await press(pilot, "enter")
        assert rows(stage)[ids[NORTH]].licences == 24
        assert told(pilot) == ["Vertrieb Nord hat jetzt 24 Lizenzen."]


async def test_fewer_than_in_use_is_refused_with_the_numbers(stage: Stage) -> None:
    """While it is typed, at the field; what was typed stays, and nothing changes."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a", "ctrl+u", "1")
        assert "2 Lizenzen sind zugewiesen" in error(pilot, "licences")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LicencesDialog)
        assert pilot.app.screen.query_one("#licences", Field).value == "1"
        await press(pilot, "0")
        assert error(pilot, "licences") == ""
        assert "56,00 € im Monat" in box(pilot)
        assert rows(stage)[ids[NORTH]].licences == 25


async def test_more_than_the_cap_is_refused_with_the_numbers(stage: Stage) -> None:
    """Over all editions of the product."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a", "ctrl+u", *"999")
        assert "höchstens 300 Lizenzen" in error(pilot, "licences")
        await press(pilot, *"9999")
        assert "sind höchstens" in error(pilot, "licences")


@pytest.mark.parametrize("typed", ["", "viele"])
async def test_what_is_no_number_costs_nothing(stage: Stage, typed: str) -> None:
    """It is refused at the field."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a", "ctrl+u", *typed, "enter")
        assert error(pilot, "licences") == "Geben Sie die Zahl der Lizenzen als ganze Zahl ein."


async def test_enter_before_the_cost_shows_it_first(stage: Stage) -> None:
    """Whoever types quicker than figures come books nothing unseen."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a")
        await pilot.press("ctrl+u", *"40", "enter")
        assert rows(stage)[ids[NORTH]].licences == 25
        await press(pilot, "f5")
        assert "224,00 € im Monat" in box(pilot)
        await press(pilot, "enter")
        assert rows(stage)[ids[NORTH]].licences == 40


async def test_a_cost_that_moved_is_shown_anew(stage: Stage) -> None:
    """Somebody else has changed the number since; the second Enter takes the new figures."""
    ids = stock(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a", "ctrl+u", *"30")
        seen_there = subscription_changes.preview_licences(ctx, ids[NORTH], 28)
        subscription_changes.set_licences(ctx, seen_there)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LicencesDialog)
        assert "Inzwischen hat sich etwas geändert." in seen(pilot)
        assert "156,80 € im Monat" in box(pilot)
        await press(pilot, "enter")
        assert rows(stage)[ids[NORTH]].licences == 30


# --- edition ----------------------------------------------------------------------------------


async def test_a_larger_edition_holds_at_once(stage: Stage) -> None:
    """With what the rest of the month costs more."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "w", "down")
        assert "292,50 € im Monat" in box(pilot)
        await press(pilot, "ctrl+s")
        assert rows(stage)[ids[NORTH]].edition == "Standard"
        assert told(pilot) == ["Vertrieb Nord ist jetzt Standard."]


async def test_a_smaller_edition_waits_and_can_be_given_up(stage: Stage) -> None:
    """It holds from the next term on; what holds now can be kept."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids["Konstruktion"], "w", "down", "ctrl+s")
        row = rows(stage)[ids["Konstruktion"]]
        assert (row.edition, row.planned) == ("Premium", "Basic")
        assert told(pilot) == ["Konstruktion wird am 17.12.2026 zu Basic."]
        await press(pilot, "w")
        assert "vorgemerkt ab 17.12.2026" in seen(pilot)
        await press(pilot, "up")
        assert "Die vorgemerkte Edition „Basic“ entfällt." in seen(pilot)
        await press(pilot, "ctrl+s")
        assert rows(stage)[ids["Konstruktion"]].planned is None


async def test_the_edition_that_holds_is_nothing_to_change(stage: Stage) -> None:
    """The form says so, and stays."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "w", "ctrl+s")
        assert isinstance(pilot.app.screen, EditionDialog)
        assert "Wählen Sie eine andere Edition" in seen(pilot)


@pytest.mark.parametrize(
    ("key", "hint"), [("w", "Wählen Sie eine andere Edition"), ("a", "Tippen Sie die neue Anzahl")]
)
async def test_what_there_is_to_do_is_said_once(stage: Stage, key: str, hint: str) -> None:
    """Whoever submits without a choice reads it as an error, and not a second time as a hint."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], key, "ctrl+s")
        assert seen(pilot).count(hint) == 1
        await pilot.resize_terminal(100, 30)
        await press(pilot)
        assert seen(pilot).count(hint) == 1


async def test_a_product_with_one_edition_says_so(stage: Stage) -> None:
    """No form opens."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids["Webex"], "w")
        assert told(pilot) == ["Dieses Produkt hat keine andere Edition."]


# --- its end, its owner -----------------------------------------------------------------------


async def test_cancelling_names_the_day_and_is_taken_back(stage: Stage) -> None:
    """No is the default; the same key takes it back."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "delete")
        assert isinstance(pilot.app.screen, Confirm)
        assert "Vertrieb Nord endet am 23.08.2027." in seen(pilot)
        await press(pilot, "enter")
        assert rows(stage)[ids[NORTH]].state is SubscriptionState.ACTIVE
        await press(pilot, "delete", "right", "enter")
        assert rows(stage)[ids[NORTH]].state is SubscriptionState.CANCELLED
        assert told(pilot) == ["Vertrieb Nord endet am 23.08.2027."]
        assert "Entf Zurücknehmen" in seen(pilot)
        await press(pilot, "delete", "right", "enter")
        assert rows(stage)[ids[NORTH]].state is SubscriptionState.ACTIVE
        assert told(pilot)[-1] == "Vertrieb Nord verlängert sich wieder."


async def test_what_somebody_else_cancelled_meanwhile_is_told(stage: Stage) -> None:
    """While the question was open; the list shows it, and nothing happens twice."""
    ids = stock(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot, ids[NORTH], "delete")
        subscription_endings.cancel(ctx, rows(stage)[ids[NORTH]])
        await press(pilot, "right", "enter")
        assert len(told(pilot)) == 1
        assert "gekündigt" in told(pilot)[0] or "inzwischen" in told(pilot)[0]
        assert tab.listing.row is not None
        assert tab.listing.row.state is SubscriptionState.CANCELLED
    assert len(subscription(ctx, ids[NORTH]).history) == 1


async def test_d_switches_the_renewal(stage: Stage) -> None:
    """Off and on; of a cancelled one it is greyed out and says why."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot, ids[NORTH], "d")
        assert rows(stage)[ids[NORTH]].state is SubscriptionState.EXPIRING
        await press(pilot, "d")
        assert rows(stage)[ids[NORTH]].state is SubscriptionState.ACTIVE
        await go_to(pilot, tab, ids["Messe"])
        await press(pilot, "d")
        assert told(pilot)[-1] == "Das ist schon gekündigt. Entf nimmt die Kündigung zurück."


async def test_what_belongs_to_nobody_is_taken_over_at_once(stage: Stage) -> None:
    """Nobody loses anything by it."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids["Adobe"], "o")
        assert rows(stage)[ids["Adobe"]].owner == "Anna Muster"
        assert told(pilot) == ["1 Abonnement gehört jetzt Ihnen."]


async def test_many_are_taken_over_after_naming_who_loses_them(stage: Stage) -> None:
    """The marked ones; the marks are gone then."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot, ids["Adobe"], "space", "space", "o")
        assert "1 Abonnement gehört bisher Lena Hoffmann." in seen(pilot)
        await press(pilot, "right", "enter")
        now = rows(stage)
        assert {now[ids["Adobe"]].owner, now[ids[MINE]].owner} == {"Anna Muster"}
        assert not tab.listing.table.marked


async def test_many_at_once_can_only_be_taken_over(stage: Stage) -> None:
    """The other keys say so."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids["Adobe"], "space", "space", "a")
        assert told(pilot) == [
            "Das geht nur für ein Abonnement auf einmal. Esc hebt die Markierung auf."
        ]


async def test_what_ended_is_not_changed(stage: Stage) -> None:
    """Each key says why."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        tab.listing.find(ids["Früher"])
        await press(pilot, "delete")
        assert told(pilot) == ["Dieses Abonnement ist beendet."]


async def test_details_lead_to_every_deed(stage: Stage) -> None:
    """What is wished there is asked for on the list."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "enter", "a")
        assert isinstance(pilot.app.screen, LicencesDialog)
        await press(pilot, "escape", "enter", "e")
        assert isinstance(pilot.app.screen, RenameDialog)


@pytest.mark.parametrize(
    ("key", "place"), [("l", Destination.ASSIGN_APPS), ("n", Destination.MARKETPLACE)]
)
async def test_other_places_are_a_key_away(stage: Stage, key: str, place: Destination) -> None:
    """„Apps zuweisen“ with this subscription, and „Marktplatz“."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], key)
        assert getattr(pilot.app.screen, "destination", None) is place


async def test_an_add_on_is_booked_to_a_subscription(stage: Stage) -> None:
    """„Buchen“ opens with it; where there is none, or for an add-on itself, the key says so."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot, ids[NORTH], "z")
        assert told(pilot) == ["Zu diesem Abonnement gibt es nichts dazuzubuchen."]
        await go_to(pilot, tab, ids["Adobe"])
        await press(pilot, "z")
        assert getattr(pilot.app.screen, "destination", None) is Destination.BOOKING
        assert "Stock" in seen(pilot)


async def test_billing_administrators_may_do_all_of_it(stage: Stage) -> None:
    """No key is greyed out."""
    stock(stage)
    colleague = stage.colleague(Role.BILLING_ADMIN)
    async with stage.app().run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot, colleague)
        keys = ("assign", "licences", "edition", "rename", "cancel", "renewal", "take_over")
        assert [tab.why_not(key) for key in keys] == [""] * len(keys)


# --- forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["a", "w", "e"])
async def test_escape_leaves_no_worker_running(stage: Stage, key: str) -> None:
    """Nor anything changed."""
    ids = stock(stage)
    before = rows(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await begin(pilot, ids[NORTH], key, "escape")
        assert tab.listing.table.has_focus
        assert not [one for one in pilot.app.workers if one.group in {"load", "submit"}]
    assert rows(stage) == before


async def test_a_second_ctrl_s_changes_nothing_more(stage: Stage) -> None:
    """While the first is under way."""
    ids = stock(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, ids[NORTH], "a", "ctrl+u", *"30")
        await pilot.press("ctrl+s", "ctrl+s")
        await press(pilot, "f5")
    assert len(subscription(ctx, ids[NORTH]).history) == 1
