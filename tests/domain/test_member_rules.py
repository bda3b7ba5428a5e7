"""Which verdict for which row and change, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.member_changes import REVERSIBLE, Change, ChangeKind, ChangeRow, Verdict
from tcm_tui.domain.member_profile import TEXT_MAX, ProfileValues
from tcm_tui.domain.member_rules import Judge, Standing, after, last_admin, opposite
from tcm_tui.domain.members import MemberKind, MemberState, RowKey
from tcm_tui.domain.permissions import Role

OWN = 1
DERYA = Standing(
    RowKey(MemberKind.MEMBER, 7),
    3,
    "Derya",
    "Çelik",
    "derya.celik@m.example",
    Role.USER,
    MemberState.ACTIVE,
    user_id=70,
)
ASLEEP = replace(DERYA, state=MemberState.DISABLED)
ADMIN = replace(DERYA, role=Role.COMPANY_ADMIN)
MYSELF = replace(ADMIN, user_id=OWN)
INVITED = Standing(
    RowKey(MemberKind.INVITATION, 9),
    2,
    "",
    "",
    "neu@m.example",
    Role.USER,
    MemberState.INVITED,
)
ENDED = replace(INVITED, state=MemberState.EXPIRED)
OVER = replace(INVITED, over="Diese Einladung wurde zurückgezogen.")
TO_USER, TO_BILLING, TO_ADMIN = (Change(ChangeKind.ROLE, role) for role in Role)
DISABLE, ENABLE, REMOVE = map(Change, (ChangeKind.DISABLE, ChangeKind.ENABLE, ChangeKind.REMOVE))
RESEND, REVOKE = Change(ChangeKind.RESEND), Change(ChangeKind.REVOKE)
C, U, R = Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REFUSED


@pytest.mark.parametrize(
    ("change", "row", "verdict", "words"),
    [
        (TO_BILLING, DERYA, C, ""),
        (TO_USER, DERYA, U, "schon"),
        (TO_BILLING, ASLEEP, C, ""),
        (TO_BILLING, INVITED, C, ""),
        (TO_USER, INVITED, U, "schon"),
        (TO_BILLING, ENDED, C, ""),
        (TO_BILLING, ADMIN, C, ""),
        (TO_BILLING, MYSELF, C, "Sie selbst"),
        (TO_ADMIN, MYSELF, U, "schon"),
        (DISABLE, DERYA, C, ""),
        (DISABLE, ASLEEP, U, "schon deaktiviert"),
        (DISABLE, MYSELF, R, "eigenes Konto"),
        (DISABLE, INVITED, R, "nur bei Mitgliedern"),
        (ENABLE, ASLEEP, C, ""),
        (ENABLE, DERYA, U, "schon aktiv"),
        (ENABLE, INVITED, R, "nur bei Mitgliedern"),
        (REMOVE, DERYA, C, ""),
        (REMOVE, ASLEEP, C, ""),
        (REMOVE, MYSELF, R, "Sich selbst"),
        (REMOVE, INVITED, R, "nur bei Mitgliedern"),
        (RESEND, INVITED, C, ""),
        (RESEND, ENDED, C, ""),
        (RESEND, DERYA, R, "nur bei Einladungen"),
        (REVOKE, INVITED, C, ""),
        (REVOKE, ENDED, C, ""),
        (REVOKE, DERYA, R, "nur bei Einladungen"),
        (REVOKE, OVER, R, "zurückgezogen"),
        (TO_USER, OVER, R, "zurückgezogen"),
    ],
)
def test_each_change_of_each_row(
    change: Change, row: Standing, verdict: Verdict, words: str
) -> None:
    """With another administrator left."""
    judged = Judge(admins=2, own=OWN).judge(change, row)
    assert judged.verdict is verdict
    assert words in judged.reason
    assert bool(words) == bool(judged.reason)
    assert (judged.key, judged.version, judged.role) == (row.key, row.version, row.role)


@pytest.mark.parametrize("change", [TO_USER, TO_BILLING, DISABLE, REMOVE])
def test_d4_the_last_administrator_stays(change: Change) -> None:
    """By every road; a disabled one is not counted, so it may go."""
    judged = Judge(admins=1, own=OWN).judge(change, ADMIN)
    assert (judged.verdict, judged.reason) == (R, last_admin())
    asleep = replace(ADMIN, state=MemberState.DISABLED)
    assert Judge(admins=1, own=OWN).judge(change, asleep).verdict is not R


@pytest.mark.parametrize("change", [TO_USER, DISABLE, REMOVE])
def test_d4_of_many_the_one_that_would_take_the_last_is_refused(change: Change) -> None:
    """In their order: the others are changed."""
    judge = Judge(admins=3, own=OWN)
    rows = [replace(ADMIN, key=RowKey(MemberKind.MEMBER, n)) for n in range(3)]
    assert [judge.judge(change, row).verdict for row in rows] == [C, C, R]


def test_d4_who_becomes_an_administrator_counts_from_then_on() -> None:
    """Taking several roles back gives and takes in one go."""
    judge = Judge(admins=1, own=OWN)
    assert judge.judge(TO_ADMIN, DERYA).verdict is C
    assert judge.judge(TO_USER, ADMIN).verdict is C
    assert judge.judge(TO_USER, replace(ADMIN, user_id=71)).verdict is R


@pytest.mark.parametrize("row", [INVITED, ASLEEP])
def test_d4_who_cannot_act_is_no_administrator(row: Standing) -> None:
    """An invitation as administrator or a disabled one is nobody to rely on."""
    judge = Judge(admins=1, own=OWN)
    assert judge.judge(TO_ADMIN, row).verdict is C
    assert judge.judge(TO_USER, ADMIN).verdict is R


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (
            replace(DERYA, version=4, role=Role.BILLING_ADMIN),
            "Die Rolle war „Benutzer“ und ist jetzt „Rechnungsadministrator“.",
        ),
        (
            replace(ASLEEP, version=4),
            "Der Status war „● aktiv“ und ist jetzt „○ deaktiviert“.",
        ),
        (replace(DERYA, version=4), "Jemand hat hier inzwischen etwas geändert."),
        (replace(DERYA, version=4, over="Gehört nicht mehr dazu."), "Gehört nicht mehr dazu."),
    ],
)
def test_h1_what_changed_meanwhile_is_refused_with_both_values(now: Standing, words: str) -> None:
    """What it was when it was looked at, and what it is now."""
    judged = Judge(admins=2, own=OWN).judge_looked_at(TO_ADMIN, DERYA.row(C), now)
    assert judged.verdict is R
    assert words in judged.reason


@pytest.mark.parametrize(
    ("change", "back"), [(TO_ADMIN, TO_USER), (DISABLE, ENABLE), (ENABLE, DISABLE)]
)
def test_the_opposite_of_a_change_leads_back(change: Change, back: Change) -> None:
    """From what the change made of the row."""
    row = (ASLEEP if change is ENABLE else DERYA).row(C)
    assert change.kind in REVERSIBLE
    assert opposite(change, row) == back
    changed = after(change, row)
    assert changed != row
    assert after(back, changed) == row


def test_a_row_is_shown_as_the_list_shows_it() -> None:
    """Name in its order, nothing where none is known."""
    assert [one.row(C).name for one in (DERYA, INVITED)] == ["Çelik, Derya", ""]
    assert isinstance(DERYA.row(C), ChangeRow)


@pytest.mark.parametrize("name", ["title", "department"])
def test_texts_are_cleaned_and_limited(name: str) -> None:
    """What acts on a terminal does not get in."""
    dirty = ProfileValues(**{name: " Ein\x1b[31mkauf\u202e  Süd "})
    assert getattr(dirty.checked(), name) == "Ein[31mkauf Süd"
    with pytest.raises(Invalid) as refused:
        ProfileValues(**{name: "x" * (TEXT_MAX + 1)}).checked()
    assert refused.value.field == name
