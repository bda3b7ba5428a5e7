"""Changing a running subscription: what it comes to, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Stale
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import date, datetime

    from tcm_tui.domain.catalogue import Charging
    from tcm_tui.domain.charges import Charge
    from tcm_tui.domain.money import Amount
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.domain.subscriptions import Phase
    from tcm_tui.domain.terms import Span


@dataclass(frozen=True)
class Preview:
    """What a change of licences or of the edition comes to.

    It is shown before the change is made, and handed back with it: if anything of it moved
    meanwhile, the change is refused.

    Args:
        subscription_id: What is to be changed.
        before: What holds without the change, on the day before which it would begin.
        after: What holds with it; `after.from_on` is when it begins.
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
