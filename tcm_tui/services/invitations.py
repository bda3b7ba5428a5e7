"""Inviting: one address, many addresses, again, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import assignments, invitations, look_alikes
from tcm_tui.data.models import Company
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import DomainError, Invalid, NotFound
from tcm_tui.domain.invitations import (
    BulkRefusal,
    BulkResult,
    InvitationDraft,
    InvitationState,
    KnownAddresses,
    SentInvitation,
)
from tcm_tui.domain.look_alikes import search_key, twin_caution
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.assigning import note_freed
from tcm_tui.services.context import Context, reading, use_case
from tcm_tui.services.invitation_batch import (
    Ready,
    check,
    look_up_known,
    promise_codes,
    renew,
    send,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tcm_tui.data.models import Invitation
    from tcm_tui.domain.permissions import Role
    from tcm_tui.services.transaction import Transaction


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
    ready = Ready(0, draft.checked(), draft.address())
    known = look_up_known(tx, [ready])
    check(ready, known, tx.now)
    return send(tx, [ready], known)[0]


def invite_many(ctx: Context, drafts: Sequence[InvitationDraft]) -> BulkResult:
    """Invite every address of a list that can be invited; all of these or, on a fault, none.

    Those that cannot are given back with the sentence why, in the order of the list.

    Raises:
        NotPermitted: The actor may not invite.
    """
    ready, refused = _own_rules(drafts)
    return _invite_ready(ctx, ready, refused)


@use_case(Permission.MEMBER_INVITE)
def _invite_ready(tx: Transaction, drafts: list[Ready], refused: list[BulkRefusal]) -> BulkResult:
    known = look_up_known(tx, drafts)
    ready, turned_away = [], list(refused)
    for one in drafts:
        try:
            check(one, known, tx.now)
        except Invalid as error:
            turned_away.append(BulkRefusal(one.position, one.draft, error.message))
        else:
            ready.append(one)
    sent = send(tx, ready, known) if ready else []
    return BulkResult(sent, sorted(turned_away, key=lambda refusal: refusal.position))


def _own_rules(drafts: Sequence[InvitationDraft]) -> tuple[list[Ready], list[BulkRefusal]]:
    """Apply the rules that need no database, before the transaction opens."""
    ready: list[Ready] = []
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
            ready.append(Ready(position, checked, address))
    return ready, refused


@reading(Permission.MEMBER_INVITE)
def look_up(
    tx: Transaction, canonicals: Collection[str], names: Mapping[str, str] | None = None
) -> KnownAddresses:
    """Which of these addresses (in canonical form) are members, invited, or look like a member's.

    Args:
        tx: The transaction.
        canonicals: The addresses.
        names: The names that stand with some of them, as lists show names.
    """
    open_ones = invitations.open_invitations(tx.session, tx.company_id, canonicals)
    return KnownAddresses(
        members=frozenset(invitations.member_addresses(tx.session, tx.company_id, canonicals)),
        invited=frozenset(a for a, found in open_ones.items() if found.expires_at > tx.now),
        cautions=_cautions(tx, canonicals, names or {}),
    )


def _cautions(
    tx: Transaction, canonicals: Collection[str], names: Mapping[str, str]
) -> dict[str, str]:
    """Sentences about the addresses that may be taken for a member's."""
    named = {canonical: names.get(canonical, "") for canonical in canonicals}
    keys = {canonical: search_key(canonical) for canonical in named}
    name_keys = {canonical: search_key(name) for canonical, name in named.items() if name}
    addressed = look_alikes.by_address(tx.session, tx.company_id, set(keys.values()))
    called = look_alikes.by_name(tx.session, tx.company_id, set(name_keys.values()))
    found = {}
    for canonical, name in named.items():
        near = addressed.get(keys[canonical], [])
        near = near + called.get(name_keys.get(canonical, ""), [])
        if near and (caution := twin_caution(canonical, name, near)):
            found[canonical] = caution
    return found


@reading(Permission.MEMBER_INVITE)
def default_role(tx: Transaction) -> Role:
    """What the company invites as where a list names no role."""
    return tx.session.get_one(Company, tx.company_id).default_role


@use_case(Permission.MEMBER_INVITE)
def resend(tx: Transaction, invitation_id: int) -> SentInvitation:
    """Send an open invitation again: a new code, a new end; the old code is void.

    Raises:
        NotFound: There is no such open invitation.
        TooManyMails: The address has had its mails of the day.
    """
    found = _pending(tx, invitation_id)
    draft = InvitationDraft(found.email, found.role, found.first_name, found.last_name, again=True)
    ready = Ready(0, draft, draft.address())
    known = look_up_known(tx, [ready])
    check(ready, known, tx.now)
    numbers = renew(tx, [ready], known)
    promise_codes(tx, [ready], numbers, known)
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
    note_freed(tx, assignments.free(tx.session, invitations=[found.id]))


def _pending(tx: Transaction, invitation_id: int) -> Invitation:
    found = invitations.pending(tx.session, tx.company_id, invitation_id)
    if found is None:
        raise NotFound(_("Diese Einladung ist nicht mehr offen."))
    return found
