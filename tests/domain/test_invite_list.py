"""„Mehrere einladen“: rows, verdicts, and that editing judges as a fresh look would."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_list import InviteList
from tcm_tui.domain.invite_rows import (
    ROWS_MAX,
    Counts,
    FaultField,
    NewRow,
    RowFault,
    RowVerdict,
    Verdict,
)
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Callable

EVA, JAN, MIA = "eva@firma.example", "jan@firma.example", "mia@firma.example"
BAD_ROLE = RowFault(FaultField.ROLE, "Rolle „Chef“ ist unbekannt.")


def filled(*emails: str) -> InviteList:
    """A list with these addresses."""
    invitations = InviteList()
    invitations.add([NewRow(email) for email in emails])
    return invitations


def looked_up(
    *emails: str, members: tuple[str, ...] = (), invited: tuple[str, ...] = ()
) -> InviteList:
    """A list about which the database has been asked."""
    invitations = filled(*emails)
    invitations.learn(invitations.unknown_canonicals(), members=members, invited=invited)
    return invitations


def said(invitations: InviteList) -> list[str]:
    """Sign and reason of every row that is not empty."""
    verdicts = [invitations.verdict(row.id) for row in invitations.rows if not row.empty]
    return [f"{verdict.sign} {verdict.reason}" for verdict in verdicts]


def ids(invitations: InviteList) -> list[int]:
    """The ids of all rows."""
    return [row.id for row in invitations.rows]


def test_four_empty_rows_at_first_and_one_more_when_the_last_is_filled() -> None:
    """As the portal's dialog does."""
    invitations = InviteList(Role.BILLING_ADMIN)
    assert [row.empty for row in invitations.rows] == [True] * 4
    assert {row.role for row in invitations.rows} == {Role.BILLING_ADMIN}
    assert not invitations.dirty
    invitations.set_email(ids(invitations)[1], EVA)
    assert len(invitations) == 4
    invitations.set_email(ids(invitations)[3], JAN)
    assert len(invitations) == 5
    assert invitations.row_at(4).empty
    assert invitations.dirty


def test_each_verdict_has_its_sign_and_words() -> None:
    """State is never colour alone."""
    invitations = looked_up(
        EVA, JAN, MIA, "tim@muster", "EVA@firma.example", members=(JAN,), invited=(MIA,)
    )
    assert said(invitations) == [
        "✓ bereit",
        "! bereits Mitglied",
        "! bereits eingeladen",
        "✗ Die Domain ist unvollständig",
        "! doppelt (Zeile 1)",
    ]
    assert invitations.counts() == Counts(ready=1, member=1, invited=1, duplicate=1, faulty=1)
    assert invitations.verdict(ids(invitations)[-1]) == RowVerdict(Verdict.EMPTY, "")


def test_an_address_nobody_looked_up_is_not_sent() -> None:
    """Only what the database was asked about can be ready."""
    invitations = filled(EVA)
    assert said(invitations) == ["… wird geprüft"]
    assert invitations.ready() == ()
    invitations.learn([JAN], members=(), invited=())
    assert invitations.unknown_canonicals() == (EVA,)


def test_only_what_was_asked_about_is_learnt() -> None:
    """Somebody types on while the database is asked."""
    invitations = filled(EVA)
    asked = invitations.unknown_canonicals()
    invitations.set_email(ids(invitations)[1], JAN)
    invitations.learn(asked, members=(), invited=())
    assert said(invitations) == ["✓ bereit", "… wird geprüft"]
    assert invitations.unknown_canonicals() == (JAN,)


def test_removing_the_first_promotes_the_next() -> None:
    """The next one with the address takes its place, and the others name that row."""
    invitations = looked_up(JAN, EVA, EVA, EVA)
    assert said(invitations)[1:] == ["✓ bereit", "! doppelt (Zeile 2)", "! doppelt (Zeile 2)"]
    invitations.remove(ids(invitations)[:2])
    assert said(invitations) == ["✓ bereit", "! doppelt (Zeile 1)"]


def test_typing_an_earlier_twin_makes_the_later_one_the_duplicate() -> None:
    """The first in the list counts, not the first typed."""
    invitations = looked_up(JAN, EVA)
    invitations.set_email(ids(invitations)[0], EVA)
    assert said(invitations) == ["✓ bereit", "! doppelt (Zeile 1)"]


def test_an_invited_address_can_be_sent_again() -> None:
    """Switched on and off by row; a new address is no resend."""
    invitations = looked_up(EVA, JAN, invited=(EVA,))
    first = ids(invitations)[0]
    invitations.set_again([first])
    assert said(invitations) == ["✓ wird erneut gesendet", "✓ bereit"]
    assert [(ready.email, ready.again) for ready in invitations.ready()] == [
        (EVA, True),
        (JAN, False),
    ]
    invitations.set_again([first], again=False)
    assert said(invitations)[0] == "! bereits eingeladen"
    invitations.set_again([first])
    invitations.set_email(first, MIA)
    invitations.set_email(first, EVA)
    assert said(invitations)[0] == "! bereits eingeladen"


