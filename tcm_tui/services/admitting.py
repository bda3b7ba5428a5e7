"""What a use case demands, and the admission of whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from tcm_tui.data.admission import Admission, admission, lock_company
from tcm_tui.data.models import UserSession
from tcm_tui.domain.errors import NotPermitted, SessionEnded
from tcm_tui.domain.permissions import Guest, Permission, allows
from tcm_tui.domain.sessions import (
    PROOF_LASTS,
    SESSION_LIFE,
    ProofNeeded,
    SessionLocked,
    life_over_text,
)
from tcm_tui.domain.sign_in import SEEN_EVERY
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.services.transaction import Actor, Transaction


@dataclass(frozen=True)
class Demand:
    """What a use case asks for before it runs.

    Args:
        permission: What the actor's role must have.
        writing: Whether it changes anything.
        fresh: Whether the password must have been typed a moment ago.
        while_locked: Whether it also runs while the screen is locked.
    """

    permission: Permission
    writing: bool
    fresh: bool = False
    while_locked: bool = False


def admit_member(tx: Transaction, actor: Actor, demand: Demand) -> None:
    """Read session, membership and link; refuse whom they do not allow.

    Raises:
        SessionEnded: The session is over, the membership is no longer active, or the company has
            ended the access of the Vertriebspartner.
        SessionLocked: The screen is locked.
        NotPermitted: The role does not have the permission.
        ProofNeeded: The password must be typed again.
    """
    if demand.writing:
        lock_company(tx.session, actor.company_id)
    found = admission(
        tx.session,
        session_id=actor.session_id,
        user_id=actor.user_id,
        company_id=actor.company_id,
    )
    if found is None:
        raise _ended()
    tx.reseller_id = found.reseller_id
    _refuse_ended(found, tx.now)
    tx.role = found.standing
    if found.locked_at is not None and not demand.while_locked:
        raise SessionLocked
    if tx.role is None or not allows(tx.role, demand.permission):
        raise NotPermitted(_not_permitted_text(tx))
    if demand.fresh and not _is_fresh(found, tx.now):
        raise ProofNeeded
    if demand.writing and tx.now - found.last_seen_at >= SEEN_EVERY:
        tx.session.execute(
            update(UserSession)
            .where(UserSession.id == actor.session_id)
            .values(last_seen_at=tx.now)
        )


def _not_permitted_text(tx: Transaction) -> str:
    if isinstance(tx.role, Guest):
        return _("Das ist Mitarbeitenden eines Vertriebspartners nicht möglich.")
    return _("Das ist mit Ihrer Rolle nicht möglich.")


def _refuse_ended(found: Admission, now: datetime) -> None:
    # Asked first: losing access ends the sessions, and then this is the reason to tell.
    if not (found.is_member and found.is_let_in):
        raise SessionEnded(_no_access_text(found))
    if found.ended_at is not None:
        raise _ended()
    if now - found.started_at >= SESSION_LIFE:
        raise SessionEnded(life_over_text())


def _no_access_text(found: Admission) -> str:
    if found.reseller_id is None:
        return _("Ihr Zugang zu diesem Unternehmen ist nicht mehr aktiv.")
    if not found.is_member:
        return _("Ihr Zugang zum Vertriebspartner ist nicht mehr aktiv.")
    return _("Dieses Unternehmen hat den Zugriff des Vertriebspartners beendet.")


def _is_fresh(found: Admission, now: datetime) -> bool:
    return found.proved_at is not None and now - found.proved_at < PROOF_LASTS


def _ended() -> SessionEnded:
    return SessionEnded(_("Ihre Sitzung ist beendet. Melden Sie sich neu an."))
