"""Licences that are to be given and withdrawn once somebody saves: collected, counted, taken back.

Nothing in here knows who has a licence: whoever adds a change sees to it that it is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Set

    from tcm_tui.domain.members import RowKey

MOST_PENDING: Final = 10_000
"""Changes collected before they must be saved: as many as the largest list that can be read."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A subscription, and a member or an invitation."""

    subscription_id: int
    holder: RowKey


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A licence that is to be given, or withdrawn.

    Args:
        pair: Of what, and to whom.
        give: Whether it is given; else it is withdrawn.
        app: What the subscription is called.
        person: What the person is called, or the address invited.
        trouble: Why it could not be saved, as a sentence; "" as long as nobody tried.
    """

    pair: Pair
    give: bool
    app: str
    person: str
    trouble: str = ""


class PendingAssignments:
    """The changes that wait to be saved, and the steps that led there.

    At most one change of each pair waits: its opposite takes it away again.
    """

    def __init__(self) -> None:
        self._changes: dict[Pair, PendingChange] = {}
        self._taken: Counter[int] = Counter()
        self._by_app: defaultdict[int, dict[RowKey, bool]] = defaultdict(dict)
        self._steps: list[dict[Pair, PendingChange | None]] = []

    def __len__(self) -> int:
        return len(self._changes)

    @property
    def changes(self) -> list[PendingChange]:
        """What waits; what could not be saved first, then what was added last."""
        latest = reversed(self._changes.values())
        return sorted(latest, key=lambda change: not change.trouble)

    @property
    def in_order(self) -> list[PendingChange]:
        """What waits, in the order it was added."""
        return list(self._changes.values())

    @property
    def undoable(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._steps)

    def wanted(self, pair: Pair) -> bool | None:
        """Whether `pair` is to have a licence; None when nothing about it is to change."""
        change = self._changes.get(pair)
        return None if change is None else change.give

    def taken(self, subscription_id: int) -> int:
        """How many more licences of a subscription are used once it is saved; fewer below 0."""
        return self._taken[subscription_id]

    def among(self, subscription_id: int, holders: Set[RowKey]) -> tuple[int, int]:
        """How many of `holders` are to be given a licence of it, and from how many one is taken."""
        waiting = self._by_app.get(subscription_id)
        if not waiting:
            return 0, 0
        few, many = (holders, waiting.keys()) if len(holders) < len(waiting) else (waiting, holders)
        gives = [waiting[one] for one in few if one in many]
        return sum(gives), len(gives) - sum(gives)

    def add(self, changes: Iterable[PendingChange]) -> None:
        """Have these changes wait as one step; the opposite of one that waits takes it away."""
        step: dict[Pair, PendingChange | None] = {}
        for change in changes:
            before = self._changes.get(change.pair)
            if before is not None and before.give is change.give:
                continue
            step.setdefault(change.pair, before)
            self._put(change.pair, change if before is None else None)
        self._remember(step)

    def drop(self, pairs: Iterable[Pair]) -> None:
        """Change nothing about these, as one step."""
        step = {pair: self._changes[pair] for pair in pairs if pair in self._changes}
        for pair in step:
            self._put(pair, None)
        self._remember(dict(step))

    def undo(self) -> frozenset[Pair]:
        """Take the last step back; the pairs it was about, none when there is no step."""
        if not self._steps:
            return frozenset()
        step = self._steps.pop()
        for pair, before in step.items():
            self._put(pair, before)
        return frozenset(step)

    def clear(self) -> None:
        """Forget everything: it was given up."""
        self._changes.clear()
        self._taken.clear()
        self._by_app.clear()
        self._steps.clear()

    def settle(self, done: Collection[Pair], troubles: Mapping[Pair, str]) -> None:
        """Forget what is so by now, and remember why others are not.

        Once something is saved no step is taken back any more: it could bring that back.

        Args:
            done: What was saved, or is as wanted without that.
            troubles: Why a change that stays could not be saved, as a sentence.
        """
        for pair in done:
            self._put(pair, None)
        for pair, change in self._changes.items():
            self._changes[pair] = replace(change, trouble=troubles.get(pair, ""))
        if done:
            self._steps.clear()

    def _remember(self, step: dict[Pair, PendingChange | None]) -> None:
        if step:
            self._steps.append(step)

    def _put(self, pair: Pair, change: PendingChange | None) -> None:
        """Have `change` wait for `pair`, or nothing; licences are counted with it."""
        if (before := self._changes.pop(pair, None)) is not None:
            self._taken[pair.subscription_id] -= _seats(before)
            del self._by_app[pair.subscription_id][pair.holder]
        if change is not None:
            self._changes[pair] = change
            self._taken[pair.subscription_id] += _seats(change)
            self._by_app[pair.subscription_id][pair.holder] = change.give


def _seats(change: PendingChange) -> int:
    return 1 if change.give else -1