def test_a_fault_of_the_file_is_mended_by_editing_that_cell() -> None:
    """An unknown role word does not become the default role by mending the address."""
    invitations = InviteList()
    invitations.add([NewRow("eva@firma", faults=(BAD_ROLE,), source=7)])
    (row, *_) = ids(invitations)
    assert said(invitations) == ["✗ Rolle „Chef“ ist unbekannt"]
    invitations.set_email(row, EVA)
    invitations.learn([EVA], members=(), invited=())
    assert said(invitations) == ["✗ Rolle „Chef“ ist unbekannt"]
    invitations.set_role([row], Role.COMPANY_ADMIN)
    assert said(invitations) == ["✓ bereit"]
    assert invitations.ready()[0].role is Role.COMPANY_ADMIN


def test_a_row_without_an_address_stays_faulty_until_somebody_says_what_it_is() -> None:
    """It is neither empty nor gone."""
    invitations = InviteList()
    invitations.add([NewRow("", faults=(RowFault(FaultField.EMAIL, "E-Mail-Adresse fehlt."),))])
    assert said(invitations) == ["✗ E-Mail-Adresse fehlt"]
    assert invitations.dirty
    invitations.set_email(ids(invitations)[0], "")
    assert not invitations.dirty


def test_adding_fills_the_empty_rows_from_the_first_on() -> None:
    """Pasting after something was typed leaves no holes."""
    invitations = InviteList()
    invitations.set_email(ids(invitations)[1], MIA)
    assert invitations.add([NewRow(EVA), NewRow(JAN, Role.BILLING_ADMIN, "Jan", "Groß")]) == 0
    assert [(row.email, row.role) for row in invitations.rows] == [
        (EVA, Role.USER),
        (MIA, Role.USER),
        (JAN, Role.BILLING_ADMIN),
        ("", Role.USER),
    ]


def test_ten_thousand_rows_and_not_one_more() -> None:
    """What does not fit is told, by number or by sentence."""
    invitations = InviteList()
    assert invitations.add([NewRow(f"p{n}@firma.example") for n in range(ROWS_MAX + 5)]) == 5
    assert len(invitations) == ROWS_MAX + 1
    with pytest.raises(Invalid, match=r"höchstens 10\.000 Zeilen") as refused:
        invitations.set_email(ids(invitations)[-1], EVA)
    assert refused.value.field == "email"
    invitations.set_email(ids(invitations)[0], EVA)


def test_what_was_sent_goes_and_the_rest_stays() -> None:
    """Sending keeps the others open for mending; a twin of a sent row is now invited."""
    invitations = looked_up(EVA, "tim@muster", JAN, EVA, members=(JAN,))
    invitations.drop_sent([ready.canonical for ready in invitations.ready()])
    assert [row.email for row in invitations.rows] == ["tim@muster", JAN, EVA, ""]
    assert said(invitations)[1:] == ["! bereits Mitglied", "! bereits eingeladen"]


def test_after_everything_was_sent_the_list_is_as_at_first() -> None:
    """Nothing is left to lose."""
    invitations = looked_up(*(f"p{n}@firma.example" for n in range(50)))
    invitations.drop_sent([ready.canonical for ready in invitations.ready()])
    assert len(invitations) == 4
    assert not invitations.dirty


def test_ready_rows_carry_all_that_is_sent() -> None:
    """The address as mail goes to it, and in the form it is compared by."""
    invitations = InviteList()
    invitations.add([NewRow(" Eva.Groß@FIRMA.example ".replace("ß", "ss"), None, "Eva", "Groß")])
    invitations.learn(invitations.unknown_canonicals(), members=(), invited=())
    (ready,) = invitations.ready()
    assert (ready.email, ready.canonical) == ("Eva.Gross@firma.example", "eva.gross@firma.example")
    assert (ready.first_name, ready.last_name, ready.role) == ("Eva", "Groß", Role.USER)


# --- editing judges as a fresh look would --------------------------------------------------------

ADDRESSES = [EVA, EVA.upper(), JAN, MIA, "tim@muster", "", "  ", "a b@firma.example"]
Step = tuple[str, int, str, bool]
steps = st.lists(
    st.tuples(
        st.sampled_from(["email", "role", "again", "remove", "add", "learn", "drop"]),
        st.integers(0, 30),
        st.sampled_from(ADDRESSES),
        st.booleans(),
    ),
    max_size=40,
)


def _learn(invitations: InviteList, known: dict[str, Verdict], email: str, *, member: bool) -> None:
    asked = [*invitations.unknown_canonicals()[:1], *([email.lower()] if "@f" in email else [])]
    members = asked if member else []
    invited = asked[1:]
    invitations.learn(asked, members=members, invited=invited)
    for canonical in asked:
        known[canonical] = (
            Verdict.MEMBER
            if canonical in members
            else Verdict.INVITED
            if canonical in invited
            else Verdict.READY
        )


