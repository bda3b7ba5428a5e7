"""EINLADEN: one address, its verdict, and the way to „Mehrere einladen“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Container, Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.people import ADDRESS_MAX, check_email
from tcm_tui.i18n import _
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.invitations import SentInvitation


class InviteForm(Container):
    """One address + „Einladen“; a refusal stands below the field, and what was typed stays.

    Args:
        invite: Invites an address; a DomainError of it is shown at the field.
        caution: Why an address may deceive, as a sentence; "" for nothing.
        allowed: Whether the role may invite; if not, all is disabled and says why.
    """

    def __init__(
        self,
        invite: Callable[[str], Awaitable[SentInvitation]],
        caution: Callable[[str], Awaitable[str]],
        *,
        allowed: bool,
    ) -> None:
        super().__init__(id="invite")
        self._invite = invite
        self._caution = caution
        self._warned_of = ""
        self._allowed = allowed
        self._busy = False

    def compose(self) -> ComposeResult:
        """Heading, field, buttons, hint."""
        yield Static(txt(_("EINLADEN")), classes="overview--heading")
        yield Field(
            _("E-Mail-Adresse"),
            name="email",
            rule=check_email,
            placeholder=_("E-Mail-Adresse"),
            max_length=ADDRESS_MAX,
        )
        with Horizontal(id="invite-buttons"):
            yield Button(txt(_("Einladen")), id="invite-one", compact=True)
            yield Button(txt(_("Mehrere einladen")), "primary", id="invite-many", compact=True)
        yield Static(txt(self._hint()), id="invite-hint")

    def on_mount(self) -> None:
        """Disable what the role may not do."""
        self.set_class(not self._allowed, "-forbidden")
        for widget in (self.field, *self.query(Button)):
            widget.disabled = not self._allowed

    @property
    def field(self) -> Field:
        """Where the address is typed."""
        return self.query_one("#email", Field)

    @on(Field.Submitted)
    @on(Button.Pressed, "#invite-one")
    def _submit(self, event: Field.Submitted | Button.Pressed) -> None:
        event.stop()
        if self._busy:
            return
        if self.field.validate_now():
            self._busy = True
            self._run(self.field.value)
        else:
            self.field.focus_input()

    @work(group="submit")
    async def _run(self, address: str) -> None:
        try:
            if await self._warn(address):
                return
            sent = await self._invite(address)
        except SessionEnded:
            pass  # the sign-in screen says so
        except DomainError as refusal:
            self.field.show_error(refusal.message)
            self.field.focus_input()
        else:
            if self.field.value == address:  # the next one may have been begun meanwhile
                self.field.value = ""
            toast(self, _("Einladung an {email} versendet.").format(email=sent.email))
        finally:
            self._busy = False

    async def _warn(self, address: str) -> bool:
        """Tell once why the address may deceive; sending the same once more is on purpose."""
        if self._warned_of == address and self.field.has_class("-noted"):
            return False
        caution = await self._caution(address)
        if caution:
            self._warned_of = address
            again = _("Laden Sie noch einmal ein, wenn Sie sicher sind.")
            self.field.show_note(f"{caution} {again}")
            self.field.focus_input()
        return bool(caution)

    def _hint(self) -> str:
        if self._allowed:
            return _("Auch für eine Person: hier gleich mit Rolle.")
        return _("Einladen kann nur die Rolle „Unternehmensadministrator“.")
