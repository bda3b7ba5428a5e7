"""The vocabulary of „Mehrere einladen“: rows, verdicts, and what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from tcm_tui.domain.permissions import Role

ROWS_MAX: Final = 10_000
"""Filled rows a list may hold (PRODUCT.md section 5)."""
ROWS_AT_FIRST: Final = 4
"""The portal's dialog opens with four empty rows."""


class FaultField(StrEnum):
    """The cell of a file that could not be taken over; editing it mends the row."""

    EMAIL = "email"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a cell of a file could not be taken over, in words."""

    field: FaultField
    reason: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be added. `role` None means the company's default role.

    `source` is the row of the file it came from, None when it was typed or pasted.
    """

    email: str
    role: Role | None = None
    first_name: str = ""
    last_name: str = ""
    faults: tuple[RowFault, ...] = ()
    source: int | None = None


@dataclass(frozen=True, slots=True)
class InviteRow:
    """A row of the dialog. `email` is as typed; `again` sends an open invitation once more."""

    id: int
    email: str
    role: Role
    first_name: str = ""
    last_name: str = ""
    faults: tuple[RowFault, ...] = ()
    source: int | None = None
    again: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it yet."""
        return not self.email.strip() and not self.faults


class Verdict(StrEnum):
    """What is to be said about a row; `READY` ones are sent, `DOUBTFUL` ones on purpose."""

    DOUBTFUL = "doubtful"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    FAULTY = "faulty"
    INVITED = "invited"
    MEMBER = "member"
    READY = "ready"
    UNKNOWN = "unknown"


SIGNS: Final = {
    Verdict.DOUBTFUL: "!",
    Verdict.DUPLICATE: "!",
    Verdict.EMPTY: "",
    Verdict.FAULTY: "✗",
    Verdict.INVITED: "!",
    Verdict.MEMBER: "!",
    Verdict.READY: "✓",
    Verdict.UNKNOWN: "…",
}
REASONS: Final = {
    Verdict.EMPTY: "",
    Verdict.INVITED: N_("bereits eingeladen"),
    Verdict.MEMBER: N_("bereits Mitglied"),
    Verdict.READY: N_("bereit"),
    Verdict.UNKNOWN: N_("wird geprüft"),
}


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """A verdict with its reason in words, and the sign that stands before it."""

    kind: Verdict
    reason: str

    @property
    def sign(self) -> str:
        """One cell wide: ✓, !, ✗ or …, so that state is never colour alone."""
        return SIGNS[self.kind]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows have which verdict. `unknown` ones wait for the database."""

    ready: int = 0
    doubtful: int = 0
    member: int = 0
    invited: int = 0
    duplicate: int = 0
    faulty: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class ReadyInvitation:
    """A row that can be sent. `again` means: there is an open invitation, send it once more."""

    row_id: int
    email: str
    canonical: str
    role: Role
    first_name: str
    last_name: str
    again: bool


def grouped(number: int) -> str:
    """„10.000“."""
    return f"{number:,}".replace(",", ".")


def list_is_full() -> str:
    """The sentence about `ROWS_MAX`."""
    return _("Die Liste fasst höchstens {n} Zeilen.").format(n=grouped(ROWS_MAX))
