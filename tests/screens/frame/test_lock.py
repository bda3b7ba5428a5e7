"""The idle lock, the small window and the end of a session: nothing seen, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input, Static

from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.sign_in.locked import Locked
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.screens.system.too_small import TooSmall
from tcm_tui.services.sign_in import sign_out
from tcm_tui.services.transaction import Actor
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import SecretField
from tests.builders import PASSWORD
from tests.screens.support import settle, sign_in

from .panes import PANES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App, ComposeResult
    from textual.pilot import Pilot

    from tcm_tui.app import MarketplaceApp
    from tcm_tui.services.context import Context
    from tests.screens.support import Stage


class Form(FormDialog[str, str]):
    """Something typed and something secret."""

    def __init__(self, submit: Any = None) -> None:  # noqa: ANN401 - unused mostly
        super().__init__(submit, title="Probe", verb="Speichern")

    def compose_form(self) -> ComposeResult:
        """Two fields."""
        yield Field("Titel", name="title", value="halb getippt")
        yield SecretField("Passwort", name="password", value="geheim")

    def values(self) -> str:
        """Nothing of interest."""
        return ""


def screen_text(app: App[Any]) -> str:
    """Everything on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in app.screen._compositor.render_strips()
    )


async def idle(app: MarketplaceApp, stage: Stage, pilot: Pilot[None], minutes: float = 15) -> None:
    """Let time pass without a key, and have it noticed."""
    stage.clock.forward(minutes=minutes)
    app.look_whether_idle()
    await settle(pilot)


async def test_b11_the_lock_hides_the_data_and_keeps_what_was_typed(stage: Stage) -> None:
    """Secrets are emptied; the password opens the form as it was."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        form = Form()
        await app.push_screen(form)
        await idle(app, stage, pilot, minutes=14.9)
        assert app.screen is form
        await idle(app, stage, pilot, minutes=0.1)
        assert isinstance(app.screen, Locked)
        assert "halb getippt" not in screen_text(app)
        assert "Einladen" not in screen_text(app)
        await pilot.press("escape", "f3", "f4", "ctrl+p")
        assert isinstance(app.screen, Locked)
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert app.screen is form
        assert form.query_one("#title", Field).value == "halb getippt"
        assert form.query_one("#password", Field).value == ""


async def test_b11_secrets_of_every_dialog_are_emptied(stage: Stage) -> None:
    """Also of one that lies below another; the help shows nothing over the lock."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        forms = [Form(), Form()]
        for form in forms:
            await app.push_screen(form)
        await idle(app, stage, pilot)
        assert [form.query_one(SecretField).value for form in forms] == ["", ""]
        assert [form.query_one("#title", Field).value for form in forms] == ["halb getippt"] * 2
        await pilot.press("f1")
        assert isinstance(app.screen, Locked)


async def test_a_wrong_password_keeps_the_lock(stage: Stage) -> None:
    """With a sentence; „Abmelden“ is the other way out."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await idle(app, stage, pilot)
        await pilot.press(*"falsch", "enter")
        await settle(pilot)
        assert isinstance(app.screen, Locked)
        assert app.screen.query_one(SecretField).error
        assert app.screen.query_one(SecretField).value == ""
        await pilot.click("#sign-out")
        await settle(pilot)
        await pilot.pause()
        assert isinstance(app.screen, SignInScreen)
        assert app.signed_in is None


async def test_a_key_and_the_mouse_put_the_lock_off(stage: Stage) -> None:
    """Whoever is there is left alone."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        stage.clock.forward(minutes=14)
        await pilot.press("tab")
        await idle(app, stage, pilot, minutes=14)
        assert isinstance(app.screen, Administration)
        await pilot.hover("#invite")
        await idle(app, stage, pilot, minutes=14)
        assert isinstance(app.screen, Administration)


async def test_an_answer_that_comes_under_the_lock_does_not_open_it(stage: Stage) -> None:
    """A form whose submission succeeds closes itself only after unlocking."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)

        async def submit(_values: str) -> str:
            await app.ask(_nothing)
            return "fertig"

        form = Form(submit)
        await app.push_screen(form)
        stage.clock.forward(minutes=15)
        form.action_submit()
        app.look_whether_idle()
        await pilot.pause(0.2)
        assert isinstance(app.screen, Locked)
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert isinstance(app.screen, Administration)


async def test_b8_a_small_window_says_so_and_loses_nothing(stage: Stage) -> None:
    """One line; what was typed is there again afterwards."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"anna")
        for size in ((59, 16), (60, 15), (1, 1), (30, 200)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert isinstance(app.screen, TooSmall), size
        await pilot.resize_terminal(60, 16)
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert app.screen.query_one("#email Input", Input).value == "anna"


async def test_the_lock_comes_over_a_small_window_too(stage: Stage) -> None:
    """And is still there when the window has grown."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.resize_terminal(40, 10)
        await settle(pilot)
        await idle(app, stage, pilot)
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert isinstance(app.screen, Locked)
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        await pilot.pause()
        assert isinstance(app.screen, Administration)


async def test_b4_the_lock_needs_no_key(stage: Stage) -> None:
    """A paste that never ends swallows all keys; the timer locks all the same."""
    app = stage.app(demo=True, panes=PANES, idle_look=0.05)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        stage.clock.forward(minutes=15)
        await pilot.pause(0.3)
        assert isinstance(app.screen, Locked)


async def test_an_ended_session_leads_to_sign_in_with_its_sentence(stage: Stage) -> None:
    """Ended elsewhere: the next action shows it."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        who = app.signed_in
        assert who is not None
        sign_out(stage.nobody.as_actor(Actor(who.user_id, who.company_id, who.session_id)))
        await pilot.app.screen.look().wait()  # type: ignore[attr-defined]  # „Verwaltung“
        await settle(pilot)
        await pilot.pause()
        assert isinstance(app.screen, SignInScreen)
        said = str(app.screen.query_one("#sign-in-line", Static).content)
        assert said == "Ihre Sitzung ist beendet. Melden Sie sich neu an."


def test_locked(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """The locked screen."""
    app = stage.app(demo=True, panes=PANES)

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await idle(app, stage, pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=go)


def _nothing(ctx: Context) -> None:
    del ctx
