"""Ending a subscription with its term, and thinking better of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from tcm_tui.data import subscription_facts as queries
from tcm_tui.data import subscription_history
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.subscription_facts import base_of, last_day, moved, row, running
from tcm_tui.services.subscription_mails import tell_end, tell_goes_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tcm_tui.data.models import Subscription
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.transaction import Transaction

_ENDINGS: Final = (
    AuditAction.SUBSCRIPTION_CANCELLED,
    AuditAction.SUBSCRIPTION_RENEWAL_CHANGED,
    AuditAction.SUBSCRIPTION_TAKEN_BACK,
)
"""What decides on which day a subscription ends."""
_End: TypeAlias = "tuple[Subscription, date | None, datetime | None]"
"""Which one, its last day, and when it was cancelled, if it was."""


@use_case(Permission.SUBSCRIPTION_CHANGE)
def cancel(tx: Transaction, seen: SubscriptionRow) -> SubscriptionRow:
    """Let one end with its term, its add-ons with it.

    Raises:
        Invalid: It is cancelled already, or ended.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    one = _cancellable(tx, seen)
    return _end(tx, one, AuditAction.SUBSCRIPTION_CANCELLED, cancelled_at=tx.now)


@reading(Permission.SUBSCRIPTION_CHANGE)
def preview_cancel(tx: Transaction, seen: SubscriptionRow) -> date:
    """The last day of one if it is cancelled now.

    Raises:
        Invalid: It is cancelled already, or ended.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    return last_day(tx, _cancellable(tx, seen))


@use_case(Permission.SUBSCRIPTION_CHANGE)
def take_back(tx: Transaction, seen: SubscriptionRow) -> SubscriptionRow:
    """Let a cancelled one go on, with the add-ons that were cancelled with it.

    Raises:
        Invalid: It is not cancelled, or ended, or what it extends ends.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    one = _as_seen(tx, seen)
    if one.cancelled_at is None:
        raise Invalid(_("Dieses Abonnement ist nicht gekündigt."))
    return _go_on(tx, one, AuditAction.SUBSCRIPTION_TAKEN_BACK)


@use_case(Permission.SUBSCRIPTION_CHANGE)
def set_renewal(tx: Transaction, seen: SubscriptionRow, *, on: bool) -> SubscriptionRow:
    """Let one renew itself at the end of its term, or not; its add-ons with it.

    Raises:
        Invalid: It is cancelled, or ended, or what it extends ends.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    one = _as_seen(tx, seen)
    if one.cancelled_at is not None:
        raise Invalid(_("Dieses Abonnement ist gekündigt. Nehmen Sie zuerst die Kündigung zurück."))
    if on == (one.ends_on is None):
        return row(tx, one)
    if on:
        return _go_on(tx, one, AuditAction.SUBSCRIPTION_RENEWAL_CHANGED)
    return _end(tx, one, AuditAction.SUBSCRIPTION_RENEWAL_CHANGED, cancelled_at=None)


def _cancellable(tx: Transaction, seen: SubscriptionRow) -> Subscription:
    one = _as_seen(tx, seen)
    if one.cancelled_at is not None:
        raise Invalid(
            _("Dieses Abonnement ist schon zum {day} gekündigt.").format(day=_day(one.ends_on))
        )
    return one


def _as_seen(tx: Transaction, seen: SubscriptionRow) -> Subscription:
    """A running one that ends, or does not, as whoever decides about it was shown."""
    one = running(tx, seen.id)
    was_cancelled = seen.state is SubscriptionState.CANCELLED
    if (one.ends_on, one.cancelled_at is not None) != (seen.ends_on, was_cancelled):
        raise moved(tx, one)
    return one


def _day(day: date | None) -> str:
    return day_text(day) if day else "–"


def _end(
    tx: Transaction, one: Subscription, action: AuditAction, *, cancelled_at: datetime | None
) -> SubscriptionRow:
    ends_on = last_day(tx, one)
    ends: list[_End] = [(one, ends_on, cancelled_at)]
    for found in _extending(tx, one):
        add_on = found.one
        if found.together or add_on.ends_on is None or add_on.ends_on > ends_on:
            at = add_on.cancelled_at if found.own_end else cancelled_at
            ends.append((add_on, ends_on, at))
    _set_ends(tx, action, ends)
    told = row(tx, one)
    tell_end(tx, told, ends_on)
    return told


def _go_on(tx: Transaction, one: Subscription, action: AuditAction) -> SubscriptionRow:
    base = base_of(tx, one)
    if base is not None and base.ends_on is not None:
        raise Invalid(
            _("Das Abonnement, zu dem dieses gehört, endet am {day}.").format(
                day=day_text(base.ends_on)
            )
        )
    ends: list[_End] = [(one, None, None)]
    for found in _extending(tx, one):
        if found.together:
            at = found.one.cancelled_at if found.own_end else None
            ends.append((found.one, found.own_end, at))
    _set_ends(tx, action, ends)
    told = row(tx, one)
    tell_goes_on(tx, told)
    return told


@dataclass(frozen=True)
class _Extending:
    """An add-on of a subscription whose end is being decided on.

    Args:
        one: The add-on.
        together: Whether its end was decided on together with that of what it extends, and not by
            itself since. One that nobody decided on came with the booking: of an add-on to what
            was to end already.
        own_end: The last day that it was given by itself: it holds again when what it extends goes
            on. None when it was given none.
    """

    one: Subscription
    together: bool
    own_end: date | None


def _extending(tx: Transaction, one: Subscription) -> list[_Extending]:
    add_ons = queries.add_ons(tx.session, one.id, tx.today)
    ids = [one.id, *(add_on.id for add_on in add_ons)]
    known = subscription_history.decisions(tx.session, ids, _ENDINGS)
    last = known[one.id][-1].unit if known[one.id] else None
    units = {decision.unit for decision in known[one.id]}
    found: list[_Extending] = []
    for add_on in add_ons:
        decided = known[add_on.id]
        own = [decision.ends_on for decision in decided if decision.unit not in units]
        together = not decided or decided[-1].unit == last
        found.append(_Extending(add_on, together, own[-1] if own else None))
    return found


def _set_ends(tx: Transaction, action: AuditAction, ends: Sequence[_End]) -> None:
    """Let each end then, cancelled or not, and write it down for each."""
    entries = []
    for one, ends_on, cancelled_at in ends:
        before, one.ends_on, one.cancelled_at = one.ends_on, ends_on, cancelled_at
        changes = {"ends_on": (_iso(before), _iso(one.ends_on))}
        entries.append(Entry(action, Subject.SUBSCRIPTION, one.id, changes))
    tx.session.flush()  # the versions are checked before anything is written about them
    tx.audit_many(entries)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
