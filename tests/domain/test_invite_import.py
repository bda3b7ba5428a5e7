"""Pasted lists and tables: every form is understood, and nothing vanishes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_import import parse_pasted, rows_from_table
from tcm_tui.domain.invite_rows import NewRow
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.role_words import role_of
from tcm_tui.domain.sheet_columns import SheetRow, SheetTable

A, B, C = "a@firma.example", "b.c+d@firma.example", "ü@firma.example"


def emails(text: str) -> list[str]:
    """The addresses that a pasted text becomes."""
    return [row.email for row in parse_pasted(text).rows]


def people(text: str) -> list[tuple[str, str, str]]:
    """Address, first and last name."""
    return [(row.email, row.first_name, row.last_name) for row in parse_pasted(text).rows]


def table(*rows: tuple[str, ...]) -> SheetTable:
    """A file with these rows."""
    return SheetTable(tuple(SheetRow(number, row) for number, row in enumerate(rows, 1)))


@pytest.mark.parametrize(
    "text",
    [
        *(f"{A}{between}{B}{between}{C}" for between in (",", ";", " ", "\n", "\r\n", "\t", ", ")),
        f"{A};{B},\n\n {C} ;",
        f"<{A}><{B}> <{C}>",
        f"mailto:{A}?subject=Hallo, MAILTO:{B} <mailto:{C}>",
        f'"{A}", ({B}), [{C}].',
        f"E-Mail-Adresse\n{A}\n{B}\n{C}",
        f"\u2028{A}\x0b{B}\x85{C}",
    ],
)
def test_any_separators(text: str) -> None:
    """However a list of addresses is written down."""
    assert emails(text) == [A, B, C]


def test_names_around_addresses() -> None:
    """As mail programs copy them; quotes may hold commas, and Outlook leaves them out."""
    text = f'Anna Muster <{A}>, "Groß, Jan" <{B}>; Çelik, Derya <{C}>\n{A} (Team Vertrieb)'
    assert people(text) == [
        (A, "Anna", "Muster"),
        (B, "Jan", "Groß"),
        (C, "Derya", "Çelik"),
        (A, "Team", "Vertrieb"),
    ]


def test_cells_with_a_header() -> None:
    """In any order; the unknown role word is a fault of its row."""
    parsed = parse_pasted(f"Rolle\tName\tE-Mail\nBilling Admin\tGroß\t{A}\nChef\t\t{B}\n\t\t{C}")
    assert [(row.email, row.role, row.last_name) for row in parsed.rows] == [
        (A, Role.BILLING_ADMIN, "Groß"),
        (B, None, ""),
        (C, None, ""),
    ]
    assert [fault.reason for row in parsed.rows for fault in row.faults] == [
        "Rolle „Chef“ ist unbekannt: Benutzer, Rechnungsadministrator oder "
        "Unternehmensadministrator."
    ]


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_cells_without_a_header(delimiter: str) -> None:
    """Address and role; a word beside role words that is none is a fault, not the default."""
    parsed = parse_pasted(f"{A}{delimiter}Unternehmensadministrator\n{B}{delimiter}Admin\n{C}")
    assert [(row.email, row.role) for row in parsed.rows] == [
        (A, Role.COMPANY_ADMIN),
        (B, None),
        (C, None),
    ]
    assert [len(row.faults) for row in parsed.rows] == [0, 1, 0]
    assert parsed.notes == ()


def test_cells_left_aside_are_named() -> None:
    """Without a header nobody knows which cell is which name."""
    parsed = parse_pasted(f"Anna\tMuster\t{A}\nJan\tGroß\t{B}")
    assert [row.email for row in parsed.rows] == [A, B]
    assert parsed.notes == ("Ohne Überschrift wird nur Spalte 3 verwendet.",)


def test_a_role_beside_an_address() -> None:
    """On a line of its own, without any separator but a blank."""
    (row,) = parse_pasted(f"{A} Rechnungsadministrator").rows
    assert (row.email, row.role) == (A, Role.BILLING_ADMIN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Hallo Welt, {A}", ["Hallo Welt", A]),
        (f'"offen {A}\n{B}', [A, B]),
        (f"Team <{A}", [A]),
        ("a@b@firma.example", ["a@b@firma.example"]),
        ("niemand", ["niemand"]),
        (f"{A} {B} oder", [A, B, "oder"]),
        ("<>", ["<>"]),
    ],
)
def test_what_cannot_be_read_becomes_a_faulty_row(text: str, expected: list[str]) -> None:
    """It stays where somebody sees it."""
    assert emails(text) == expected


@pytest.mark.parametrize("text", ["", "  \n\t ", ";,;", "E-Mail"])
def test_nothing_is_nothing(text: str) -> None:
    """Separators alone, or a header alone, make no rows."""
    assert emails(text) == []


def test_more_than_ten_thousand_are_told() -> None:
    """The first ones are taken."""
    for between in ("\n", "\tBenutzer\n"):
        parsed = parse_pasted(between.join(f"p{n}@firma.example" for n in range(10_003)))
        assert len(parsed.rows) == 10_000
        assert parsed.notes[-1] == (
            "Nur die ersten 10.000 Zeilen wurden übernommen, 3 Zeilen fehlen."
        )


@pytest.mark.parametrize(
    "unit",
    ["<", '"', ",x<", "mailto:?", "?", "a@", "a@ ", "x ", "\t", ";", "(", '"a,', "\n@", "<>"],
)
def test_b2_a_huge_paste_costs_no_more_than_its_length(unit: str) -> None:
    """A quarter of what the terminal guard lets through, made of what parsers stumble over."""
    started = time.process_time()
    rows = parse_pasted("mailto:" + unit * ((1 << 18) // len(unit))).rows
    assert time.process_time() - started < 4
    assert all(len(row.email) <= 500 for row in rows)


words = st.text(st.characters(codec="utf-8", exclude_characters="@"), max_size=8)
pieces = st.one_of(
    st.sampled_from([A, B, C, f"<{A}>", f'"Groß, Jan" <{B}>', f"mailto:{C}", "Benutzer", '"', "<"]),
    st.sampled_from([",", ";", "\t", "\n", " ", ">", "'", "E-Mail", "x@", "@", "a@b"]),
    words,
)
_TOKEN = re.compile(r"[a-z0-9.+ü]+@firma\.example")


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(pieces, max_size=25).map(" ".join) | st.lists(pieces, max_size=25).map("".join))
@example("a@firma.example < <a@firma.example>")
@example("E-Mail \n , a@firma.example")
@example("mailto:a@firma.example?a@firma.example")
def test_no_address_vanishes(text: str) -> None:
    """Each address in a pasted text stands in a row, in a name, or is counted in a note."""
    parsed = parse_pasted(text)
    assert all(isinstance(row, NewRow) for row in parsed.rows)
    kept = " ".join(f"{row.email} {row.first_name} {row.last_name}" for row in parsed.rows)
    missing = len(_TOKEN.findall(text)) - len(_TOKEN.findall(kept))
    assert missing <= 0 or any("weitere Adresse" in note for note in parsed.notes)


# --- files ---------------------------------------------------------------------------------------


def test_header_in_any_order_case_and_language() -> None:
    """Titles above it are passed over, and that is said."""
    parsed = rows_from_table(
        table(
            ("Neue Mitarbeitende 2026",),
            ("SURNAME", "e-mail address *", "First name", "ROLE", "Personalnr."),
            ("Groß", A, "Jan", "company administrator", "7"),
        )
    )
    (row,) = parsed.rows
    assert (row.email, row.role, row.first_name, row.last_name, row.source) == (
        *(A, Role.COMPANY_ADMIN, "Jan", "Groß", 3),
    )
    assert parsed.notes == (
        "1 Zeile über der Überschrift wurde übergangen.",
        "Diese Spalte wird nicht verwendet: Personalnr..",
    )


def test_a_column_without_a_header_is_left_aside_by_its_number() -> None:
    """It may hold something that somebody misses."""
    parsed = rows_from_table(table(("E-Mail", "", "Ort"), (A, B, ""), ("", "", "Bonn")))
    assert parsed.notes == ("Diese Spalten werden nicht verwendet: Spalte 2, Ort.",)


def test_the_first_column_that_holds_addresses() -> None:
    """Under a header that nobody can guess."""
    parsed = rows_from_table(table(("Vorname", "Kontakt"), ("Eva", A), ("Jan", B)))
    assert [(row.email, row.first_name) for row in parsed.rows] == [(A, "Eva"), (B, "Jan")]


def test_rows_that_cannot_be_taken_over_say_why() -> None:
    """Faults of cells count where the cell counts: a name is only left out, and said so."""
    rows = (
        SheetRow(1, ("E-Mail", "Rolle", "Vorname", "Telefon")),
        SheetRow(2, ("4711",), {0: "Zahl statt Text."}),
        SheetRow(3, (A, "2026-01-01"), {1: "Datum statt Text."}),
        SheetRow(4, (B, "", "2026-01-01"), {2: "Datum statt Text."}),
        SheetRow(5, (C, "", "", "49228"), {3: "Zahl statt Text."}),
        SheetRow(6, ("", "Benutzer")),
        SheetRow(7, ("Eva Groß <eva@firma.example>",)),
    )
    parsed = rows_from_table(SheetTable(rows))
    assert [[fault.reason for fault in row.faults] for row in parsed.rows] == [
        ["Zahl statt Text."],
        ["Datum statt Text."],
        [],
        [],
        ["E-Mail-Adresse fehlt."],
        [],
    ]
    assert "Der Name in Zeile 4 ist nicht lesbar und bleibt leer." in parsed.notes
    last = parsed.rows[-1]
    assert (last.email, last.first_name, last.last_name) == ("eva@firma.example", "Eva", "Groß")


def test_several_addresses_in_a_cell_stay_together() -> None:
    """Which of them is meant, somebody must say: the row is faulty."""
    parsed = rows_from_table(table(("E-Mail",), (f"{A}, {B}",)))
    assert [row.email for row in parsed.rows] == [f"{A}, {B}"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "leer"),
        ((("Vorname",), ("Eva",)), "keine E-Mail-Adresse"),
        (tuple((f"p{n}@firma.example",) for n in range(10_001)), "mehr als 10.000"),
    ],
)
def test_tables_that_are_no_list_of_people(rows: tuple[tuple[str, ...], ...], words: str) -> None:
    """One sentence, at the path."""
    with pytest.raises(Invalid, match=words) as refused:
        rows_from_table(table(*rows))
    assert refused.value.field == "path"


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Benutzer", Role.USER),
        (" benutzerin ", Role.USER),
        ("USER", Role.USER),
        ("Rechnungsadministrator", Role.BILLING_ADMIN),
        ("Rechnungsadmin.", Role.BILLING_ADMIN),
        ("Abrechnungsadministrator", Role.BILLING_ADMIN),
        ("billing_admin", Role.BILLING_ADMIN),
        ("Billing Administrator", Role.BILLING_ADMIN),
        ("Unternehmensadministrator/in", Role.COMPANY_ADMIN),
        ("Company-Admin", Role.COMPANY_ADMIN),
        ("", None),
        ("  ", None),
    ],
)
def test_role_words(word: str, role: Role | None) -> None:
    """The portal's three, its alias, the English ones; nothing there means the default."""
    assert role_of(word) is role


@pytest.mark.parametrize("word", ["Admin", "Administrator", "Chef", "2", "user admin", "\x1b[31m"])
def test_no_role_is_guessed(word: str) -> None:
    """The sentence names the three words that are understood."""
    with pytest.raises(Invalid) as refused:
        role_of(word)
    assert "Benutzer, Rechnungsadministrator oder Unternehmensadministrator" in str(refused.value)
    assert "\x1b" not in refused.value.message
