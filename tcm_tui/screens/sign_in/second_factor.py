"""„Zweiter Faktor“: the step after the password, for people who have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.widgets import Input, Static

from tcm_tui.domain.second_factor import check_code
from tcm_tui.domain.sign_in import CodeRefused
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.errors import DomainError

Result = TypeVar("Result")
CODE_MAX = 64
"""A recovery code, in any writing."""


class GiveCode(FormDialog[str, Result]):
    """Asks for a code of the authenticator, or for a recovery code in its place.

    Args:
        give: Takes the code; a DomainError of it says what is wrong.
        email: Who signs in.
        warning: What must be known first, "" for nothing.
    """

    topic = Topic.SECOND_FACTOR
    DEFAULT_CSS = """
    GiveCode { & > .dialog, &.-narrow > .dialog, &.-low > .dialog { max-width: 72; } }
    GiveCode.-narrow.-low > .dialog { height: auto; }
    GiveCode .give-code--warning { padding: 0 2 1 2; color: $text-warning; }
    """

    def __init__(
        self, give: Callable[[str], Awaitable[Result]], *, email: str, warning: str = ""
    ) -> None:
        super().__init__(give, title=_("Zweiter Faktor"), verb=_("Anmelden"))
        self._email = email
        self._warning = warning

    def compose_form(self) -> ComposeResult:
        """Whose, what instead of a telephone, and the code."""
        explanation = _(
            "Für {email}. Geben Sie den Code ein, den Ihre App gerade zeigt. Ohne Telefon nehmen"
            " Sie einen Wiederherstellungscode."
        ).format(email=self._email)
        yield Static(txt(explanation), classes="form--text")
        if self._warning:
            yield Static(txt(f"! {self._warning}"), classes="give-code--warning")
        yield Field(
            _("Code"),
            name="code",
            rule=check_code,
            placeholder=_("123 456"),
            max_length=CODE_MAX,
        )

    def values(self) -> str:
        """The code."""
        return self.query_one(Field).value

    def typed(self) -> list[object]:
        """Nothing worth a question: leaving loses no more than a code."""
        return []

    def show(self, error: DomainError) -> None:
        """A code that was wrong is no use any more: the next one is typed into an empty field."""
        if isinstance(error, CodeRefused):
            field = self.query_one(Field)
            with field.input.prevent(Input.Changed):  # it would clear the sentence again
                field.value = ""
        super().show(error)
