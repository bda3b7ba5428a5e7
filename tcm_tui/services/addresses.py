"""One's own addresses: add, verify by a mailed code, make primary, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import addresses, look_alikes, people, tokens
from tcm_tui.data.models import EmailAddress, User
from tcm_tui.domain.addresses import (
    ADDRESSES_MAX,
    somebody_elses_code,
    spent_code,
)
from tcm_tui.domain.audit import AuditAction, Personal, Subject
from tcm_tui.domain.codes import find_code, hash_code
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.invitations import wrong_code
from tcm_tui.domain.look_alikes import address_caution, search_key, twin_caution
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.people import check_email, display_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.address_codes import mail_code, refuse_code
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.addresses import MailedAddress, OpenAddress, OwnAddress
    from tcm_tui.services.transaction import Transaction


@reading(Permission.ACCOUNT_OWN)
def own(tx: Transaction) -> list[OwnAddress]:
    """The actor's addresses, the primary one first."""
    return addresses.own(tx.session, tx.user_id)


@reading(Permission.ACCOUNT_OWN)
def caution(tx: Transaction, email: str) -> str:
    """Why somebody should look twice before adding a valid address; "" for nothing."""
    address = check_email(email)
    near = look_alikes.by_address(tx.session, tx.company_id, {search_key(address.canonical)})
    colleagues = [one for found in near.values() for one in found]
    return twin_caution(address.canonical, "", colleagues) or address_caution(address.address)


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def add(tx: Transaction, email: str) -> OwnAddress:
    """Add an address that waits for the code mailed to it; until then it counts nowhere.

    Raises:
        Invalid: It is none, is one's own already, or there are too many; `AddressTaken` for a
            verified one of somebody else; `TooManyCodes`.
        ProofNeeded: The password was not typed for a while.
    """
    address = check_email(email)
    present = addresses.own(tx.session, tx.user_id)
    if address.canonical in {check_email(one.address).canonical for one in present}:
        raise Invalid(_("Diese Adresse steht schon bei Ihnen."), "email")
    if len(present) >= ADDRESSES_MAX:
        raise Invalid(
            _("Mehr als {n} Adressen sind nicht vorgesehen. Löschen Sie zuerst eine.").format(
                n=ADDRESSES_MAX
            ),
            "email",
        )
    row = EmailAddress(
        user_id=tx.user_id,
        address=address.address,
        canonical=address.canonical,
        is_primary=False,
        added_at=tx.now,
    )
    refuse_code(tx, row)
    tx.session.add(row)
    tx.session.flush()  # the code names the address by its id
    mail_code(tx, row)
    _note(tx, AuditAction.ADDRESS_ADDED, address=(None, row.address))
    return _own(tx, row.id)


@use_case(Permission.ACCOUNT_OWN)
def resend(tx: Transaction, address_id: int) -> OwnAddress:
    """Send a fresh code to an address that waits; the one before is void.

    Raises:
        Invalid: It is verified already; `AddressTaken`, `TooManyCodes`.
        NotFound: It is none of the actor's (any more).
    """
    found = _own(tx, address_id)
    if refusal := found.why_not_resend():
        raise Invalid(refusal)
    row = tx.session.get_one(EmailAddress, address_id)
    refuse_code(tx, row)
    mail_code(tx, row)
    _note(tx, AuditAction.ADDRESS_CODE_SENT, address=(None, row.address))
    return found


@reading(Permission.ANYONE)
def open_address(tx: Transaction, code: str) -> OpenAddress:
    """Which address `code` verifies; it may stand inside a pasted mail.

    Raises:
        Invalid: None (any more), or one of another account than the one signed in.
    """
    return _usable(tx, code).address


