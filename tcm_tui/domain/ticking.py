"""What setting or taking away a tick on „Apps zuweisen“ changes, and why it cannot be set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.members import MemberState
from tcm_tui.domain.numbers import number
from tcm_tui.domain.pending_assignments import MOST_PENDING, Pair, PendingChange
from tcm_tui.domain.people import display_name
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.assignments import App, Person
    from tcm_tui.domain.pending_assignments import PendingAssignments


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subscription and somebody, and whether they have a licence of it now."""

    app: App
    person: Person
    has: bool

    @property
    def pair(self) -> Pair:
        """What identifies it."""
        return Pair(self.app.subscription_id, self.person.holder)


@dataclass(frozen=True)
class Ticks:
    """What a tick changes; `told` says why that is less than was asked for, "" when it is all."""

    changes: tuple[PendingChange, ...] = ()
    told: str = ""


def person_label(person: Person) -> str:
    """„Derya Çelik“, or the address of somebody whose name is not known yet."""
    return display_name(person.first_name, person.last_name) or person.address


def toggled(pending: PendingAssignments, candidates: Sequence[Candidate], free: int) -> Ticks:
    """Take the tick of all candidates of one subscription away, or set what is missing.

    Either all of it fits into the free licences, or nothing is set.

    Args:
        pending: What waits already.
        candidates: All of the same subscription.
        free: Licences of it that nobody has now.
    """
    lacking = [one for one in candidates if not _ticked(pending, one)]
    if not lacking:
        return _within(pending, [_change(one, give=False) for one in candidates])
    able = [one for one in lacking if can_have(one)]
    if not able:
        return Ticks(told=_unable_text(lacking))
    left = free - pending.taken(able[0].app.subscription_id)
    if len(able) > left:
        return Ticks(told=seats_text(able[0].app, left, len(able)))
    found = _within(pending, [_change(one, give=True) for one in able])
    unable = [one for one in lacking if not can_have(one)]
    return found if found.told or not unable else Ticks(found.changes, _unable_text(unable))


def filled(pending: PendingAssignments, candidates: Sequence[Candidate], free: int) -> Ticks:
    """Set the ticks of those candidates of one subscription that have none, as far as it goes.

    Args:
        pending: What waits already.
        candidates: All of the same subscription, in their order.
        free: Licences of it that nobody has now.
    """
    able = [one for one in candidates if not _ticked(pending, one) and can_have(one)]
    if not able:
        return Ticks(told=all_set_text())
    left = max(0, free - pending.taken(able[0].app.subscription_id))
    found = _within(pending, [_change(one, give=True) for one in able[:left]])
    if found.told or left >= len(able):
        return found
    return Ticks(found.changes, seats_text(able[0].app, left, len(able)))


def all_set(
    pending: PendingAssignments, groups: Sequence[tuple[Sequence[Candidate], int]]
) -> Ticks:
    """Set what is missing of several subscriptions, each whole or not at all.

    Args:
        pending: What waits already.
        groups: Of each subscription its candidates, and the licences that nobody has now.
    """
    changes: list[PendingChange] = []
    short = missing = 0
    for candidates, free in groups:
        if any(not _ticked(pending, one) for one in candidates):
            found = toggled(pending, candidates, free)
            changes += found.changes
            missing += 1
            short += not found.changes
    if not missing:
        return Ticks(told=all_set_text())
    ticks = _within(pending, changes)
    return ticks if ticks.told or not short else Ticks(ticks.changes, _short_text(short))


def all_set_text() -> str:
    """There is nothing left to tick."""
    return _("Alle, die zur Suche passen, sind schon angehakt.")


def can_have(one: Candidate) -> bool:
    """Whether they may have a licence: who is disabled keeps one, and gets none."""
    return one.has or one.person.eligible


def seats_text(app: App, left: int, wanted: int) -> str:
    """How many licences are left, and how many would be needed."""
    if left <= 0:
        return _("Von „{app}“ ist keine Lizenz mehr frei.").format(app=app.label)
    pattern = ngettext(
        "Von „{app}“ ist noch {left} Lizenz frei, gebraucht werden {wanted}.",
        "Von „{app}“ sind noch {left} Lizenzen frei, gebraucht werden {wanted}.",
        left,
    )
    return pattern.format(app=app.label, left=number(left), wanted=number(wanted))


def _ticked(pending: PendingAssignments, one: Candidate) -> bool:
    wanted = pending.wanted(one.pair)
    return one.has if wanted is None else wanted


def _change(one: Candidate, *, give: bool) -> PendingChange:
    named = one.person.first_name or one.person.last_name
    listed = one.person.name if named else one.person.address
    return PendingChange(one.pair, give, one.app.label, listed)


def _within(pending: PendingAssignments, changes: Sequence[PendingChange]) -> Ticks:
    """These changes, unless there would be too many that wait."""
    if len(pending) + len(changes) > MOST_PENDING:
        sentence = _("Es warten schon viele Änderungen; mehr als {n} gehen nicht auf einmal.")
        return Ticks(told=sentence.format(n=number(MOST_PENDING)))
    return Ticks(tuple(changes))


def _short_text(short: int) -> str:
    pattern = ngettext(
        "Für {n} App reichen die freien Lizenzen nicht.",
        "Für {n} Apps reichen die freien Lizenzen nicht.",
        short,
    )
    return pattern.format(n=number(short))


def _unable_text(unable: Sequence[Candidate]) -> str:
    """Who cannot get one, and why."""
    if len(unable) == 1:
        person = unable[0].person
        sentence = (
            _("{name} ist deaktiviert und bekommt keine Lizenz.")
            if person.state is MemberState.DISABLED
            else _("Die Einladung von {name} ist abgelaufen. Senden Sie sie erneut.")
        )
        return sentence.format(name=person_label(person))
    sentence = _(
        "{n} Personen bekommen keine: Sie sind deaktiviert, oder die Frist ist abgelaufen."
    )
    return sentence.format(n=number(len(unable)))
