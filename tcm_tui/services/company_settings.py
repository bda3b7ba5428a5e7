"""„Unternehmenseinstellungen“: read, weighed and changed; in force at everybody's next sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data.company_settings import factors_affected, passwords_affected
from tcm_tui.data.models import Company
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.company_settings import (
    Affected,
    CompanySettings,
    ConfiguredCompany,
    SettingsChanged,
)
from tcm_tui.domain.permissions import Permission, Role
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
def change(tx: Transaction, wanted: CompanySettings, version: int) -> ConfiguredCompany:
    """Store what was chosen by whoever looked at `version`.

    Raises:
        Invalid: The minutes are out of bounds; its field is `idle_minutes`.
        SettingsChanged: Somebody changed the company since.
    """
    wanted = wanted.checked()
    company = tx.session.get_one(Company, tx.company_id)
    before = _settings(company)
    if company.version != version:
        raise SettingsChanged(_configured(tx, company))
    if wanted != before:
        company.password_level = wanted.password_level
        company.second_factor_roles = wanted.second_factor_roles
        company.idle_minutes = wanted.idle_minutes
        company.default_role = wanted.default_role
        tx.session.flush()  # the version is checked before anything else is written
        changes = _differences(before, wanted)
        tx.audit_many([Entry(AuditAction.COMPANY_CONFIGURED, Subject.COMPANY, company.id, changes)])
    return _configured(tx, company)


def _configured(tx: Transaction, company: Company) -> ConfiguredCompany:
    settings = _settings(company)
    return ConfiguredCompany(company.name, settings, _affected(tx, settings), company.version)


def _settings(company: Company) -> CompanySettings:
    return CompanySettings(
        password_level=company.password_level,
        second_factor_roles=company.second_factor_roles,
        idle_minutes=company.idle_minutes,
        default_role=company.default_role,
    )


def _affected(tx: Transaction, settings: CompanySettings) -> Affected:
    return Affected(
        passwords=passwords_affected(tx.session, tx.company_id, settings.password_level, tx.now),
        factors=factors_affected(tx.session, tx.company_id, settings.second_factor_roles),
    )


def _differences(
    before: CompanySettings, after: CompanySettings
) -> dict[str, tuple[str | None, str | None]]:
    """Setting → (old, new), of those that differ."""
    old, new = _as_text(before), _as_text(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _as_text(settings: CompanySettings) -> dict[str, str]:
    return {
        "password_level": settings.password_level.value,
        "second_factor_roles": " ".join(
            role.value for role in Role if role in settings.second_factor_roles
        ),
        "idle_minutes": str(settings.idle_minutes),
        "default_role": settings.default_role.value,
    }
