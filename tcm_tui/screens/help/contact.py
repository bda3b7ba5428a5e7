"""„Kontaktformular“: a question to whoever answers, as a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.help_requests import (
    ABOUT_MAX,
    QUESTION_MAX,
    HelpRequest,
    check_about,
    check_question,
)
from tcm_tui.i18n import _
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.field_input import OneLineInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult


class QuestionField(Field):
    """„Ihre Frage“."""

    input_class = OneLineInput


class ContactForm(FormDialog[HelpRequest, bool]):
    """„Kontaktformular“; True means that the question is on its way.

    Args:
        send: The use case.
        about: What it is probably about: the page that help was asked for.
        email: Where the answer goes.
        phone: Whom to call instead, None for nobody.
    """

    def __init__(
        self,
        send: Callable[[HelpRequest], Awaitable[bool]],
        *,
        about: str,
        email: str,
        phone: str | None,
    ) -> None:
        super().__init__(send, title=_("Kontaktformular"), verb=_("Frage senden"))
        self._about = about
        self._email = email
        self._phone = phone

    def compose_form(self) -> ComposeResult:
        """Where the answer goes, and two fields."""
        lines = [_("Die Antwort kommt per E-Mail an {email}.").format(email=self._email)]
        if self._phone:
            lines.append(_("Oder rufen Sie an: {number}").format(number=self._phone))
        yield Static(txt("\n".join(lines)), classes="form--text")
        yield Field(
            _("Worum geht es?"),
            name="about",
            value=self._about,
            rule=check_about,
            max_length=ABOUT_MAX,
        )
        yield QuestionField(
            _("Ihre Frage"), name="question", rule=check_question, max_length=QUESTION_MAX
        )

    def on_mount(self) -> None:
        """Begin with the question where it is known what it is about."""
        name = "#question" if self._about else "#about"
        self.query_one(name, Field).focus_input()

    def values(self) -> HelpRequest:
        """The question."""
        return HelpRequest(
            self.query_one("#about", Field).value, self.query_one("#question", Field).value
        )
