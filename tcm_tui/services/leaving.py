"""What members leave behind who lose their access: settled before they go, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import assignments, holdings, memberships
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.member_changes import ChangeKind
from tcm_tui.domain.orders import OrderState
from tcm_tui.i18n import _
from tcm_tui.services.assigning import note_freed
from tcm_tui.services.subscription_owners import hand

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tcm_tui.data.models import Order
    from tcm_tui.domain.member_changes import Change
    from tcm_tui.domain.member_rules import Standing
    from tcm_tui.services.transaction import Transaction


def settle(tx: Transaction, rows: Sequence[Standing], change: Change) -> None:
    """Hand over what these members own, and free what they use, as `change` says.

    Raises:
        Invalid: Who is to take over is no active member; the field is `owner`.
    """
    members = [row.key.id for row in rows]
    if change.heir is not None:
        _hand_over(tx, members, change.heir)
    if change.takes_licences:
        note_freed(tx, assignments.free(tx.session, memberships=members))
    if change.kind is ChangeKind.REMOVE:
        give_up_orders(tx, tx.company_id, [row.user_id for row in rows if row.user_id is not None])


def give_up_orders(tx: Transaction, company_id: int, user_ids: Collection[int]) -> None:
    """Give up what people began to book, or asked for, who belong to the company no more."""
    _give_up(tx, holdings.unfinished_orders(tx.session, company_id, user_ids))


def give_up_guests_orders(tx: Transaction, reseller_id: int) -> None:
    """Give up what the staff of a Vertriebspartner began, or asked for, that is let in no more."""
    _give_up(tx, holdings.unfinished_of_guests(tx.session, tx.company_id, reseller_id))


def _give_up(tx: Transaction, orders: Sequence[Order]) -> None:
    asked = {one.id for one in orders if one.state is OrderState.REQUESTED}
    for one in orders:
        one.state, one.changed_at = OrderState.DISCARDED, tx.now
    tx.session.flush()  # versions are checked, and whoever looks again finds none of them
    for one in orders:  # each is a line of its own, be it in the journal of another company
        action = AuditAction.ORDER_WITHDRAWN if one.id in asked else AuditAction.ORDER_DISCARDED
        tx.audit_many([Entry(action, Subject.ORDER, one.id, company_id=one.company_id)])


def _hand_over(tx: Transaction, members: Collection[int], heir_id: int) -> None:
    heir = memberships.membership(tx.session, tx.company_id, heir_id)
    if heir is None:
        raise Invalid(_("Inhaber kann nur ein aktives Mitglied sein."), "owner")
    hand(tx, holdings.owned(tx.session, tx.company_id, members, today=tx.today), heir.user_id)
