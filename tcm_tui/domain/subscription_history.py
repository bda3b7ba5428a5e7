"""What is told of a subscription's past."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.dates import day_text
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

HISTORY_TITLES: Final = {
    AuditAction.SUBSCRIPTION_BOOKED: N_("Gebucht"),
    AuditAction.SUBSCRIPTION_CANCELLED: N_("Gekündigt"),
    AuditAction.SUBSCRIPTION_EDITION_CHANGED: N_("Edition gewechselt"),
    AuditAction.SUBSCRIPTION_EDITION_KEPT: N_("Vorgemerkte Edition verworfen"),
    AuditAction.SUBSCRIPTION_EDITION_PLANNED: N_("Edition vorgemerkt"),
    AuditAction.SUBSCRIPTION_LICENCES_CHANGED: N_("Lizenzen geändert"),
    AuditAction.SUBSCRIPTION_OWNER_CHANGED: N_("Inhaberschaft geändert"),
    AuditAction.SUBSCRIPTION_RENAMED: N_("Abonnement-Name geändert"),
    AuditAction.SUBSCRIPTION_RENEWAL_CHANGED: N_("Verlängerung geändert"),
    AuditAction.SUBSCRIPTION_TAKEN_BACK: N_("Kündigung zurückgenommen"),
}
"""What of the journal is told of a subscription, and how."""
_NOTHING: Final = "–"
_FIELDS: Final = {
    "edition": N_("Edition: {old} → {new}"),
    "ends_on": N_("Ende: {old} → {new}"),
    "from_on": N_("gilt ab {new}"),
    "label": N_("Abonnement-Name: {old} → {new}"),
    "licences": N_("Lizenzen: {old} → {new}"),
    "owner": N_("Inhaber: {old} → {new}"),
}
"""What is told of an entry, in this order, whatever else it says."""
_DAYS: Final = frozenset({"ends_on", "from_on"})
_NUMBERED: Final = frozenset({"edition", "owner"})
"""What stands in the journal as a number of something that has a name."""


@dataclass(frozen=True)
class Names:
    """What the numbers in a history stand for: editions, and people."""

    edition: Mapping[str, str] = field(default_factory=dict)
    owner: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SubscriptionEvent:
    """One thing that happened to a subscription.

    `id` is what the next page continues from; `actor` is "" where no person did it. `changes` are
    names of fields with their old and new values, as they were written down.
    """

    id: int
    at: datetime
    action: AuditAction
    actor: str
    changes: tuple[tuple[str, str | None, str | None], ...] = ()
    names: Names = field(default_factory=Names)

    @property
    def title(self) -> str:
        """„Lizenzen geändert“."""
        return _(HISTORY_TITLES[self.action])

    @property
    def details(self) -> tuple[str, ...]:
        """„Lizenzen: 10 → 25“, a line for each value that is told."""
        told = {name: (old, new) for name, old, new in self.changes}
        return tuple(
            _(pattern).format(
                old=self._value(name, told[name][0]), new=self._value(name, told[name][1])
            )
            for name, pattern in _FIELDS.items()
            if name in told
        )

    def _value(self, name: str, stored: str | None) -> str:
        """A value as it is told; one that is no longer known, as it was stored."""
        if not stored:
            return _NOTHING
        if name in _NUMBERED:
            known: Mapping[str, str] = getattr(self.names, name)
            return known.get(stored, _NOTHING)
        return _day(stored) if name in _DAYS else stored


def _day(stored: str) -> str:
    try:
        return day_text(date.fromisoformat(stored))
    except ValueError:
        return stored
