"""What „Rückgängig“ takes back: the last reversible actions of whoever is signed in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.member_changes import REVERSIBLE, ChangeReport, Verdict
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tcm_tui.domain.member_changes import ChangeRow
    from tcm_tui.domain.members import RowKey

UNDO_ID: Final = "app.undo"
DEPTH: Final = 20
"""Actions remembered; each may hold as many rows as can be marked."""


@dataclass(frozen=True)
class Undoable:
    """An action that can be taken back.

    Args:
        report: The rows it changed, each with the version it got.
        before: The version each had.
    """

    report: ChangeReport
    before: Mapping[RowKey, int]

    def moves(self, rows: Sequence[ChangeRow]) -> dict[RowKey, tuple[int, int]]:
        """What taking it back did to versions: row → before the action, and now."""
        changed = (row for row in rows if row.verdict is Verdict.CHANGED)
        return {row.key: (self.before[row.key], row.version) for row in changed}


class UndoStack:
    """The last actions, the latest first; empty again when somebody else signs in."""

    def __init__(self) -> None:
        self._actions: deque[Undoable] = deque(maxlen=DEPTH)
        self._written: dict[RowKey, int] = {}
        self.busy = False
        """Somebody is being changed; nothing else may begin meanwhile."""

    def __bool__(self) -> bool:
        return bool(self._actions)

    @property
    def why_not(self) -> str:
        """Why nothing can be taken back now, "" when something can."""
        if self.busy:
            return busy_text()
        return "" if self else _("Es gibt nichts, was sich zurücknehmen lässt.")

    def remember(self, report: ChangeReport, before: Mapping[RowKey, int]) -> bool:
        """Remember what was changed; whether any of it can be taken back.

        Args:
            report: What became of the rows.
            before: The version each row had.
        """
        changed = report.having(Verdict.CHANGED)
        moved = {row.key: (before[row.key], row.version) for row in changed}
        if report.change.kind not in REVERSIBLE:
            self.follow(moved)
        elif changed:
            self._actions.append(Undoable(ChangeReport(report.change, changed), before))
        return report.change.kind in REVERSIBLE and bool(changed)

    def take(self) -> Undoable | None:
        """The latest action, forgotten here; None when there is none."""
        return self._actions.pop() if self._actions else None

    def put_back(self, action: Undoable, rows: Sequence[ChangeRow]) -> None:
        """Remember those rows of an action again that were not tried."""
        if rows:
            report = ChangeReport(action.report.change, rows)
            self._actions.append(replace(action, report=report))

    def follow(self, moves: Mapping[RowKey, tuple[int, int]]) -> None:
        """Go on from versions that the person's own doing changed; others' stay in the way.

        Args:
            moves: Row → its version before and now.
        """
        for place, action in enumerate(self._actions):
            rows = [_followed(row, moves.get(row.key)) for row in action.report.rows]
            self._actions[place] = replace(action, report=replace(action.report, rows=rows))

    def wrote(self, rows: Sequence[ChangeRow]) -> None:
        """Note the versions that the person's own doing gave `rows`."""
        self._written |= {row.key: row.version for row in rows}

    def written(self, key: RowKey) -> int:
        """The version noted for `key`, 0 for none: what is shown with a lower one is old."""
        return self._written.get(key, 0)

    def clear(self) -> None:
        """Forget everything: it was another person's."""
        self._actions.clear()
        self._written.clear()


def busy_text() -> str:
    """Why nothing else may begin while somebody is being changed."""
    return _("Bitte warten Sie, bis die letzte Änderung fertig ist.")


def _followed(row: ChangeRow, move: tuple[int, int] | None) -> ChangeRow:
    return replace(row, version=move[1]) if move and move[0] == row.version else row
