"""The password once more, before something that asks for a fresh one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from tcm_tui.domain.sessions import PROOF_LASTS
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.host import host
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.secret import SecretField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from tcm_tui.domain.errors import DomainError
    from tcm_tui.services.context import Context


class Proving(FormDialog[str, bool]):
    """Asks whoever is signed in for their password; True once it was right.

    Args:
        prove: Checks the password; a DomainError says what is wrong.
    """

    DEFAULT_CSS = """
    Proving { & > .dialog, &.-narrow > .dialog, &.-low > .dialog { max-width: 72; } }
    Proving.-narrow.-low > .dialog { height: auto; }
    """

    def __init__(self, prove: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(self._check, title=_("Passwort bestätigen"), verb=_("Bestätigen"))
        self._prove = prove

    def compose_form(self) -> ComposeResult:
        """Why, and the password."""
        minutes = PROOF_LASTS.seconds // 60
        sentence = ngettext(
            "Zu Ihrer Sicherheit: Bestätigen Sie das mit Ihrem Passwort."
            " Danach fragt das Programm {n} Minute lang nicht mehr.",
            "Zu Ihrer Sicherheit: Bestätigen Sie das mit Ihrem Passwort."
            " Danach fragt das Programm {n} Minuten lang nicht mehr.",
            minutes,
        )
        yield Static(txt(sentence.format(n=minutes)), classes="form--text")
        yield SecretField(_("Passwort"), name="password")

    def values(self) -> str:
        """The password."""
        return self.query_one(SecretField).value

    def typed(self) -> list[object]:
        """Nothing worth a question: leaving loses no more than a password."""
        return []

    def show(self, error: DomainError) -> None:
        """A password that was wrong is typed anew."""
        field = self.query_one(SecretField)
        with field.input.prevent(Input.Changed):  # it would clear the sentence again
            field.value = ""
        super().show(error)

    async def _check(self, password: str) -> bool:
        await self._prove(password)
        return True


async def proved(node: Widget) -> bool:
    """Let the person type their password; whether it was right."""

    async def check(password: str) -> None:
        await host(node).ask(_prove, password)

    right: bool | None = await node.app.push_screen_wait(Proving(check))
    return right is True


def _prove(ctx: Context, password: str) -> None:
    from tcm_tui.services.proving import prove  # noqa: PLC0415 - brings SQLAlchemy

    prove(ctx, password)
