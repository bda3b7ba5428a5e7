"""Lists as .csv and .txt: encodings, delimiters, broken quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .workbooks import read_bytes, refusal_of

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.sheet_columns import SheetTable

ROWS = [("E-Mail", "Name"), ("eva@firma.example", "Müller – €"), ("jan@firma.example", "Groß")]


def cells(table: SheetTable) -> list[tuple[str, ...]]:
    """All cells that were read."""
    return [found.cells for found in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_delimiter_are_found_out(
    tmp_path: Path, encoding: str, delimiter: str, line_end: str
) -> None:
    """What Excel, LibreOffice and editors write is read alike."""
    data = line_end.join(delimiter.join(row) for row in ROWS).encode(encoding)
    assert cells(read_bytes(tmp_path, data, "liste.csv")) == ROWS


def test_the_hint_of_excel_is_no_row(tmp_path: Path) -> None:
    """Excel itself writes `sep=` in the first line."""
    data = b"sep=|\r\nE-Mail|Name\r\neva@firma.example|M;u\r\n"
    table = read_bytes(tmp_path, data)
    assert cells(table) == [("E-Mail", "Name"), ("eva@firma.example", "M;u")]
    assert table.rows[0].number == 2


def test_an_address_a_line(tmp_path: Path) -> None:
    """A plain .txt, with blank lines."""
    table = read_bytes(tmp_path, b"\na@b.example\n\n  c@d.example  \n", "liste.txt")
    assert [(found.number, found.cells) for found in table.rows] == [
        (2, ("a@b.example",)),
        (4, ("c@d.example",)),
    ]


def test_quoted_cells_may_span_lines(tmp_path: Path) -> None:
    """Delimiters, doubled quotes and line ends inside quotes belong to the cell."""
    data = b'E-Mail;Name\neva@firma.example;"M ""Eva"";\nzwei"\njan@firma.example;G\n'
    table = read_bytes(tmp_path, data)
    assert cells(table)[1:] == [("eva@firma.example", 'M "Eva"; zwei'), ("jan@firma.example", "G")]
    assert table.rows[2].number == 4


@pytest.mark.parametrize("closing", ["", '"'], ids=["never-closed", "closed-by-the-next"])
def test_a_forgotten_quote_swallows_nobody(tmp_path: Path, closing: str) -> None:
    """The lines with the quotes are faulty; everybody after them is still there."""
    data = f'E-Mail;Name\neva@firma.example;"Müller\njan@firma.example;Groß{closing}\nmia@x.example'
    table = read_bytes(tmp_path, data.encode())
    people = [found.cells[0] for found in table.rows[1:]]
    assert people == ["eva@firma.example", "jan@firma.example", "mia@x.example"]
    assert set(table.rows[1].faults.values()) == {"Anführungszeichen ohne Ende."}
    assert table.rows[3].faults == {}


def test_nul_becomes_visible(tmp_path: Path) -> None:
    """A stray NUL spoils one address, not the file, and is not dropped silently."""
    lines = [f"person{n}@firma.example" for n in range(50)]
    lines[7] = "per\0son@firma.example"
    table = read_bytes(tmp_path, "\n".join(lines).encode())
    assert table.rows[7].cells == ("per\ufffdson@firma.example",)
    assert len(table.rows) == 50


def test_utf_16_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """Excel's „Unicode-Text“."""
    message = refusal_of(tmp_path, "E-Mail\neva@firma.example".encode("utf-16"))
    assert message == "Der Text ist in UTF-16. Speichern Sie ihn als „CSV UTF-8“."


@pytest.mark.parametrize("data", [b"\n \n\t\n", b"\xef\xbb\xbf\n", b";;\n;;\n"])
def test_a_file_without_anything_in_it(tmp_path: Path, data: bytes) -> None:
    """Blank cells are nothing."""
    assert refusal_of(tmp_path, data) == "Die Datei ist leer."


def test_more_rows_than_anybody_invites(tmp_path: Path) -> None:
    """10,000 people and a header are read, one more is refused."""
    people = [f"p{n}@firma.example" for n in range(10_001)]
    assert len(read_bytes(tmp_path, "\n".join(["E-Mail", *people[:-1]]).encode()).rows) == 10_001
    assert "10.000" in refusal_of(tmp_path, "\n".join(["E-Mail", *people]).encode())
