"""Changing a running subscription: its name, its licences, its edition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcm_tui.data import subscription_facts as queries
from tcm_tui.data.models import SubscriptionPhase
from tcm_tui.domain.audit import AuditAction, Personal, Subject
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.order_drafts import check_subscription_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.subscription_changes import PreviewMoved, change_edition, change_licences
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.subscription_facts import (
    choices,
    facts,
    limits,
    moved,
    reached,
    row,
    running,
)
from tcm_tui.services.subscription_mails import Told, What, tell_change

if TYPE_CHECKING:
    from tcm_tui.data.models import Subscription
    from tcm_tui.domain.subscription_changes import Change, Preview
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.subscription_facts import Facts
    from tcm_tui.services.transaction import Transaction


# --- the name ---------------------------------------------------------------------------------


@use_case(Permission.SUBSCRIPTION_CHANGE)
def rename(tx: Transaction, seen: SubscriptionRow, name: str) -> SubscriptionRow:
    """Give one its „Abonnement-Name“, or take it away with "".

    Raises:
        Invalid: It is too long; the field is `name`.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: Somebody else renamed it since it was `seen`.
    """
    wanted = check_subscription_name(name)
    one = reached(tx, seen.id)
    if one.name == wanted:
        return row(tx, one)
    if one.name != seen.name:
        raise moved(tx, one)
    before, one.name, one.sort_name = one.name, wanted, sort_key(wanted)
    tx.session.flush()  # the version is checked before anything is written about it
    # A name is the actor's own words, which may be about a person: it goes with their account.
    told = Personal(tx.user_id, {"label": (before or None, wanted or None)})
    tx.audit(AuditAction.SUBSCRIPTION_RENAMED, Subject.SUBSCRIPTION, one.id, personal=told)
    return row(tx, one)


# --- licences ---------------------------------------------------------------------------------


@reading(Permission.SUBSCRIPTION_CHANGE)
def preview_licences(tx: Transaction, subscription_id: int, licences: int) -> Preview:
    """What so many licences in all would come to.

    Raises:
        Invalid: Fewer than are assigned, or more than there can be; the field is `licences`.
        NotFound: The company has no such subscription, or the actor may not see it.
    """
    known, change = _licences(tx, subscription_id, licences)
    return change.preview(subscription_id, known.names)


@use_case(Permission.SUBSCRIPTION_CHANGE)
def set_licences(tx: Transaction, seen: Preview) -> SubscriptionRow:
    """Have as many licences as was `seen` in a preview, at once.

    Raises:
        Invalid: Fewer than are assigned, or more than there can be; the field is `licences`.
        NotFound: The company has no such subscription, or the actor may not see it.
        PreviewMoved: It would come to something else than was `seen`.
    """
    known, change = _licences(tx, seen.subscription_id, seen.after.licences)
    _refuse_moved(known, change, seen)
    one, before = known.one, known.one.licences
    if before == change.wanted.licences:
        return row(tx, one)
    one.licences = change.wanted.licences
    for planned in queries.phases_after(tx.session, one.id, tx.today):
        planned.licences = change.wanted.licences
    _add_phase(tx, one, change)
    tx.audit(
        AuditAction.SUBSCRIPTION_LICENCES_CHANGED,
        Subject.SUBSCRIPTION,
        one.id,
        licences=(str(before), str(one.licences)),
    )
    found = row(tx, one)
    told = Told(What.LICENCES, str(before), str(one.licences), change.wanted, seen.now.net)
    tell_change(tx, found, told)
    return found


def _licences(tx: Transaction, subscription_id: int, licences: int) -> tuple[Facts, Change]:
    known = facts(tx, running(tx, subscription_id))
    limits(tx, known).check(licences)
    return known, change_licences(known.timeline, tx.today, licences)


# --- the edition ------------------------------------------------------------------------------


@reading(Permission.SUBSCRIPTION_CHANGE)
def preview_edition(tx: Transaction, subscription_id: int, edition_id: int) -> Preview:
    """What going over to an edition would come to: at once, or with the next term if it is cheaper.

    Raises:
        Invalid: The edition cannot be chosen; the field is `edition`.
        NotFound: There is no such subscription of the company's, or no such edition of its product.
    """
    known, change = _edition(tx, subscription_id, edition_id)
    return change.preview(subscription_id, known.names)


@use_case(Permission.SUBSCRIPTION_CHANGE)
def set_edition(tx: Transaction, seen: Preview) -> SubscriptionRow:
    """Go over to the edition that was `seen` in a preview, or plan it for the next term.

    Raises:
        Invalid: The edition cannot be chosen; the field is `edition`.
        NotFound: There is no such subscription of the company's, or no such edition of its product.
        PreviewMoved: It would come to something else than was `seen`.
    """
    known, change = _edition(tx, seen.subscription_id, seen.after.edition_id)
    _refuse_moved(known, change, seen)
    one, before, wanted = known.one, change.timeline.phase_on(tx.today), change.wanted
    _drop_plan(tx, one)
    _add_phase(tx, one, change)
    planned = AuditAction.SUBSCRIPTION_EDITION_PLANNED
    tx.audit(
        AuditAction.SUBSCRIPTION_EDITION_CHANGED if change.at_once else planned,
        Subject.SUBSCRIPTION,
        one.id,
        edition=(str(before.edition_id), str(wanted.edition_id)),
        from_on=(None, wanted.from_on.isoformat()),
    )
    found = row(tx, one)
    names = known.title(before.edition_id), known.title(wanted.edition_id)
    tell_change(tx, found, Told(What.EDITION, *names, wanted, seen.now.net))
    return found


@use_case(Permission.SUBSCRIPTION_CHANGE)
def keep_edition(tx: Transaction, seen: SubscriptionRow) -> SubscriptionRow:
    """Give up the edition that is planned for the next term.

    Raises:
        Invalid: Nothing is planned.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: Something else is planned than was `seen`.
    """
    known = facts(tx, running(tx, seen.id))
    planned = known.timeline.planned_after(tx.today)
    if planned is None:
        raise Invalid(_("Es ist keine andere Edition vorgemerkt."))
    if (known.names[planned.edition_id], planned.from_on) != (seen.planned, seen.planned_from):
        raise moved(tx, known.one)
    now = known.timeline.phase_on(tx.today)
    _drop_plan(tx, known.one)
    tx.audit(
        AuditAction.SUBSCRIPTION_EDITION_KEPT,
        Subject.SUBSCRIPTION,
        seen.id,
        edition=(str(planned.edition_id), str(now.edition_id)),
    )
    found = row(tx, known.one)
    names = known.title(planned.edition_id), known.title(now.edition_id)
    tell_change(tx, found, Told(What.EDITION, *names, replace(now, from_on=planned.from_on)))
    return found


def _edition(tx: Transaction, subscription_id: int, edition_id: int) -> tuple[Facts, Change]:
    known = facts(tx, running(tx, subscription_id))
    choice = next((one for one in choices(tx, known) if one.edition_id == edition_id), None)
    if choice is None:
        raise NotFound(_("Diese Edition gibt es dazu nicht."), "edition")
    if choice.hindrance:
        raise Invalid(choice.hindrance, "edition")
    return known, change_edition(known.timeline, tx.today, edition_id, choice.unit_cents)


# --- both -------------------------------------------------------------------------------------


def _refuse_moved(known: Facts, change: Change, seen: Preview) -> None:
    now = change.preview(seen.subscription_id, known.names)
    if now != seen:
        raise PreviewMoved(now)


def _add_phase(tx: Transaction, one: Subscription, change: Change) -> None:
    wanted = change.wanted
    tx.session.add(
        SubscriptionPhase(
            subscription_id=one.id,
            from_on=wanted.from_on,
            edition_id=wanted.edition_id,
            licences=wanted.licences,
            unit_cents=wanted.unit_cents,
        )
    )


def _drop_plan(tx: Transaction, one: Subscription) -> None:
    for planned in queries.phases_after(tx.session, one.id, tx.today):
        tx.session.delete(planned)
