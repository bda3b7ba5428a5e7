"""What `tcm-tui company` calls the settings and the profile of a company, and takes as options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from tcm_tui.domain.companies import CompanySize, Industry
from tcm_tui.domain.company_profile import FIELD_LABELS, PROFILE_FIELDS, LegalForm, value_text
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.company_settings_words import SETTING_LABELS, buyers_label, level_label
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.cli.output import Record
    from tcm_tui.domain.company_profile import CompanyProfile
    from tcm_tui.domain.company_settings import ConfiguredCompany

Function = TypeVar("Function", bound="Callable[..., Any]")

LABELS: Final = {
    **{name: _(label) for name, label in SETTING_LABELS.items()},
    "passwords_affected": _("Brauchen ein neues Passwort"),
    "factors_affected": _("Ohne zweiten Faktor"),
    **{name: _(label) for name, label in FIELD_LABELS.items()},
}
"""What JSON and CSV call a field, and what people call it."""
WORDS: Final = {
    "password_level": lambda value: level_label(PasswordLevel(value)),
    "second_factor_roles": lambda value: role_label(Role(value)),
    "default_role": lambda value: role_label(Role(value)),
    "buyers": lambda value: buyers_label(Buyers(value)),
    "industry": lambda value: value_text("industry", value),
    "legal_form": lambda value: value_text("legal_form", value),
    "size": lambda value: value_text("size", value),
    "country": lambda value: value_text("country", value),
}
_VOCABULARIES: Final = {"industry": Industry, "legal_form": LegalForm, "size": CompanySize}


class _WordOrNothing(click.Choice[str]):
    """A word of a closed vocabulary, or nothing to empty the field."""

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """The word; nothing is one, too, though the help does not name it among them."""
        return "" if value == "" else super().convert(value, param, ctx)


def with_profile(function: Function) -> Function:
    """Add an option for each field of „Mein Unternehmen“; an empty text empties one."""
    for name in reversed(PROFILE_FIELDS):
        known = _VOCABULARIES.get(name)
        function = click.option(
            f"--{name.replace('_', '-')}",
            name,
            type=_WordOrNothing([one.value for one in known]) if known else str,
            metavar=None if known else _("TEXT"),
            help=_("{label} im Profil.").format(label=_(FIELD_LABELS[name])),
        )(function)
    return function


def as_record(found: ConfiguredCompany, profile: CompanyProfile) -> Record:
    """Settings and profile in stable words."""
    chosen = found.settings
    return {
        "name": chosen.name,
        "password_level": chosen.password_level.value,
        "second_factor_roles": [role.value for role in Role if role in chosen.second_factor_roles],
        "idle_minutes": chosen.idle_minutes,
        "default_role": chosen.default_role.value,
        "buyers": chosen.buyers.value,
        "passwords_affected": found.affected.passwords,
        "factors_affected": found.affected.factors,
        **{name: getattr(profile, name) or None for name in PROFILE_FIELDS},
        "founded": int(profile.founded) if profile.founded else None,
    }
