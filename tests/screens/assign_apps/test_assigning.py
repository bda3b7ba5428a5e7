"""„Apps zuweisen“: ticking in both directions, what waits, and saving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.models import OutboxMessage, Subscription
from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.assign_apps.review import ReviewDialog
from tcm_tui.screens.administration.assign_apps.side import Foot
from tcm_tui.screens.administration.overview.overview import OverviewTab
from tcm_tui.screens.host import Navigate
from tcm_tui.services import assignments
from tcm_tui.widgets.dialog import Confirm
from tests.builders import signed_in
from tests.screens.members.crowd import member
from tests.screens.members.steps import toasts

from .desk import (
    at_cursor,
    furnish,
    go_to,
    held,
    lines,
    open_tab,
    press,
    waiting,
)

if TYPE_CHECKING:
    from tests.screens.support import Stage

BIG = (120, 40)


def mails(stage: Stage) -> list[tuple[MailKind, str]]:
    """Which mails were promised about licences, to whom."""
    with stage.nobody.database.transaction(writing=False) as session:
        rows = session.execute(select(OutboxMessage.kind, OutboxMessage.recipient))
        about = {MailKind.LICENCE_ASSIGNED, MailKind.LICENCE_WITHDRAWN}
        return sorted((kind, to) for kind, to in rows if kind in about)


# -- from people


async def test_the_apps_of_whoever_the_cursor_is_on_are_ticked(stage: Stage) -> None:
    """Walking down the list shows the apps of each."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        assert tab.board.right.title == "Apps von Lena Abt"
        assert lines(tab.board.right.table) == [
            "✓ Cisco Webex Meet|0",
            "· MagentaCLOUD Business|3",
            "✓ Microsoft 365 Business Ba…|Vertrieb Nord|3",
        ]
        await press(pilot, "down")
        assert tab.board.right.title == "Apps von Jonas Becker"
        assert not any(line.startswith("✓") for line in lines(tab.board.right.table))


async def test_a_tick_waits_and_is_saved_with_the_others(stage: Stage) -> None:
    """One given, one taken back: nothing happens before the review, all of it after."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "enter", "space", "space")
        assert waiting(tab) == [
            "+ neu|Abt, Lena|MagentaCLOUD Business",
            "− entfällt|Abt, Lena|Cisco Webex Meet",
        ]
        assert lines(tab.board.right.table)[:2] == [
            "· Cisco Webex Meet|1|− entfällt",
            "✓ MagentaCLOUD Business|2|+ neu",
        ]
        assert held(stage, company.cloud) == (0, 0)
        await press(pilot, "ctrl+s", "enter")
        assert held(stage, company.cloud) == (1, 1)
        assert held(stage, company.webex) == (0, 0)
        assert toasts(pilot)[-1] == "1 Lizenz zugewiesen, 1 zurückgenommen."
        assert waiting(tab) == []
        assert lines(tab.board.right.table)[:2] == [
            "· Cisco Webex Meet|1",
            "✓ MagentaCLOUD Business|2",
        ]
    assert mails(stage) == [
        (MailKind.LICENCE_ASSIGNED, company.lena.email),
        (MailKind.LICENCE_WITHDRAWN, company.lena.email),
    ]


async def test_the_last_licence_is_refused_with_a_sentence(stage: Stage) -> None:
    """Where none is left, none is ticked; one that was withdrawn can be given again."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "down", "enter", "space")
        assert toasts(pilot) == ["Von „Cisco Webex Meet“ ist keine Lizenz mehr frei."]
        assert waiting(tab) == []
        await press(pilot, "left", "up", "right", "home", "space", "left", "down", "right")
        await press(pilot, "home", "space")
        assert waiting(tab) == [
            "+ neu|Becker, Jonas|Cisco Webex Meet",
            "− entfällt|Abt, Lena|Cisco Webex Meet",
        ]


async def test_a_tick_is_for_all_that_are_marked(stage: Stage) -> None:
    """Some of them have one: it says how many, and gives it to the others."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "space", "space", "space", "enter")
        assert tab.board.right.title == "Apps von 3 Personen"
        assert lines(tab.board.right.table)[2] == "– Microsoft 365 Business Ba…|Vertrieb Nord|3|1/3"
        await press(pilot, "end", "space")
        assert lines(tab.board.right.table)[2] == "✓ Microsoft 365 Business Ba…|Vertrieb Nord|1|+2"
        await press(pilot, "space")
        assert lines(tab.board.right.table)[2] == "· Microsoft 365 Business Ba…|Vertrieb Nord|4|−1"
        await press(pilot, "ctrl+z", "ctrl+s", "enter")
    assert held(stage, company.office) == (4, 4)


async def test_all_that_match_are_marked_and_all_apps_with_room_ticked(stage: Stage) -> None:
    """One step for all of it; what has too few licences is left out and told."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "slash", *"lena", "enter", "asterisk", "enter")
        assert tab.board.right.title == "Apps von 2 Personen"
        await press(pilot, "asterisk")
        assert toasts(pilot) == ["Für 1 App reichen die freien Lizenzen nicht."]
        assert len(waiting(tab)) == 3
        await press(pilot, "ctrl+z")
        assert waiting(tab) == []


