"""„Übersicht“: inviting one, what waits to be done, the news, and what each role sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from textual.widgets import Button, Static

from tcm_tui.domain.activity import Event
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.screens.administration.overview.feed import Feed
from tcm_tui.screens.administration.overview.feed_lines import feed_lines, fold
from tcm_tui.screens.administration.overview.invite_form import InviteForm
from tcm_tui.screens.administration.overview.overview import OverviewTab
from tcm_tui.screens.administration.overview.tasks import Tasks
from tcm_tui.services.invitations import invite
from tcm_tui.services.members import page
from tests.screens.members.crowd import member
from tests.screens.support import settle, sign_in

from .history import TODAY, as_anna, invite_rows, join, tell

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage

NEW = "neu@kunde.example"


async def open_tab(pilot: Pilot[None], person: Person | None = None) -> OverviewTab:
    """Sign in."""
    await sign_in(pilot, person)
    return pilot.app.screen.query_one(OverviewTab)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


def news(tab: OverviewTab) -> list[str]:
    """The lines of „Neuigkeiten“ in view."""
    drawn = [tab.feed.render_line(y).text.rstrip() for y in range(tab.feed.size.height)]
    return [line for line in drawn if line]


def tasks(tab: OverviewTab) -> list[str]:
    """The lines of „Zu erledigen“."""
    return [str(line.content) for line in tab.query("#tasks > *").results(Static) if line.display]


def addresses(stage: Stage) -> set[str]:
    """Everybody in Anna's company, invited or not."""
    return {row.address for row in page(as_anna(stage))}


async def test_it_begins_in_the_news(stage: Stage) -> None:
    """So letters and digits are keys."""
    tell(stage)
    async with stage.app(demo=True).run_test(size=(140, 40)) as pilot:
        tab = await open_tab(pilot)
        assert pilot.app.focused is tab.feed
        assert news(tab) == [
            "Heute",
            "08:12  ✓ Derya Çelik hat die Registrierung abgeschlossen",
            "Diese Woche",
            "Di 16:07    Anna Muster hat lena.hoffmann@kunde.example erneut eingeladen",
            "Di 16:07    Anna Muster hat lena.hoffmann@kunde.example eingeladen",
            "Di 16:03    Anna Muster hat die Einladung an falsch@kunde.example zurückgezogen",
            "Di 16:03    Anna Muster hat falsch@kunde.example eingeladen",
            "Mo 09:30    Anna Muster hat tim.weber@kunde.example eingeladen",
            "Älter",
            "03.11. 16:03    Anna Muster hat 2 Personen eingeladen",
            "01.12.2025      Anna Muster hat alt@kunde.example eingeladen",
        ]


async def test_one_address_is_invited(stage: Stage) -> None:
    """As „Benutzer“; the field is empty again, and the news tell it."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "n", *NEW, "enter")
        assert [notice.message for notice in pilot.app._notifications] == [
            f"Einladung an {NEW} versendet."
        ]
        assert tab.query_one(InviteForm).field.value == ""
        assert f"Anna Muster hat {NEW} eingeladen" in news(tab)[1]
        assert "1 eingeladen" in str(tab.card.content)
        row = next(row for row in page(as_anna(stage)) if row.address == NEW)
        assert row.role is Role.USER


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("niemand", "In der Adresse fehlt das @."),
        ("anna.muster@muster-maschinenbau.example", "ist bereits Mitglied."),
        ("schon@kunde.example", "ist bereits eingeladen."),
        ("", "Geben Sie eine E-Mail-Adresse ein."),
    ],
)
async def test_a_refused_address_stays(stage: Stage, typed: str, sentence: str) -> None:
    """The reason stands at the field, and the cursor in it."""
    invite(as_anna(stage), InvitationDraft("schon@kunde.example"))
    before = addresses(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "n", *typed, "enter")
        field = tab.query_one(InviteForm).field
        assert sentence in field.error
        assert field.value == typed
        assert field.input.has_focus
        assert addresses(stage) == before
        assert not pilot.app._notifications
        await press(pilot, "escape")
        assert tab.feed.has_focus
        assert field.value == typed


async def test_a_second_enter_changes_nothing(stage: Stage) -> None:
    """While the first is under way."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "n", *NEW, "enter", "enter")
        assert len(pilot.app._notifications) == 1
        assert "bereits" not in tab.query_one(InviteForm).field.error


