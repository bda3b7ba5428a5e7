"""Queries about invitations that were taken back, and about giving them back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select, update

from tcm_tui.data.invitations import standings
from tcm_tui.data.models import Invitation, Token
from tcm_tui.data.portions import portions
from tcm_tui.domain.invitations import InvitationState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.member_rules import Standing


class Revoked(NamedTuple):
    """An invitation that was taken back."""

    standing: Standing
    canonical: str


def revoked(
    session: Session, company_id: int, ids: Collection[int], now: datetime
) -> dict[int, Revoked]:
    """Those of these invitations that were taken back, as they would stand without that."""
    known = standings(session, company_id, ids, now)
    found: dict[int, Revoked] = {}
    for portion in portions(known):
        rows = session.execute(
            select(Invitation.id, Invitation.canonical).where(
                Invitation.id.in_(portion), Invitation.state == InvitationState.REVOKED
            )
        )
        found.update(
            {number: Revoked(replace(known[number], over=""), who) for number, who in rows}
        )
    return found


def revive_tokens(session: Session, invitation_ids: Collection[int]) -> None:
    """Let the newest code of each of these invitations, if unused, work again.

    It is the one that was good until the invitation was revoked: each code voids the one before.
    """
    for portion in portions(invitation_ids):
        newest = (
            select(func.max(Token.id))
            .where(Token.invitation_id.in_(portion))
            .group_by(Token.invitation_id)
        )
        session.execute(
            update(Token)
            .where(Token.id.in_(newest), Token.used_at.is_(None))
            .values(voided_at=None)
            .execution_options(synchronize_session=False)
        )