@use_case(Permission.ANYONE)
def verify(tx: Transaction, code: str) -> str:
    """Verify the address that `code` was mailed to; which one. Nobody is signed in or out by it.

    Raises:
        Invalid: As `open_address`.
        Stale: Somebody else verified the same address at this moment.
    """
    found = _usable(tx, code)
    used = tokens.use(tx.session, found.token_id, tx.now)
    if not used or not addresses.verify(tx.session, found.address_id, tx.now):
        raise spent_code()
    opened = found.address
    user = tx.session.get_one(User, opened.user_id)
    tx.audit(
        AuditAction.ADDRESS_VERIFIED,
        Subject.USER,
        user.id,
        personal=Personal(user.id, {"address": (None, opened.email)}),
    )
    _tell(tx, MailKind.ADDRESS_ADDED, user, opened.email, [_primary(tx, user.id)])
    return opened.email


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def make_primary(tx: Transaction, address_id: int) -> None:
    """Let mail go to this address, and let every company list the actor under it.

    Raises:
        Invalid: It is not verified, or is the primary one already.
        NotFound: It is none of the actor's (any more).
        ProofNeeded: The password was not typed for a while.
    """
    found = _own(tx, address_id)
    if refusal := found.why_not_primary():
        raise Invalid(refusal)
    before = _primary(tx, tx.user_id)
    if not addresses.set_primary(tx.session, tx.user_id, address_id):
        raise _gone()
    addresses.list_under(tx.session, tx.user_id, sort_key(found.address))
    _note(tx, AuditAction.ADDRESS_MADE_PRIMARY, address=(before, found.address))
    user = tx.session.get_one(User, tx.user_id)
    _tell(tx, MailKind.PRIMARY_CHANGED, user, found.address, [before, found.address])


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def remove(tx: Transaction, address_id: int) -> None:
    """Delete an address, and the codes that were mailed to it.

    Raises:
        Invalid: It is the primary one, or the only verified one.
        NotFound: It is none of the actor's (any more).
        ProofNeeded: The password was not typed for a while.
    """
    present = addresses.own(tx.session, tx.user_id)
    found = next((one for one in present if one.id == address_id), None)
    if found is None:
        raise _gone()
    if refusal := found.why_not_remove(sum(one.is_verified for one in present)):
        raise Invalid(refusal)
    if not addresses.remove(tx.session, tx.user_id, address_id, tx.now):
        raise _gone()
    _note(tx, AuditAction.ADDRESS_REMOVED, address=(found.address, None))
    if found.is_verified:
        user = tx.session.get_one(User, tx.user_id)
        _tell(tx, MailKind.ADDRESS_REMOVED, user, found.address, [_primary(tx, user.id)])


def _own(tx: Transaction, address_id: int) -> OwnAddress:
    for one in addresses.own(tx.session, tx.user_id):
        if one.id == address_id:
            return one
    raise _gone()


def _gone() -> NotFound:
    return NotFound(_("Diese Adresse steht nicht (mehr) bei Ihnen."))


def _primary(tx: Transaction, user_id: int) -> str:
    return people.primary_address(tx.session, user_id)


def _usable(tx: Transaction, code: str) -> MailedAddress:
    """What the code leads to, when it can be redeemed by whoever asks."""
    text = find_code(code)
    found = addresses.mailed_address(tx.session, hash_code(text)) if text else None
    if found is None:
        raise wrong_code()
    if tx.actor is not None and tx.actor.user_id != found.address.user_id:
        raise somebody_elses_code()
    found.check(tx.now)
    return found


def _tell(tx: Transaction, kind: MailKind, user: User, address: str, recipients: list[str]) -> None:
    """Promise a notice about `address` to each of `recipients`."""
    values = {
        "address": address,
        "changed_at": tx.now.isoformat(),
        "name": display_name(user.first_name, user.last_name),
    }
    tx.mail_many([MailDraft(kind, one, user.language, values) for one in recipients])


def _note(tx: Transaction, action: AuditAction, address: tuple[str | None, str | None]) -> None:
    """Write it down about the actor; which address it was stands beside the journal."""
    personal = Personal(tx.user_id, {"address": address})
    tx.audit(action, Subject.USER, tx.user_id, personal=personal)
