"""„Code eingeben“: a code from a mail, typed or pasted with the whole mail around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.widgets import Static

from tcm_tui.domain.codes import check_code
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.errors import DomainError
    from tcm_tui.services.codes import Opened

CODE_PLACEHOLDER: Final = "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
CODE_TYPED_MAX: Final = 80
"""A code has 39 characters; blanks and dashes may be typed beside it."""


class EnterCode(FormDialog[str, "tuple[str, Opened]"]):
    """„Code eingeben“: finds out what a code opens; returns both.

    Args:
        open_code: What a code opens; a DomainError says why it does not.
        code: Already known, as from `tcm-tui open CODE`.
        refusal: Why that one opens nothing, to be shown at once.
    """

    topic = Topic.ENTER_CODE

    def __init__(
        self,
        open_code: Callable[[str], Awaitable[Opened]],
        code: str = "",
        refusal: DomainError | None = None,
    ) -> None:
        super().__init__(self._look_up, title=_("Code eingeben"), verb=_("Weiter"))
        self._open_code = open_code
        self._code = code
        self._refusal = refusal

    def compose_form(self) -> ComposeResult:
        """What to do, and the field."""
        explanation = _(
            "Der Code steht in der E-Mail, die Sie erhalten haben."
            " Sie können auch die ganze E-Mail einfügen."
        )
        yield Static(txt(explanation), classes="form--text")
        yield Field(
            _("Code"),
            name="code",
            value=self._code,
            rule=check_code,
            placeholder=CODE_PLACEHOLDER,
            max_length=CODE_TYPED_MAX,
            extract=check_code,
        )

    def on_mount(self) -> None:
        """Say why a code that was brought along opens nothing."""
        if self._refusal is not None:
            self.show(self._refusal)

    def values(self) -> str:
        """The code in groups of four."""
        return check_code(self.query_one(Field).value)

    async def _look_up(self, code: str) -> tuple[str, Opened]:
        return code, await self._open_code(code)
