"""„Konto einrichten“: the third step of registering, person and company."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal
from textual.events import DescendantBlur
from textual.widgets import Static

from tcm_tui.domain.companies import (
    CITY_MAX,
    COMPANY_NAME_MAX,
    STREET_MAX,
    VAT_ID_MAX,
    WEBSITE_MAX,
    CompanySize,
    Industry,
    check_company_name,
    check_vat_id,
    check_website,
    industry_label,
    size_label,
)
from tcm_tui.domain.errors import DomainError, Invalid
from tcm_tui.domain.invitations import check_assured
from tcm_tui.domain.people import NAME_MAX, check_name
from tcm_tui.domain.phone import PHONE_MAX
from tcm_tui.domain.postal import POSTCODE_MAX
from tcm_tui.domain.registration import (
    FIRST_LEVEL,
    TERMS_VERSION,
    Applicant,
    Details,
    check_agreed,
    check_own_phone,
)
from tcm_tui.domain.sign_in import SignedIn
from tcm_tui.i18n import _, pgettext
from tcm_tui.navigation import Topic
from tcm_tui.screens.sign_in.registration_steps import progress, step_title
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import PasswordField, SecretField
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.app import ComposeResult

    from tcm_tui.domain.registration import OpenRegistration


class SetUpAccount(FormDialog[Applicant, SignedIn]):
    """The form; what is typed, but for the password, is kept whenever a field is left.

    Args:
        code: The code that opened it.
        opened: The registration, with what was typed before.
        finish: Sets up company and account.
        keep: Stores what is typed so far.
    """

    topic = Topic.REGISTRATION

    def __init__(
        self,
        code: str,
        opened: OpenRegistration,
        finish: Callable[[str, Applicant], Awaitable[SignedIn]],
        keep: Callable[[str, Details], Awaitable[None]],
    ) -> None:
        super().__init__(partial(finish, code), title=step_title(3), verb=_("Konto einrichten"))
        self._opened = opened
        self._keep = partial(keep, code)
        self._stored = opened.details
        self._one_at_a_time = asyncio.Lock()
        self.kept = False
        """Whether it was left with something in it, which is stored now."""

    def compose_form(self) -> ComposeResult:
        """Person and company, what may be left out, the password, the consents."""
        yield progress(3)
        told = _(
            "Für {email}. Mit demselben Code ist später noch da, was Sie eingeben;"
            " nur das Passwort nicht."
        )
        yield Static(txt(told.format(email=self._opened.email)), classes="form--text")
        yield from self._compose_needed()
        yield _heading(_("Freiwillige Angaben"))
        yield from self._compose_optional()
        yield _heading(_("Ihr Passwort"))
        yield PasswordField(_("Passwort"), name="password", levels=[FIRST_LEVEL], words=self._words)
        yield SecretField(_("Passwort wiederholen"), name="repeated", rule=self._same)
        yield from _consents()

    def values(self) -> Applicant:
        """The whole form."""
        return Applicant(
            details=self.details,
            password=self.query_one("#password", Field).value,
            assured=self.query_one("#assured", TickField).value,
            agreed=self.query_one("#agreed", TickField).value,
        )

    @property
    def details(self) -> Details:
        """All but password and consents."""
        return Details(**{one.name: self._filled(one.name) for one in fields(Details)})

    def action_cancel(self) -> None:
        """Leave; nothing but a password is lost by that."""
        if not self.busy:
            self._leave()

    def _compose_needed(self) -> ComposeResult:
        with Horizontal(classes="form--row"):
            # Beside „Vorname“ the portal calls it so; other languages say which name it is.
            last = pgettext("person", "Name")
            yield self._field(last, "last_name", NAME_MAX, _name_rule("last_name"))
            yield self._field(_("Vorname"), "first_name", NAME_MAX, _name_rule("first_name"))
        with Horizontal(classes="form--row"):
            yield self._field(
                _("Unternehmensname"), "company_name", COMPANY_NAME_MAX, check_company_name
            )
            yield self._field(_("Telefonnummer"), "phone", PHONE_MAX, check_own_phone)

    def _compose_optional(self) -> ComposeResult:
        industries = [(one.value, industry_label(one)) for one in Industry]
        sizes = [(one.value, size_label(one)) for one in CompanySize]
        with Horizontal(classes="form--row"):
            yield self._choice(_("Branche"), "industry", industries)
            yield self._choice(_("Größe"), "size", sizes)
        with Horizontal(classes="form--row"):
            yield self._field(_("Webseite"), "website", WEBSITE_MAX, check_website)
            yield self._field(_("USt-IdNr."), "vat_id", VAT_ID_MAX, check_vat_id)
        yield self._field(_("Straße und Hausnummer"), "street", STREET_MAX)
        with Horizontal(classes="form--row"):
            yield self._field(_("Postleitzahl"), "postcode", POSTCODE_MAX)
            yield self._field(_("Ort"), "city", CITY_MAX)

    def _field(
        self, label: str, name: str, longest: int, rule: Callable[[str], object] | None = None
    ) -> Field:
        value = getattr(self._opened.details, name)
        return Field(label, name=name, value=value, rule=rule, max_length=longest)

    def _choice(self, label: str, name: str, options: list[tuple[str, str]]) -> ChoiceField:
        options = [("", _("keine Angabe")), *options]
        value = getattr(self._opened.details, name)
        known = value if value in dict(options) else ""
        return ChoiceField(label, options, known, name=name)

    def _filled(self, name: str) -> str:
        field = self.query_one(f"#{name}")
        return field.value if isinstance(field, Field | ChoiceField) else ""

    def _words(self) -> Iterable[str]:
        return self._opened.words(self.details)

    def _same(self, repeated: str) -> None:
        if repeated != self.query_one("#password", Field).value:
            raise Invalid(_("Die beiden Passwörter sind verschieden."), "repeated")

    @on(DescendantBlur)
    def _left_a_field(self) -> None:
        if self.details != self._stored and not self.busy:
            self._store()

    @work(group="draft")
    async def _store(self) -> None:
        """Store what is typed; when that is not possible now, leaving will say so."""
        with suppress(DomainError):
            await self._keep_typed()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        try:
            await self._keep_typed()
        except DomainError:
            self._ask_to_leave()  # it would be lost: ask, as every form does
            return
        self.kept = self._stored != Details()
        self.dismiss(None)

    async def _keep_typed(self) -> None:
        async with self._one_at_a_time:  # so that what is newer is not overwritten
            details = self.details
            if details != self._stored:
                await self._keep(details)
                self._stored = details


def _name_rule(field: str) -> Callable[[str], object]:
    return partial(check_name, field=field)


def _heading(text: str) -> Static:
    return Static(txt(text), classes="registration--heading")


def _consents() -> ComposeResult:
    """Business use, and the terms."""
    yield TickField(
        _(
            "Ich handle für mein Unternehmen und nutze den Marktplatz"
            " ausschließlich für geschäftliche Zwecke."
        ),
        name="assured",
        rule=lambda ticked: check_assured(assured=ticked),
    )
    yield TickField(
        _("Ich stimme den Nutzungsbedingungen zu (Fassung {version}).").format(
            version=TERMS_VERSION
        ),
        name="agreed",
        rule=lambda ticked: check_agreed(agreed=ticked),
    )
