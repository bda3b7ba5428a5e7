"""„Anfrage ablehnen“: a few words about why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.order_drafts import REASON_MAX, check_reason
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.screens.marketplace.booking.wording import licences_text
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.field_input import OneLineInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.orders import RequestRow


class AnswerField(Field):
    """A few words, pasted ones of several lines as one."""

    input_class = OneLineInput


class DeclineDialog(FormDialog[str, bool]):
    """Says no, and if one likes why; True when it was said.

    Args:
        row: The request.
        decline: Declines it, given the answer.
    """

    topic = Topic.BOOKING
    DEFAULT_CSS = """
    DeclineDialog > .dialog { max-width: 80; }
    """

    def __init__(self, row: RequestRow, decline: Callable[[str], Awaitable[bool]]) -> None:
        super().__init__(decline, title=_("Anfrage ablehnen"), verb=_("Anfrage ablehnen"))
        self._row = row

    def compose_form(self) -> ComposeResult:
        """Which request, the answer."""
        row = self._row
        wish = _("{name} möchte {licences}: {title}.").format(
            name=row.requester or "—", licences=licences_text(row.licences), title=row.title
        )
        told = (
            _("Ihre Antwort geht per E-Mail dorthin.")
            if row.reachable
            else _("Von der Antwort erfährt niemand: Der Zugang ist nicht mehr aktiv.")
        )
        yield Static(txt(f"{wish} {told}"), classes="form--text")
        yield AnswerField(
            _("Begründung (freiwillig)"),
            name="answer",
            rule=partial(check_reason, field="answer"),
            max_length=REASON_MAX,
        )

    def values(self) -> str:
        """The answer."""
        return self.query_one("#answer", Field).value
