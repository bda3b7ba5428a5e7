"""What is written to whom when a subscription changes: its owner, and whoever changed it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.data import recipients
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.money import part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.domain.subscriptions import Phase
    from tcm_tui.services.transaction import Transaction


LINES_TOLD: Final = 100
"""Subscriptions that one mail names; it says so when there are more."""


class What(StrEnum):
    """What of a subscription changed, as the templates know it."""

    EDITION = "edition"
    LICENCES = "licences"


@dataclass(frozen=True)
class Told:
    """A change as it is told.

    Args:
        what: Of the subscription.
        old: What it was.
        new: What it is, or is going to be.
        phase: What holds then.
        due_now: Net cents that are charged at once, below zero for what is given back.
    """

    what: What
    old: str
    new: str
    phase: Phase
    due_now: int = 0


def tell_change(tx: Transaction, one: SubscriptionRow, told: Told) -> None:
    """Write that `one` changed, or is going to."""
    values = {
        "due_now_cents": str(told.due_now),
        "from_on": told.phase.from_on.isoformat(),
        "monthly_cents": str(part_of(told.phase.cents, 1, one.charging.months)),
        "new": told.new,
        "old": told.old,
        "subscription": one.full_name,
        "what": told.what.value,
    }
    _tell(tx, MailKind.SUBSCRIPTION_CHANGED, one.owner_id, values)


def tell_end(tx: Transaction, one: SubscriptionRow, ends_on: date) -> None:
    """Write that `one` is going to end."""
    values = {"ends_on": ends_on.isoformat(), "subscription": one.full_name}
    _tell(tx, MailKind.SUBSCRIPTION_CANCELLED, one.owner_id, values)


def tell_goes_on(tx: Transaction, one: SubscriptionRow) -> None:
    """Write that `one` is not going to end after all."""
    _tell(tx, MailKind.SUBSCRIPTION_GOES_ON, one.owner_id, {"subscription": one.full_name})


def tell_handed_over(
    tx: Transaction, before: Sequence[SubscriptionRow], owner_id: int, owner: str
) -> None:
    """Write that somebody else looks after these subscriptions now.

    Whoever does now, and whoever changed it, are told of all; whoever did before of their own.

    Args:
        tx: The transaction.
        before: As they were.
        owner_id: Who looks after them now.
        owner: The name of that person.
    """
    everything = {owner_id, tx.user_id}
    _write(tx, MailKind.SUBSCRIPTION_HANDED_OVER, everything, _handed(before, owner))
    for former in {one.owner_id for one in before} - everything - {None}:
        theirs = [one for one in before if one.owner_id == former]
        _write(tx, MailKind.SUBSCRIPTION_HANDED_OVER, {former}, _handed(theirs, owner))


def _handed(them: Sequence[SubscriptionRow], owner: str) -> dict[str, str]:
    """What a mail says about them: no more lines than somebody reads."""
    names = [one.full_name for one in them[:LINES_TOLD]]
    if them[LINES_TOLD:]:
        names.append("…")
    return {"apps": "\n".join(names), "owner": owner}


def _tell(tx: Transaction, kind: MailKind, owner_id: int | None, values: dict[str, str]) -> None:
    """To the owner, and to whoever did it."""
    _write(tx, kind, {tx.user_id, owner_id}, values)


def _write(
    tx: Transaction, kind: MailKind, people: Collection[int | None], values: dict[str, str]
) -> None:
    common = {
        "changed_at": tx.now.isoformat(),
        "company": tx.company_name,
        "person": tx.actor_name,
        **values,
    }
    known = [number for number in people if number is not None]
    tx.mail_many(
        [
            MailDraft(kind, one.address, one.language, {**common, "name": one.name})
            for one in recipients.among(tx.session, tx.company_id, known)
        ]
    )
