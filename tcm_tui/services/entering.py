"""From the right password to a session: which step is still due (PRODUCT.md section 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcm_tui.data import passwords, people
from tcm_tui.data.entrances import entrances, has_second_factor
from tcm_tui.data.models import Company, Membership, User, UserSession
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.passwords import why_renew
from tcm_tui.domain.permissions import Guest
from tcm_tui.domain.sign_in import (
    PROOF_LIFE,
    Entrance,
    NextStep,
    SignedIn,
    SignInExpired,
    SignInRefused,
    Step,
)
from tcm_tui.services import second_factor
from tcm_tui.services.joining import join_as_known

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.data.passwords import Standing as StoredPassword
    from tcm_tui.domain.audit import Entry
    from tcm_tui.domain.permissions import Standing
    from tcm_tui.domain.sign_in import Proved
    from tcm_tui.services.transaction import Transaction


def go_on(tx: Transaction, proved: Proved, joined: Entry | None = None) -> SignedIn | NextStep:
    """Start the session of whoever's password was right, or say what is asked for first.

    An invitation that was to be accepted is accepted as soon as the second factor was right.

    Args:
        tx: The open transaction.
        proved: Who, and what they have shown so far.
        joined: What is to be written down of an invitation accepted in this transaction.

    Raises:
        Invalid: The invitation cannot be accepted any more.
        SignInExpired: It took too long, or the password was changed meanwhile.
        SignInRefused: There is no company to enter any more.
    """
    due = next_step(tx, proved)
    if proved.joining and not _asks(due, Step.SECOND_FACTOR):
        company_id, joined = join_as_known(tx, proved.joining, proved.user_id)
        due = next_step(tx, replace(proved, joining="", company_id=company_id))
    if due is None:
        raise SignInRefused
    if isinstance(due, Entrance):
        answer: SignedIn | NextStep = start_session(tx, due.membership_id, proved_at=proved.at)
    else:
        answer = due
    if joined is not None:
        tx.audit_many([joined])  # by now under the session, if there is one
    return answer


def _asks(due: NextStep | Entrance | None, step: Step) -> bool:
    return isinstance(due, NextStep) and due.step is step


def asked_for(tx: Transaction, proved: Proved, step: Step) -> NextStep:
    """What is due, when that is `step`: nobody takes a step that is not asked of them.

    Raises:
        SignInExpired: Another one is due, or none any more.
    """
    due = next_step(tx, proved)
    if not isinstance(due, NextStep) or due.step is not step:
        raise SignInExpired
    return due


def next_step(tx: Transaction, proved: Proved) -> NextStep | Entrance | None:
    """What is asked for next, or where to enter when nothing is; None for nowhere.

    Raises:
        SignInExpired: It took too long, or the password was changed meanwhile.
    """
    standing = _standing(tx, proved)
    email = people.primary_address(tx.session, proved.user_id)
    factor = has_second_factor(tx.session, proved.user_id)
    if factor and not proved.factor:
        reason = second_factor.warning(tx, proved.user_id)
        return NextStep(proved, Step.SECOND_FACTOR, email, reason=reason)
    doors = entrances(tx.session, proved.user_id)
    if not doors:
        return None
    levels = [door.level for door in doors]
    if reason := why_renew(levels, standing.levels, standing.set_at, tx.now):
        owner = passwords.owner(tx.session, proved.user_id)
        return NextStep(proved, Step.NEW_PASSWORD, email, owner.levels, owner.words, reason)
    return _door(proved, doors, email, factor=factor)


def _standing(tx: Transaction, proved: Proved) -> StoredPassword:
    """What is stored of the password, as long as it is the one that was right a moment ago."""
    standing = passwords.standing(tx.session, proved.user_id)
    if standing is None or standing.password_hash != proved.checked:
        raise SignInExpired
    if tx.now - proved.at > PROOF_LIFE:
        raise SignInExpired
    return standing


def _door(
    proved: Proved, doors: tuple[Entrance, ...], email: str, *, factor: bool
) -> NextStep | Entrance:
    """Where to enter, or what is asked for at the door."""
    chosen = doors[0] if len(doors) == 1 else None
    for door in doors:
        if door.choice.company_id == proved.company_id:
            chosen = door
    if chosen is None:
        choices = tuple(door.choice for door in doors)
        return NextStep(proved, Step.COMPANY, email, companies=choices)
    if chosen.asks_factor and not factor:
        return NextStep(proved, Step.SET_UP_FACTOR, email, companies=(chosen.choice,))
    return chosen


def start_session(
    tx: Transaction,
    membership_id: int,
    *,
    proved_at: datetime | None = None,
    started_at: datetime | None = None,
) -> SignedIn:
    """Sign the member in, in this process. From here on the transaction acts as them.

    Args:
        tx: The open transaction.
        membership_id: Who, and where.
        proved_at: When the password was typed; None means just now.
        started_at: Since when the session counts; None means from now on.
    """
    membership = tx.session.get_one(Membership, membership_id)
    user = tx.session.get_one(User, membership.user_id)
    company = tx.session.get_one(Company, membership.company_id)
    row = _new_session(tx, user, company)
    row.started_at = started_at or tx.now
    row.proved_at = proved_at or tx.now
    _begin(tx, row, user, company)
    people.note_sign_in(tx.session, membership.id, tx.now)
    told = _signed_in(tx, row, membership.role, user, company)
    return replace(told, partner_number=company.partner_number or "")


def start_visit(tx: Transaction, before: UserSession, customer_id: int) -> SignedIn:
    """Go on from `before` as a guest of a customer. From here on the transaction acts as one.

    The visit lasts as long as that session would have; whoever visits is no member, so nothing is
    kept of it but the session.
    """
    user = tx.session.get_one(User, before.user_id)
    company = tx.session.get_one(Company, customer_id)
    reseller = tx.session.get_one(Company, before.company_id)
    row = _new_session(tx, user, company)
    row.started_at, row.proved_at = before.started_at, before.proved_at
    row.reseller_id = reseller.id
    _begin(tx, row, user, company)
    told = _signed_in(tx, row, Guest.RESELLER, user, company)
    return replace(told, guest_of=reseller.name)


def _new_session(tx: Transaction, user: User, company: Company) -> UserSession:
    """A session in this process that begins now."""
    return UserSession(
        user_id=user.id,
        company_id=company.id,
        started_at=tx.now,
        last_seen_at=tx.now,
        process_id=tx.origin.process_id,
        host=tx.origin.host,
        unix_user=tx.origin.unix_user,
        ssh_connection=tx.origin.ssh_connection,
    )


def _begin(tx: Transaction, row: UserSession, user: User, company: Company) -> None:
    """Store the session, act in it and write it down."""
    tx.session.add(row)
    tx.session.flush()  # the actor and the audit entry name the session by its id
    tx.act_as(user, company, row.id, reseller_id=row.reseller_id)
    tx.audit(AuditAction.SESSION_STARTED, Subject.SESSION, row.id)


def _signed_in(
    tx: Transaction, row: UserSession, role: Standing, user: User, company: Company
) -> SignedIn:
    """What the portal knows of whoever has signed in."""
    return SignedIn(
        user_id=user.id,
        session_id=row.id,
        company_id=company.id,
        company_name=company.name,
        first_name=user.first_name,
        last_name=user.last_name,
        email=people.primary_address(tx.session, user.id),
        role=role,
        language=user.language,
        idle_minutes=company.idle_minutes,
        started_at=row.started_at,
        theme=user.theme,
    )
