"""What becomes of wishes for licences. Nothing here touches a database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.assignment_rules import Known, judged
from tcm_tui.domain.assignments import App, LicenceRow, Wish, person_of, place_of
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.member_rules import Standing
from tcm_tui.domain.members import MemberKind, MemberOrder, MemberState, RowKey, anchor
from tcm_tui.domain.permissions import Role

TODAY = date(2026, 11, 22)
GONE = "Diese Person gehört nicht mehr zum Unternehmen."


def licence(number: int, licences: int, used: int, ends_on: date | None = None) -> LicenceRow:
    """A subscription."""
    app = App(number, "Cisco Webex Suite", "", f"Nr. {number}")
    return LicenceRow(app, licences, used, ends_on=ends_on)


def standing(number: int, kind: MemberKind = MemberKind.MEMBER) -> Standing:
    """Somebody active, or invited."""
    invited = kind is MemberKind.INVITATION
    return Standing(
        key=RowKey(kind, number),
        version=1,
        first_name="Vor",
        last_name=f"Nach{number}",
        address=f"p{number}@firma.example",
        role=Role.USER,
        state=MemberState.INVITED if invited else MemberState.ACTIVE,
        user_id=None if invited else number,
    )


EVA, TIM, GUEST = standing(1), standing(2), standing(1, MemberKind.INVITATION)


def outcome(wish: Wish, *, person: Standing, app: LicenceRow, has: bool = False) -> tuple[str, str]:
    """Verdict and reason of one wish."""
    had = {(wish.subscription_id, wish.holder)} if has else set()
    (row,) = judged([wish], Known(TODAY, {1: app}, {person.key: person}, had)).rows
    return row.verdict.value, row.reason


@pytest.mark.parametrize("person", [EVA, GUEST])
@pytest.mark.parametrize("give", [True, False])
@pytest.mark.parametrize("has", [True, False])
def test_members_and_invited_ones_get_and_lose_licences(
    person: Standing, *, give: bool, has: bool
) -> None:
    """What is so already stays."""
    verdict, reason = outcome(
        Wish(1, person.key, give), person=person, app=licence(1, 5, 1), has=has
    )
    assert (verdict == "changed") is (give is not has)
    assert bool(reason) is (give is has)


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (replace(EVA, state=MemberState.DISABLED), "Diese Person ist deaktiviert."),
        (
            replace(GUEST, state=MemberState.EXPIRED),
            "Diese Einladung ist abgelaufen. Senden Sie sie erneut.",
        ),
        (replace(EVA, over=GONE), GONE),
    ],
)
def test_who_cannot_use_a_licence_gets_none(person: Standing, reason: str) -> None:
    """But can lose one; who has none to lose is left alone."""
    app = licence(1, 5, 1)
    assert outcome(Wish(1, person.key, True), person=person, app=app) == ("refused", reason)
    assert outcome(Wish(1, person.key, False), person=person, app=app, has=True)[0] == "changed"
    assert outcome(Wish(1, person.key, False), person=person, app=app)[0] == "unchanged"


def test_of_an_accepted_invitation_nothing_is_taken_unseen() -> None:
    """Whoever accepted it has the licence now: that is told, not passed over."""
    person = replace(GUEST, over="Diese Einladung wurde schon angenommen.")
    for give in (True, False):
        found = outcome(Wish(1, GUEST.key, give), person=person, app=licence(1, 5, 1))
        assert found == ("refused", person.over)


@pytest.mark.parametrize(
    ("ends_on", "verdict"), [(TODAY, "changed"), (date(2026, 11, 21), "refused")]
)
@pytest.mark.parametrize("give", [True, False])
def test_a_subscription_can_be_changed_until_its_last_day(
    ends_on: date, verdict: str, *, give: bool
) -> None:
    """The day after, it stays as it was."""
    app = licence(1, 5, 1, ends_on)
    found, reason = outcome(Wish(1, EVA.key, give), person=EVA, app=app, has=not give)
    assert found == verdict
    assert reason == ("" if verdict == "changed" else _ended())


def _ended() -> str:
    return "„Cisco Webex Suite – Nr. 1“ ist seit dem 21.11.2026 beendet."


def test_what_is_given_back_can_be_given_on_wherever_it_stands() -> None:
    """One licence, from Eva to Tim, in either order of the wishes."""
    known = Known(TODAY, {1: licence(1, 1, 1)}, {EVA.key: EVA, TIM.key: TIM}, {(1, EVA.key)})
    wishes = [Wish(1, TIM.key, give=True), Wish(1, EVA.key, give=False)]
    for order in (wishes, wishes[::-1]):
        report = judged(order, known)
        assert [row.wish for row in report.rows] == order
        assert not report.refused
        assert (report.given, report.withdrawn) == (1, 1)


@given(
    licences=st.integers(1, 6),
    had=st.sets(st.tuples(st.sampled_from([1, 2]), st.integers(1, 8)), max_size=12),
    wished=st.lists(
        st.tuples(st.sampled_from([1, 2]), st.integers(1, 8), st.booleans()), max_size=30
    ),
)
def test_never_more_than_there_are(
    licences: int, had: set[tuple[int, int]], wished: list[tuple[int, int, bool]]
) -> None:
    """Whatever is wished: what would be saved fits, one row a pair, and none is refused idly."""
    people = {standing(n).key: standing(n) for n in range(1, 9)}
    have = {(number, RowKey(MemberKind.MEMBER, one)) for number, one in had}
    used = Counter(number for number, _one in have)
    apps = {number: licence(number, max(licences, used[number]), used[number]) for number in (1, 2)}
    wishes = [Wish(number, RowKey(MemberKind.MEMBER, one), give) for number, one, give in wished]
    report = judged(wishes, Known(TODAY, apps, people, have))
    pairs = [(row.wish.subscription_id, row.wish.holder) for row in report.rows]
    assert len(pairs) == len(set(pairs)) == len({(w.subscription_id, w.holder) for w in wishes})
    after = Counter(used)
    for row in report.having(Verdict.CHANGED):
        after[row.wish.subscription_id] += 1 if row.wish.give else -1
    for number, app in apps.items():
        assert 0 <= after[number] <= app.licences
        if any(row.wish.subscription_id == number for row in report.refused):
            assert after[number] == app.licences


def test_a_person_is_a_place_in_the_list() -> None:
    """Of name and address, and of nothing else."""
    row = replace(anchor(MemberOrder.NAME, "Mü"), key=EVA.key, sort_address="p1@firma.example")
    eva = person_of(row)
    assert (place_of(eva).key, place_of(eva).sort_name) == (EVA.key, "mu")
    assert place_of(eva).sort_address == "p1@firma.example"
    assert eva.name == "—"
