"""„Unternehmenseinstellungen“: how people of a company sign in, who buys, what is begun with."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.domain.companies import check_company_name
from tcm_tui.domain.errors import Invalid, Stale
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.permissions import Role

IDLE_LEAST: Final = 1
IDLE_MOST: Final = 60
"""Minutes; a screen that stays open for longer is nobody's any more."""


class Buyers(StrEnum):
    """Who may book products: whoever may administrate or pay the bills, or everybody."""

    ADMINS = "admins"
    EVERYBODY = "everybody"


def check_idle_minutes(minutes: int) -> int:
    """`minutes` until a screen locks.

    Raises:
        Invalid: They are out of bounds; the field is `idle_minutes`.
    """
    if not IDLE_LEAST <= minutes <= IDLE_MOST:
        raise Invalid(_bounds_text(), "idle_minutes")
    return minutes


def parse_idle_minutes(text: str) -> int:
    """What is typed as minutes until a screen locks.

    Raises:
        Invalid: It is no whole number, or out of bounds; the field is `idle_minutes`.
    """
    typed = text.strip()
    # Bounded before it is read: thousands of digits are refused by Python with an error of its own.
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(IDLE_MOST))):
        raise Invalid(_bounds_text(), "idle_minutes")
    return check_idle_minutes(int(typed))


def _bounds_text() -> str:
    return _("Die Sperre greift nach {least} bis {most} Minuten.").format(
        least=IDLE_LEAST, most=IDLE_MOST
    )


@dataclass(frozen=True)
class CompanySettings:
    """What can be set.

    Args:
        name: Of the company; what is issued already keeps the old one.
        password_level: „Passwortvorgaben“ for everybody in the company.
        second_factor_roles: Who has to sign in with a second factor.
        idle_minutes: After so many minutes without a key the screen locks.
        default_role: What invitations begin with.
        buyers: Who may book products.
    """

    name: str
    password_level: PasswordLevel
    second_factor_roles: frozenset[Role]
    idle_minutes: int
    default_role: Role
    buyers: Buyers

    def checked(self) -> CompanySettings:
        """The same, cleaned.

        Raises:
            Invalid: A rule is broken; its field is `name` or `idle_minutes`.
        """
        check_idle_minutes(self.idle_minutes)
        return replace(self, name=check_company_name(self.name, "name"))

    def differing(self, other: CompanySettings) -> dict[str, Any]:
        """Name → value of each setting that `other` has another value of."""
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in mine.items() if value != getattr(other, name)}


@dataclass(frozen=True)
class Affected:
    """How many active members settings concern, and ask for more than they have.

    Args:
        members: Whom „Passwortvorgaben“ concern: all of them.
        passwords: Whose password does not meet the level, or is not known to: they choose another
            one at their next sign-in, unless it meets the level after all.
        asked: Who has a role that needs a second factor.
        factors: Who of them sets one up at their next sign-in.
    """

    members: int
    passwords: int
    asked: int
    factors: int


@dataclass(frozen=True)
class ConfiguredCompany:
    """A company's settings, whom they affect, and the version that they were read at."""

    settings: CompanySettings
    affected: Affected
    version: int


class SettingsChanged(Stale):
    """Somebody else changed the same settings since they were read.

    Args:
        theirs: What stands now.
        who: Who changed it, "" when it is not known.
        at: When, None when it is not known.
    """

    def __init__(
        self, theirs: ConfiguredCompany, who: str = "", at: datetime | None = None
    ) -> None:
        super().__init__(
            _("{who} hat diese Einstellungen inzwischen geändert.").format(who=who)
            if who
            else _("Diese Einstellungen wurden inzwischen geändert.")
        )
        self.theirs = theirs
        self.who = who
        self.at = at
