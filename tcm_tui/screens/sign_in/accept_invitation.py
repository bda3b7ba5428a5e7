"""„Einladung annehmen“: who invites, as what, and what is needed to join."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import NewPerson, check_assured
from tcm_tui.domain.people import NAME_MAX, check_name
from tcm_tui.domain.permissions import role_label
from tcm_tui.domain.sign_in import NextStep, SignedIn
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import PasswordField, SecretField
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.invitations import OpenInvitation

Values = TypeVar("Values")


class AcceptInvitation(FormDialog[Values, SignedIn | NextStep]):
    """The part that is the same for everybody: the invitation, the assurance.

    Args:
        submit: Joins with what is filled in.
        opened: The invitation.
        zone: In which its end is told.
        verb: What the primary button says.
    """

    topic = Topic.ACCEPT_INVITATION

    def __init__(
        self,
        submit: Callable[[Values], Awaitable[SignedIn | NextStep]],
        opened: OpenInvitation,
        zone: ZoneInfo,
        verb: str,
    ) -> None:
        super().__init__(submit, title=_("Einladung annehmen"), verb=verb)
        self.opened = opened
        self._zone = zone

    def compose_form(self) -> ComposeResult:
        """The invitation, what the person fills in, the assurance."""
        yield Static(self._invitation(), id="invitation")
        yield from self.compose_person()
        yield TickField(
            _(
                "Ich handle für mein Unternehmen und nutze den Marktplatz"
                " ausschließlich für geschäftliche Zwecke."
            ),
            name="assured",
            rule=lambda ticked: check_assured(assured=ticked),
        )

    def compose_person(self) -> ComposeResult:
        """What the person fills in."""
        raise NotImplementedError

    @property
    def assured(self) -> bool:
        """Whether business use is assured."""
        return self.query_one("#assured", TickField).value

    def _invitation(self) -> Content:
        """Company, inviter, role, address and end."""
        opened = self.opened
        invited = _("{inviter} lädt Sie ein.").format(inviter=opened.inviter)
        facts = [
            (_("Rolle"), role_label(opened.role)),
            (_("E-Mail-Adresse"), opened.email),
            (_("Gültig bis"), long_moment(opened.expires_at, self._zone)),
        ]
        width = max(len(name) for name, _value in facts) + 2
        lines = [
            Content.styled(opened.company_name, "bold"),
            txt(invited),
            *(Content.assemble((f"{name:<{width}}", "dim"), txt(value)) for name, value in facts),
        ]
        return txt("\n").join(lines)


class JoinAsNew(AcceptInvitation[NewPerson]):
    """„Einladung annehmen“ for somebody without an account.

    Args:
        code: The code that opened the invitation.
        opened: The invitation.
        zone: In which its end is told.
        accept: The use case.
    """

    def __init__(
        self,
        code: str,
        opened: OpenInvitation,
        zone: ZoneInfo,
        accept: Callable[[str, NewPerson], Awaitable[SignedIn | NextStep]],
    ) -> None:
        super().__init__(partial(accept, code), opened, zone, _("Konto einrichten"))

    def compose_person(self) -> ComposeResult:
        """Names and a password, twice."""
        with Horizontal(classes="form--row"):
            yield self._name_field(_("Vorname"), "first_name", self.opened.first_name)
            yield self._name_field(_("Nachname"), "last_name", self.opened.last_name)
        level = self.opened.password_level
        yield PasswordField(_("Passwort"), name="password", levels=[level], words=self._words)
        yield SecretField(_("Passwort wiederholen"), name="repeated", rule=self._same)

    def values(self) -> NewPerson:
        """Who joins."""
        return NewPerson(
            first_name=self._filled("first_name"),
            last_name=self._filled("last_name"),
            password=self._filled("password"),
            assured=self.assured,
        )

    def _name_field(self, label: str, name: str, value: str) -> Field:
        rule = partial(check_name, field=name)
        return Field(label, name=name, value=value, rule=rule, max_length=NAME_MAX)

    def _filled(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    def _words(self) -> Iterable[str]:
        names = (self._filled("first_name"), self._filled("last_name"))
        return (*names, self.opened.email, self.opened.company_name)

    def _same(self, repeated: str) -> None:
        if repeated != self._filled("password"):
            raise Invalid(_("Die beiden Passwörter sind verschieden."), "repeated")


class JoinAsKnown(AcceptInvitation[tuple[str, bool]]):
    """„Einladung annehmen“ for somebody who has an account: its password confirms.

    Args:
        code: The code that opened the invitation.
        opened: The invitation.
        zone: In which its end is told.
        accept: The use case.
    """

    def __init__(
        self,
        code: str,
        opened: OpenInvitation,
        zone: ZoneInfo,
        accept: Callable[[str, str, bool], Awaitable[SignedIn | NextStep]],
    ) -> None:
        super().__init__(self._join, opened, zone, _("Einladung annehmen"))
        self._code = code
        self._accept = accept

    def compose_person(self) -> ComposeResult:
        """The password."""
        known = _("Zu dieser Adresse gibt es schon ein Konto. Bestätigen Sie mit dessen Passwort.")
        yield Static(txt(known), classes="form--text")
        yield SecretField(_("Passwort"), name="password", rule=self._given)

    def values(self) -> tuple[str, bool]:
        """Password and assurance."""
        return self.query_one("#password", Field).value, self.assured

    async def _join(self, values: tuple[str, bool]) -> SignedIn | NextStep:
        return await self._accept(self._code, *values)

    def _given(self, password: str) -> None:
        if not password:
            raise Invalid(_("Geben Sie Ihr Passwort ein."), "password")
