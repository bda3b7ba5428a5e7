"""Codes that verify an address: when one may be sent, and sending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import addresses, invitations
from tcm_tui.data.models import EmailAddress, Token, User
from tcm_tui.domain.addresses import ONE_DAY, ONE_HOUR, AddressTaken, TooManyCodes, too_many
from tcm_tui.domain.codes import LIVES, TokenPurpose, new_code
from tcm_tui.domain.mail import MailDraft, MailKind

if TYPE_CHECKING:
    from tcm_tui.services.transaction import Transaction


def refuse_code(tx: Transaction, row: EmailAddress) -> None:
    """Refuse what belongs to somebody else, and what would flood somebody (SECURITY.md G7).

    Raises:
        Invalid: `AddressTaken` or `TooManyCodes`.
    """
    if addresses.taken(tx.session, row.canonical, tx.user_id):
        raise AddressTaken
    kinds = [MailKind.VERIFY_ADDRESS]
    last_hour, last_day = (
        invitations.mails_since(tx.session, [row.canonical], tx.now - time, kinds)
        for time in (ONE_HOUR, ONE_DAY)
    )
    refusal = too_many(
        last_hour=last_hour.get(row.canonical, 0),
        last_day=last_day.get(row.canonical, 0),
        of_person=addresses.codes_since(tx.session, tx.user_id, tx.now - ONE_DAY),
    )
    if refusal:
        raise TooManyCodes(refusal)


def mail_code(tx: Transaction, row: EmailAddress) -> None:
    """A fresh code; those sent before are worth nothing from now on."""
    addresses.void_codes(tx.session, row.id, tx.now)
    code, ends = new_code(), tx.now + LIVES[TokenPurpose.ADDRESS]
    tx.session.add(
        Token(
            purpose=TokenPurpose.ADDRESS,
            code_hash=code.hash,
            created_at=tx.now,
            expires_at=ends,
            user_id=tx.user_id,
            address_id=row.id,
        )
    )
    values = {
        "code": code.text,
        "expires_at": ends.isoformat(),
        "name": "",  # whose address it is, is still to be shown
        "person": tx.actor_name,
    }
    language = tx.session.get_one(User, tx.user_id).language
    tx.mail(MailDraft(MailKind.VERIFY_ADDRESS, row.address, language, values, expires_at=ends))
