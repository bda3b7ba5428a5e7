"""„Übersicht“: what happened, what stands, what waits to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import activity, failed_mails, members
from tcm_tui.domain.activity import BILLING_NEWS, Event, Overview, Whose
from tcm_tui.domain.failed_mails import SHOWN_FOR
from tcm_tui.domain.invitations import EXPIRING_WITHIN
from tcm_tui.domain.own_activity import THE_NEWEST
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from tcm_tui.domain.own_activity import OwnDeed, OwnPage
    from tcm_tui.services.transaction import Transaction


@reading(Permission.ACTIVITY_READ)
def feed(
    tx: Transaction, whose: Whose = Whose.ALL, *, before: int | None = None, limit: int = 50
) -> list[Event]:
    """Lines of „Neuigkeiten“, newest first; others' only for those who may see them.

    Args:
        tx: The transaction.
        whose: Everyone's or the actor's own.
        before: The id of the line to continue behind, None for the newest.
        limit: Lines at most.
    """
    mine = whose is Whose.MINE or not _sees_everything(tx)
    billing = whose is Whose.ALL and _may(tx, Permission.PAYMENT_MANAGE)
    return activity.feed(
        tx.session,
        tx.company_id,
        actor_id=tx.user_id if mine else None,
        also=BILLING_NEWS if billing else (),
        before=before,
        limit=limit,
    )


@reading(Permission.ACCOUNT_OWN)
def own_activity(tx: Transaction, page: OwnPage = THE_NEWEST, *, limit: int = 50) -> list[OwnDeed]:
    """What the actor did in this company, and what happened to their account, newest first."""
    return activity.own(tx.session, tx.company_id, tx.user_id, page, limit)


@reading(Permission.OVERVIEW_READ)
def overview(tx: Transaction) -> Overview:
    """The cards and „Zu erledigen“."""
    found = members.counts(tx.session, tx.company_id, tx.now)
    if not _sees_everything(tx):
        return Overview(tx.company_name, found.active, None, found.disabled, None, None, None)
    soon = tx.now + EXPIRING_WITHIN
    return Overview(
        company_name=tx.company_name,
        active=found.active,
        invited=found.invited,
        disabled=found.disabled,
        expiring=members.invited(tx.session, tx.company_id, since=tx.now, until=soon),
        expired=members.invited(tx.session, tx.company_id, since=None, until=tx.now),
        failed_mails=failed_mails.count(tx.session, tx.company_id, tx.now - SHOWN_FOR),
    )


@reading(Permission.ACTIVITY_READ)
def last_entry(tx: Transaction) -> int:
    """A number that grows with everything that happens in the company."""
    return activity.last_entry(tx.session, tx.company_id)


def _sees_everything(tx: Transaction) -> bool:
    return _may(tx, Permission.INVITATION_READ)


def _may(tx: Transaction, permission: Permission) -> bool:
    return tx.role is not None and allows(tx.role, permission)
