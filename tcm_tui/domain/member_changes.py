"""Changing members and invitations, one or many: what is wanted, what will happen, what did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.members import MemberState, RowKey
    from tcm_tui.domain.permissions import Role

CHUNK: Final = 200
"""Rows changed in one transaction: between two of them it can be stopped."""
MOST_AT_ONCE: Final = 100_000
"""Rows that can be marked at once."""


class ChangeKind(StrEnum):
    """What can be done to a row.

    Members and invitations have a role; the next three concern members, the last two invitations.
    """

    ROLE = "role"
    DISABLE = "disable"
    ENABLE = "enable"
    REMOVE = "remove"
    RESEND = "resend"
    REVOKE = "revoke"


REVERSIBLE: Final = frozenset(
    {ChangeKind.ROLE, ChangeKind.DISABLE, ChangeKind.ENABLE, ChangeKind.REVOKE}
)
"""What „Rückgängig“ takes back."""


LEAVING: Final = frozenset({ChangeKind.DISABLE, ChangeKind.REMOVE})
"""What takes the access from a member: what they own finds an heir before."""
FREEING: Final = LEAVING | {ChangeKind.REVOKE}
"""What licences can become free by: what somebody owns and uses is looked at before."""


@dataclass(frozen=True)
class Change:
    """What is wanted.

    Args:
        kind: What is to be done.
        role: The new role, given for `ChangeKind.ROLE` and only there.
        heir: The membership of who takes over the subscriptions of whoever is disabled or removed.
        frees: Whether whoever is disabled gives their licences back; who is removed always does.
    """

    kind: ChangeKind
    role: Role | None = None
    heir: int | None = None
    frees: bool = False

    def __post_init__(self) -> None:
        if (self.role is None) is (self.kind is ChangeKind.ROLE):
            raise ValueError(f"{self.kind}: {self.role}")
        if (self.heir is not None or self.frees) and self.kind not in LEAVING:
            raise ValueError(f"{self.kind}: {self.heir}")

    @property
    def takes_licences(self) -> bool:
        """Whether licences become free."""
        return self.frees or self.kind in {ChangeKind.REMOVE, ChangeKind.REVOKE}


class Verdict(StrEnum):
    """What becomes, or became, of a row."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """It is so already."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Holdings:
    """What a member has to do with: running subscriptions they own, licences they use."""

    owns: int = 0
    uses: int = 0

    def __bool__(self) -> bool:
        return bool(self.owns or self.uses)


NOTHING: Final = Holdings()
"""Of whom it was not asked for, too."""


@dataclass(frozen=True)
class ChangeRow:
    """One row of a plan or of what came of it.

    Args:
        key: The row.
        version: In a plan the version that was looked at, which the change insists on; afterwards
            the version it has now, which taking back insists on.
        name: „Çelik, Derya“, "" without one.
        address: The address shown.
        role: Before the change.
        state: Before the change.
        verdict: What will happen, or did.
        reason: Why it is refused or stays as it is, as a sentence; "" for a change, but for what
            one should know before it.
        holds: What they own and use, of those who leave or whose invitation is revoked.
    """

    key: RowKey
    version: int
    name: str
    address: str
    role: Role
    state: MemberState
    verdict: Verdict
    reason: str = ""
    holds: Holdings = NOTHING


@dataclass(frozen=True)
class ChangeReport:
    """What will happen to whom (a plan), or what did (a result).

    Rows stand in the order asked for, only one's own comes last.
    """

    change: Change
    rows: Sequence[ChangeRow]

    def having(self, verdict: Verdict) -> list[ChangeRow]:
        """The rows with this verdict."""
        return [row for row in self.rows if row.verdict is verdict]
