"""Changes of licences that wait to be saved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.pending_assignments import Pair, PendingAssignments, PendingChange

OFFICE, CLOUD = 1, 2


def pair(person: int, app: int = OFFICE, kind: MemberKind = MemberKind.MEMBER) -> Pair:
    """A subscription and somebody."""
    return Pair(app, RowKey(kind, person))


def change(
    person: int, app: int = OFFICE, *, give: bool = True, trouble: str = ""
) -> PendingChange:
    """A change about them."""
    return PendingChange(pair(person, app), give, f"App {app}", f"Person {person}", trouble)


def test_what_was_added_last_stands_first() -> None:
    """A line that one has just ticked is in view."""
    pending = PendingAssignments()
    pending.add([change(1)])
    pending.add([change(2), change(3)])
    assert [one.person for one in pending.changes] == ["Person 3", "Person 2", "Person 1"]
    assert pending.wanted(pair(1)) is True
    assert pending.wanted(pair(4)) is None


def test_the_opposite_takes_a_change_away() -> None:
    """Ticking and unticking is no change."""
    pending = PendingAssignments()
    pending.add([change(1)])
    pending.add([change(1, give=False)])
    assert not len(pending)
    pending.add([change(2, give=False)])
    assert pending.wanted(pair(2)) is False
    pending.add([change(2)])
    assert pending.wanted(pair(2)) is None


def test_members_and_invitations_of_one_number_are_two() -> None:
    """They count separately."""
    pending = PendingAssignments()
    pending.add([change(1)])
    assert pending.wanted(pair(1, kind=MemberKind.INVITATION)) is None


def test_licences_are_counted_with_every_step() -> None:
    """Given ones are taken, withdrawn ones are free again, each subscription for itself."""
    pending = PendingAssignments()
    pending.add([change(1), change(2), change(3, give=False), change(1, CLOUD)])
    assert (pending.taken(OFFICE), pending.taken(CLOUD)) == (1, 1)
    pending.drop([pair(1)])
    assert pending.taken(OFFICE) == 0
    pending.undo()
    assert pending.taken(OFFICE) == 1
    pending.settle([pair(2)], {})
    assert pending.taken(OFFICE) == 0
    pending.clear()
    assert (len(pending), pending.taken(CLOUD)) == (0, 0)


def test_changes_are_counted_among_some_people() -> None:
    """For a row that speaks of several at once, however many of them there are."""
    pending = PendingAssignments()
    pending.add([change(1), change(2), change(3, give=False), change(4, CLOUD)])
    assert pending.among(OFFICE, {pair(1).holder, pair(3).holder}) == (1, 1)
    assert pending.among(OFFICE, {pair(number).holder for number in range(50)}) == (2, 1)
    assert pending.among(CLOUD, {pair(1).holder}) == (0, 0)
    pending.undo()
    assert pending.among(OFFICE, {pair(1).holder}) == (0, 0)


def test_a_step_is_taken_back_whole() -> None:
    """What one key added goes with one key, and what one key dropped comes back."""
    pending = PendingAssignments()
    pending.add([change(1)])
    pending.add([change(2), change(3)])
    pending.drop([pair(1), pair(2)])
    assert [one.pair for one in pending.in_order] == [pair(3)]
    assert pending.undo() == {pair(1), pair(2)}
    assert {one.pair for one in pending.in_order} == {pair(1), pair(2), pair(3)}
    assert pending.undo() == {pair(2), pair(3)}
    assert pending.undo() == {pair(1)}
    assert not pending.undoable
    assert pending.undo() == frozenset()


def test_what_changes_nothing_is_no_step() -> None:
    """Else Ctrl+Z would seem to be dead."""
    pending = PendingAssignments()
    pending.add([change(1)])
    pending.add([change(1)])
    pending.drop([pair(7)])
    assert pending.undo() == {pair(1)}
    assert not pending.undoable


def test_what_could_not_be_saved_says_why_and_stands_first() -> None:
    """The rest is done, and nothing of it can be taken back here."""
    pending = PendingAssignments()
    pending.add([change(1), change(2), change(3)])
    pending.settle([pair(3)], {pair(1): "Die letzte Lizenz ist vergeben."})
    assert [(one.person, one.trouble) for one in pending.changes] == [
        ("Person 1", "Die letzte Lizenz ist vergeben."),
        ("Person 2", ""),
    ]
    assert not pending.undoable
    pending.settle([], {})
    assert not any(one.trouble for one in pending.changes)


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "drop", "undo"]), st.lists(st.integers(0, 5)), st.booleans())
)


@given(STEPS)
def test_taking_every_step_back_leaves_nothing(steps: list[tuple[str, list[int], bool]]) -> None:
    """Whatever was ticked, dropped and taken back before; licences are counted all the while."""
    pending = PendingAssignments()
    for kind, people, give in steps:
        if kind == "add":
            pending.add([change(person, person % 2, give=give) for person in people])
        elif kind == "drop":
            pending.drop([pair(person, person % 2) for person in people])
        else:
            pending.undo()
        for app in (0, 1):
            waiting = [one for one in pending.changes if one.pair.subscription_id == app]
            assert pending.taken(app) == sum(1 if one.give else -1 for one in waiting)
    while pending.undoable:
        pending.undo()
    assert pending.changes == []
