"""Title, phone and department of a member: looked at, edited, and never lost between two forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import memberships
from tcm_tui.data.models import User
from tcm_tui.domain.audit import AuditAction, Personal, Subject
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.member_profile import Conflict, MemberProfile, ProfileValues
from tcm_tui.domain.people import display_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.data.models import Membership
    from tcm_tui.services.transaction import Transaction


@reading(Permission.MEMBER_CHANGE)
def profile(tx: Transaction, membership_id: int) -> MemberProfile:
    """What can be edited of a member.

    Raises:
        NotFound: The company has no such member.
    """
    return _profile(tx, _membership(tx, membership_id))


@use_case(Permission.MEMBER_CHANGE)
def edit(tx: Transaction, membership_id: int, values: ProfileValues, version: int) -> MemberProfile:
    """Store what a form gives that was opened at `version`.

    Raises:
        Invalid: A rule is broken; `field` is `title`, `phone` or `department`.
        Conflict: Somebody changed the member since.
        NotFound: The company has no such member.
    """
    wanted = values.checked()
    found = _membership(tx, membership_id)
    before = _profile(tx, found)
    if found.version != version:
        raise Conflict(before, *memberships.last_change(tx.session, tx.company_id, membership_id))
    if wanted == before.values:
        return before
    found.title, found.phone, found.department = wanted.title, wanted.phone, wanted.department
    tx.session.flush()  # the version is checked before anything else is written
    tx.audit(
        AuditAction.MEMBER_EDITED,
        Subject.MEMBERSHIP,
        membership_id,
        personal=Personal(found.user_id, before.values.changes_to(wanted)),
    )
    return _profile(tx, found)


def _membership(tx: Transaction, membership_id: int) -> Membership:
    found = memberships.membership(tx.session, tx.company_id, membership_id)
    if found is None:
        raise NotFound(_("Diese Person gehört nicht (mehr) zum Unternehmen."))
    return found


def _profile(tx: Transaction, found: Membership) -> MemberProfile:
    user = tx.session.get_one(User, found.user_id)
    return MemberProfile(
        membership_id=found.id,
        name=display_name(user.first_name, user.last_name),
        values=ProfileValues(found.title, found.phone, found.department),
        version=found.version,
    )
