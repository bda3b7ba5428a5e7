"""A company with its first administrator: the end of registering, the beginning of the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import memberships
from tcm_tui.data.models import EmailAddress, Membership
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.people import list_name
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.text import sort_key
from tcm_tui.services.entering import start_session

if TYPE_CHECKING:
    from tcm_tui.data.models import Company, User
    from tcm_tui.domain.people import CheckedEmail
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.transaction import Transaction


def found(
    tx: Transaction,
    company: Company,
    user: User,
    address: CheckedEmail,
    *,
    phone: str = "",
    department: str = "",
    first_steps: bool = False,
) -> SignedIn:
    """Store `company` and `user`, who becomes its administrator and is signed in.

    Args:
        tx: The open transaction; from here on it acts as `user`.
        company: Not stored yet.
        user: Not stored yet.
        address: Theirs, known to be theirs.
        phone: Of the member.
        department: Of the member.
        first_steps: Whether „Erste Schritte“ is shown to them.
    """
    tx.session.add_all([company, user])
    tx.session.flush()  # address and membership name both by their ids
    membership = Membership(
        company_id=company.id,
        user_id=user.id,
        role=Role.COMPANY_ADMIN,
        sort_name=sort_key(list_name(user.first_name, user.last_name)),
        sort_address=sort_key(address.address),
        joined_at=tx.now,
        phone=phone,
        department=department,
        first_steps=first_steps,
    )
    memberships.add(tx.session, membership)
    tx.session.add(_primary(tx, user, address))
    tx.session.flush()  # signing in reads both
    signed_in = start_session(tx, membership.id)
    tx.audit(AuditAction.COMPANY_FOUNDED, Subject.COMPANY, company.id, name=(None, company.name))
    return signed_in


def _primary(tx: Transaction, user: User, address: CheckedEmail) -> EmailAddress:
    """The address to sign in with and to be written to."""
    return EmailAddress(
        user_id=user.id,
        address=address.address,
        canonical=address.canonical,
        is_primary=True,
        added_at=tx.now,
        verified_at=tx.now,
    )
