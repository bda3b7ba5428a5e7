"""What people keep about themselves: their name, how the program looks, and what they are here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Stale
from tcm_tui.domain.looks import check_language, check_theme
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.people import check_name
from tcm_tui.i18n import SOURCE_LANGUAGE, _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.domain.passwords import PasswordLevel


@dataclass(frozen=True)
class OwnValues:
    """What the form gives. `theme` None is what suits the terminal."""

    first_name: str
    last_name: str
    language: str = SOURCE_LANGUAGE
    theme: str | None = None
    profile: ProfileValues = field(default_factory=ProfileValues)

    def checked(self) -> OwnValues:
        """The same, cleaned.

        Raises:
            Invalid: A rule is broken; `field` names what breaks it.
        """
        return OwnValues(
            first_name=check_name(self.first_name, "first_name"),
            last_name=check_name(self.last_name, "last_name"),
            language=check_language(self.language),
            theme=check_theme(self.theme),
            profile=self.profile.checked(),
        )


@dataclass(frozen=True)
class Versions:
    """What an edit must name: the versions of the person and of the membership it looked at."""

    person: int
    membership: int


@dataclass(frozen=True)
class OwnData:
    """What is stored of a person and of what they are in this company."""

    values: OwnValues
    versions: Versions
    company: str


@dataclass(frozen=True)
class PasswordRules:
    """What a new password must keep, and the words it must not be made of."""

    levels: tuple[PasswordLevel, ...]
    words: tuple[str, ...]


class OwnConflict(Stale):
    """It was changed elsewhere since the form was opened.

    Args:
        theirs: What is stored now; its versions are the ones to insist on next.
        who: Who changed it, "" when it is not known.
        at: When, None when it is not known.
    """

    def __init__(self, theirs: OwnData, who: str, at: datetime | None) -> None:
        super().__init__(
            _("{who} hat Ihre Angaben inzwischen geändert.").format(who=who)
            if who
            else _("Ihre Angaben wurden inzwischen geändert.")
        )
        self.theirs = theirs
        self.who = who
        self.at = at
