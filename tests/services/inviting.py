"""What the tests of inviting look at: rows, mails, codes, journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.models import AuditEntry, Invitation, OutboxMessage, Token
from tcm_tui.domain.invitations import (
    InvitationDraft,
)
from tests.builders import (
    Clock,
    Person,
    signed_in,
)

if TYPE_CHECKING:
    from tcm_tui.domain.audit import AuditAction
    from tcm_tui.services.context import Context


def rows(ctx: Context) -> list[Invitation]:
    """All invitations, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def mails(ctx: Context) -> list[OutboxMessage]:
    """All promised mails, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def usable_codes(ctx: Context, invitation_id: int) -> set[str]:
    """Hashes of the codes that still open the invitation."""
    with ctx.database.transaction(writing=False) as session:
        return set(
            session.scalars(
                select(Token.code_hash).where(
                    Token.invitation_id == invitation_id,
                    Token.voided_at.is_(None),
                    Token.used_at.is_(None),
                )
            )
        )


def journal(ctx: Context, action: AuditAction) -> list[AuditEntry]:
    """All entries of `action`, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(
            session.scalars(
                select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            )
        )


def later(ctx: Context, anna: Person, clock: Clock, **passed: float) -> Context:
    """Anna, signed in anew when time has passed: a silent session ends."""
    clock.forward(**passed)
    return signed_in(ctx, anna)


def addresses(count: int, *, start: int = 0) -> list[InvitationDraft]:
    """`count` drafts to different addresses."""
    return [InvitationDraft(f"person{n}@kunde.example") for n in range(start, start + count)]
