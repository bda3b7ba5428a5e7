"""Inviting: one address, many addresses, again, no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from tcm_tui.data import invitations
from tcm_tui.data.models import Invitation, Token, User
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.codes import LIVES, Code, TokenPurpose, new_code
from tcm_tui.domain.errors import DomainError, Invalid, NotFound
from tcm_tui.domain.invitations import (
    AlreadyInvited,
    AlreadyMember,
    BulkRefusal,
    BulkResult,
    InvitationDraft,
    InvitationState,
    KnownAddresses,
    SentInvitation,
    TooManyMails,
)
from tcm_tui.domain.mail import INVITATIONS_PER_DAY, MailDraft, MailKind
from tcm_tui.domain.people import CheckedEmail, display_name, list_name
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.context import Context, reading, use_case
from tcm_tui.services.transaction import CHUNK, Transaction

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LIFE = LIVES[TokenPurpose.INVITATION]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Ready:
    """A draft whose own rules hold; what the database says of it is still open."""

    position: int
    draft: InvitationDraft
    address: CheckedEmail

    def with_names_of(self, found: invitations.OpenOne) -> _Ready:
        """The same with the names that the open invitation has, where the draft gives none."""
        if self.draft.first_name or self.draft.last_name:
            return self
        names = {"first_name": found.first_name, "last_name": found.last_name}
        return replace(self, draft=replace(self.draft, **names))


@dataclass(frozen=True)
class _Known:
    """What the database knows of the addresses of one list."""

    members: set[str]
    open: dict[str, invitations.OpenOne]
    mails: dict[str, int]
    languages: dict[str, str]

    def is_open(self, canonical: str, now: datetime) -> bool:
        """Whether a code that was mailed to the address can still be used."""
        found = self.open.get(canonical)
        return found is not None and found.expires_at > now


def invite(ctx: Context, draft: InvitationDraft) -> SentInvitation:
    """Invite an address into the actor's company and promise the mail.

    Raises:
        Invalid: The draft breaks a rule; `AlreadyMember`, `AlreadyInvited`, `TooManyMails` and the
            rest name the field `email`.
        NotPermitted: The actor may not invite.
    """
    return _invite_one(ctx, draft)


@use_case(Permission.MEMBER_INVITE)
def _invite_one(tx: Transaction, draft: InvitationDraft) -> SentInvitation:
    ready = _Ready(0, draft.checked(), draft.address())
    known = _look_up(tx, [ready])
    _check(ready, known, tx.now)
    return _send(tx, [ready], known)[0]


def invite_many(ctx: Context, drafts: Sequence[InvitationDraft]) -> BulkResult:
    """Invite every address of a list that can be invited; all of these or, on a fault, none.

    Those that cannot are given back with the sentence why, in the order of the list.

    Raises:
        NotPermitted: The actor may not invite.
    """
    ready, refused = _own_rules(drafts)
    return _invite_ready(ctx, ready, refused)


@use_case(Permission.MEMBER_INVITE)
def _invite_ready(tx: Transaction, drafts: list[_Ready], refused: list[BulkRefusal]) -> BulkResult:
    known = _look_up(tx, drafts)
    ready, turned_away = [], list(refused)
    for one in drafts:
        try:
            _check(one, known, tx.now)
        except Invalid as error:
            turned_away.append(BulkRefusal(one.position, one.draft, error.message))
        else:
            ready.append(one)
    sent = _send(tx, ready, known) if ready else []
    return BulkResult(sent, sorted(turned_away, key=lambda refusal: refusal.position))


def _own_rules(drafts: Sequence[InvitationDraft]) -> tuple[list[_Ready], list[BulkRefusal]]:
    """Apply the rules that need no database, before the transaction opens."""
    ready: list[_Ready] = []
    refused: list[BulkRefusal] = []
    seen: dict[str, int] = {}
    for position, draft in enumerate(drafts):
        try:
            checked, address = draft.checked(), draft.address()
            if address.canonical in seen:
                raise Invalid(
                    _("Doppelt in der Liste (Zeile {n}).").format(n=seen[address.canonical] + 1)
                )
        except DomainError as error:
            refused.append(BulkRefusal(position, draft, error.message))
        else:
            seen[address.canonical] = position
            ready.append(_Ready(position, checked, address))
    return ready, refused


def _look_up(tx: Transaction, drafts: Sequence[_Ready]) -> _Known:
    addresses = [one.address.canonical for one in drafts]
    return _Known(
        members=invitations.member_addresses(tx.session, tx.company_id, addresses),
        open=invitations.open_invitations(tx.session, tx.company_id, addresses),
        mails=invitations.mails_since(tx.session, addresses, tx.now - ONE_DAY),
        languages=invitations.known_languages(tx.session, addresses),
    )


def _check(one: _Ready, known: _Known, now: datetime) -> None:
    """Refuse what the database speaks against."""
    address = one.address.canonical
    if address in known.members:
        raise AlreadyMember(one.draft.email)
    if known.is_open(address, now) and not one.draft.again:
        raise AlreadyInvited(one.draft.email)
    if known.mails.get(address, 0) >= INVITATIONS_PER_DAY:
        raise TooManyMails(one.draft.email)


def _send(tx: Transaction, drafts: Sequence[_Ready], known: _Known) -> list[SentInvitation]:
    """Write invitations, codes, journal and mails of drafts that have passed every check."""
    again = [
        one.with_names_of(known.open[one.address.canonical])
        for one in drafts
        if known.is_open(one.address.canonical, tx.now)
    ]
    fresh = [one for one in drafts if not known.is_open(one.address.canonical, tx.now)]
    ended = [
        known.open[one.address.canonical].id for one in fresh if one.address.canonical in known.open
    ]
    invitations.retire(tx.session, ended)
    numbers = _renew(tx, again, known.open) | _insert_invitations(tx, fresh)
    _write_down(tx, AuditAction.INVITATION_SENT, [(one, None) for one in fresh], numbers)
    _promise_codes(tx, [*again, *fresh], numbers, known)
    return [
        SentInvitation(numbers[one.address.canonical], one.draft.email, one.draft.role)
        for one in drafts
    ]


def _renew(
    tx: Transaction, drafts: Sequence[_Ready], open_ones: dict[str, invitations.OpenOne]
) -> dict[str, int]:
    """Start the life of open invitations anew; their old codes become worthless. Address → id."""
    if not drafts:
        return {}
    numbers = {one.address.canonical: open_ones[one.address.canonical].id for one in drafts}
    invitations.void_tokens(tx.session, list(numbers.values()), tx.now)
    renewals = [
        invitations.Renewal(
            numbers[one.address.canonical],
            one.draft.role,
            one.draft.first_name,
            one.draft.last_name,
        )
        for one in drafts
    ]
    invitations.renew(tx.session, renewals, tx.now, tx.now + LIFE)
    before = [(one, open_ones[one.address.canonical].role) for one in drafts]
    _write_down(tx, AuditAction.INVITATION_RESENT, before, numbers)
    return numbers


def _insert_invitations(tx: Transaction, drafts: Sequence[_Ready]) -> dict[str, int]:
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
    statement = insert(Invitation).returning(Invitation.canonical, Invitation.id)
    found: dict[str, int] = {}
    for start in range(0, len(rows), CHUNK):
        written = tx.session.execute(statement, rows[start : start + CHUNK])
        found.update(dict(written.tuples().all()))
    return found


def _shown_name(draft: InvitationDraft) -> str:
    """What the list sorts by: somebody without a name stands where the address would."""
    return list_name(draft.first_name, draft.last_name) or draft.email


def _write_down(
    tx: Transaction,
    action: AuditAction,
    drafts: Sequence[tuple[_Ready, Role | None]],
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


def _promise_codes(
    tx: Transaction, drafts: Sequence[_Ready], numbers: dict[str, int], known: _Known
) -> None:
    """A fresh code for each invitation, stored as a hash and promised by mail."""
    codes = [new_code() for _one in drafts]
    tokens = [
        {
            "purpose": TokenPurpose.INVITATION,
            "code_hash": code.hash,
            "created_at": tx.now,
            "expires_at": tx.now + LIFE,
            "invitation_id": numbers[one.address.canonical],
        }
        for one, code in zip(drafts, codes, strict=True)
    ]
    for start in range(0, len(tokens), CHUNK):
        tx.session.execute(insert(Token), tokens[start : start + CHUNK])
    own_language = tx.session.get_one(User, tx.user_id).language
    tx.mail_many(
        [
            _letter(tx, one, code, known.languages.get(one.address.canonical), own_language)
            for one, code in zip(drafts, codes, strict=True)
        ]
    )


def _letter(
    tx: Transaction, one: _Ready, code: Code, known_language: str | None, own_language: str
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


@reading(Permission.MEMBER_INVITE)
def look_up(tx: Transaction, canonicals: Collection[str]) -> KnownAddresses:
    """Which of these addresses (in canonical form) are members, and which are invited."""
    open_ones = invitations.open_invitations(tx.session, tx.company_id, canonicals)
    return KnownAddresses(
        members=frozenset(invitations.member_addresses(tx.session, tx.company_id, canonicals)),
        invited=frozenset(a for a, found in open_ones.items() if found.expires_at > tx.now),
    )


@use_case(Permission.MEMBER_INVITE)
def resend(tx: Transaction, invitation_id: int) -> SentInvitation:
    """Send an open invitation again: a new code, a new end; the old code is void.

    Raises:
        NotFound: There is no such open invitation.
        TooManyMails: The address has had its mails of the day.
    """
    found = _pending(tx, invitation_id)
    draft = InvitationDraft(found.email, found.role, found.first_name, found.last_name, again=True)
    ready = _Ready(0, draft, draft.address())
    known = _look_up(tx, [ready])
    _check(ready, known, tx.now)
    numbers = _renew(tx, [ready], known.open)
    _promise_codes(tx, [ready], numbers, known)
    return SentInvitation(found.id, found.email, found.role)


@use_case(Permission.MEMBER_INVITE)
def revoke(tx: Transaction, invitation_id: int) -> None:
    """Take an open invitation back; its code is void at once.

    Raises:
        NotFound: There is no such open invitation.
    """
    found = _pending(tx, invitation_id)
    found.state = InvitationState.REVOKED
    tx.session.flush()  # the version is checked before anything else is written
    invitations.void_tokens(tx.session, [found.id], tx.now)
    tx.audit(
        AuditAction.INVITATION_REVOKED,
        Subject.INVITATION,
        found.id,
        state=(InvitationState.PENDING.value, InvitationState.REVOKED.value),
    )


def _pending(tx: Transaction, invitation_id: int) -> Invitation:
    found = invitations.pending(tx.session, tx.company_id, invitation_id)
    if found is None:
        raise NotFound(_("Diese Einladung ist nicht mehr offen."))
    return found
