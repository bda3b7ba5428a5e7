"""What a tick on „Apps zuweisen“ changes."""

from __future__ import annotations

from dataclasses import replace

from tcm_tui.domain.assignments import App, Person
from tcm_tui.domain.members import MemberKind, MemberState, RowKey
from tcm_tui.domain.pending_assignments import MOST_PENDING, PendingAssignments
from tcm_tui.domain.ticking import Candidate, all_set, filled, toggled

OFFICE = App(1, "Microsoft 365 Business", "Basic", "Vertrieb Nord")
TITLE = "Microsoft 365 Business Basic – Vertrieb Nord"


def somebody(
    number: int, *, has: bool = False, state: MemberState = MemberState.ACTIVE
) -> Candidate:
    """A member, and whether they have a licence."""
    key = RowKey(MemberKind.MEMBER, number)
    person = Person(key, "Lena", f"Nr{number}", f"nr{number}@muster.example", state, "", "")
    return Candidate(OFFICE, person, has)


def test_a_tick_gives_and_the_next_takes_it_back() -> None:
    """Nothing is left of it then."""
    pending = PendingAssignments()
    lena = somebody(1)
    pending.add(toggled(pending, [lena], 3).changes)
    assert [(one.give, one.person, one.app) for one in pending.changes] == [
        (True, "Nr1, Lena", TITLE)
    ]
    pending.add(toggled(pending, [lena], 3).changes)
    assert not len(pending)


def test_whoever_has_one_loses_it_and_keeps_it_after_all() -> None:
    """The same key, twice."""
    pending = PendingAssignments()
    lena = somebody(1, has=True)
    pending.add(toggled(pending, [lena], 0).changes)
    assert [one.give for one in pending.changes] == [False]
    pending.add(toggled(pending, [lena], 0).changes)
    assert not len(pending)


def test_licences_are_counted_while_ticking() -> None:
    """The last one is refused with the name; a withdrawn one makes room."""
    pending = PendingAssignments()
    pending.add(toggled(pending, [somebody(1)], 1).changes)
    refused = toggled(pending, [somebody(2)], 1)
    assert refused.told == f"Von „{TITLE}“ ist keine Lizenz mehr frei."
    assert not refused.changes
    pending.add(toggled(pending, [somebody(3, has=True)], 1).changes)
    assert toggled(pending, [somebody(2)], 1).changes
    pending.add(toggled(pending, [somebody(2)], 1).changes)
    back = toggled(pending, [somebody(3, has=True)], 1)
    assert back.told, "their licence was promised to somebody else meanwhile"


def test_several_get_what_is_missing_or_lose_it_all() -> None:
    """As the box of a group does; all of it fits or nothing is set."""
    pending = PendingAssignments()
    three = [somebody(1, has=True), somebody(2), somebody(3)]
    refused = toggled(pending, three, 1)
    assert refused.told == f"Von „{TITLE}“ ist noch 1 Lizenz frei, gebraucht werden 2."
    pending.add(toggled(pending, three, 2).changes)
    assert [one.give for one in pending.changes] == [True, True]
    pending.add(toggled(pending, three, 2).changes)
    assert [(one.person, one.give) for one in pending.changes] == [("Nr1, Lena", False)]


def test_who_is_disabled_gets_none_and_may_lose_one() -> None:
    """It says who."""
    pending = PendingAssignments()
    gone = somebody(1, state=MemberState.DISABLED)
    assert toggled(pending, [gone], 5).told == "Lena Nr1 ist deaktiviert und bekommt keine Lizenz."
    both = toggled(pending, [gone, somebody(2)], 5)
    assert (len(both.changes), both.told) == (
        1,
        "Lena Nr1 ist deaktiviert und bekommt keine Lizenz.",
    )
    two = [gone, somebody(3, state=MemberState.DISABLED)]
    assert toggled(pending, two, 5).told.startswith("2 Personen bekommen keine")
    late = somebody(4, state=MemberState.EXPIRED)
    told = "Die Einladung von Lena Nr4 ist abgelaufen. Senden Sie sie erneut."
    assert toggled(pending, [late], 5).told == told
    keeps = somebody(1, has=True, state=MemberState.DISABLED)
    assert [one.give for one in toggled(pending, [keeps], 0).changes] == [False]


def test_an_invited_person_is_called_by_the_address() -> None:
    """No name is known yet."""
    key = RowKey(MemberKind.INVITATION, 1)
    person = Person(key, "", "", "neu@partner.example", MemberState.INVITED, "", "")
    ticks = toggled(PendingAssignments(), [Candidate(OFFICE, person, has=False)], 1)
    assert [one.person for one in ticks.changes] == ["neu@partner.example"]


def test_all_that_match_are_ticked_as_far_as_licences_go() -> None:
    """In their order; who has one, or is disabled, needs none."""
    pending = PendingAssignments()
    crowd = [
        somebody(1, has=True),
        somebody(2, state=MemberState.DISABLED),
        *(somebody(number) for number in range(3, 8)),
    ]
    found = filled(pending, crowd, 2)
    assert [one.person for one in found.changes] == ["Nr3, Lena", "Nr4, Lena"]
    assert found.told == f"Von „{TITLE}“ sind noch 2 Lizenzen frei, gebraucht werden 5."
    whole = filled(pending, crowd, 5)
    assert (len(whole.changes), whole.told) == (5, "")
    pending.add(whole.changes)
    assert filled(pending, crowd, 5).told == "Alle, die zur Suche passen, sind schon angehakt."
    assert filled(PendingAssignments(), crowd, 0).told.endswith("ist keine Lizenz mehr frei.")


def test_all_subscriptions_that_have_room_are_ticked_at_once() -> None:
    """Those with too few licences are left out, and how many they are is told."""
    pending = PendingAssignments()
    cloud = App(2, "MagentaCLOUD Business", "", "")
    two = [somebody(1), somebody(2)]
    elsewhere = [replace(one, app=cloud) for one in two]
    found = all_set(pending, [(two, 2), (elsewhere, 1)])
    assert {one.pair.subscription_id for one in found.changes} == {1}
    assert found.told == "Für 1 App reichen die freien Lizenzen nicht."
    pending.add(found.changes)
    assert all_set(pending, [(two, 2)]).told == "Alle, die zur Suche passen, sind schon angehakt."
    assert len(all_set(pending, [(two, 2), (elsewhere, 2)]).changes) == 2


def test_there_is_an_end_to_what_waits() -> None:
    """What is collected must be saved some time."""
    pending = PendingAssignments()
    crowd = [somebody(number) for number in range(MOST_PENDING)]
    pending.add(toggled(pending, crowd, MOST_PENDING).changes)
    more = toggled(pending, [somebody(MOST_PENDING)], MOST_PENDING + 1)
    assert (more.changes, more.told) == (
        (),
        "Es warten schon viele Änderungen; mehr als 10.000 gehen nicht auf einmal.",
    )