async def test_many_are_invited_in_the_dialog(stage: Stage) -> None:
    """By key and by button."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_tab(pilot)
        await press(pilot, "m")
        assert isinstance(pilot.app.screen, InviteDialog)
        await press(pilot, "escape")
        await pilot.click("#invite-many")
        await settle(pilot)
        assert isinstance(pilot.app.screen, InviteDialog)


async def test_what_waits_leads_to_where_it_is_mended(stage: Stage) -> None:
    """Ended and soon ending invitations; Enter goes to „Benutzer“."""
    tell(stage)
    stage.clock.forward(days=9)  # Monday's and Tuesday's end in the days after
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        assert tasks(tab) == [
            "! 4 Einladungen sind abgelaufen",
            "! 1 Einladung endet binnen 3 Tagen",
        ]
        tab.query_one("#expired").focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Administration)
        assert pilot.app.screen.destination == "members"


async def test_nothing_waits(stage: Stage) -> None:
    """And nothing has happened yet: both say so calmly."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        assert tasks(tab) == ["✓ Nichts zu erledigen"]
        assert news(tab)[0].startswith("Noch keine Neuigkeiten.")


async def test_f_shows_only_mine(stage: Stage) -> None:
    """And everyone's again."""
    tell(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "f")
        assert not any("Derya" in line for line in news(tab))
        assert any("Anna Muster" in line for line in news(tab))
        await press(pilot, "f")
        assert "Derya" in news(tab)[1]


async def test_older_news_come_while_scrolling(stage: Stage) -> None:
    """To the very first of a hundred and twenty, though fifty are read at once."""
    invite_rows(stage, stage.anna, 120)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        assert "p119@" in "".join(news(tab))
        for _ in range(4):
            await press(pilot, "end")
        assert "p000@" in news(tab)[-1]


async def test_no_letter_is_lost_beside_the_scroll_bar(stage: Stage) -> None:
    """However wide the terminal is: an address goes to the next line, or is whole."""
    invite_rows(stage, stage.anna, 60)
    async with stage.app(demo=True).run_test(size=(100, 40)) as pilot:
        tab = await open_tab(pilot)
        for width in range(84, 108):
            await pilot.resize_terminal(width, 40)
            await settle(pilot)
            strips = tab.screen._compositor.render_strips()
            seen = "\n".join(strips[y].text for y in range(*tab.feed.region.line_span))
            assert seen.count("@kunde") == seen.count("@kunde.example") > 0, width
            assert seen.count("einge") == seen.count("eingeladen"), width


@pytest.mark.parametrize("vim_keys", [True, False])
async def test_letters_scroll_the_news_for_who_wants_them(stage: Stage, vim_keys: bool) -> None:
    """`vim_keys = false` switches j off here as in every list."""
    invite_rows(stage, stage.anna, 60)
    settings = replace(stage.settings, vim_keys=vim_keys)
    async with stage.app(demo=True, settings=settings).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "j")
        assert (tab.query_one(Feed).scroll_offset.y > 0) is vim_keys


async def test_news_from_others_move_nothing(stage: Stage) -> None:
    """What is in view stays there; at the top the newest appears."""
    invite_rows(stage, stage.anna, 60)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "pagedown")
        before = news(tab)
        join(stage, "Derya", "Çelik", "derya.celik@kunde.example", TODAY)
        tab.refresh_data()
        await settle(pilot)
        assert news(tab) == before
        await press(pilot, "home")
        assert "✓ Derya Çelik hat die Registrierung abgeschlossen" in "".join(news(tab))


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
async def test_others_see_their_own_and_cannot_invite(stage: Stage, role: Role) -> None:
    """A user has no such part, a billing administrator reads why not."""
    tell(stage)
    person = member(stage, "Jonas", "Becker", role)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        tab = await open_tab(pilot, person)
        assert not any("Anna" in line for line in news(tab))
        assert not [line for line in tab.query(".overview--task") if line.display]
        await press(pilot, "m", "n", "f")
        assert pilot.app.screen.query(OverviewTab)
        if role is Role.USER:
            assert not tab.query(Tasks)
            assert not tab.query(InviteForm)
            assert not tab.card.focusable
        else:
            assert all(button.disabled for button in tab.query(Button))
            reason = str(tab.query_one("#invite-hint", Static).content)
            assert "Unternehmensadministrator" in reason


def test_lines_are_folded_between_words() -> None:
    """No word is cut, a long one stands alone."""
    assert fold("eins zwei drei", 9) == ["eins zwei", "drei"]
    assert fold("a sehrlangeswort b", 5) == ["a", "sehrlangeswort", "b"]
    assert fold("", 5) == [""]


def test_lines_are_folded_as_they_are_drawn() -> None:
    """A name full of what is drawn as something else makes more lines, and none is cut."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    name = " ".join(["\u202e" * 6] * 8)
    event = Event(1, at, AuditAction.MEMBER_DISABLED, "Anna Muster", name, 1)
    lines = feed_lines([event], 40, at, ZoneInfo("Europe/Berlin"))
    assert sum(line.text.count("\ufffd") for line in lines) == 48
    assert max(cell_len(line.moment + line.text) for line in lines) <= 40
