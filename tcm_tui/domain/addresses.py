"""The addresses of a person: what may be done with each, and what a mailed code of one opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.mail import VERIFICATIONS_PER_DAY, VERIFICATIONS_PER_HOUR
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

ADDRESSES_MAX: Final = 10
"""Addresses of one person, those that wait for their code included."""
CODES_PER_DAY: Final = 12
"""Codes that one person has sent within 24 hours, to whatever addresses: we flood nobody."""
ONE_HOUR: Final = timedelta(hours=1)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class OwnAddress:
    """An address of whoever is signed in. Only a verified one is good for anything."""

    id: int
    address: str
    is_primary: bool
    added_at: datetime | None
    verified_at: datetime | None

    @property
    def is_verified(self) -> bool:
        """Whether its owner has typed the code that was mailed to it."""
        return self.verified_at is not None

    def why_not_primary(self) -> str:
        """Why it cannot become the primary one, "" when it can."""
        if self.is_primary:
            return _("Das ist schon Ihre primäre Adresse.")
        return "" if self.is_verified else _("Bestätigen Sie diese Adresse zuerst mit ihrem Code.")

    def why_not_resend(self) -> str:
        """Why no code is sent to it, "" when one can be."""
        return _("Diese Adresse ist schon bestätigt.") if self.is_verified else ""

    def why_not_remove(self, verified: int) -> str:
        """Why it stays, "" when it may go.

        Args:
            verified: How many verified addresses the person has.
        """
        if self.is_verified and verified <= 1:
            return _("Das ist Ihre einzige bestätigte Adresse. Bestätigen Sie zuerst eine andere.")
        if self.is_primary:
            return _("Die primäre Adresse bleibt. Machen Sie zuerst eine andere zur primären.")
        return ""


@dataclass(frozen=True)
class OpenAddress:
    """What the code of an address opens.

    Args:
        email: The address to be verified.
        person: Whose account it will belong to, by name: whoever types the code sees it first.
        user_id: The same as a number.
        expires_at: The code's end.
    """

    email: str
    person: str
    user_id: int
    expires_at: datetime


@dataclass(frozen=True)
class MailedAddress:
    """The same as a code finds it, usable or not."""

    address: OpenAddress
    address_id: int
    token_id: int
    spent: bool
    """Used, or a newer one took its place, or the address is there no more."""
    taken: bool
    """Somebody else has verified the same address meanwhile."""

    def check(self, now: datetime) -> OpenAddress:
        """What can be verified with it.

        Raises:
            Invalid: Nothing any more (SECURITY.md C6), or `AddressTaken`.
        """
        if self.spent or self.address.expires_at <= now:
            raise spent_code()
        if self.taken:
            raise AddressTaken("code")
        return self.address


class AddressTaken(Invalid):
    """A verified address of somebody else; nobody is told of whom."""

    def __init__(self, field: str = "email") -> None:
        super().__init__(_("Diese Adresse gehört schon zu einem anderen Konto."), field)


class TooManyCodes(Invalid):
    """The address, or whoever has codes sent, has had its mails."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "email")


def spent_code() -> Invalid:
    """The refusal of a code that was one."""
    return Invalid(
        _(
            "Mit diesem Code lässt sich keine Adresse mehr bestätigen."
            " Lassen Sie sich in „Meine Einstellungen“ einen neuen senden."
        ),
        "code",
    )


def somebody_elses_code() -> Invalid:
    """The refusal of a code that belongs to another account than the one signed in."""
    return Invalid(
        _("Dieser Code gehört zu einem anderen Konto. Melden Sie sich damit an."), "code"
    )


def too_many(*, last_hour: int, last_day: int, of_person: int) -> str:
    """Why no further code is sent now, "" when one may be.

    Args:
        last_hour: Mails with a code to the address within an hour.
        last_day: The same within 24 hours.
        of_person: Codes that the person had sent within 24 hours, to any address.
    """
    if last_day >= VERIFICATIONS_PER_DAY:
        return _(
            "An diese Adresse gingen heute schon {n} solche E-Mails. Versuchen Sie es morgen."
        ).format(n=VERIFICATIONS_PER_DAY)
    if last_hour >= VERIFICATIONS_PER_HOUR:
        return _(
            "An diese Adresse gingen schon {n} solche E-Mails. Versuchen Sie es in einer Stunde."
        ).format(n=VERIFICATIONS_PER_HOUR)
    if of_person >= CODES_PER_DAY:
        return _("Sie haben heute schon {n} Codes angefordert. Versuchen Sie es morgen.").format(
            n=CODES_PER_DAY
        )
    return ""
