"""What „Rückgängig“ takes back: the last reversible actions of whoever is signed in."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.member_changes import REVERSIBLE, ChangeReport, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.member_changes import Change, ChangeRow

DEPTH: Final = 20
"""Actions remembered; each may hold as many rows as can be marked."""


class UndoStack:
    """The last actions, the latest first; empty again when somebody else signs in."""

    def __init__(self) -> None:
        self._reports: deque[ChangeReport] = deque(maxlen=DEPTH)

    def __bool__(self) -> bool:
        return bool(self._reports)

    def remember(self, change: Change, rows: Sequence[ChangeRow]) -> bool:
        """Remember what became of `rows`; whether any of it can be taken back."""
        if change.kind not in REVERSIBLE:
            return False
        changed = [row for row in rows if row.verdict is Verdict.CHANGED]
        if changed:
            self._reports.append(ChangeReport(change, changed))
        return bool(changed)

    def take(self) -> ChangeReport | None:
        """The latest action, forgotten here; None when there is none."""
        return self._reports.pop() if self._reports else None

    def put_back(self, change: Change, rows: Sequence[ChangeRow]) -> None:
        """Remember again what was taken and could not be tried."""
        if rows:
            self._reports.append(ChangeReport(change, rows))

    def clear(self) -> None:
        """Forget everything: it was another person's."""
        self._reports.clear()
