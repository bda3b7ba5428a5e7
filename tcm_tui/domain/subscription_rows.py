"""Subscriptions as „Produkte“ lists them, the page of one, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import edition_name
from tcm_tui.domain.money import part_of
from tcm_tui.domain.subscriptions import SubscriptionState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcm_tui.domain.catalogue import Charging
    from tcm_tui.domain.charges import Charge
    from tcm_tui.domain.subscription_history import SubscriptionEvent
    from tcm_tui.domain.subscriptions import Timeline
    from tcm_tui.domain.terms import Span

ENDING_SOON: Final = 30
"""Days before its end in which a subscription stands in „Zu erledigen“."""


@dataclass(frozen=True)
class SubscriptionRow:
    """A subscription as it stands on the day it was read.

    Args:
        id: Of the subscription.
        product_id: What it is of.
        product: The name of that.
        provider: Who offers it.
        edition_id: What it is today.
        edition: The name of that within the product, "" where there is only one.
        name: The „Abonnement-Name“, "" when it has none.
        licences: How many there are today.
        used: How many of them are assigned.
        unit_cents: Net, for a licence and a charged period.
        charging: How often that is charged.
        term_months: How long a term is.
        starts_on: The first day of use.
        trial_until: The last free day, None without a trial.
        term: The term it is in, a trial being one of its own; of an ended one its last.
        ends_on: The last day of all, None while it renews itself.
        state: Where it stands.
        owner_id: Who looks after it, None for nobody.
        owner: The name of that person, "" for nobody.
        is_add_on: Whether it only extends another one.
        base_id: Which one that is.
        planned: The name of the edition that it is going to be from `planned_from` on, None when
            nothing is planned.
        planned_from: From when on.
        version: Of the row.
    """

    id: int
    product_id: int
    product: str
    provider: str
    edition_id: int
    edition: str
    name: str
    licences: int
    used: int
    unit_cents: int
    charging: Charging
    term_months: int
    starts_on: date
    trial_until: date | None
    term: Span
    ends_on: date | None
    state: SubscriptionState
    owner_id: int | None
    owner: str
    is_add_on: bool
    base_id: int | None
    planned: str | None
    planned_from: date | None
    version: int

    @property
    def title(self) -> str:
        """„Microsoft 365 Business Basic“."""
        return edition_name(self.product, self.edition)

    @property
    def label(self) -> str:
        """What people call it: its „Abonnement-Name“, else its title."""
        return self.name or self.title

    @property
    def full_name(self) -> str:
        """„Microsoft 365 Business Basic – Vertrieb Nord“, without a name the title alone."""
        return f"{self.title} – {self.name}" if self.name else self.title

    @property
    def free(self) -> int:
        """Licences that nobody has."""
        return self.licences - self.used

    @property
    def running(self) -> bool:
        """Whether it can be used still."""
        return self.state is not SubscriptionState.ENDED

    @property
    def unit_monthly_cents(self) -> int:
        """A month of a licence, net: a month's share of a yearly price; 0 in a trial."""
        return self._monthly(1)

    @property
    def monthly_cents(self) -> int:
        """A month of all licences, net: a month's share of a yearly price; 0 in a trial."""
        return self._monthly(self.licences)

    @property
    def unused_cents(self) -> int:
        """What the free licences cost a month, net."""
        return self._monthly(self.free)

    @property
    def in_trial(self) -> bool:
        """Whether it costs nothing yet."""
        return self.trial_until is not None and self.term.last <= self.trial_until

    def _monthly(self, licences: int) -> int:
        if self.in_trial or not self.running:
            return 0
        return part_of(licences * self.unit_cents, 1, self.charging.months)

    def ends_within(self, today: date, days: int) -> bool:
        """Whether its last day of all comes within so many days."""
        return self.running and self.ends_on is not None and self._near(self.ends_on, today, days)

    def term_ends_within(self, today: date, days: int) -> bool:
        """Whether its term ends within so many days, be it to begin anew."""
        return self.running and self._near(self.term.last, today, days)

    @staticmethod
    def _near(day: date, today: date, days: int) -> bool:
        return today <= day <= today + timedelta(days=days)


@dataclass(frozen=True)
class EditionChoice:
    """An edition that a subscription can become.

    Args:
        edition_id: Of the edition.
        name: Within the product.
        unit_cents: Net, for a licence and a charged period.
        upgrade: Whether it costs as much or more: it holds at once; else from `from_on` on.
        from_on: The first day on which it would hold.
        hindrance: Why it cannot be chosen now, "" when it can.
    """

    edition_id: int
    name: str
    unit_cents: int
    upgrade: bool
    from_on: date
    hindrance: str


@dataclass(frozen=True)
class AddOnChoice:
    """An add-on that can be booked to a subscription."""

    edition_id: int
    name: str
    unit_cents: int
    max_licences: int


@dataclass(frozen=True)
class SubscriptionPage:
    """Everything about one subscription.

    Args:
        row: As in the list.
        today: The day it was read on.
        timeline: All of its dates.
        end_if_cancelled: The last day if it is cancelled today; of one that ends anyway that day.
        editions: Names of the editions that stand in the timeline, by id.
        base: What it extends, None unless it is an add-on.
        add_ons: The ones that extend it and run still.
        next_charge: What falls due next, None when nothing does any more.
        choices: Which other editions there are, the least first.
        may_add: Which add-ons can be booked to it.
        history: What happened to it, the newest first; `services.subscriptions.history` goes on.
    """

    row: SubscriptionRow
    today: date
    timeline: Timeline
    end_if_cancelled: date
    editions: dict[int, str]
    base: SubscriptionRow | None
    add_ons: tuple[SubscriptionRow, ...]
    next_charge: Charge | None
    choices: tuple[EditionChoice, ...]
    may_add: tuple[AddOnChoice, ...]
    history: tuple[SubscriptionEvent, ...]


@dataclass(frozen=True)
class Sums:
    """What running subscriptions add up to; a month's cents are net."""

    subscriptions: int = 0
    monthly_cents: int = 0
    unused: int = 0
    unused_cents: int = 0

    @classmethod
    def of(cls, rows: Iterable[SubscriptionRow]) -> Sums:
        """Of those of `rows` that run; nothing is rounded again."""
        running = [row for row in rows if row.running]
        return cls(
            subscriptions=len(running),
            monthly_cents=sum(row.monthly_cents for row in running),
            unused=sum(row.free for row in running),
            unused_cents=sum(row.unused_cents for row in running),
        )


@dataclass(frozen=True)
class Attention:
    """What of the subscriptions somebody should look at, for „Übersicht“.

    `ending` end within `ENDING_SOON` days, `ownerless` have no owner (0 for those who see only
    their own).
    """

    sums: Sums
    ending: int = 0
    ownerless: int = 0
