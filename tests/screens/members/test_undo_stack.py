"""What can be taken back, and which versions it insists on."""

from __future__ import annotations

from tcm_tui.domain.member_changes import Change, ChangeKind, ChangeReport, ChangeRow, Verdict
from tcm_tui.domain.members import MemberKind, MemberState, RowKey
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.undo import DEPTH, UndoStack

KEY = RowKey(MemberKind.MEMBER, 7)
DISABLE = Change(ChangeKind.DISABLE)


def report(version: int, change: Change = DISABLE) -> ChangeReport:
    """Derya was changed and has this version now."""
    state, role = MemberState.ACTIVE, Role.USER
    row = ChangeRow(KEY, version, "Çelik, Derya", "d@x.example", role, state, Verdict.CHANGED)
    return ChangeReport(change, [row])


def versions(stack: UndoStack) -> list[int]:
    """The versions that taking back insists on, the latest action first."""
    found = []
    while action := stack.take():
        found += [row.version for row in action.report.rows]
    return found


def test_own_later_steps_are_followed() -> None:
    """An irreversible one moves the version that is insisted on."""
    stack = UndoStack()
    assert stack.remember(report(2), {KEY: 1})
    assert not stack.remember(report(3, Change(ChangeKind.RESEND)), {KEY: 2})
    assert versions(stack) == [3]


def test_a_step_after_somebody_elses_is_not_followed() -> None:
    """Version 3 was theirs: what was done before it must not be taken back over it."""
    stack = UndoStack()
    stack.remember(report(2), {KEY: 1})
    stack.follow({KEY: (3, 4)})
    assert versions(stack) == [2]


def test_the_oldest_actions_are_forgotten() -> None:
    """Each may hold as many rows as can be marked."""
    stack = UndoStack()
    for version in range(DEPTH + 5):
        stack.remember(report(version + 1), {KEY: version})
    assert len(versions(stack)) == DEPTH


def test_removing_cannot_be_taken_back() -> None:
    """So nothing is remembered."""
    stack = UndoStack()
    assert not stack.remember(report(2, Change(ChangeKind.REMOVE)), {KEY: 1})
    assert not stack
