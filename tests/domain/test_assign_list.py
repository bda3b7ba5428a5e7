"""What a list of licences would change: columns, names, verdicts; without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.assign_lines import line, lines_of
from tcm_tui.domain.assign_list import (
    AppNames,
    AssignListRow,
    compared,
    settled,
    table_header,
    table_rows,
    verdict_label,
    wishes_of,
)
from tcm_tui.domain.assignments import App, AssignReport, AssignRow
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.sheet_columns import SheetRow, SheetTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.assignments import Wish

BASIC = App(1, "Microsoft 365 Business", "Basic", "Vertrieb Nord")
SOUTH = App(2, "Microsoft 365 Business", "Basic", "Vertrieb Süd")
PREMIUM = App(3, "Microsoft 365 Business", "Premium", "")
WEBEX = App(4, "Cisco Webex Suite", "", "")
NAMES = AppNames([BASIC, SOUTH, PREMIUM, WEBEX])
DERYA, GUEST = RowKey(MemberKind.MEMBER, 7), RowKey(MemberKind.INVITATION, 7)
KNOWN = {"derya@m.example": DERYA, "d.celik@m.example": DERYA, "gast@k.example": GUEST}


def table(*rows: tuple[str, ...]) -> SheetTable:
    """A file of these rows."""
    return SheetTable(tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1)))


def all_change(wishes: Sequence[Wish]) -> AssignReport:
    """As if nobody had a licence, and there were enough."""
    apps = {app.subscription_id: app for app in (BASIC, SOUTH, PREMIUM, WEBEX)}
    return AssignReport(
        [
            AssignRow(wish, apps[wish.subscription_id], "Celik, Derya", "d@m", Verdict.CHANGED)
            for wish in wishes
        ]
    )


def judged(*rows: tuple[str, ...]) -> list[AssignListRow]:
    """The rows of a file against `KNOWN`."""
    return compared(lines_of(table(*rows)).rows, KNOWN, NAMES, all_change)


HEADER = ("E-Mail", "Produkt", "Abonnement-Name", "Zugewiesen")


def test_columns_come_in_any_order_and_language() -> None:
    """What is not used is named; titles above the header are left out."""
    found = lines_of(
        table(
            ("Lizenzen 2026",),
            ("Subscription name", "Rolle", "Product", "E-mail address", "Assigned"),
            ("Vertrieb Nord", "admin", "Word", "Derya <derya@m.example>", "no"),
            ("", "", "Word", "mailto:gast@k.example", ""),
        )
    )
    assert [(row.email, row.product, row.subscription, row.give) for row in found.rows] == [
        ("derya@m.example", "Word", "Vertrieb Nord", False),
        ("gast@k.example", "Word", "", True),
    ]
    assert found.notes == (
        "1 Zeile über der Überschrift wurde übergangen.",
        "Diese Spalte wird nicht verwendet: Rolle.",
    )
    assert [row.number for row in found.rows] == [3, 4]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "Die Liste ist leer."),
        (
            (("E-Mail", "Name"), ("a@b.example", "Word")),
            "Nennen Sie in der Überschrift die Spalte „Produkt“ oder „Abonnement-Name“.",
        ),
        (
            (("derya@m.example", "Vertrieb Nord"),),
            "Nennen Sie in der Überschrift die Spalte „Produkt“ oder „Abonnement-Name“.",
        ),
        ((HEADER, *[("a@b.example", "x", "", "")] * 10_001), "Die Liste hat mehr als 10.000"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    rows: tuple[tuple[str, ...], ...], sentence: str
) -> None:
    """At the field of the file."""
    with pytest.raises(Invalid, match=sentence) as refused:
        lines_of(table(*rows))
    assert refused.value.field == "path"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("", "Word", "", ""), "E-Mail-Adresse fehlt."),
        (("derya@m.example", "", "", ""), "Produkt oder „Abonnement-Name“ fehlt."),
        (("derya@m.example", "x", "", "vielleicht"), "„vielleicht“ ist unbekannt: ja oder nein."),
        (("derya@m.example", "Word", "", ""), "Kein Abonnement heißt „Word“."),
        (
            ("derya@m.example", "Microsoft 365 Business Basic", "", ""),
            "Mehrere Abonnements heißen „Microsoft 365 Business Basic“. "
            "Nennen Sie den „Abonnement-Name“ oder die Nummer.",
        ),
        (
            ("derya@m.example", "Cisco Webex Suite", "Vertrieb Nord", ""),
            "Kein Abonnement heißt „Cisco Webex Suite – Vertrieb Nord“.",
        ),
    ],
)
def test_what_is_not_clear_is_told_at_its_row(cells: tuple[str, ...], reason: str) -> None:
    """And nothing is done about it."""
    (row,) = judged(HEADER, cells)
    assert (row.verdict.value, row.reason) == ("unknown", reason)
    assert wishes_of([row]) == []
    assert verdict_label(row) == "unbekannt"


def test_of_a_name_that_several_have_the_number_is_asked_for() -> None:
    """The „Abonnement-Name“ was named already."""
    twin = App(5, "Cisco Webex Suite", "", "vertrieb nord")
    with pytest.raises(NotFound) as refused:
        AppNames([BASIC, twin]).called("", "Vertrieb Nord")
    assert str(refused.value) == (
        "Mehrere Abonnements heißen „Vertrieb Nord“. Nennen Sie die Nummer."
    )


def test_a_number_is_the_number_whatever_others_are_called() -> None:
    """Else the one with that number could not be named any more."""
    misleading = App(5, "Cisco Webex Suite", "", str(BASIC.subscription_id))
    names = AppNames([BASIC, misleading])
    assert names.called("", str(BASIC.subscription_id)) == BASIC
    assert names.called("", "5") == misleading


def test_a_broken_address_is_told() -> None:
    """With the sentence of addresses."""
    (row,) = judged(HEADER, ("niemand", "Cisco Webex Suite", "", ""))
    assert row.verdict.value == "unknown"
    assert row.reason


def test_a_cell_that_must_not_be_used_is_told() -> None:
    """A formula without a value, in a column that is taken."""
    rows = (
        SheetRow(1, HEADER),
        SheetRow(2, ("derya@m.example", "", "", ""), {1: "Formel ohne Wert."}),
    )
    (row,) = lines_of(SheetTable(rows)).rows
    assert row.fault == "Formel ohne Wert."


@pytest.mark.parametrize(
    ("product", "subscription", "meant"),
    [
        ("", "Vertrieb Nord", BASIC),
        ("", "vertrieb  nord", None),
        ("", "VERTRIEB SÜD", SOUTH),
        ("", "2", SOUTH),
        ("Vertrieb Nord", "", BASIC),
        ("Microsoft 365 Business Basic – Vertrieb Nord", "", BASIC),
        ("Microsoft 365 Business Premium", "", PREMIUM),
        ("cisco webex suite", "", WEBEX),
        ("Microsoft 365 Business", "Vertrieb Süd", SOUTH),
        ("Microsoft 365 Business", "3", PREMIUM),
        ("Microsoft 365 Business", "", None),
        ("", "Cisco Webex Suite", WEBEX),
    ],
)
def test_a_subscription_is_found_by_what_is_unique(
    product: str, subscription: str, meant: App | None
) -> None:
    """Product, product with edition, name, or number; case and marks do not matter."""
    if meant is None:
        with pytest.raises(NotFound):
            NAMES.called(product, subscription)
    else:
        assert NAMES.called(product, subscription) == meant


def test_rows_become_wishes_or_say_why_not() -> None:
    """New people, second addresses of the same person, giving and taking."""
    rows = judged(
        HEADER,
        ("derya@m.example", "", "Vertrieb Nord", ""),
        ("gast@k.example", "", "Vertrieb Nord", "nein"),
        ("neu@m.example", "", "Vertrieb Nord", "ja"),
        ("d.celik@m.example", "", "Vertrieb Nord", ""),
        ("d.celik@m.example", "", "Vertrieb Süd", "x"),
    )
    assert [(row.verdict.value, row.reason) for row in rows] == [
        ("changed", ""),
        ("changed", ""),
        ("new", "weder Mitglied noch eingeladen"),
        ("unknown", "doppelt (Zeile 2)"),
        ("changed", ""),
    ]
    assert [(wish.subscription_id, wish.holder, wish.give) for wish in wishes_of(rows)] == [
        (1, DERYA, True),
        (1, GUEST, False),
        (2, DERYA, True),
    ]
    assert [verdict_label(row) for row in rows[:3]] == [
        "wird zugewiesen",
        "wird zurückgenommen",
        "neu",
    ]


def test_what_was_saved_is_told_row_by_row() -> None:
    """Somebody faster leaves all as it was; the table can be read again."""
    rows = judged(
        HEADER, ("derya@m.example", "Cisco Webex Suite", "", ""), ("x@m.example", "", "4")
    )
    report = all_change(wishes_of(rows))
    done = settled(rows, AssignReport(report.rows, saved=True))
    assert [row.verdict.value for row in done] == ["done", "new"]
    assert settled(rows, report)[0].verdict.value == "changed"
    saved = table_rows(done)
    assert saved[0] == [
        *(2, "derya@m.example", "Celik, Derya", "Cisco Webex Suite", ""),
        *("ja", "zugewiesen", ""),
    ]
    again = lines_of(table(tuple(table_header()), *(tuple(map(str, row)) for row in saved)))
    assert [(one.email, one.product, one.give) for one in again.rows] == [
        ("derya@m.example", "Cisco Webex Suite", True),
        ("x@m.example", "", True),
    ]


def test_what_was_typed_is_a_row_too() -> None:
    """As `tcm-tui assign` makes them."""
    assert line(1, " Derya@M.example ", " Vertrieb Nord ", give=False).canonical
    assert line(1, "derya@m.example", "", give=True).fault
