"""„Apps zuweisen“: who has a licence of what, what is wanted, what will become of it, what did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from tcm_tui.domain.catalogue import edition_name
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.members import MemberOrder, MemberState, RowKey, anchor
from tcm_tui.domain.people import list_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tcm_tui.domain.members import MemberRow

Holder: TypeAlias = RowKey
"""Who has a licence: a member, or an open invitation."""

MOST_WISHES: Final = 100_000
"""Changes saved at once."""


@dataclass(frozen=True)
class App:
    """A subscription as it is called wherever licences of it are given.

    Args:
        subscription_id: Its number.
        product: „Microsoft 365 Business“.
        edition: „Basic“; "" where the product has only one.
        name: The „Abonnement-Name“; "" for none.
    """

    subscription_id: int
    product: str
    edition: str
    name: str

    @property
    def title(self) -> str:
        """„Microsoft 365 Business Basic“."""
        return edition_name(self.product, self.edition)

    @property
    def label(self) -> str:
        """„Microsoft 365 Business Basic – Vertrieb Nord“, without a name the title alone."""
        return f"{self.title} – {self.name}" if self.name else self.title


@dataclass(frozen=True)
class LicenceRow:
    """A running subscription whose licences can be given, and how many of some people have one.

    Args:
        app: What it is called.
        licences: How many there are.
        used: How many are assigned.
        have: How many of the people asked for have one.
        ends_on: The last day; None while it renews itself.
    """

    app: App
    licences: int
    used: int
    have: int = 0
    ends_on: date | None = None

    @property
    def free(self) -> int:
        """Licences that nobody has."""
        return self.licences - self.used


@dataclass(frozen=True)
class Person:
    """A member or an open invitation, as far as it matters to whoever assigns licences.

    `sort_name` and `sort_address` are the stored keys that pages continue from.
    """

    holder: Holder
    first_name: str
    last_name: str
    address: str
    state: MemberState
    sort_name: str
    sort_address: str

    @property
    def name(self) -> str:
        """„Çelik, Derya“, or „—“ where no name is known yet."""
        return list_name(self.first_name, self.last_name) or "—"

    @property
    def eligible(self) -> bool:
        """Whether they can get a licence: neither disabled nor invited too long ago."""
        return self.state in {MemberState.ACTIVE, MemberState.INVITED}


@dataclass(frozen=True)
class PersonRow(Person):
    """The same, with whether they have a licence of the subscription asked about."""

    has: bool = False


def person_of(row: MemberRow) -> Person:
    """What of a row of „Benutzer“ matters here: nothing of role or last sign-in."""
    return Person(
        holder=row.key,
        first_name=row.first_name,
        last_name=row.last_name,
        address=row.address,
        state=row.state,
        sort_name=row.sort_name,
        sort_address=row.sort_address,
    )


def place_of(one: Person) -> MemberRow:
    """Where somebody stands in the list of members, by name or by address."""
    start = anchor(MemberOrder.NAME, "")
    return replace(start, key=one.holder, sort_name=one.sort_name, sort_address=one.sort_address)


@dataclass(frozen=True)
class HeldLicence:
    """A licence that somebody has. `ends_on` is the subscription's last day, None for no end."""

    app: App
    holder: Holder
    ends_on: date | None = None


@dataclass(frozen=True)
class Freed:
    """A licence that somebody had."""

    subscription_id: int
    holder: Holder


@dataclass(frozen=True)
class Wish:
    """That somebody gets a licence of a subscription (`give`), or gives theirs back."""

    subscription_id: int
    holder: Holder
    give: bool


@dataclass(frozen=True)
class AssignRow:
    """A wish and what becomes, or became, of it.

    Args:
        wish: What is wanted.
        app: Of what.
        name: Whose: „Çelik, Derya“, "" without one.
        address: The address shown.
        verdict: What will happen, or did.
        reason: Why it is refused or stays as it is, as a sentence; "" for a change.
    """

    wish: Wish
    app: App
    name: str
    address: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class AssignReport:
    """What will become of wishes (a plan), or what did (a result).

    Rows stand in the order asked for, one for each person and subscription: the last wish counts.
    `saved` says whether the changes were made: all of them, or, as long as one is refused, none.
    """

    rows: Sequence[AssignRow]
    saved: bool = False

    def having(self, verdict: Verdict) -> list[AssignRow]:
        """The rows with this verdict."""
        return [row for row in self.rows if row.verdict is verdict]

    @property
    def refused(self) -> list[AssignRow]:
        """What stands in the way of saving."""
        return self.having(Verdict.REFUSED)

    @property
    def given(self) -> int:
        """Licences that are, or will be, given."""
        return sum(row.wish.give for row in self.having(Verdict.CHANGED))

    @property
    def withdrawn(self) -> int:
        """Licences that are, or will be, taken back."""
        return sum(not row.wish.give for row in self.having(Verdict.CHANGED))
