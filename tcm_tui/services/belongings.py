"""What a member owns and uses: told in their details, and before they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import assignments, holdings, invitations, memberships
from tcm_tui.domain.belongings import Belongings
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.members import MemberKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.assignments import App, HeldLicence
    from tcm_tui.domain.members import RowKey
    from tcm_tui.services.transaction import Transaction


@reading(Permission.MEMBER_OPEN)
def belongings(tx: Transaction, key: RowKey) -> Belongings:
    """What somebody owns and uses of what runs; of an invitation what is assigned to it.

    Raises:
        NotFound: The company has no such member or invitation.
    """
    if key.kind is MemberKind.INVITATION:
        if invitations.pending(tx.session, tx.company_id, key.id) is None:
            raise NotFound(_("Diese Einladung ist nicht mehr offen."))
        held = assignments.of_invitations(tx.session, [key.id], today=tx.today)
        return Belongings(uses=_running(tx, held.get(key.id, [])))
    member = memberships.membership(tx.session, tx.company_id, key.id)
    if member is None:
        raise NotFound(_("Diese Person gehört nicht (mehr) zum Unternehmen."))
    owns = holdings.apps_owned(tx.session, tx.company_id, member.user_id, today=tx.today)
    held = assignments.of_members(tx.session, [key.id], today=tx.today)
    return Belongings(tuple(owns), _running(tx, held.get(key.id, [])))


def _running(tx: Transaction, held: Sequence[HeldLicence]) -> tuple[App, ...]:
    return tuple(one.app for one in held if one.ends_on is None or one.ends_on >= tx.today)
