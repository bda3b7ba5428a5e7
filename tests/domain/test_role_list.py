"""What a list of roles would change: verdicts, order, portions. Nothing here touches a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_import import parse_pasted, rows_from_table
from tcm_tui.domain.member_changes import CHUNK, ChangeReport, Verdict
from tcm_tui.domain.member_rules import Judge, Standing
from tcm_tui.domain.members import MemberKind, MemberState, RowKey
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.role_list import (
    COLUMNS,
    RoleRow,
    RoleVerdict,
    compared,
    newcomers,
    settled,
    steps,
    table_header,
    table_rows,
    wanted_roles,
)
from tcm_tui.domain.sheet_columns import SheetRow, SheetTable

OWN = 1


def standing(number: int, role: Role, *, kind: MemberKind = MemberKind.MEMBER) -> Standing:
    """Somebody of the company; whoever has the number 1 asks."""
    invited = kind is MemberKind.INVITATION
    return Standing(
        key=RowKey(kind, number),
        version=1,
        first_name="Vor",
        last_name=f"Nach{number}",
        address=f"p{number}@firma.example",
        role=role,
        state=MemberState.INVITED if invited else MemberState.ACTIVE,
        user_id=None if invited else number,
    )


KNOWN = {
    "p1@firma.example": standing(1, Role.COMPANY_ADMIN),
    "p2@firma.example": standing(2, Role.USER),
    "zweite@firma.example": standing(2, Role.USER),
    "p3@firma.example": standing(3, Role.BILLING_ADMIN),
    "p4@firma.example": standing(4, Role.USER, kind=MemberKind.INVITATION),
}


def judged(text: str, *, admins: int = 1) -> list[RoleRow]:
    """The rows of `text` against `KNOWN`."""
    wanted = wanted_roles(parse_pasted(text, COLUMNS).rows)
    return compared(wanted, KNOWN, Judge(admins, OWN))


def verdicts(rows: list[RoleRow]) -> list[RoleVerdict]:
    """What becomes of each."""
    return [row.verdict for row in rows]


def test_each_verdict() -> None:
    """Changed, unchanged, new, unknown; members and invitations alike."""
    rows = judged(
        "Rolle;E-Mail\n"
        "Abrechnungsadministrator;p2@firma.example\n"
        "billing admin;P3@FIRMA.example\n"
        "Unternehmensadministrator;p4@firma.example\n"
        "Benutzer;neu@firma.example\n"
        "Chefin;p3@firma.example\n"
        ";p3@firma.example\n"
        "Benutzer;kaputt@\n"
    )
    assert verdicts(rows) == [
        RoleVerdict.CHANGED,
        RoleVerdict.UNCHANGED,
        RoleVerdict.CHANGED,
        RoleVerdict.NEW,
        *[RoleVerdict.UNKNOWN] * 3,
    ]
    assert rows[0].said == "Benutzer → Rechnungsadministrator"
    assert rows[4].reason.startswith("Rolle „Chefin“ ist unbekannt")
    assert rows[5].reason == "Rolle fehlt."
    assert rows[6].reason == "Nach dem @ fehlt die Domain."
    assert [new.email for new in newcomers(rows)] == ["neu@firma.example"]


def test_a_person_stands_in_the_list_once() -> None:
    """A second row is named after the first, also by another address of the same person."""
    rows = judged(
        "E-Mail;Rolle\n"
        "neu@firma.example;Benutzer\n"
        "NEU@firma.example;Benutzer\n"
        "zweite@firma.example;Rechnungsadministrator\n"
        "p2@firma.example;Unternehmensadministrator\n"
    )
    assert verdicts(rows) == [
        RoleVerdict.NEW,
        RoleVerdict.UNKNOWN,
        RoleVerdict.CHANGED,
        RoleVerdict.UNKNOWN,
    ]
    assert (rows[1].reason, rows[3].reason) == ("doppelt (Zeile 2)", "doppelt (Zeile 4)")


def test_a_faulty_row_does_not_take_the_place_of_a_good_one() -> None:
    """The second row of the person is good, so it counts."""
    rows = judged("E-Mail;Rolle\np2@firma.example;Chef\np2@firma.example;Rechnungsadministrator\n")
    assert verdicts(rows) == [RoleVerdict.UNKNOWN, RoleVerdict.CHANGED]


def test_d3_only_address_and_role_are_taken() -> None:
    """What would be more than that is named and ignored."""
    header = ("company_id", "E-Mail", "verified", "Rolle", "admin", "Nachname")
    row = ("2", "p2@firma.example", "true", "Benutzer", "yes", "Muster")
    parsed = rows_from_table(SheetTable((SheetRow(1, header), SheetRow(2, row))), COLUMNS)
    assert parsed.notes == (
        "Diese Spalten werden nicht verwendet: company_id, verified, admin, Nachname.",
    )
    assert (parsed.rows[0].role, parsed.rows[0].last_name) == (Role.USER, "")


def test_a_list_without_a_role_is_refused_as_a_whole() -> None:
    """It was meant for something else."""
    with pytest.raises(Invalid, match="Spalte „Rolle“"):
        wanted_roles(parse_pasted("p2@firma.example\np3@firma.example", COLUMNS).rows)


def test_d4_the_last_administrator_is_foreseen() -> None:
    """Refused alone; handed over in the same list it goes, whatever the order of the rows."""
    alone = judged("E-Mail;Rolle\np1@firma.example;Benutzer\n")
    assert verdicts(alone) == [RoleVerdict.REFUSED]
    assert "mindestens einen" in alone[0].reason
    both = "E-Mail;Rolle\np1@firma.example;Benutzer\np2@firma.example;Unternehmensadministrator\n"
    assert verdicts(judged(both)) == [RoleVerdict.CHANGED] * 2


def test_the_own_role_is_changed_last() -> None:
    """After it one may not change the others any more."""
    made = steps(
        judged(
            "E-Mail;Rolle\n"
            "p1@firma.example;Rechnungsadministrator\n"
            "p3@firma.example;Benutzer\n"
            "p4@firma.example;Rechnungsadministrator\n"
            "p2@firma.example;Unternehmensadministrator\n"
        )
    )
    assert [[row.key.id for row in step.rows] for step in made] == [[2], [4], [3], [1]]
    assert [step.change.role for step in made] == [
        Role.COMPANY_ADMIN,
        Role.BILLING_ADMIN,
        Role.USER,
        Role.BILLING_ADMIN,
    ]


def test_many_are_changed_in_portions() -> None:
    """So that it can be stopped between two of them."""
    (row,) = judged("E-Mail;Rolle\np2@firma.example;Rechnungsadministrator\n")
    made = steps([row] * (2 * CHUNK + 1))
    assert [len(step.rows) for step in made] == [CHUNK, CHUNK, 1]


def test_what_became_of_the_rows() -> None:
    """Done, refused with the reason, and not tried yet."""
    rows = judged(
        "E-Mail;Rolle\n"
        "p2@firma.example;Rechnungsadministrator\n"
        "p3@firma.example;Benutzer\n"
        "p4@firma.example;Rechnungsadministrator\n"
        "neu@firma.example;Benutzer\n"
    )
    first, second = (row.found for row in rows[:2])
    assert first is not None
    assert second is not None
    became = [first, replace(second, verdict=Verdict.REFUSED, reason="Inzwischen geändert.")]
    after = settled(rows, [ChangeReport(steps(rows)[0].change, became)])
    assert verdicts(after) == [
        RoleVerdict.DONE,
        RoleVerdict.REFUSED,
        RoleVerdict.CHANGED,
        RoleVerdict.NEW,
    ]
    table = table_rows(after)
    assert table[1] == [
        3,
        "p3@firma.example",
        "Nach3, Vor",
        "Rechnungsadministrator",
        "Benutzer",
        "nicht möglich",
        "Inzwischen geändert.",
    ]
    assert len(table_header()) == len(table[0])
