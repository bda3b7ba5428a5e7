"""Changing a running subscription: what it comes to, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.charges import ChargeKind, change_on, charges
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.money import Amount
from tcm_tui.domain.subscriptions import Phase
from tcm_tui.domain.terms import Span, add_months
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from tcm_tui.domain.catalogue import Charging
    from tcm_tui.domain.charges import Charge
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.domain.subscriptions import Timeline

_DAY: Final = timedelta(days=1)
_LONGEST_PERIOD: Final = 12
"""Months: nothing is charged less often."""


@dataclass(frozen=True)
class Preview:
    """What a change of licences or of the edition comes to.

    It is shown before the change is made, and handed back with it: if anything of it moved
    meanwhile, the change is refused.

    Args:
        subscription_id: What is to be changed.
        before: What holds today.
        after: What holds with the change; `after.from_on` is when it begins.
        edition_before: „Basic“.
        edition_after: „Standard“; the same when only the licences change.
        charging: What the prices are for.
        rest: The days from the change to the end of the charged period.
        now: What is charged at once for these days; below zero: what is given back, 0 for a
            change that begins later.
        next_charge: What falls due next with it, None when nothing does any more.
        drops_plan: The edition that was planned and is given up by it, None when there was none.
    """

    subscription_id: int
    before: Phase
    after: Phase
    edition_before: str
    edition_after: str
    charging: Charging
    rest: Span
    now: Amount
    next_charge: Charge | None
    drops_plan: str | None = None

    @property
    def from_on(self) -> date:
        """When the change begins."""
        return self.after.from_on

    @property
    def changes_edition(self) -> bool:
        """Whether it is one of the edition."""
        return self.before.edition_id != self.after.edition_id

    @property
    def changes_licences(self) -> bool:
        """Whether it is one of the licences."""
        return self.before.licences != self.after.licences


class SubscriptionChanged(Stale):
    """Somebody else changed the same of a subscription since it was read.

    Args:
        theirs: How it stands now.
        who: Who changed it last, "" when it is not known.
        at: When, None when it is not known.
    """

    def __init__(self, theirs: SubscriptionRow, who: str = "", at: datetime | None = None) -> None:
        super().__init__(
            _("{who} hat dieses Abonnement inzwischen geändert.").format(who=who)
            if who
            else _("Dieses Abonnement wurde inzwischen geändert.")
        )
        self.theirs = theirs
        self.who = who
        self.at = at


class PreviewMoved(Stale):
    """What a change comes to is no longer what was shown.

    Args:
        now: What it comes to now.
    """

    def __init__(self, now: Preview) -> None:
        super().__init__(_("Inzwischen hat sich etwas geändert. Prüfen Sie die neuen Beträge."))
        self.now = now


# --- what a change makes of a timeline ---------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A change on a day.

    Args:
        today: The day it is decided on.
        timeline: What holds without it.
        changed: What holds with it.
        wanted: The phase that it adds to that.
    """

    today: date
    timeline: Timeline
    changed: Timeline
    wanted: Phase

    @property
    def at_once(self) -> bool:
        """Whether it holds from today on."""
        return self.wanted.from_on <= self.today

    def preview(self, subscription_id: int, names: Mapping[int, str]) -> Preview:
        """What it comes to; `names` are those of all editions of both timelines."""
        before, day = self.timeline.phase_on(self.today), self.wanted.from_on
        planned = self.timeline.planned_after(self.today)
        drops = planned is not None and self.wanted.edition_id != before.edition_id
        return Preview(
            subscription_id=subscription_id,
            before=before,
            after=self.wanted,
            edition_before=names[before.edition_id],
            edition_after=names[self.wanted.edition_id],
            charging=self.timeline.charging,
            rest=Span(day, self.timeline.period_on(day).last),
            now=change_on(self.timeline, day, self.wanted) if self.at_once else Amount(0),
            next_charge=next_charge(self.changed, max(self.today + _DAY, day)),
            drops_plan=names[planned.edition_id] if planned and drops else None,
        )


def change_licences(timeline: Timeline, today: date, licences: int) -> Change:
    """So many from today on; in what is planned for later, too."""
    past = tuple(one for one in timeline.phases if one.from_on <= today)
    wanted = replace(timeline.phase_on(today), from_on=today, licences=licences)
    later = (replace(one, licences=licences) for one in timeline.phases if one.from_on > today)
    return Change(today, timeline, replace(timeline, phases=(*past, wanted, *later)), wanted)


def change_edition(timeline: Timeline, today: date, edition_id: int, unit_cents: int) -> Change:
    """Another edition, at once or with the next term; it takes the place of what was planned."""
    now = timeline.phase_on(today)
    begin = begins_on(timeline, today, unit_cents)
    wanted = Phase(begin, edition_id, now.licences, unit_cents)
    kept = without_plan(timeline, today)
    return Change(today, timeline, replace(kept, phases=(*kept.phases, wanted)), wanted)


def without_plan(timeline: Timeline, today: date) -> Timeline:
    """What holds today, for ever."""
    past = tuple(one for one in timeline.phases if one.from_on <= today)
    return replace(timeline, phases=past)


def begins_on(timeline: Timeline, today: date, unit_cents: int) -> date:
    """When an edition at that price would hold.

    At once if it costs as much as today's or more, after the term if it costs less.
    """
    if unit_cents >= timeline.phase_on(today).unit_cents:
        return today
    return timeline.term_on(today).last + _DAY


def next_charge(timeline: Timeline, since: date) -> Charge | None:
    """The next whole period that is charged from `since` on, None when none is any more."""
    until = add_months(max(since, timeline.paid_from), _LONGEST_PERIOD)
    found = charges(timeline, until, since=since)
    return next((one for one in found if one.kind is ChargeKind.PERIOD), None)
