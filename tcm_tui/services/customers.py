"""„Kunden“: the companies that let a Vertriebspartner in, and visiting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import people, resellers
from tcm_tui.data.admission import lock_company
from tcm_tui.data.entrances import has_second_factor
from tcm_tui.data.models import UserSession
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import FactorMissing
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.entering import start_visit

if TYPE_CHECKING:
    from tcm_tui.domain.resellers import Customer
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.transaction import Transaction


@reading(Permission.CUSTOMER_VISIT)
def customers(tx: Transaction, search: str = "") -> list[Customer]:
    """Who lets the actor's company in, by name; nobody, unless it is a Vertriebspartner.

    Args:
        tx: The transaction.
        search: Letters that name or town must have.
    """
    found = resellers.customers(tx.session, tx.company_id)
    wanted = sort_key(search)
    return [one for one in found if wanted in sort_key(f"{one.name} {one.city}")]


@use_case(Permission.CUSTOMER_VISIT)
def enter_customer(tx: Transaction, company_id: int) -> SignedIn:
    """End this session and go on as a guest of a customer, for as long as it would have lasted.

    Raises:
        FactorMissing: The customer asks some role for a second factor, and none is set up.
        NotFound: It does not let the actor's company in (any more).
    """
    lock_company(tx.session, company_id)  # whoever ends the link ends the visit that begins now
    customer = resellers.customer(tx.session, tx.company_id, company_id)
    if customer is None:
        raise NotFound(_("Dieses Unternehmen gehört nicht (mehr) zu Ihren Kunden."))
    if customer.asks_factor and not has_second_factor(tx.session, tx.user_id):
        raise FactorMissing(customer.name)
    before = tx.session.get_one(UserSession, tx.session_id)
    people.end_session(tx.session, before.id, tx.now)
    tx.audit(AuditAction.SESSION_ENDED, Subject.SESSION, before.id)
    return start_visit(tx, before, company_id)
