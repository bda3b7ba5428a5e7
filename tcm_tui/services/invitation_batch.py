"""What inviting one, many and again have in common: look up, check, write, promise the mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from tcm_tui.data import invitations
from tcm_tui.data.models import Base, Invitation, Token, User
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.codes import LIVES, Code, TokenPurpose, new_code
from tcm_tui.domain.invitations import (
    AlreadyInvited,
    AlreadyMember,
    InvitationDraft,
    InvitationState,
    SentInvitation,
    TooManyMails,
)
from tcm_tui.domain.mail import INVITATIONS_PER_DAY, MailDraft, MailKind
from tcm_tui.domain.people import CheckedEmail, display_name, list_name
from tcm_tui.domain.text import sort_key
from tcm_tui.services.assigning import follow
from tcm_tui.services.transaction import CHUNK, Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.permissions import Role

LIFE = LIVES[TokenPurpose.INVITATION]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ready:
    """A draft whose own rules hold; what the database says of it is still open."""

    position: int
    draft: InvitationDraft
    address: CheckedEmail

    def with_names_of(self, found: invitations.OpenOne | None) -> Ready:
        """The same with the names of the invitation before it, where the draft gives none."""
        if found is None or self.draft.first_name or self.draft.last_name:
            return self
        named = replace(self.draft, first_name=found.first_name, last_name=found.last_name)
        return replace(self, draft=named)


@dataclass(frozen=True)
class Known:
    """What the database knows of the addresses of one list."""

    members: set[str]
    open: dict[str, invitations.OpenOne]
    mails: dict[str, int]
    languages: dict[str, str]

    def is_open(self, canonical: str, now: datetime) -> bool:
        """Whether a code that was mailed to the address can still be used."""
        found = self.open.get(canonical)
        return found is not None and found.expires_at > now


def look_up_known(tx: Transaction, drafts: Sequence[Ready]) -> Known:
    """What the database knows of the addresses of `drafts`."""
    addresses = [one.address.canonical for one in drafts]
    return Known(
        members=invitations.member_addresses(tx.session, tx.company_id, addresses),
        open=invitations.open_invitations(tx.session, tx.company_id, addresses),
        mails=invitations.mails_since(tx.session, addresses, tx.now - ONE_DAY),
        languages=invitations.known_languages(tx.session, addresses),
    )


def check(one: Ready, known: Known, now: datetime) -> None:
    """Refuse what the database speaks against.

    Raises:
        AlreadyMember: The address belongs to a member.
        AlreadyInvited: It has an open invitation, and the draft does not say to send it again.
        TooManyMails: It has had its invitation mails of the day.
    """
    address = one.address.canonical
    if address in known.members:
        raise AlreadyMember(one.draft.email)
    if known.is_open(address, now) and not one.draft.again:
        raise AlreadyInvited(one.draft.email)
    if known.mails.get(address, 0) >= INVITATIONS_PER_DAY:
        raise TooManyMails(one.draft.email)


def send(tx: Transaction, drafts: Sequence[Ready], known: Known) -> list[SentInvitation]:
    """Write invitations, codes, journal and mails of drafts that have passed every check."""
    named = [one.with_names_of(known.open.get(one.address.canonical)) for one in drafts]
    again = [one for one in named if known.is_open(one.address.canonical, tx.now)]
    fresh = [one for one in named if not known.is_open(one.address.canonical, tx.now)]
    ended = {
        address: found.id
        for address in (one.address.canonical for one in fresh)
        if (found := known.open.get(address))
    }
    invitations.retire(tx.session, list(ended.values()))
    numbers = renew(tx, again, known) | _insert_invitations(tx, fresh)
    follow(tx, {number: numbers[address] for address, number in ended.items()})
    _write_down(tx, AuditAction.INVITATION_SENT, [(one, None) for one in fresh], numbers)
    promise_codes(tx, named, numbers, known)
    return [
        SentInvitation(numbers[one.address.canonical], one.draft.email, one.draft.role)
        for one in named
    ]


def renew(tx: Transaction, drafts: Sequence[Ready], known: Known) -> dict[str, int]:
    """Start the life of open invitations anew; their old codes become worthless. Address → id."""
    if not drafts:
        return {}
    before = {one.address.canonical: known.open[one.address.canonical] for one in drafts}
    numbers = {address: found.id for address, found in before.items()}
    renewals = [
        invitations.Renewal(
            numbers[one.address.canonical],
            one.draft.role,
            one.draft.first_name,
            one.draft.last_name,
            sort_key(_shown_name(one.draft)),
        )
        for one in drafts
    ]
    invitations.void_tokens(tx.session, list(numbers.values()), tx.now)
    invitations.renew(tx.session, renewals, tx.user_id, tx.now, tx.now + LIFE)
    roles = [(one, before[one.address.canonical].role) for one in drafts]
    _write_down(tx, AuditAction.INVITATION_RESENT, roles, numbers)
    return numbers


def _insert_invitations(tx: Transaction, drafts: Sequence[Ready]) -> dict[str, int]:
    """New rows; address → id."""
    rows = [
        {
            "company_id": tx.company_id,
            "email": one.draft.email,
            "canonical": one.address.canonical,
            "role": one.draft.role,
            "state": InvitationState.PENDING,
            "first_name": one.draft.first_name,
            "last_name": one.draft.last_name,
            "sort_name": sort_key(_shown_name(one.draft)),
            "sort_address": sort_key(one.draft.email),
            "invited_by": tx.user_id,
            "invited_at": tx.now,
            "expires_at": tx.now + LIFE,
            "times_sent": 1,
            "version": 1,
        }
        for one in drafts
    ]
    table = Base.metadata.tables[Invitation.__tablename__]
    statement = insert(table).returning(table.c.canonical, table.c.id)
    connection = tx.session.connection()
    found: dict[str, int] = {}
    for start in range(0, len(rows), CHUNK):
        written = connection.execute(statement, rows[start : start + CHUNK])
        found.update(dict(written.all()))
    return found


def _shown_name(draft: InvitationDraft) -> str:
    """What the list sorts by: somebody without a name stands where the address would."""
    return list_name(draft.first_name, draft.last_name) or draft.email


def _write_down(
    tx: Transaction,
    action: AuditAction,
    drafts: Sequence[tuple[Ready, Role | None]],
    numbers: dict[str, int],
) -> None:
    """An entry for each draft, which comes with the role that the invitation had before."""
    tx.audit_many(
        [
            Entry(
                action,
                Subject.INVITATION,
                numbers[one.address.canonical],
                {"role": (before.value if before else None, one.draft.role.value)},
            )
            for one, before in drafts
        ]
    )


def promise_codes(
    tx: Transaction, drafts: Sequence[Ready], numbers: dict[str, int], known: Known
) -> None:
    """A fresh code for each invitation, stored as a hash and promised by mail."""
    codes = [new_code() for _one in drafts]
    tokens: list[dict[str, object]] = [
        {
            "purpose": TokenPurpose.INVITATION,
            "code_hash": code.hash,
            "created_at": tx.now,
            "expires_at": tx.now + LIFE,
            "invitation_id": numbers[one.address.canonical],
        }
        for one, code in zip(drafts, codes, strict=True)
    ]
    tx.insert_many(Token, tokens)
    own_language = tx.session.get_one(User, tx.user_id).language
    tx.mail_many(
        [
            _letter(tx, one, code, known.languages.get(one.address.canonical), own_language)
            for one, code in zip(drafts, codes, strict=True)
        ]
    )


def _letter(
    tx: Transaction, one: Ready, code: Code, known_language: str | None, own_language: str
) -> MailDraft:
    """The mail with the code: to a stranger in the inviter's language, else in their own."""
    return MailDraft(
        kind=MailKind.INVITATION_FURTHER if known_language else MailKind.INVITATION,
        recipient=one.draft.email,
        language=known_language or own_language,
        values={
            "code": code.text,
            "company": tx.company_name,
            "inviter": tx.actor_name,
            "name": display_name(one.draft.first_name, one.draft.last_name),
            "role": one.draft.role.value,
            "expires_at": (tx.now + LIFE).isoformat(),
        },
        expires_at=tx.now + LIFE,
    )
