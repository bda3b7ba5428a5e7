"""„Passwort vergessen?“: an address, and the same answer whether or not anybody has it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.codes import LIVES, TokenPurpose
from tcm_tui.domain.people import ADDRESS_MAX, check_email
from tcm_tui.i18n import _, ngettext
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.screens.host import Ask
    from tcm_tui.services.context import Context


class ForgotPassword(FormDialog[str, bool]):
    """„Passwort vergessen?“; True once it was asked for.

    Args:
        send: The use case.
        email: What was typed at sign-in.
    """

    topic = Topic.FORGOT_PASSWORD

    def __init__(self, send: Callable[[str], Awaitable[bool]], email: str = "") -> None:
        super().__init__(send, title=_("Passwort vergessen?"), verb=_("E-Mail senden"))
        self._email = email

    def compose_form(self) -> ComposeResult:
        """What follows, and the address."""
        explanation = _(
            "Wir senden Ihnen eine E-Mail mit einem Code. Mit ihm setzen Sie ein neues Passwort."
        )
        yield Static(txt(explanation), classes="form--text")
        yield Field(
            _("E-Mail-Adresse"),
            name="email",
            value=self._email,
            rule=check_email,
            max_length=ADDRESS_MAX,
        )

    def values(self) -> str:
        """The address."""
        return self.query_one(Field).value


def sent_sentence() -> str:
    """What is said afterwards, to everybody the same."""
    minutes = LIVES[TokenPurpose.PASSWORD_RESET] // timedelta(minutes=1)
    return ngettext(
        "Gibt es zu dieser Adresse ein Konto, ist eine E-Mail unterwegs."
        " Ihr Code gilt {n} Minute: Wählen Sie „Code eingeben“.",
        "Gibt es zu dieser Adresse ein Konto, ist eine E-Mail unterwegs."
        " Ihr Code gilt {n} Minuten: Wählen Sie „Code eingeben“.",
        minutes,
    ).format(n=minutes)


def dialog(ask: Ask, email: str = "") -> ForgotPassword:
    """The dialog, over the real use case run by `ask`."""

    async def send(address: str) -> bool:
        await ask(_forgotten, address)
        return True

    return ForgotPassword(send, email)


def _forgotten(ctx: Context, email: str) -> None:
    from tcm_tui.services.passwords import forgotten  # noqa: PLC0415 - brings SQLAlchemy

    forgotten(ctx, email)
