"""Fields: what they take, what they refuse, and what they say about it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.events import Paste
from textual.widgets import Input, Static

from tcm_tui.domain.codes import find_code, new_code
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.passwords import PASSWORD_MAX, PasswordLevel
from tcm_tui.domain.people import check_email
from tcm_tui.widgets.field import Field, FormField
from tcm_tui.widgets.secret import PasswordField, SecretField, rate
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult
    from textual.pilot import Pilot


class Form(App[None]):
    """The field under test, and one to go to."""

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        """Both fields."""
        yield self.field
        yield Input()


@asynccontextmanager
async def showing(field: FormField, value: str = "") -> AsyncIterator[Pilot[None]]:
    """An app with `field`, filled with `value` and focused."""
    async with Form(field).run_test() as pilot:
        if isinstance(field, Field):
            field.value = value
        field.focus_input()
        await pilot.pause()
        yield pilot


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste `text` into what has the focus, as the terminal would."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(Paste(text))
    await pilot.pause()


def code_in(text: str) -> str:
    """The code in `text`, as the code field takes it."""
    if (code := find_code(text)) is None:
        raise Invalid("kein Code")
    return code


async def test_the_rule_runs_when_a_filled_field_is_left() -> None:
    """Not while typing: nobody wants to be told at the first letter."""
    field = Field("E-Mail-Adresse", name="email", rule=check_email)
    async with showing(field) as pilot:
        await pilot.press(*"tim@")
        assert field.error == ""
        await pilot.press("tab")
        await pilot.pause()
        assert field.error == "Nach dem @ fehlt die Domain."


async def test_an_empty_field_may_be_left_in_peace() -> None:
    """Passing through a form is no mistake."""
    field = Field("E-Mail-Adresse", name="email", rule=check_email)
    async with showing(field) as pilot:
        await pilot.press("tab")
        assert field.error == ""
        assert not field.validate_now()
        assert field.error == "Geben Sie eine E-Mail-Adresse ein."


async def test_an_error_goes_as_soon_as_it_is_mended() -> None:
    """And not before."""
    field = Field("E-Mail-Adresse", name="email", rule=check_email)
    async with showing(field, "tim@") as pilot:
        field.validate_now()
        await pilot.press("end", *"muster")
        assert field.error == "Die Domain ist unvollständig."
        await pilot.press(*".example")
        assert field.error == ""


async def test_showing_an_error_moves_nothing() -> None:
    """The line for it is there from the beginning."""
    field = Field("E-Mail-Adresse", name="email", rule=check_email)
    async with showing(field) as pilot:
        below = pilot.app.query("Input").last().region
        field.show_error("Bitte ausfüllen.")
        await pilot.pause()
        assert pilot.app.query("Input").last().region == below


@pytest.mark.parametrize("length", [11, 10_000, 1_000_000])
async def test_b2_a_paste_that_is_too_long_is_refused_and_said_so(length: int) -> None:
    """What was there stays."""
    field = Field("Vorname", name="first_name", max_length=10)
    async with showing(field, "Anna") as pilot:
        await paste(pilot, "x" * length)
        assert field.value == "Anna"
        assert field.line == "Zu lang: höchstens 10 Zeichen."
        await pilot.press("a")
        assert field.line == ""


async def test_b2_typing_past_the_end_says_why_nothing_happens() -> None:
    """The same sentence as for a paste."""
    field = Field("Vorname", name="first_name", max_length=4)
    async with showing(field, "Anna") as pilot:
        await pilot.press("end", "x")
        assert (field.value, field.line) == ("Anna", "Zu lang: höchstens 4 Zeichen.")


async def test_b3_of_a_paste_of_several_lines_the_first_is_taken_and_said_so() -> None:
    """A trailing line end alone is no second line."""
    field = Field("Vorname", name="first_name")
    async with showing(field) as pilot:
        await paste(pilot, "Anna\n")
        assert (field.value, field.line) == ("Anna", "")
        await paste(pilot, " Maria\r\nMuster")
        assert field.value == "Anna Maria"
        assert field.line == "Nur die erste Zeile wurde übernommen."


async def test_b3_a_code_is_taken_out_of_a_pasted_mail() -> None:
    """Whatever stood in the field before."""
    code = new_code().text
    field = Field("Code", name="code", max_length=60, extract=code_in)
    async with showing(field, "ABCD") as pilot:
        await paste(pilot, f"Guten Tag,\n\nIhr Code lautet:\n\n    {code}\n\nFreundliche Grüße\n")
        assert (field.value, field.line) == (code, "")


async def test_b3_a_pasted_mail_without_a_code_is_not_inserted() -> None:
    """The sentence of `extract` says why."""
    field = Field("Code", name="code", max_length=60, extract=code_in)
    async with showing(field, "ABCD") as pilot:
        await paste(pilot, "Guten Tag,\n\nkommen Sie gut ins Wochenende\n")
        assert (field.value, field.line) == ("ABCD", "kein Code")


async def test_half_a_code_can_be_pasted() -> None:
    """One line without a code is text like any other."""
    field = Field("Code", name="code", max_length=60, extract=code_in)
    async with showing(field) as pilot:
        await paste(pilot, "ABCD-EFGH-")
        assert field.value == "ABCD-EFGH-"


async def test_b3_several_lines_are_no_password() -> None:
    """Half of it would be a wrong one."""
    field = SecretField("Passwort", name="password")
    async with showing(field) as pilot:
        await paste(pilot, "geheim\nzweite")
        assert field.value == ""
        assert field.line.startswith("Mehrere Zeilen sind kein Passwort.")


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x", "super+c"])
async def test_a11_a_password_is_not_copied(key: str) -> None:
    """Neither inside the program nor to the terminal; it also stays where it is."""
    field = SecretField("Passwort", name="password")
    async with showing(field, "Demo-Passwort-2026") as pilot:
        await pilot.press("ctrl+shift+a", key)
        assert pilot.app.clipboard == ""
        assert field.value == "Demo-Passwort-2026"


async def test_a_password_is_drawn_as_dots() -> None:
    """Not one character of it."""
    field = SecretField("Passwort", name="password")
    async with showing(field, "xyz123"):
        drawn = field.input.render_line(0).text
        assert "•" * 6 in drawn
        assert not set("xyz123") & set(drawn)


async def test_c9_a_password_over_the_limit_is_refused_not_cut() -> None:
    """1,024 characters pass, 1,025 do not."""
    field = SecretField("Passwort", name="password")
    async with showing(field) as pilot:
        await paste(pilot, "x" * (PASSWORD_MAX + 1))
        assert field.value == ""
        await paste(pilot, "x" * PASSWORD_MAX)
        assert len(field.value) == PASSWORD_MAX


async def typed_password(password: str) -> str:
    """What stands below a password field after `password` was typed and rated."""
    field = PasswordField(
        "Passwort", name="password", levels=[PasswordLevel.STANDARD], words=lambda: ["Muster"]
    )
    async with showing(field) as pilot:
        await paste(pilot, password)
        await pilot.app.workers.wait_for_complete(
            [worker for worker in pilot.app.workers if worker.group == "load"]
        )
        await pilot.pause()
        lines = field.query(".field--rules Static, .field--strength").results(Static)
        return "\n".join(str(line.content) for line in lines)


async def test_rules_tick_off_while_typing() -> None:
    """Each by itself."""
    shown = await typed_password("segelboot")
    assert "✓ mindestens 8 Zeichen" in shown
    assert "✓ ein Buchstabe" in shown
    assert "○ eine Ziffer oder ein Sonderzeichen" in shown


@pytest.mark.parametrize(
    ("password", "word"),
    [
        pytest.param("password1", "sehr schwach", id="known"),
        pytest.param("kupfer-Anker-zwo7-Wiesel", "sehr gut", id="good"),
        pytest.param("kupfer-Anker-zwo7-Wiesel" * 9, "sehr gut", id="longer than rated"),
    ],
)
async def test_the_bar_says_how_strong_a_password_is(password: str, word: str) -> None:
    """Also of one that is longer than the library takes."""
    assert word in await typed_password(password)


async def test_a_tick_is_set_by_space_and_click_and_seen_without_colour() -> None:
    """Enter moves on, it does not tick."""

    def assured(ticked: bool) -> None:
        if not ticked:
            raise Invalid("Bitte bestätigen.")

    field = TickField("Einverstanden", name="assured", rule=assured)
    async with showing(field) as pilot:
        assert not field.validate_now()
        assert field.error == "Bitte bestätigen."
        await pilot.press("enter")
        assert not field.value
        await pilot.press("space")
        assert (field.value, field.error) == (True, "")
        assert "[✓]" in str(field.tick.render())
        await pilot.click("Tick")
        assert "[ ]" in str(field.tick.render())


@pytest.mark.parametrize("password", ["Telekom-2026!", "Marketplace#Muster#77", "passwort2026"])
def test_c9_what_is_refused_as_known_is_shown_as_weak(password: str) -> None:
    """However many signs there are: the bar must not praise what the rules refuse."""
    found = rate(password, [PasswordLevel.STANDARD], ["Muster"])
    assert not all(rule.met for rule in found.rules)
    assert found.strength is not None
    assert found.strength <= 1


def test_a_good_password_is_shown_as_strong() -> None:
    """All rules are met."""
    found = rate("Rote-Ampel-19-Uhr", [PasswordLevel.STANDARD], ["Muster"])
    assert all(rule.met for rule in found.rules)
    assert found.strength == 4
