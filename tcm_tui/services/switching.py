"""„Unternehmen wechseln“: from one company to another without signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import people
from tcm_tui.data.entrances import entrances, has_second_factor
from tcm_tui.data.models import UserSession
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import FactorMissing
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.entering import start_session

if TYPE_CHECKING:
    from tcm_tui.domain.sign_in import CompanyChoice, SignedIn
    from tcm_tui.services.transaction import Transaction


@reading(Permission.SESSION_OWN)
def own_companies(tx: Transaction) -> tuple[CompanyChoice, ...]:
    """Every company the actor is active in, by name; the one they are in among them."""
    return tuple(door.choice for door in entrances(tx.session, tx.user_id))


@use_case(Permission.SESSION_OWN)
def switch_company(tx: Transaction, company_id: int) -> SignedIn:
    """End this session and go on in another company, for as long as this one would have lasted.

    Raises:
        FactorMissing: The company asks for a second factor, and none is set up.
        NotFound: The actor does not belong to it (any more).
    """
    doors = {door.choice.company_id: door for door in entrances(tx.session, tx.user_id)}
    door = doors.get(company_id)
    if door is None:
        raise NotFound(_("Zu diesem Unternehmen gehören Sie nicht (mehr)."))
    if door.asks_factor and not has_second_factor(tx.session, tx.user_id):
        raise FactorMissing(door.choice.name)
    before = tx.session.get_one(UserSession, tx.session_id)
    people.end_session(tx.session, before.id, tx.now)
    tx.audit(AuditAction.SESSION_ENDED, Subject.SESSION, before.id)
    return start_session(
        tx, door.membership_id, proved_at=before.proved_at, started_at=before.started_at
    )
