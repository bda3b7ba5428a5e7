"""„Unternehmenseinstellungen“: read, weighed and changed; in force at everybody's next sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.data import company_settings as queries
from tcm_tui.data.models import Company
from tcm_tui.domain.audit import AuditAction, Entry, Subject, changed
from tcm_tui.domain.company_settings import (
    Affected,
    CompanySettings,
    ConfiguredCompany,
    SettingsChanged,
)
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.text import skeleton
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.services.transaction import Transaction


@reading(Permission.COMPANY_CONFIGURE)
def configured(tx: Transaction) -> ConfiguredCompany:
    """The settings of the actor's company, and whom they affect."""
    return _configured(tx, tx.session.get_one(Company, tx.company_id))


@reading(Permission.COMPANY_CONFIGURE)
def affected(tx: Transaction, wanted: CompanySettings) -> Affected:
    """Whom `wanted` would ask for something at their next sign-in."""
    return _affected(tx, wanted)


@use_case(Permission.COMPANY_CONFIGURE)
def change(tx: Transaction, wanted: CompanySettings, seen: ConfiguredCompany) -> ConfiguredCompany:
    """Store what was chosen by whoever looked at `seen`.

    Only what differs from `seen` is stored: of a form with one setting all others stay as they
    are, whoever changed them meanwhile.

    Raises:
        Invalid: A rule is broken; its field is `name` or `idle_minutes`.
        SettingsChanged: Somebody changed one of the same settings since.
    """
    wanted = wanted.checked()
    # Locked, so that nobody changes the company between this look and what is stored.
    company = tx.session.get_one(Company, tx.company_id, with_for_update=True)
    before = _settings(company)
    new = wanted.differing(seen.settings)
    if company.version != seen.version:
        _refuse_clashes(tx, company, seen.settings, new)
    for name, value in new.items():
        setattr(company, name, value)
    company.skeleton = skeleton(company.name)
    changes = _changes(before, _settings(company))
    if changes:
        tx.session.flush()  # the version is checked before anything else is written
        tx.audit_many([Entry(AuditAction.COMPANY_CONFIGURED, Subject.COMPANY, company.id, changes)])
    return _configured(tx, company)


def _refuse_clashes(
    tx: Transaction, company: Company, seen: CompanySettings, new: dict[str, Any]
) -> None:
    """Refuse what would undo something that changed since it was `seen`."""
    theirs = _settings(company).differing(seen)
    clashing = [name for name in new if name in theirs and theirs[name] != new[name]]
    if clashing:
        last = queries.last_change(tx.session, tx.company_id, clashing)
        raise SettingsChanged(_configured(tx, company), *last)


def _configured(tx: Transaction, company: Company) -> ConfiguredCompany:
    settings = _settings(company)
    return ConfiguredCompany(settings, _affected(tx, settings), company.version)


def _settings(company: Company) -> CompanySettings:
    return CompanySettings(
        name=company.name,
        password_level=company.password_level,
        second_factor_roles=company.second_factor_roles,
        idle_minutes=company.idle_minutes,
        default_role=company.default_role,
        buyers=company.buyers,
    )


def _affected(tx: Transaction, settings: CompanySettings) -> Affected:
    db, company_id, roles = tx.session, tx.company_id, settings.second_factor_roles
    return Affected(
        members=queries.active_members(db, company_id),
        passwords=queries.passwords_affected(db, company_id, settings.password_level, tx.now),
        asked=queries.active_members(db, company_id, roles),
        factors=queries.factors_affected(db, company_id, roles),
    )


def _changes(
    before: CompanySettings, after: CompanySettings
) -> dict[str, tuple[str | None, str | None]]:
    """Setting → (old, new) as text, of those that differ."""
    old, new = _as_text(before), _as_text(after)
    return changed(**{name: (old[name], new[name]) for name in old})


def _as_text(settings: CompanySettings) -> dict[str, str]:
    return {
        "name": settings.name,
        "password_level": settings.password_level.value,
        "second_factor_roles": " ".join(
            role.value for role in Role if role in settings.second_factor_roles
        ),
        "idle_minutes": str(settings.idle_minutes),
        "default_role": settings.default_role.value,
        "buyers": settings.buyers.value,
    }
