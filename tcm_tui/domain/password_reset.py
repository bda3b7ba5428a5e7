"""„Passwort zurücksetzen“: what a mailed code leads to, and who may still use it (PRODUCT.md 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.passwords import PasswordOwner
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

RESETS_PER_DAY: Final = 5
"""Mails with a code for a new password to one address within 24 hours (SECURITY.md G7)."""


class TooManyResets(Invalid):
    """The address has had its mails of the day."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _(
                "{email} hat heute schon {n} solche E-Mails erhalten. Versuchen Sie es morgen."
            ).format(email=email, n=RESETS_PER_DAY)
        )


@dataclass(frozen=True)
class OpenReset(PasswordOwner):
    """A code that a new password can be set with; `expires_at` is its end."""

    expires_at: datetime


@dataclass(frozen=True)
class MailedReset:
    """The same as a code finds it, usable or not."""

    reset: OpenReset
    token_id: int
    spent: bool
    """Used, or a newer one took its place."""

    def check(self, now: datetime) -> OpenReset:
        """What can be set with it.

        Raises:
            Invalid: Nothing any more; one sentence for every reason (SECURITY.md C6).
        """
        if self.spent or self.reset.expires_at <= now:
            raise spent_code()
        return self.reset


def spent_code() -> Invalid:
    """The refusal of a code that was one."""
    return Invalid(
        _(
            "Mit diesem Code lässt sich kein Passwort mehr setzen."
            " Lassen Sie sich einen neuen senden."
        ),
        "code",
    )