async def test_marks_are_kept_while_one_searches(stage: Stage) -> None:
    """Who was marked counts, be they in the list or not."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "space", "slash", *"weber", "enter", "space", "enter")
        assert tab.board.right.title == "Apps von 2 Personen"
        await press(pilot, "down", "space")
        assert waiting(tab) == [
            "+ neu|Weber, Tim|MagentaCLOUD Business",
            "+ neu|Abt, Lena|MagentaCLOUD Business",
        ]


async def test_invited_people_get_licences_and_disabled_ones_do_not(stage: Stage) -> None:
    """The sentence says why."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab.board.left.table, "extern@partner.example")
        await press(pilot, "enter", "down", "space")
        assert waiting(tab) == ["+ neu|extern@partner.example|MagentaCLOUD Business"]
        await press(pilot, "left")
        await go_to(pilot, tab.board.left.table, "Jäger, Sophie")
        await press(pilot, "enter", "home", "down", "space")
        assert toasts(pilot) == ["Sophie Jäger ist deaktiviert und bekommt keine Lizenz."]
        await press(pilot, "ctrl+s", "enter")
    assert held(stage, company.cloud) == (1, 1)


# -- from an app


async def test_a_subscription_is_given_to_many(stage: Stage) -> None:
    """Who has it is ticked; what waits counts in both directions."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "t", "end")
        assert tab.board.right.title == "Benutzer von Microsoft 365 Business Basic – Vertrieb Nord"
        assert [one[:1] for one in lines(tab.board.right.table)].count("✓") == 2
        await press(pilot, "enter", "space", "space")
        assert waiting(tab) == [
            f"+ neu|Becker, Jonas|{at_cursor(tab.board.left.table).app.label}",
            f"− entfällt|Abt, Lena|{at_cursor(tab.board.left.table).app.label}",
        ]
        await press(pilot, "t")
        assert (
            lines(tab.board.right.table)[2]
            == "· Microsoft 365 Business Ba…|Vertrieb Nord|3|− entfällt"
        )
        await press(pilot, "ctrl+s", "enter")
    assert held(stage, company.office) == (2, 2)


async def test_all_that_match_get_one_as_far_as_they_go(stage: Stage) -> None:
    """In their order; who is disabled or invited too long ago is left out."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "t", "down", "enter", "asterisk")
        assert toasts(pilot)[-1].startswith(
            "Von „MagentaCLOUD Business“ sind noch 3 Lizenzen frei, gebraucht werden 11."
        )
        assert [line.split("|")[1] for line in reversed(waiting(tab))] == [
            "Abt, Lena",
            "Becker, Jonas",
            "bewerbung.sommer@partner.example",
        ]
        await press(pilot, "ctrl+s", "enter")
    assert held(stage, company.cloud) == (3, 3)


async def test_people_are_searched_while_one_types(stage: Stage) -> None:
    """And the ticks of those that match are theirs."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "t", "down", "enter", "slash", *"weber")
        assert lines(tab.board.right.table) == ["· ● Weber, Tim|tim.weber@muster-maschine…"]
        await press(pilot, "enter", "space")
        assert waiting(tab) == ["+ neu|Weber, Tim|MagentaCLOUD Business"]
        await press(pilot, "escape", "escape")
        assert tab.board.left.table.has_focus
        assert len(lines(tab.board.right.table)) == 14


# -- what waits


async def test_one_change_is_taken_out_of_those_that_wait(stage: Stage) -> None:
    """Entf on its line, Ctrl+Z brings it back, and the tick follows."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "down", "enter", "down", "space", "space", "c", "delete")
        assert waiting(tab) == ["+ neu|Becker, Jonas|MagentaCLOUD Business"]
        assert lines(tab.board.right.table)[2] == "· Microsoft 365 Business Ba…|Vertrieb Nord|3"
        await press(pilot, "ctrl+z")
        assert len(waiting(tab)) == 2
        assert lines(tab.board.right.table)[2].endswith("|2|+ neu")
        await press(pilot, "delete", "delete")
        assert waiting(tab) == []
        assert tab.board.left.table.has_focus, "the list of changes is gone"


