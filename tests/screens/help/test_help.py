"""„Hilfe“: searching how-tos, asking a question, and whether it helped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from tcm_tui.domain.mail import MailKind
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.contact import ContactForm
from tcm_tui.screens.help.finding import find
from tcm_tui.screens.help.help import HelpScreen
from tcm_tui.screens.help.texts import HELP, HOW_TOS
from tests.screens.support import settle, sign_in
from tests.services.watching import mails

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.app import MarketplaceApp
    from tests.screens.support import Stage

HELP_DESK = "hilfe@marketplace.example"
PHONE = "0800 330 00 00"


def portal(stage: Stage, phone: str | None = None, email: str | None = HELP_DESK) -> MarketplaceApp:
    """The portal of an installation that says who helps."""
    settings = replace(stage.settings, help_phone=phone, help_email=email)
    return stage.app(demo=True, settings=settings)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


async def open_help(pilot: Pilot[None], *keys: str) -> HelpScreen:
    """Signed in, F1 after `keys`."""
    await sign_in(pilot)
    await press(pilot, *keys, "f1")
    assert isinstance(pilot.app.screen, HelpScreen)
    return pilot.app.screen


def said(screen: HelpScreen) -> str:
    """What stands in the help now."""
    shown = [line for line in screen.query(Static) if line.display and _visible(line)]
    return "\n".join(str(line.content) for line in shown)


def _visible(line: Static) -> bool:
    return all(one.display for one in line.ancestors_with_self if hasattr(one, "display"))


def titles(typed: str) -> list[str]:
    """What a search finds."""
    return [one.title for one in find(HOW_TOS, typed)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("registr", "Unternehmen registrieren"),
        ("passwort vergessen", "Neues Passwort setzen"),
        ("passwort ändern", "Passwort ändern"),
        ("adresse ändern", "E-Mail-Adresse ändern"),
        ("adresse aendern", "E-Mail-Adresse ändern"),
        ("zweiter faktor", "Zweiten Faktor einrichten"),
        ("sitzung beenden", "Sitzungen prüfen und beenden"),
        ("unternehmen wechseln", "Unternehmen wechseln"),
        ("eigene daten", "Eigene Daten speichern"),
        ("gdpr", "Eigene Daten speichern"),
        ("konto löschen", "Konto löschen"),
        ("delete account", "Konto löschen"),
        ("mailserver", "E-Mail erneut senden"),
        ("einladen", "Eine Person einladen"),
        ("excel", "Excel-Liste importieren"),
        ("exportieren", "Liste exportieren"),
        ("einladung annehmen", "Einladung annehmen"),
        ("rollen aus datei", "Rollen aus Datei ändern"),
    ],
)
def test_every_flow_is_found_by_the_words_people_have_for_it(typed: str, title: str) -> None:
    """Part of a word is enough, „ae“ finds „ä“; titles come before what only mentions it."""
    assert title in titles(typed)


def test_titles_come_first_and_every_word_counts() -> None:
    """Two words narrow a search."""
    assert titles("passwort ändern")[0] == "Passwort ändern"
    assert set(titles("passwort sitzungen")) < set(titles("passwort"))
    assert titles("quantenverschränkung") == []
    assert len(titles("")) == len(HOW_TOS)


def test_every_topic_has_help_and_no_how_to_is_there_twice() -> None:
    """F1 always has something to say."""
    assert set(HELP) == set(Topic)
    assert len({one.title for one in HOW_TOS}) == len(HOW_TOS)
    assert all(text.how_tos for text in HELP.values())
    assert all(one.steps for one in HOW_TOS)


async def test_a_search_shows_what_fits_and_esc_leads_back(stage: Stage) -> None:
    """From any page: all how-tos are searched; then what the page is for stands there again."""
    async with portal(stage).run_test(size=(120, 40)) as pilot:
        screen = await open_help(pilot)
        before = said(screen)
        await press(pilot, "slash", *"konto lösch")
        assert "Tippen Sie Ihre Adresse zur Bestätigung" in said(screen)
        assert "Tasten" not in said(screen)
        await press(pilot, "ctrl+u", *"qqq")
        assert "Keine Anleitung passt" in said(screen)
        await press(pilot, "escape")
        assert said(screen) == before
        assert pilot.app.screen is screen
        await press(pilot, "escape")
        assert pilot.app.screen is not screen


async def test_a_question_becomes_a_mail(stage: Stage) -> None:
    """About the page it was asked on, to whoever answers, with the address for the answer."""
    async with portal(stage, PHONE).run_test(size=(120, 40)) as pilot:
        screen = await open_help(pilot, "2")
        assert PHONE in said(screen)
        await pilot.click("#no")
        await settle(pilot)
        form = pilot.app.screen
        assert isinstance(form, ContactForm)
        await press(pilot, *"Wo ist Derya", "ctrl+s")
        assert pilot.app.screen is screen
        assert "Ihre Frage ist unterwegs." in said(screen)
        assert not screen.query_one("#no").display
        (mail,) = mails(stage.nobody)
        assert (mail.kind, mail.recipient) == (MailKind.HELP_REQUEST, HELP_DESK)
        assert mail.values["about"] == "Benutzer"
        assert mail.values["question"] == "Wo ist Derya"
        assert mail.values["address"] == stage.anna.email


async def test_a_pasted_text_is_one_question(stage: Stage) -> None:
    """All of its lines, not only the first."""
    async with portal(stage).run_test(size=(120, 40)) as pilot:
        await open_help(pilot)
        await pilot.click("#contact")
        await settle(pilot)
        field = pilot.app.screen.query_one("#question Input", Input)
        field.take("Guten Tag,\n\nwo ist Derya\nCelik")  # type: ignore[attr-defined]  # ours
        assert field.value == "Guten Tag, wo ist Derya Celik"


async def test_a_question_without_words_is_refused_at_its_field(stage: Stage) -> None:
    """Nothing is sent; what was typed stays."""
    async with portal(stage).run_test(size=(120, 40)) as pilot:
        await open_help(pilot)
        await pilot.click("#contact")
        await settle(pilot)
        await press(pilot, "ctrl+s")
        form = pilot.app.screen
        assert isinstance(form, ContactForm)
        assert "Schreiben Sie, was Sie wissen möchten." in [
            str(line.content) for line in form.query(".field--line").results(Static)
        ]
        assert not mails(stage.nobody)


async def test_without_anybody_to_read_it_there_is_no_form(stage: Stage) -> None:
    """„Nein“ names the telephone, or else the people of one's own company."""
    for phone, sentence in (
        (PHONE, f"Rufen Sie uns an: {PHONE}"),
        (None, "Fragen Sie eine Person"),
    ):
        async with portal(stage, phone, None).run_test(size=(120, 40)) as pilot:
            screen = await open_help(pilot)
            assert not screen.query("#contact")
            await pilot.click("#no")
            await settle(pilot)
            assert pilot.app.screen is screen
            assert sentence in said(screen)


async def test_before_signing_in_there_is_no_form(stage: Stage) -> None:
    """Nobody knows whom to answer; the how-tos and the telephone are there."""
    async with portal(stage, PHONE).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "f1")
        screen = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        assert not screen.query("#contact")
        assert PHONE in said(screen)


async def test_it_was_helpful(stage: Stage) -> None:
    """Thanks, and nothing further is asked; by keyboard, too."""
    async with portal(stage).run_test(size=(80, 24)) as pilot:
        screen = await open_help(pilot)
        screen.query_one("#yes").focus()
        await press(pilot, "enter")
        assert "Danke für Ihre Rückmeldung." in said(screen)
        assert not screen.query_one("#yes").display
