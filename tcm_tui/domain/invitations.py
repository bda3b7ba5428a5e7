"""Invitations: what is asked for, what may be done with one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import NAME_MAX, CheckedEmail, check_email, check_name
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPIRING_WITHIN: Final = timedelta(days=3)
"""„Zu erledigen“ names invitations that end within this time."""


class InvitationState(StrEnum):
    """Stored states.

    `EXPIRED` is stored when a new invitation takes the place of a dead one; until then a pending
    invitation past its end counts as expired.
    """

    ACCEPTED = "accepted"
    EXPIRED = "expired"
    PENDING = "pending"
    REVOKED = "revoked"


def not_open(state: InvitationState) -> str:
    """Why an invitation is not open any more, as a sentence; "" while it is."""
    return {
        InvitationState.ACCEPTED: _("Diese Einladung wurde schon angenommen."),
        InvitationState.EXPIRED: _("Diese Einladung wurde durch eine neue ersetzt."),
        InvitationState.PENDING: "",
        InvitationState.REVOKED: _("Diese Einladung wurde zurückgezogen."),
    }[state]


@dataclass(frozen=True)
class InvitationDraft:
    """Whom to invite as what. Names are optional and only preset the form of the invited.

    With `again` an address that is already invited gets a new code; without, it is refused.
    """

    email: str
    role: Role = Role.USER
    first_name: str = ""
    last_name: str = ""
    again: bool = False

    def checked(self) -> InvitationDraft:
        """The same, cleaned.

        Raises:
            Invalid: A rule is broken; `field` is `email`, `first_name` or `last_name`.
        """
        return replace(
            self,
            email=self.address().address,
            first_name=clean_text(self.first_name, max_len=NAME_MAX, field="first_name"),
            last_name=clean_text(self.last_name, max_len=NAME_MAX, field="last_name"),
        )

    def address(self) -> CheckedEmail:
        """The address in both forms.

        Raises:
            Invalid: It is none.
        """
        return check_email(self.email, "email")


@dataclass(frozen=True)
class KnownAddresses:
    """What a company knows of a list of addresses, each in canonical form.

    `cautions` are sentences about those that look like a member's without being it.
    """

    members: frozenset[str]
    invited: frozenset[str]
    cautions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SentInvitation:
    """An invitation that has just been sent."""

    id: int
    email: str
    role: Role


@dataclass(frozen=True)
class BulkRefusal:
    """Why one draft of many was not sent; `position` counts from 0 in the list given."""

    position: int
    draft: InvitationDraft
    error: str


@dataclass(frozen=True)
class BulkResult:
    """What became of many drafts: either all of `sent` are committed, or none."""

    sent: list[SentInvitation]
    refused: list[BulkRefusal]


@dataclass(frozen=True)
class OpenInvitation:
    """What a valid code opens, as the form „Einladung annehmen“ needs it.

    `known_person` tells that the address belongs to somebody who already signs in here,
    `password_level` what a new password must keep.
    """

    invitation_id: int
    company_id: int
    company_name: str
    email: str
    role: Role
    first_name: str
    last_name: str
    inviter: str
    expires_at: datetime
    known_person: bool
    password_level: PasswordLevel = PasswordLevel.STANDARD


@dataclass(frozen=True)
class NewPerson:
    """What somebody new fills in when accepting. `assured`: the tick for business use is set."""

    first_name: str
    last_name: str
    password: str = field(repr=False)
    assured: bool

    def checked(self) -> NewPerson:
        """The same with clean names; the password is judged where the company is known.

        Raises:
            Invalid: A rule is broken; `field` is `first_name`, `last_name` or `assured`.
        """
        check_assured(assured=self.assured)
        return replace(
            self,
            first_name=check_name(self.first_name, "first_name"),
            last_name=check_name(self.last_name, "last_name"),
        )


def check_assured(*, assured: bool) -> None:
    """Refuse to go on without the assurance of business use.

    Raises:
        Invalid: It is missing; `field` is `assured`.
    """
    if not assured:
        raise Invalid(_("Bestätigen Sie, dass Sie geschäftlich handeln."), "assured")


class InviterMayNotInvite(Invalid):
    """Who invited has lost the right to it meanwhile."""

    def __init__(self, inviter: str) -> None:
        super().__init__(
            _("{inviter} darf nicht mehr einladen. Bitten Sie um eine neue Einladung.").format(
                inviter=inviter
            ),
            "code",
        )


def wrong_code() -> Invalid:
    """The refusal of a code that opens nothing: it says nothing else."""
    return Invalid(_("Diesen Code gibt es nicht. Prüfen Sie die Eingabe."), "code")


@dataclass(frozen=True)
class MailedInvitation:
    """An invitation as a code finds it, usable or not.

    Args:
        invitation: What it opens.
        token_id: The code that found it.
        state: The stored state.
        used: The code was used.
        voided: The code was made worthless, as the older one is when an invitation is sent again.
        inviter_may: Whether who invited may still do so.
        member: Whether the address already belongs to a member of the company.
    """

    invitation: OpenInvitation
    token_id: int
    state: InvitationState
    used: bool
    voided: bool
    inviter_may: bool
    member: bool

    def check(self, now: datetime) -> OpenInvitation:
        """The invitation, when it can be accepted.

        Raises:
            Invalid: It cannot, in a sentence of its own for each reason; `field` is `code`.
        """
        if self.used or self.state is InvitationState.ACCEPTED:
            raise Invalid(_("Dieser Code wurde schon verwendet. Melden Sie sich an."), "code")
        if self.state is InvitationState.REVOKED:
            raise Invalid(
                _("Diese Einladung wurde zurückgezogen. Bitten Sie um eine neue."), "code"
            )
        if self.state is InvitationState.EXPIRED or self.invitation.expires_at <= now:
            raise Invalid(_("Diese Einladung ist abgelaufen. Bitten Sie um eine neue."), "code")
        if self.voided:
            raise Invalid(
                _("Sie haben eine neuere Einladung erhalten. Verwenden Sie deren Code."), "code"
            )
        if not self.inviter_may:
            raise InviterMayNotInvite(self.invitation.inviter)
        if self.member:
            raise Invalid(
                _("Sie gehören bereits zu {company}. Melden Sie sich an.").format(
                    company=self.invitation.company_name
                ),
                "code",
            )
        return self.invitation


class AlreadyMember(Invalid):
    """The address belongs to a member."""

    def __init__(self, email: str) -> None:
        super().__init__(_("{email} ist bereits Mitglied.").format(email=email), "email")


class AlreadyInvited(Invalid):
    """The address has an open invitation."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("{email} ist bereits eingeladen. Senden Sie die Einladung erneut.").format(
                email=email
            ),
            "email",
        )


class TooManyMails(Invalid):
    """The address has had its three invitation mails of the day."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("{email} hat heute schon drei Einladungen erhalten. Versuchen Sie es morgen.").format(
                email=email
            ),
            "email",
        )
