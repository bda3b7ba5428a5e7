"""Running bookings: their terms, what holds on which day, and how they end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.terms import Span, span_on
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from tcm_tui.domain.catalogue import Charging

_DAY: Final = timedelta(days=1)


class SubscriptionState(StrEnum):
    """Where a subscription stands on a day."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    ENDED = "ended"
    EXPIRING = "expiring"
    """It does not renew itself."""
    TRIAL = "trial"


_STATES: Final = {
    SubscriptionState.ACTIVE: N_("aktiv"),
    SubscriptionState.CANCELLED: N_("gekündigt"),
    SubscriptionState.ENDED: N_("beendet"),
    SubscriptionState.EXPIRING: N_("läuft aus"),
    SubscriptionState.TRIAL: N_("Testphase"),
}


def state_label(state: SubscriptionState) -> str:
    """The word for `state`."""
    return _(_STATES[state])


@dataclass(frozen=True)
class Phase:
    """What holds from a day on: edition, licences, and the net price of one for a period."""

    from_on: date
    edition_id: int
    licences: int
    unit_cents: int

    @property
    def cents(self) -> int:
        """Of all licences, for a whole period."""
        return self.licences * self.unit_cents

    def is_like(self, other: Phase) -> bool:
        """Whether the same holds, whatever day it began on."""
        return replace(self, from_on=other.from_on) == other


@dataclass(frozen=True)
class Timeline:
    """When a subscription runs and what it is; every date of it follows from here.

    `phases` stand in their order, the first of them from `starts_on`; of two that begin on one day
    the later in the tuple holds. `ends_on` is the last day of a term, None while it renews itself.
    """

    starts_on: date
    term_months: int
    charging: Charging
    phases: tuple[Phase, ...]
    trial_until: date | None = None
    ends_on: date | None = None
    cancelled: bool = False

    @property
    def paid_from(self) -> date:
        """The first day of the first term: behind a trial."""
        return self.trial_until + _DAY if self.trial_until else self.starts_on

    def phase_on(self, day: date) -> Phase:
        """What holds on `day`; before its first day, what it begins with."""
        return next((one for one in reversed(self.phases) if one.from_on <= day), self.phases[0])

    def planned_after(self, day: date) -> Phase | None:
        """What is to hold later, such as a smaller edition from the next term on.

        What would begin behind its end is planned only once that end is taken back.
        """
        last = self.ends_on or date.max
        return next((one for one in reversed(self.phases) if day < one.from_on <= last), None)

    def term_on(self, day: date) -> Span:
        """The term with `day`; a trial is one of its own."""
        if day < self.paid_from:
            return Span(self.starts_on, self.paid_from - _DAY)
        return span_on(self.paid_from, self.term_months, day)

    def period_on(self, day: date) -> Span:
        """What is charged for at once around `day`; nothing is for the days of a trial."""
        if day < self.paid_from:
            return Span(self.starts_on, self.paid_from - _DAY)
        return span_on(self.paid_from, self.charging.months, day)

    def state_on(self, day: date) -> SubscriptionState:
        """Where it stands on `day`."""
        if self.ends_on is not None and self.ends_on < day:
            return SubscriptionState.ENDED
        if self.cancelled:
            return SubscriptionState.CANCELLED
        if self.ends_on is not None:
            return SubscriptionState.EXPIRING
        return SubscriptionState.TRIAL if day < self.paid_from else SubscriptionState.ACTIVE

    def end_if_left_on(self, day: date) -> date:
        """The last day of a subscription that is cancelled on `day`.

        It ends with its term until the day before that ends (PRODUCT.md section 8); on the last
        day the next term is certain.
        """
        term = self.term_on(day)
        return term.last if day < term.last else self.term_on(term.last + _DAY).last
