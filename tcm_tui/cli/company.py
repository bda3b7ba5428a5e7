"""`tcm-tui company`: „Unternehmenseinstellungen“ and „Mein Unternehmen“ without a screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tcm_tui.cli.company_fields import LABELS, WORDS, as_record, with_profile
from tcm_tui.cli.filters import RoleWord
from tcm_tui.cli.options import Commands, WholeNumber, settings
from tcm_tui.cli.output import with_formats, write_record
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.company_profile import PROFILE_FIELDS
from tcm_tui.domain.company_settings import IDLE_LEAST, IDLE_MOST, Buyers
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.company_profile import CompanyProfile
    from tcm_tui.domain.company_settings import Affected, ConfiguredCompany
    from tcm_tui.services.context import Context


@click.group("company", cls=Commands, help=_("Einstellungen und Profil des Unternehmens."))
def company() -> None:
    """Everything is done by the commands."""


@company.command("show", help=_("Zeigt Einstellungen und Profil des Unternehmens."))
@with_formats
@with_credentials
def show() -> None:
    """Write every setting, whom they affect, and what the company tells of itself."""
    with acting(settings()) as ctx:
        from tcm_tui.services import company_profile, company_settings  # noqa: PLC0415 - late

        found = company_settings.configured(ctx)
        told = company_profile.profile(ctx).profile
    write_record(as_record(found, told), LABELS, WORDS)


@company.command(
    "set",
    short_help=_("Ändert Einstellungen und Profil des Unternehmens."),
    help=_(
        "Ändert, was genannt ist; alles andere bleibt. Ein leerer Text leert ein Feld des Profils."
        " Was das Anmelden betrifft, gilt ab der nächsten Anmeldung."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui company set --password-level long --as anna@firma.example\n"
        "  tcm-tui company set --second-factor company_admin --as anna@firma.example\n"
        "  tcm-tui company set --name 'Firma SE' --legal-form se --as anna@firma.example"
    ),
)
@click.option("--name", metavar=_("TEXT"), help=_("Name des Unternehmens."))
@click.option(
    "--password-level",
    type=click.Choice([level.value for level in PasswordLevel]),
    help=_("Passwortvorgaben."),
)
@click.option(
    "--second-factor",
    "second_factor_roles",
    type=RoleWord(),
    multiple=True,
    help=_("Rolle, die einen zweiten Faktor braucht; mehrfach möglich. Alle anderen nicht."),
)
@click.option("--no-second-factor", is_flag=True, help=_("Keine Rolle braucht einen."))
@click.option(
    "--idle-minutes",
    type=WholeNumber(IDLE_LEAST, IDLE_MOST),
    help=_("Minuten ohne Taste, nach denen der Bildschirm gesperrt wird."),
)
@click.option("--default-role", type=RoleWord(), help=_("Rolle, mit der Einladungen beginnen."))
@click.option(
    "--buyers",
    type=click.Choice([one.value for one in Buyers]),
    help=_("Wer bestellen darf: nur Administratoren oder alle."),
)
@with_profile
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@with_formats
@with_credentials
def set_settings(*, no_second_factor: bool, dry_run: bool, **given: Any) -> None:  # noqa: ANN401 - click's own values
    """Change what was named, write everything that stands then, say whom it affects."""
    if no_second_factor and given["second_factor_roles"]:
        raise click.UsageError(_("--second-factor oder --no-second-factor, nicht beides."))
    changes = _settings_given(given, no_second_factor=no_second_factor)
    edits = {name: given[name] for name in PROFILE_FIELDS if given[name] is not None}
    if not changes and not edits:
        raise click.UsageError(_("Nennen Sie, was sich ändern soll."))
    with acting(settings()) as ctx:
        found, told = (_weigh if dry_run else _store)(ctx, changes, edits)
    write_record(as_record(found, told), LABELS, WORDS)
    _talk(found.affected, dry_run=dry_run)


def _settings_given(given: dict[str, Any], *, no_second_factor: bool) -> dict[str, Any]:
    """Setting → value, of those that were named."""
    roles, level, buyers = (
        given["second_factor_roles"],
        given["password_level"],
        given["buyers"],
    )
    named: dict[str, Any] = {
        "name": given["name"],
        "password_level": PasswordLevel(level) if level else None,
        "second_factor_roles": frozenset(roles) if roles or no_second_factor else None,
        "idle_minutes": given["idle_minutes"],
        "default_role": given["default_role"],
        "buyers": Buyers(buyers) if buyers else None,
    }
    return {name: value for name, value in named.items() if value is not None}


def _weigh(
    ctx: Context, changes: dict[str, Any], edits: dict[str, str]
) -> tuple[ConfiguredCompany, CompanyProfile]:
    """What would stand then, by every rule."""
    from tcm_tui.services import company_profile, company_settings  # noqa: PLC0415 - late

    found = company_settings.configured(ctx)
    wanted = replace(found.settings, **changes).checked()
    told = replace(company_profile.profile(ctx).profile, **edits)
    if edits:  # what is stored may be older than a rule
        told = told.checked(ctx.clock().year)
    return replace(found, settings=wanted, affected=company_settings.affected(ctx, wanted)), told


def _store(
    ctx: Context, changes: dict[str, Any], edits: dict[str, str]
) -> tuple[ConfiguredCompany, CompanyProfile]:
    """What stands now. Every rule is checked before anything of it is stored."""
    from tcm_tui.services import company_profile, company_settings  # noqa: PLC0415 - late

    _weigh(ctx, changes, edits)
    found, shown = company_settings.configured(ctx), company_profile.profile(ctx)
    if edits:
        shown = company_profile.edit(ctx, replace(shown.profile, **edits), shown.version)
    if changes:
        found = company_settings.change(ctx, replace(found.settings, **changes), found)
    return found, shown.profile


def _talk(affected: Affected, *, dry_run: bool) -> None:
    if affected.passwords:
        pattern = ngettext(
            "{n} Person braucht bei der nächsten Anmeldung vielleicht ein neues Passwort.",
            "{n} Personen brauchen bei der nächsten Anmeldung vielleicht ein neues Passwort.",
            affected.passwords,
        )
        say(pattern.format(n=affected.passwords))
    if affected.factors:
        pattern = ngettext(
            "{n} Person richtet bei der nächsten Anmeldung einen zweiten Faktor ein.",
            "{n} Personen richten bei der nächsten Anmeldung einen zweiten Faktor ein.",
            affected.factors,
        )
        say(pattern.format(n=affected.factors))
    if dry_run:
        say(_("Es wurde nichts geändert."))
