"""„Meine Angaben“: name, language, colours, and title, telephone and department in this company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import accounts, memberships, passwords
from tcm_tui.data.models import User
from tcm_tui.domain.account import OwnConflict, OwnData, OwnValues, PasswordRules, Versions
from tcm_tui.domain.audit import AuditAction, Personal, Subject, changed
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.data.models import Membership
    from tcm_tui.services.transaction import Transaction


@reading(Permission.ACCOUNT_OWN)
def own_data(tx: Transaction) -> OwnData:
    """What is stored of the actor, here and in general."""
    return _own(tx, *_rows(tx))


@use_case(Permission.ACCOUNT_OWN)
def save_own_data(tx: Transaction, values: OwnValues, versions: Versions) -> OwnData:
    """Store what a form gives that was opened at `versions`; a new name counts in every company.

    Raises:
        Invalid: A rule is broken; `field` names what breaks it.
        OwnConflict: It was changed elsewhere since.
    """
    wanted = values.checked()
    user, membership = _rows(tx)
    before = _own(tx, user, membership)
    if before.versions != versions:
        raise OwnConflict(before, *_last_change(tx, before, versions, membership.id))
    if wanted == before.values:
        return before
    _save_profile(tx, membership, wanted.profile)
    _save_person(tx, user, wanted)
    return _own(tx, *_rows(tx))


@reading(Permission.ACCOUNT_OWN)
def password_rules(tx: Transaction) -> PasswordRules:
    """What a new password of the actor must keep."""
    owner = passwords.owner(tx.session, tx.user_id)
    return PasswordRules(owner.levels, owner.words)


def _rows(tx: Transaction) -> tuple[User, Membership]:
    user = tx.session.get_one(User, tx.user_id)
    return user, accounts.own_membership(tx.session, tx.company_id, tx.user_id)


def _own(tx: Transaction, user: User, membership: Membership) -> OwnData:
    return OwnData(
        values=OwnValues(
            first_name=user.first_name,
            last_name=user.last_name,
            language=user.language,
            theme=user.theme,
            profile=ProfileValues(membership.title, membership.phone, membership.department),
        ),
        versions=Versions(user.version, membership.version),
        company=tx.company_name,
    )


def _last_change(
    tx: Transaction, now: OwnData, versions: Versions, membership_id: int
) -> tuple[str, datetime | None]:
    """Who was faster: of the person's own row only they can be, in another session."""
    if now.versions.membership == versions.membership:
        return "", None
    return memberships.last_change(tx.session, tx.company_id, membership_id)


def _save_profile(tx: Transaction, found: Membership, wanted: ProfileValues) -> None:
    before = ProfileValues(found.title, found.phone, found.department)
    if before == wanted:
        return
    found.title, found.phone, found.department = wanted.title, wanted.phone, wanted.department
    tx.session.flush()  # the version is checked before anything else is written
    tx.audit(
        AuditAction.MEMBER_EDITED,
        Subject.MEMBERSHIP,
        found.id,
        personal=Personal(tx.user_id, before.changes_to(wanted)),
    )


def _save_person(tx: Transaction, user: User, wanted: OwnValues) -> None:
    names = changed(
        first_name=(user.first_name, wanted.first_name),
        last_name=(user.last_name, wanted.last_name),
    )
    looks = changed(language=(user.language, wanted.language), theme=(user.theme, wanted.theme))
    if not names and not looks:
        return
    user.first_name, user.last_name = wanted.first_name, wanted.last_name
    user.language, user.theme = wanted.language, wanted.theme
    tx.session.flush()  # the version is checked before anything else is written
    if names:
        accounts.sort_anew(tx.session, user)
        tx.session.expire_all()  # that statement moved versions past the rows read before
    tx.audit(
        AuditAction.OWN_DATA_EDITED,
        Subject.USER,
        user.id,
        personal=Personal(user.id, names) if names else None,
        **looks,
    )
