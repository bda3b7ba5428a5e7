"""„Mein Unternehmen“: the profile, which everybody reads and administrators edit, and its past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import company_history
from tcm_tui.data.models import Company
from tcm_tui.domain.audit import AuditAction, Personal, Subject
from tcm_tui.domain.company_profile import (
    CONTACTS,
    PROFILE_FIELDS,
    CompanyProfile,
    ProfileConflict,
    ProfileShown,
)
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.company_history import CompanyChange
    from tcm_tui.services.transaction import Transaction


@reading(Permission.COMPANY_READ)
def profile(tx: Transaction) -> ProfileShown:
    """What is stored of the actor's company."""
    return _shown(tx.session.get_one(Company, tx.company_id))


@use_case(Permission.COMPANY_EDIT)
def edit(tx: Transaction, values: CompanyProfile, version: int) -> ProfileShown:
    """Store what a form gives that was opened at `version`.

    Raises:
        Invalid: A rule is broken; `field` names the one it belongs to.
        ProfileConflict: Somebody changed the company since, be it its settings.
    """
    wanted = values.checked(tx.now.year)
    company = tx.session.get_one(Company, tx.company_id)
    before = _shown(company)
    if company.version != version:
        raise ProfileConflict(before, *company_history.last_change(tx.session, company.id))
    if wanted == before.profile:
        return before
    for name in PROFILE_FIELDS:
        setattr(company, name, getattr(wanted, name))
    company.founded = int(wanted.founded) if wanted.founded else None
    tx.session.flush()  # the version is checked before anything else is written
    _write_down(tx, company.id, before.profile.changes_to(wanted))
    return _shown(company)


@reading(Permission.COMPANY_EDIT)
def history(
    tx: Transaction, *, after: CompanyChange | None = None, newer: bool = False, limit: int = 50
) -> list[CompanyChange]:
    """Who changed what of the company, the newest first.

    Args:
        tx: The transaction.
        after: The line to continue behind, None for the newest (or, `newer`, for the oldest).
        newer: Read towards the newest instead.
        limit: Lines at most.
    """
    stretch = company_history.Stretch(after, newer, limit)
    return company_history.history(tx.session, tx.company_id, stretch)


def _shown(company: Company) -> ProfileShown:
    stored = {name: getattr(company, name) for name in PROFILE_FIELDS}
    stored["founded"] = str(company.founded or "")
    return ProfileShown(company.name, CompanyProfile(**stored), company.version)


def _write_down(
    tx: Transaction, company_id: int, edited: dict[str, tuple[str | None, str | None]]
) -> None:
    """Every field with its old and new value; what may be a person's goes with their account."""
    contacts = {name: pair for name, pair in edited.items() if name in CONTACTS}
    tx.audit(
        AuditAction.COMPANY_PROFILE_EDITED,
        Subject.COMPANY,
        company_id,
        personal=Personal(tx.user_id, contacts) if contacts else None,
        **{name: pair for name, pair in edited.items() if name not in CONTACTS},
    )
