"""The rows of both lists of „Apps zuweisen“, and what they say.

A row to tick carries whom it is ticked for: while others are being read, it still says the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.members import MemberState, state_label, state_sign
from tcm_tui.domain.numbers import number
from tcm_tui.domain.pending_assignments import Pair
from tcm_tui.i18n import _
from tcm_tui.widgets.record_columns import Tone

if TYPE_CHECKING:
    from tcm_tui.domain.assignments import App, Holder, LicenceRow, Person, PersonRow
    from tcm_tui.domain.pending_assignments import PendingAssignments


@dataclass(frozen=True, eq=False)
class Chosen:
    """Those whose licences are shown: one person, or several that are marked."""

    people: tuple[Person, ...]
    holders: frozenset[Holder]

    @classmethod
    def of(cls, people: tuple[Person, ...]) -> Chosen:
        """These."""
        return cls(people, frozenset(one.holder for one in people))


@dataclass(frozen=True)
class AppLine:
    """A subscription to tick for `chosen`."""

    chosen: Chosen
    licence: LicenceRow

    @property
    def key(self) -> int:
        """The number of the subscription."""
        return self.licence.app.subscription_id


@dataclass(frozen=True)
class PersonLine:
    """Somebody to tick for the subscription `licence`."""

    licence: LicenceRow
    row: PersonRow

    @property
    def pair(self) -> Pair:
        """What the tick is about."""
        return Pair(self.licence.app.subscription_id, self.row.holder)


@dataclass(frozen=True)
class Ticked:
    """How many of how many a row is ticked for, and how many of those changes wait."""

    have: int
    of: int
    given: int = 0
    withdrawn: int = 0

    @property
    def sign(self) -> str:
        """„✓“ for all of them, „–“ for some, „·“ for none: a box to be ticked."""
        if not self.have:
            return "·"
        return "✓" if self.have == self.of else "–"

    @property
    def text(self) -> str:
        """„+ neu“, „− entfällt“; of several people how many."""
        if not self.given and not self.withdrawn:
            return "" if self.of == 1 or not self.have else f"{number(self.have)}/{number(self.of)}"
        if self.of == 1:
            return change_text(give=bool(self.given))
        parts = [f"+{number(self.given)}"] * bool(self.given)
        parts += [f"−{number(self.withdrawn)}"] * bool(self.withdrawn)
        return " ".join(parts)

    @property
    def tone(self) -> Tone | None:
        """Good for what is new, a warning for what goes."""
        if self.withdrawn:
            return Tone.WARNING
        return Tone.GOOD if self.given else Tone.MUTED


def change_text(*, give: bool) -> str:
    """„+ neu“, „− entfällt“."""
    return _("+ neu") if give else _("− entfällt")


def app_ticked(pending: PendingAssignments, line: AppLine) -> Ticked:
    """How a subscription is ticked for the people chosen."""
    given, withdrawn = pending.among(line.key, line.chosen.holders)
    have = line.licence.have + given - withdrawn
    return Ticked(have, len(line.chosen.people), given, withdrawn)


def person_ticked(pending: PendingAssignments, line: PersonLine) -> Ticked:
    """How somebody is ticked for the subscription."""
    wanted = pending.wanted(line.pair)
    have = line.row.has if wanted is None else wanted
    return Ticked(int(have), 1, int(wanted is True), int(wanted is False))


def free_now(pending: PendingAssignments, licence: LicenceRow) -> int:
    """Licences that nobody has once everything is saved."""
    return licence.free - pending.taken(licence.app.subscription_id)


def person_text(person: Person) -> str:
    """„● Becker, Jonas“, „◌ extern@partner.example“."""
    return f"{state_sign(person.state)} {person.name if _named(person) else person.address}"


def address_text(person: Person) -> str:
    """The address, where it does not stand for the name already."""
    return person.address if _named(person) else ""


def _named(person: Person) -> bool:
    return bool(person.first_name or person.last_name)


def app_name(app: App) -> str:
    """What people call a subscription: its „Abonnement-Name“, else its title."""
    return app.name or app.title


def app_foot(pending: PendingAssignments, licence: LicenceRow) -> str:
    """„12 von 25 zugewiesen · Microsoft 365 Business Basic · endet am 31.12.2026“."""
    used = licence.licences - max(0, free_now(pending, licence))  # as „Frei“ has it
    text = _("{used} von {n} zugewiesen").format(used=number(used), n=number(licence.licences))
    if licence.app.name:
        text += f" · {licence.app.title}"
    if licence.ends_on is None:
        return text
    return f"{text} · {_('endet am {day}').format(day=day_text(licence.ends_on))}"


def person_foot(person: Person) -> str:
    """„jonas.becker@muster.example · deaktiviert“."""
    if person.state is MemberState.ACTIVE:
        return person.address
    return f"{person.address} · {state_label(person.state)}"
