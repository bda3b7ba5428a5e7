"""„Unternehmenseinstellungen“: how people of a company sign in, and what invitations begin with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid, Stale
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.permissions import Role

IDLE_LEAST: Final = 1
IDLE_MOST: Final = 60
"""Minutes; a screen that stays open for longer is nobody's any more."""


class Buyers(StrEnum):
    """Who may book products: whoever may administrate or pay the bills, or everybody."""

    ADMINS = "admins"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class CompanySettings:
    """What can be set.

    Args:
        password_level: „Passwortvorgaben“ for everybody in the company.
        second_factor_roles: Who has to sign in with a second factor.
        idle_minutes: After so many minutes without a key the screen locks.
        default_role: What invitations begin with.
    """

    password_level: PasswordLevel
    second_factor_roles: frozenset[Role]
    idle_minutes: int
    default_role: Role

    def checked(self) -> CompanySettings:
        """The same.

        Raises:
            Invalid: The minutes are out of bounds.
        """
        if not IDLE_LEAST <= self.idle_minutes <= IDLE_MOST:
            raise Invalid(
                _("Die Sperre greift nach {least} bis {most} Minuten.").format(
                    least=IDLE_LEAST, most=IDLE_MOST
                ),
                "idle_minutes",
            )
        return self


@dataclass(frozen=True)
class Affected:
    """How many active members settings ask for more than they have.

    Args:
        passwords: Whose password does not meet the level, or is not known to: they choose another
            one at their next sign-in, unless it meets the level after all.
        factors: Who sets a second factor up at their next sign-in.
    """

    passwords: int
    factors: int


@dataclass(frozen=True)
class ConfiguredCompany:
    """A company's settings, whom they affect, and the version that a change must name."""

    name: str
    settings: CompanySettings
    affected: Affected
    version: int


class SettingsChanged(Stale):
    """Somebody else changed the settings since they were read; `theirs` is what stands now."""

    def __init__(self, theirs: ConfiguredCompany) -> None:
        super().__init__(
            _("Jemand hat die Unternehmenseinstellungen inzwischen geändert. Lesen Sie sie neu.")
        )
        self.theirs = theirs
