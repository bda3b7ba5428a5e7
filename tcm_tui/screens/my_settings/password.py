"""„Passwort“: the present one, and the new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Vertical
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError, Invalid, SessionEnded
from tcm_tui.i18n import N_, _
from tcm_tui.screens.sections.form_section import FormSection
from tcm_tui.services import account, passwords
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import PasswordField, SecretField
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.account import PasswordRules


class PasswordSection(FormSection):
    """The form; its fields are empty again whenever it was used or left."""

    heading: ClassVar[str] = N_("Passwort")
    button: ClassVar[str] = N_("Passwort ändern")

    _rules: PasswordRules | None = None

    def compose_form(self) -> ComposeResult:
        """What it does, and room for the fields: which rules tick off, the database knows."""
        sentence = _(
            "Ihre anderen Sitzungen enden damit, und Codes zum Zurücksetzen gelten nicht mehr."
            " Sie bekommen eine E-Mail darüber."
        )
        yield Static(txt(sentence), classes="form--text")
        yield Vertical(id="password-fields")

    def refresh_data(self) -> None:
        """Read which rules hold; fields in which somebody types stay as they are."""
        if not self.unsaved:
            self._read()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        try:
            rules = await self.ask(account.password_rules)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.say(refusal.message)
            return
        if rules != self._rules and not self.unsaved:
            await self._show_fields(rules)

    async def _show_fields(self, rules: PasswordRules) -> None:
        self._rules = rules
        room = self.query_one("#password-fields")
        async with room.batch():
            await room.remove_children()
            await room.mount(
                SecretField(_("Bisheriges Passwort"), name="present", rule=_filled),
                PasswordField(
                    _("Neues Passwort"), name="new", levels=rules.levels, words=lambda: rules.words
                ),
                SecretField(_("Neues Passwort wiederholen"), name="repeated", rule=self._same),
            )
        self.kept()

    def _same(self, repeated: str) -> None:
        if repeated != self._typed("new"):
            raise Invalid(_("Die beiden Passwörter sind verschieden."), "repeated")

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value

    async def submit(self) -> None:
        """Change it; this session goes on.

        Raises:
            DomainError: The present one is wrong, or the new one breaks a rule.
        """
        if self._rules is None:
            return
        await self.ask(passwords.change_password, self._typed("present"), self._typed("new"))
        self._clear()
        toast(self, _("Ihr Passwort ist geändert. Ihre anderen Sitzungen sind beendet."))

    def show(self, refusal: DomainError) -> None:
        """A present password that was wrong is typed anew."""
        if refusal.field == "present":
            self.query_one("#present", SecretField).clear()
        super().show(refusal)

    def _clear(self) -> None:
        for field in self.query(SecretField):
            field.clear()
        self.kept()


def _filled(text: str) -> None:
    if not text:
        raise Invalid(_("Bitte ausfüllen."), "present")
