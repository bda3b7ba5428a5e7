"""„Anmelden“: address and password; opens before the data does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tcm_tui.domain.errors import DomainError, Invalid
from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.widgets.field import Field, FormField
from tcm_tui.widgets.link import Link
from tcm_tui.widgets.secret import SecretField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.demo_sign_in import DemoSignIn
    from tcm_tui.domain.sign_in import NextStep, SignedIn

ADDRESS_MAX = 254


@dataclass(frozen=True)
class Entrance:
    """What the sign-in screen needs from outside.

    Args:
        sign_in: Waits until the data is open, then signs in.
        is_open: Whether the data is open by now.
        demo: The demo's people, None for real data.
        sentence: Why one is here again, such as the end of a session; empty for nothing.
    """

    sign_in: Callable[[str, str], Awaitable[SignedIn | NextStep]]
    is_open: Callable[[], bool]
    demo: DemoSignIn | None = None
    sentence: str = ""


class SignInScreen(PortalScreen[None]):
    """„Anmelden“."""

    destination = Destination.SIGN_IN
    AUTO_FOCUS = "#email Input"

    @dataclass
    class Done(Message):
        """Address and password were right: somebody is signed in, or asked for more."""

        answer: SignedIn | NextStep

    busy: reactive[bool] = reactive(False, init=False)
    """An attempt is under way."""

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self._entrance = entrance

    def notice(self) -> str:
        """That the sign-in protects nothing from whoever owns the files."""
        return _("lokaler Modus") if host(self).local else ""

    def compose_content(self) -> ComposeResult:
        """The form, and the demo's people beside it."""
        with VerticalScroll(id="sign-in", can_focus=False), Horizontal(id="sign-in-boxes"):
            with Vertical(id="sign-in-form", classes="box"):
                yield from self._form()
            if self._entrance.demo is not None:
                with Vertical(id="demo", classes="box"):
                    yield from self._people()

    def on_mount(self) -> None:
        """Name the boxes, say why one is here."""
        self.query_one("#sign-in-form").border_title = txt(_("Anmelden"))
        for box in self.query("#demo"):
            box.border_title = txt(_("Demo-Daten"))
        self.say(self._entrance.sentence)
        if self._entrance.demo is not None:
            self.call_after_refresh(self._offer, self._entrance.demo)

    def say(self, sentence: str) -> None:
        """Tell something about the whole form; empty to stop."""
        line = self.query_one("#sign-in-line", Static)
        line.update(txt(sentence))
        line.display = bool(sentence)

    def watch_busy(self) -> None:
        """Show that an attempt is under way, and what it waits for."""
        button = self.query_one("#submit", Button)
        button.disabled = self.busy
        waiting = (
            _("Anmeldung läuft …") if self._entrance.is_open() else _("Daten werden geöffnet …")
        )
        self.say(waiting if self.busy else "")

    def action_submit(self) -> None:
        """Sign in with what is filled in; a second time meanwhile changes nothing."""
        if self.busy:
            return
        if wrong := [field for field in self.query(FormField) if not field.validate_now()]:
            wrong[0].focus_input()
            return
        self.busy = True
        self._sign_in(self._value("email"), self._value("password"))

    @work(group="submit", description="sign in")  # else the password
    async def _sign_in(self, email: str, password: str) -> None:
        try:
            answer = await self._entrance.sign_in(email, password)
        except DomainError as refusal:
            self.busy = False
            self._show(refusal)
        else:
            self.post_message(self.Done(answer))

    def start_over(self) -> None:
        """Be ready for another try: a step after the password was left."""
        self.busy = False
        field = self.query_one("#password", Field)
        field.value = self._entrance.demo.password if self._entrance.demo else ""
        field.focus_input()

    def expect_code(self, sentence: str) -> None:
        """Say that a mail is on its way, and lead to where its code goes."""
        self.say(sentence)
        self.query_one("#to-code").focus()

    def expect_new_password(self) -> None:
        """Be ready for a password just set: what was said about it, and an older one, are over."""
        self.say("")
        self.query_one("#password", Field).value = ""
        next(field for field in self.query(Field) if not field.value).focus_input()

    def _show(self, refusal: DomainError) -> None:
        for field in self.query(Field):
            if field.name == refusal.field:
                field.show_error(refusal.message)
                field.focus_input()
                return
        self.say(refusal.message)

    def _form(self) -> ComposeResult:
        demo = self._entrance.demo
        yield Static(id="sign-in-line")
        yield Field(
            _("E-Mail-Adresse"),
            name="email",
            value=demo.people[0][2] if demo else "",
            rule=lambda value: _filled(value, "email"),
            max_length=ADDRESS_MAX,
        )
        yield SecretField(
            _("Passwort"),
            name="password",
            value=demo.password if demo else "",
            rule=lambda value: _filled(value, "password"),
        )
        with Horizontal(id="sign-in-foot"):
            yield Link(_("Passwort vergessen?"), "screen.forgot_password", id="to-forgotten")
            if host(self).mailbox:
                yield Link(_("Postfach"), "screen.mailbox", id="to-mailbox")
            yield Static(classes="gap")
            yield Button(
                _("Anmelden"), "primary", id="submit", action="screen.submit", compact=True
            )
        with Horizontal(id="sign-in-new"):
            yield Static(txt(_("Neu hier?")))
            yield Link(_("Registrierung starten"), "screen.registration", id="to-registration")
            yield Link(_("Code eingeben"), "screen.enter_code", id="to-code")

    def _people(self) -> ComposeResult:
        hint = _("Beispielfirma zum Ausprobieren. Wählen Sie eine Person, Enter meldet sie an.")
        yield Static(txt(hint), id="demo-hint")
        yield Container(id="people-room")

    async def _offer(self, demo: DemoSignIn) -> None:
        """List the people in the room kept for them: the first paint need not wait for that."""
        people = OptionList(
            *(
                Option(txt(f"{name} – {role_label(role)}"), id=address)
                for name, role, address in demo.people
            ),
            id="people",
            markup=False,
        )
        await self.query_one("#people-room").mount(people)

    def welcome(self) -> None:
        """Offer registering first: nobody has an account here yet."""
        self.say(
            _("Hier ist noch kein Unternehmen registriert. Wählen Sie „Registrierung starten“.")
        )
        if not self._value("email"):
            self.query_one("#to-registration").focus()

    def action_registration(self) -> None:
        """Go to „Registrierung starten“."""
        self.post_message(Navigate(Destination.REGISTRATION))

    def action_forgot_password(self) -> None:
        """Go to „Passwort vergessen?“, with the address typed so far."""
        self.post_message(Navigate(Destination.FORGOT_PASSWORD, self._value("email").strip()))

    def action_enter_code(self) -> None:
        """Go to „Code eingeben“."""
        self.post_message(Navigate(Destination.ENTER_CODE))

    def action_mailbox(self) -> None:
        """Go to „Postfach“."""
        self.post_message(Navigate(Destination.MAILBOX))

    @on(FormField.Submitted)
    def _enter(self, event: FormField.Submitted) -> None:
        """From the address to the password unless it is filled in, from there to the portal."""
        event.stop()
        if event.field.name == "email" and not self._value("password"):
            self.query_one("#password", Field).focus_input()
        else:
            self.action_submit()

    @on(OptionList.OptionHighlighted, "#people")
    def _person_marked(self, event: OptionList.OptionHighlighted) -> None:
        if self.focused is event.option_list and self._entrance.demo is not None:
            self.query_one("#email", Field).value = event.option_id or ""
            self.query_one("#password", Field).value = self._entrance.demo.password

    @on(OptionList.OptionSelected, "#people")
    def _person_chosen(self, event: OptionList.OptionSelected) -> None:
        self._person_marked(event)  # type: ignore[arg-type]  # both carry list and option
        self.action_submit()

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value


def _filled(value: str, field: str) -> str:
    """Only whether something is there: what it must be is told to nobody who is not signed in."""
    if not value.strip():
        raise Invalid(_("Bitte ausfüllen."), field)
    return value
