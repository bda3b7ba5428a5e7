"""`tcm-tui company`: „Unternehmenseinstellungen“ without a screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from tcm_tui.cli.filters import RoleWord
from tcm_tui.cli.options import Commands, WholeNumber, settings
from tcm_tui.cli.output import with_formats, write_record
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.company_settings import IDLE_LEAST, IDLE_MOST
from tcm_tui.domain.passwords import LEVELS, PasswordLevel
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.cli.output import Record
    from tcm_tui.domain.company_settings import Affected, ConfiguredCompany

LABELS: Final = {
    "name": _("Unternehmen"),
    "password_level": _("Passwortvorgaben"),
    "second_factor_roles": _("Zweiter Faktor für"),
    "idle_minutes": _("Sperre nach Minuten"),
    "default_role": _("Rolle in Einladungen"),
    "passwords_affected": _("Brauchen ein neues Passwort"),
    "factors_affected": _("Ohne zweiten Faktor"),
}
"""What JSON and CSV call a field, and what people call it."""
WORDS: Final = {
    "password_level": lambda value: _(LEVELS[PasswordLevel(value)].label),
    "second_factor_roles": lambda value: role_label(Role(value)),
    "default_role": lambda value: role_label(Role(value)),
}


@click.group("company", cls=Commands, help=_("Einstellungen des Unternehmens."))
def company() -> None:
    """Everything is done by the commands."""


@company.command("show", help=_("Zeigt die Unternehmenseinstellungen."))
@with_formats
@with_credentials
def show() -> None:
    """Write every setting, and whom they affect."""
    with acting(settings()) as ctx:
        from tcm_tui.services.company_settings import configured  # noqa: PLC0415 - late

        found = configured(ctx)
    write_record(_as_record(found), LABELS, WORDS)


@company.command(
    "set",
    short_help=_("Ändert die Unternehmenseinstellungen."),
    help=_(
        "Ändert die genannten Unternehmenseinstellungen; alle anderen bleiben. Sie gelten ab der"
        " nächsten Anmeldung."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui company set --password-level long --as anna@firma.example\n"
        "  tcm-tui company set --second-factor company_admin --as anna@firma.example"
    ),
)
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
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@with_formats
@with_credentials
def set_settings(
    *,
    password_level: str | None,
    second_factor_roles: tuple[Role, ...],
    no_second_factor: bool,
    idle_minutes: int | None,
    default_role: Role | None,
    dry_run: bool,
) -> None:
    """Change what was named, write every setting, say whom they affect."""
    if no_second_factor and second_factor_roles:
        raise click.UsageError(_("--second-factor oder --no-second-factor, nicht beides."))
    given: dict[str, Any] = {
        "password_level": PasswordLevel(password_level) if password_level else None,
        "second_factor_roles": frozenset(second_factor_roles)
        if second_factor_roles or no_second_factor
        else None,
        "idle_minutes": idle_minutes,
        "default_role": default_role,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise click.UsageError(_("Nennen Sie, was sich ändern soll."))
    with acting(settings()) as ctx:
        from tcm_tui.services import company_settings  # noqa: PLC0415 - as late as possible

        found = company_settings.configured(ctx)
        wanted = replace(found.settings, **changes)
        if dry_run:
            affected = company_settings.affected(ctx, wanted)
            found = replace(found, settings=wanted, affected=affected)
        else:
            found = company_settings.change(ctx, wanted, found)
    write_record(_as_record(found), LABELS, WORDS)
    _talk(found.affected, dry_run=dry_run)


def _as_record(found: ConfiguredCompany) -> Record:
    """The settings in stable words."""
    chosen = found.settings
    return {
        "name": chosen.name,
        "password_level": chosen.password_level.value,
        "second_factor_roles": [role.value for role in Role if role in chosen.second_factor_roles],
        "idle_minutes": chosen.idle_minutes,
        "default_role": chosen.default_role.value,
        "passwords_affected": found.affected.passwords,
        "factors_affected": found.affected.factors,
    }


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
