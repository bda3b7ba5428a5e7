"""What a booking costs: its lines, their sum, and the days on which it falls due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.money import Amount, Total, euros
from tcm_tui.domain.numbers import number
from tcm_tui.domain.terms import Span, add_months
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tcm_tui.domain.catalogue import Charging

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class QuoteLine:
    """An edition that is booked; `unit_cents` is net, for a licence and a charged period."""

    edition_id: int
    title: str
    """„Microsoft 365 Business Basic“."""
    licences: int
    unit_cents: int

    @property
    def amount(self) -> Amount:
        """Of all its licences, for a period."""
        return Amount(self.licences * self.unit_cents)


@dataclass(frozen=True)
class Quote:
    """What a booking costs if it is placed on `starts_on`: what is shown before it is.

    Args:
        lines: The edition, then its add-ons.
        term_months: For how long.
        charging: How often it falls due.
        starts_on: The first day of use.
        trial_until: The last free day, None without a trial.
        ends_on: The last day of all where that is known: of an add-on to what ends.
        method_id: How it is to be paid; None without an active method.
    """

    lines: tuple[QuoteLine, ...]
    term_months: int
    charging: Charging
    starts_on: date
    trial_until: date | None = None
    ends_on: date | None = None
    method_id: int | None = None

    @property
    def recurring(self) -> Total:
        """What falls due for each period."""
        return Total.of(line.amount for line in self.lines)

    @property
    def due_now(self) -> Total:
        """What falls due on the day it is placed: nothing when it begins with a trial."""
        return Total() if self.trial_until else self.recurring

    @property
    def first_due_on(self) -> date:
        """When it falls due first: behind the trial, if there is one."""
        return self.trial_until + _DAY if self.trial_until else self.starts_on

    @property
    def next_due_on(self) -> date:
        """When it falls due after that."""
        return add_months(self.first_due_on, self.charging.months)

    @property
    def due_days(self) -> tuple[date, ...]:
        """The first two days on which it falls due; fewer when it ends before."""
        days = (self.first_due_on, self.next_due_on)
        return tuple(day for day in days if self.ends_on is None or day <= self.ends_on)

    @property
    def term(self) -> Span:
        """The first term that is paid for."""
        return Span(self.first_due_on, add_months(self.first_due_on, self.term_months) - _DAY)

    def moved_since(self, seen: Quote) -> tuple[str, ...]:
        """What is no longer as it was `seen`, a sentence each; nothing when all is the same."""
        return tuple(_differences(seen, self))


def _differences(seen: Quote, now: Quote) -> Iterator[str]:
    yield from _line_differences(seen, now)
    if (seen.term_months, seen.charging) != (now.term_months, now.charging):
        yield _("Laufzeit oder Abrechnung wurde geändert.")
    if seen.method_id != now.method_id:
        yield _("Das aktive Bezahlverfahren ist jetzt ein anderes.")
    if seen.first_due_on != now.first_due_on or seen.starts_on != now.starts_on:
        yield _("Der Preis wird jetzt am {day} das erste Mal fällig.").format(
            day=day_text(now.first_due_on)
        )
    if seen.ends_on != now.ends_on:
        yield _("Das Ende der Laufzeit hat sich geändert.")


def _line_differences(seen: Quote, now: Quote) -> Iterator[str]:
    before = {line.edition_id: line for line in seen.lines}
    if before.keys() != {line.edition_id for line in now.lines}:
        yield _("Es wurde eine andere Auswahl getroffen.")
    for line in now.lines:
        if (old := before.get(line.edition_id)) is None:
            continue
        if old.unit_cents != line.unit_cents:
            yield _("{title} kostet jetzt {price} statt {old}.").format(
                title=line.title, price=euros(line.unit_cents), old=euros(old.unit_cents)
            )
        if old.licences != line.licences:
            yield ngettext(
                "{title}: jetzt {n} Lizenz statt {old}.",
                "{title}: jetzt {n} Lizenzen statt {old}.",
                line.licences,
            ).format(title=line.title, n=number(line.licences), old=number(old.licences))