def _drop(invitations: InviteList, known: dict[str, Verdict]) -> None:
    sent = [ready.canonical for ready in invitations.ready()][:1]
    invitations.drop_sent(sent)
    known.update(dict.fromkeys(sent, Verdict.INVITED))


def _apply(invitations: InviteList, known: dict[str, Verdict], step: Step) -> None:
    what, number, email, flag = step
    row = ids(invitations)[number % len(invitations)]
    faults = (BAD_ROLE,) if flag else ()
    actions: dict[str, Callable[[], object]] = {
        "email": lambda: invitations.set_email(row, email),
        "role": lambda: invitations.set_role([row], Role.BILLING_ADMIN),
        "again": lambda: invitations.set_again([row], again=flag),
        "remove": lambda: invitations.remove([row, ids(invitations)[0]]),
        "add": lambda: invitations.add([NewRow(email, faults=faults), NewRow(EVA)]),
        "learn": lambda: _learn(invitations, known, email, member=flag),
        "drop": lambda: _drop(invitations, known),
    }
    actions[what]()


def _from_scratch(invitations: InviteList, known: dict[str, Verdict]) -> list[tuple[Verdict, int]]:
    """Verdicts, and of duplicates the row they name, as PRODUCT.md section 5 words them."""
    first: dict[str, int] = {}
    verdicts = []
    for number, row in enumerate(invitations.rows, 1):
        try:
            canonical = check_email(row.email).canonical
        except Invalid:
            blank = not row.email.strip() and not row.faults
            verdicts.append((Verdict.EMPTY if blank else Verdict.FAULTY, 0))
            continue
        earlier = first.setdefault(canonical, number)
        if row.faults:
            verdicts.append((Verdict.FAULTY, 0))
        elif earlier < number:
            verdicts.append((Verdict.DUPLICATE, earlier))
        else:
            kind = known.get(canonical, Verdict.UNKNOWN)
            again = kind is Verdict.INVITED and row.again
            verdicts.append((Verdict.READY if again else kind, 0))
    return verdicts


@settings(max_examples=300, deadline=None, derandomize=True)
@given(steps)
def test_any_edits_end_in_the_verdicts_of_a_fresh_look(edits: list[Step]) -> None:
    """Whatever is typed, pasted, removed, learnt or sent, in any order."""
    invitations, known = InviteList(), dict[str, Verdict]()
    for step in edits:
        _apply(invitations, known, step)
        expected = _from_scratch(invitations, known)
        kinds = [kind for kind, _ in expected]
        assert [invitations.verdict(row).kind for row in ids(invitations)] == kinds
        for row, (kind, earlier) in zip(ids(invitations), expected, strict=True):
            if kind is Verdict.DUPLICATE:
                assert invitations.verdict(row).reason == f"doppelt (Zeile {earlier})"
        counts = invitations.counts()
        assert all(
            getattr(counts, kind.value) == kinds.count(kind)
            for kind in Verdict
            if kind is not Verdict.EMPTY
        )
        assert len(invitations.ready()) == kinds.count(Verdict.READY)
        assert len(invitations) >= 4
        assert invitations.row_at(len(invitations) - 1).empty
        assert invitations.dirty == any(kind is not Verdict.EMPTY for kind in kinds)
        assert set(invitations.unknown_canonicals()).isdisjoint(known)


def test_a_keystroke_in_ten_thousand_rows_judges_three_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted instead of timed: typing costs the same in a long list as in a short one."""
    invitations = looked_up(*(f"p{n}@firma.example" for n in range(ROWS_MAX)))
    judged: list[int] = []
    judge = invitations._judge

    def counting(row_id: int) -> None:
        judged.append(row_id)
        judge(row_id)

    monkeypatch.setattr(invitations, "_judge", counting)
    middle = ids(invitations)[5_000]
    for email in ("p7@firma.example", "p8@firma.example", "p", EVA):
        judged.clear()
        invitations.set_email(middle, email)
        assert len(judged) <= 3


@pytest.mark.parametrize("same", [False, True], ids=["all-different", "all-the-same"])
def test_ten_thousand_rows_are_judged_in_passing(*, same: bool) -> None:
    """Far below what somebody notices; the bound leaves room for a slow machine."""
    rows = [NewRow(f"p{0 if same else n}@firma.example") for n in range(ROWS_MAX)]
    started = time.process_time()
    invitations = InviteList()
    invitations.add(rows)
    invitations.learn(invitations.unknown_canonicals(), members=(), invited=())
    verdicts = [invitations.verdict(row.id) for row in invitations.rows]
    assert time.process_time() - started < 1.0
    assert sum(verdict.kind is Verdict.READY for verdict in verdicts) == (1 if same else ROWS_MAX)
