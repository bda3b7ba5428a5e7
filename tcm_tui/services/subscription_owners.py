"""Who looks after subscriptions: taking them over, and handing them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import holdings, recipients
from tcm_tui.data import subscription_facts as queries
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import use_case
from tcm_tui.services.subscription_facts import rows, unknown
from tcm_tui.services.subscription_mails import tell_handed_over

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.SUBSCRIPTION_TAKE_OVER)
def take_over(tx: Transaction, subscription_ids: Sequence[int]) -> int:
    """Become the owner of these and their add-ons; how many were somebody else's or nobody's.

    What has ended stays whose it was.

    Raises:
        NotFound: One of them is not the company's.
    """
    return hand(tx, subscription_ids, tx.user_id)


@use_case(Permission.SUBSCRIPTION_TAKE_OVER)
def hand_over(tx: Transaction, subscription_ids: Sequence[int], user_id: int) -> int:
    """Let an active member own these and their add-ons; how many were not theirs before.

    What has ended stays whose it was.

    Raises:
        Invalid: That is no active member of the company; the field is `owner`.
        NotFound: One of them is not the company's.
    """
    return hand(tx, subscription_ids, user_id)


def hand(tx: Transaction, subscription_ids: Collection[int], user_id: int) -> int:
    """What `hand_over` does, as a part of something greater."""
    owner = next(iter(recipients.among(tx.session, tx.company_id, [user_id])), None)
    if owner is None:
        raise Invalid(_("Inhaber kann nur ein aktives Mitglied sein."), "owner")
    before = [
        one for one in _named(tx, subscription_ids) if one.running and one.owner_id != user_id
    ]
    if not before:
        return 0
    for one in queries.subscriptions(tx.session, [found.id for found in before]):
        one.owner_id = user_id
    tx.session.flush()  # the versions are checked before anything is written about them
    tx.audit_many([_entry(one, user_id) for one in before])
    tell_handed_over(tx, before, user_id, owner.name)
    return len(before)


def abandon(tx: Transaction, company_id: int, membership_id: int) -> None:
    """Let what a member owns belong to nobody, since they are gone and could not be asked."""
    owned = holdings.owned(tx.session, company_id, [membership_id], today=tx.today)
    for one in queries.subscriptions(tx.session, owned):
        entry = Entry(
            AuditAction.SUBSCRIPTION_OWNER_CHANGED,
            Subject.SUBSCRIPTION,
            one.id,
            {"owner": (str(one.owner_id), None)},
            company_id=company_id,
        )
        one.owner_id = None
        tx.audit_many([entry])


def _named(tx: Transaction, ids: Collection[int]) -> list[SubscriptionRow]:
    """These, all of them the company's, and what extends them."""
    wanted = set(ids)
    if len(rows(tx, wanted)) != len(wanted):
        raise unknown()
    return rows(tx, wanted | queries.add_ons_of(tx.session, wanted))


def _entry(one: SubscriptionRow, user_id: int) -> Entry:
    before = str(one.owner_id) if one.owner_id else None
    changes = {"owner": (before, str(user_id))}
    return Entry(AuditAction.SUBSCRIPTION_OWNER_CHANGED, Subject.SUBSCRIPTION, one.id, {**changes})
