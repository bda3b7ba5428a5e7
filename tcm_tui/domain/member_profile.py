"""What administrators may edit of a member: title, phone, department, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.audit import changed
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.phone import check_phone
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

TEXT_MAX: Final = 80
"""Characters of title and department."""


@dataclass(frozen=True)
class ProfileValues:
    """What a form gives. All may be empty."""

    title: str = ""
    phone: str = ""
    department: str = ""

    def checked(self) -> ProfileValues:
        """The same, cleaned.

        Raises:
            Invalid: A rule is broken; `field` is `title`, `phone` or `department`.
        """
        return ProfileValues(
            title=check_title(self.title),
            phone=check_phone(self.phone),
            department=check_department(self.department),
        )

    def changes_to(self, wanted: ProfileValues) -> dict[str, tuple[str | None, str | None]]:
        """Field → (old, new), of those that differ in `wanted`."""
        return changed(
            title=(self.title, wanted.title),
            phone=(self.phone, wanted.phone),
            department=(self.department, wanted.department),
        )


@dataclass(frozen=True)
class MemberProfile:
    """What of a member can be edited, and the version that an edit must name."""

    membership_id: int
    name: str
    values: ProfileValues
    version: int


class Conflict(Stale):
    """Somebody else changed the member since the form was opened.

    Args:
        theirs: What is stored now; its version is the one to insist on next.
        who: Who changed it, "" when it is not known.
        at: When, None when it is not known.
    """

    def __init__(self, theirs: MemberProfile, who: str, at: datetime | None) -> None:
        super().__init__(
            _("{who} hat {name} inzwischen geändert.").format(who=who, name=theirs.name)
            if who
            else _("{name} wurde inzwischen geändert.").format(name=theirs.name)
        )
        self.theirs = theirs
        self.who = who
        self.at = at


def check_title(value: str) -> str:
    """`value` as a title such as „Dr.“ or „Leiterin Einkauf“.

    Raises:
        Invalid: It is too long.
    """
    return clean_text(value, max_len=TEXT_MAX, field="title")


def check_department(value: str) -> str:
    """`value` as the name of a department.

    Raises:
        Invalid: It is too long.
    """
    return clean_text(value, max_len=TEXT_MAX, field="department")
