"""Sending many open invitations again: the limits of each address, then new codes and mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.services.invitation_batch import (
    Known,
    Ready,
    check,
    look_up_known,
    promise_codes,
    renew,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.member_rules import Standing
    from tcm_tui.domain.members import RowKey
    from tcm_tui.services.transaction import Transaction


@dataclass(frozen=True)
class Resending:
    """Open invitations by their rows, with what the database knows of their addresses."""

    ready: dict[RowKey, Ready]
    known: Known

    def refusal(self, tx: Transaction, key: RowKey) -> str:
        """Why it cannot be sent again now, as a sentence; "" when it can."""
        try:
            check(self.ready[key], self.known, tx.now)
        except DomainError as refused:
            return refused.message
        return ""

    def send(self, tx: Transaction, rows: Sequence[Standing]) -> dict[RowKey, int]:
        """New codes and a new life for these; the old codes are void. Row → its new version."""
        drafts = [self.ready[row.key] for row in rows]
        if drafts:
            promise_codes(tx, drafts, renew(tx, drafts, self.known), self.known)
        return {row.key: row.version + 1 for row in rows}


def look_up(tx: Transaction, rows: Sequence[Standing]) -> Resending:
    """Get ready to send open invitations again."""
    ready = {}
    for position, row in enumerate(rows):
        draft = InvitationDraft(row.address, row.role, row.first_name, row.last_name, again=True)
        ready[row.key] = Ready(position, draft, draft.address())
    return Resending(ready, look_up_known(tx, list(ready.values())))
