"""Setting a second factor up: at sign-in where a company asks for it, and by one's own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tcm_tui.domain.second_factor import check_digits, grouped, installed, missing_text
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.qr_code import SIDES, QrCode
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.events import Resize

    from tcm_tui.domain.second_factor import NewFactor

Result = TypeVar("Result")
CODE_MAX = 16
ENOUGH_LINES: Final = 30
"""Of a terminal in which the picture has all the light around it that the standard wants."""


class SetUpFactor(FormDialog[str, Result]):
    """Shows a secret as a picture and as text, and asks for the first code.

    Args:
        factor: What is shown; it is in use once `set_up` succeeds.
        set_up: Takes the first code; a DomainError of it says what is wrong.
        reason: Why it is asked for, "" where it was chosen.
    """

    topic = Topic.SECOND_FACTOR
    DEFAULT_CSS = """
    SetUpFactor {
        & QrCode { margin-right: 2; }
        & .set-up--row { height: auto; }
        & .set-up--beside { width: 1fr; height: auto; }
        & .set-up--beside Static { padding: 0; }
        & .set-up--reason { margin-bottom: 1; color: $text-warning; }
        & .set-up--secret { margin: 0 0 1 0; text-style: bold; }
        & .set-up--text { margin-bottom: 1; }
        & .field--label, & .field--line { padding: 0; }
    }
    """

    def __init__(
        self,
        factor: NewFactor,
        set_up: Callable[[str], Awaitable[Result]],
        *,
        reason: str = "",
    ) -> None:
        super().__init__(set_up, title=_("Zweiten Faktor einrichten"), verb=_("Einrichten"))
        self._factor = factor
        self._reason = reason

    def compose_form(self) -> ComposeResult:
        """The picture, and beside it what to do."""
        with Horizontal(classes="set-up--row"):
            if installed():
                yield QrCode(self._factor.uri)
            with Vertical(classes="set-up--beside"):
                if reason := self._reason if installed() else missing_text():
                    yield Static(txt(reason), classes="set-up--reason")
                yield Static(
                    txt(_("Lesen Sie das Bild mit einer App für Codes, oder tippen Sie ein:")),
                    classes="set-up--text",
                )
                yield Static(txt(self._lines()), classes="set-up--secret")
                yield Field(
                    _("Code aus der App"),
                    name="code",
                    rule=check_digits,
                    placeholder=_("123 456"),
                    max_length=CODE_MAX,
                )

    def on_resize(self, event: Resize) -> None:
        """Where lines are scarce the picture does with less light above and below."""
        for picture in self.query(QrCode):
            picture.above = SIDES if event.size.height >= ENOUGH_LINES else SIDES // 2

    def values(self) -> str:
        """The code."""
        return self.query_one(Field).value

    def _lines(self) -> str:
        """The secret in groups, four a line."""
        return "\n".join(
            grouped(self._factor.secret[start : start + 16])
            for start in range(0, len(self._factor.secret), 16)
        )
