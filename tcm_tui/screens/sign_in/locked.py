"""The locked screen: nothing of the data, only a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.calm_focus import CalmFocus
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.secret import SecretField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult


class Locked(CalmFocus, Screen[None]):
    """Covers everything until the password of whoever signed in is typed.

    Args:
        name: Who signed in.
        unlock: Checks the password; a DomainError says what is wrong.
        sign_out: Begins to leave instead; must not wait for this screen to go.
    """

    AUTO_FOCUS = "#password Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", N_("Entsperren"), id="locked.submit"),
    ]

    busy: reactive[bool] = reactive(False, init=False)
    """A password is being checked."""

    def __init__(
        self,
        name: str,
        unlock: Callable[[str], Awaitable[None]],
        sign_out: Callable[[], object],
    ) -> None:
        super().__init__(classes="-lock")
        self._name_shown = name
        self._unlock = unlock
        self._sign_out = sign_out

    def compose(self) -> ComposeResult:
        """The form."""
        with Vertical(id="locked", classes="box"):
            yield Static(
                txt(_("{name} ist angemeldet.").format(name=self._name_shown)), id="locked-who"
            )
            yield SecretField(_("Passwort"), name="password")
            with Horizontal(id="locked-foot"):
                yield Button(_("Abmelden"), id="sign-out", action="screen.sign_out", compact=True)
                yield Static(classes="gap")
                yield Button(
                    _("Entsperren"), "primary", id="submit", action="screen.submit", compact=True
                )

    def on_mount(self) -> None:
        """Name the box."""
        self.query_one("#locked").border_title = txt(_("Gesperrt"))

    @on(FormField.Submitted)
    def action_submit(self) -> None:
        """Check the password; a second time meanwhile changes nothing."""
        field = self.query_one(SecretField)
        if self.busy:
            return
        if not field.value:
            field.show_error(_("Bitte ausfüllen."))
            return
        self.busy = True
        self._check(field.value)

    def action_sign_out(self) -> None:
        """Leave."""
        self._sign_out()

    def watch_busy(self) -> None:
        """Show that the password is being checked."""
        self.query_one("#submit", Button).disabled = self.busy

    @work(group="submit", description="lock")  # else the password
    async def _check(self, password: str) -> None:
        field = self.query_one(SecretField)
        try:
            await self._unlock(password)
        except SessionEnded:
            pass  # there is nothing left to unlock: the sign-in screen follows
        except DomainError as refusal:
            self.busy = False
            with field.input.prevent(Input.Changed):  # it would clear the sentence again
                field.value = ""
            field.show_error(refusal.message)
            field.focus_input()
        else:
            self.dismiss()
