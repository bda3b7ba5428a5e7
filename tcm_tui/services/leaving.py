"""What members leave behind who lose their access: settled before they go, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import assignments, holdings, memberships
from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _
from tcm_tui.services.assigning import note_freed
from tcm_tui.services.subscription_owners import hand

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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


def _hand_over(tx: Transaction, members: Collection[int], heir_id: int) -> None:
    heir = memberships.membership(tx.session, tx.company_id, heir_id)
    if heir is None:
        raise Invalid(_("Inhaber kann nur ein aktives Mitglied sein."), "owner")
    hand(tx, holdings.owned(tx.session, tx.company_id, members, today=tx.today), heir.user_id)