async def test_leaving_asks_before_changes_are_given_up(stage: Stage) -> None:
    """They stay where one stays, and are gone where one goes."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "down", "enter", "down", "space", "1")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert len(waiting(tab)) == 1
        await press(pilot, "1", "right", "enter")
        assert pilot.app.screen.query_one(OverviewTab).display
        await press(pilot, "4")
        assert waiting(tab) == []
        assert not any("neu" in line for line in lines(tab.board.right.table))


async def test_cancelling_the_review_changes_nothing(stage: Stage) -> None:
    """What waited waits on, and can be taken back still."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "down", "enter", "down", "space", "ctrl+s", "escape")
        assert len(waiting(tab)) == 1
        assert held(stage, company.cloud) == (0, 0)
        await press(pilot, "ctrl+z")
        assert waiting(tab) == []


async def test_whoever_lost_the_last_licence_to_somebody_else_is_told_at_the_line(
    stage: Stage,
) -> None:
    """The rest can be saved, and what could not be says why."""
    company = furnish(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "down", "enter", "down", "space", "space", "ctrl+s")
        invited = RowKey(MemberKind.INVITATION, company.invited)
        takers = [RowKey(MemberKind.MEMBER, company.lena.membership_id), invited]
        takers.append(RowKey(MemberKind.MEMBER, stage.anna.membership_id))
        assignments.apply(ctx, [Wish(company.cloud, one, give=True) for one in takers])
        await press(pilot, "enter")
        review = pilot.app.screen
        assert isinstance(review, ReviewDialog)
        reason = "Alle 3 Lizenzen von „MagentaCLOUD Business“ sind zugewiesen."
        assert f"✗ {reason}"[:20] in lines(review.report.table)[0]
        assert held(stage, company.office) == (2, 2), "all of it or nothing"
        await press(pilot, "ctrl+s")
        assert held(stage, company.office) == (3, 3)
        assert [one.trouble for one in tab.pending.changes] == [reason]
        assert waiting(tab)[0].startswith("+ neu|Becker, Jonas|MagentaCLOUD Business|✗ Alle 3")
        await press(pilot, "t", "down")
        foot = tab.board.left.query_one(Foot).text
        assert foot.startswith("3 von 3 zugewiesen"), "never more than there are"


async def test_the_smallest_window_still_shows_rows_while_changes_wait(stage: Stage) -> None:
    """In both lists, and the change ticked last."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=(60, 16)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "enter", "space", "space")
        assert len(lines(tab.board.left.table)) >= 3
        assert len(lines(tab.board.right.table)) >= 3
        assert waiting(tab) == ["+ neu|Abt, Lena|↓"], "the other one is a key away"


# -- ways in, and who may


async def test_l_on_users_brings_who_is_marked(stage: Stage) -> None:
    """One by the cursor, several by marks."""
    furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "2", "down", "l")
        assert tab.board.right.title == "Apps von Jonas Becker"
        assert tab.board.right.table.has_focus
        await press(pilot, "2", "home", "space", "space", "l")
        assert tab.board.right.title == "Apps von 2 Personen"
        await press(pilot, "home", "down", "space")
        assert len(waiting(tab)) == 2


async def test_a_subscription_brings_its_users(stage: Stage) -> None:
    """As „Produkte“ asks for it, also when the tab was never shown before."""
    company = furnish(stage)
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "1")
        pilot.app.screen.query_one(OverviewTab).post_message(
            Navigate(Destination.ASSIGN_APPS, company.office)
        )
        await press(pilot)
        await press(pilot, "home")
        assert tab.board.right.title.startswith("Benutzer von Microsoft 365 Business Basic")
        assert tab.board.right.table.has_focus


async def test_a_user_assigns_what_they_look_after(stage: Stage) -> None:
    """Only their own subscriptions, to active members."""
    company = furnish(stage)
    ursel = member(stage, "Ursel", "User")
    with stage.nobody.database.transaction(writing=True) as session:
        session.get_one(Subscription, company.cloud).owner_id = ursel.user_id
    async with stage.app().run_test(size=BIG) as pilot:
        tab = await open_tab(pilot, ursel)
        assert lines(tab.board.right.table) == ["· MagentaCLOUD Business|3"]
        people = lines(tab.board.left.table)
        assert not any("◌" in line or "○" in line for line in people)
        await press(pilot, "enter", "space", "ctrl+s", "enter")
    assert held(stage, company.cloud) == (1, 1)


async def test_nothing_to_assign_says_where_to_go(stage: Stage) -> None:
    """A company without subscriptions."""
    async with stage.app(demo=True).run_test(size=BIG) as pilot:
        tab = await open_tab(pilot)
        wanted = "Noch kein Abonnement mit Lizenzen. F2 öffnet „Marktplatz“."
        assert lines(tab.board.right.table) == [wanted]
        await press(pilot, "t")
        assert lines(tab.board.left.table)[0].startswith("Noch kein Abonnement")
