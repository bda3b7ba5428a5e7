"""What is written in the contact form of „Hilfe“."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _

ABOUT_MAX: Final = 100
QUESTION_MAX: Final = 1_000
REQUESTS_PER_DAY: Final = 20
"""Mails of one person to the help within 24 hours: enough for anybody, too few for a flood."""


@dataclass(frozen=True)
class HelpRequest:
    """A question to the help; `checked` before it is sent.

    Args:
        about: What it is about, in a few words.
        question: The question itself.
    """

    about: str
    question: str = field(repr=False)

    def checked(self) -> HelpRequest:
        """The same, cleaned.

        Raises:
            Invalid: Something is missing or too long.
        """
        return HelpRequest(check_about(self.about), check_question(self.question))


def check_about(value: str) -> str:
    """What a question is about.

    Raises:
        Invalid: Nothing, or too long.
    """
    text = clean_text(value, max_len=ABOUT_MAX, field="about")
    if not text:
        raise Invalid(_("Sagen Sie in ein paar Worten, worum es geht."), "about")
    return text


def check_question(value: str) -> str:
    """A question.

    Raises:
        Invalid: None, or too long.
    """
    text = clean_text(value, max_len=QUESTION_MAX, field="question")
    if not text:
        raise Invalid(_("Schreiben Sie, was Sie wissen möchten."), "question")
    return text
