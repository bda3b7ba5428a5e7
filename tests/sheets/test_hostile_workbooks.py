"""SECURITY.md F1–F7: workbooks that want something else than to be read."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tcm_tui.sheets import protocol
from tcm_tui.sheets.protocol import MIB

from .workbooks import (
    BOOK,
    HEADER,
    PERSON,
    SHEET,
    STYLES,
    XLSB,
    XLSM,
    packed,
    parts,
    read_bytes,
    refusal_of,
    row,
    sheet,
    text,
    workbook,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.sheet_columns import SheetTable

TOO_MUCH = "zu viele Daten"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def emails(table: SheetTable) -> list[str]:
    """The first column of what was read."""
    return [found.cells[0] for found in table.rows]


def test_the_plain_workbook_is_read(tmp_path: Path) -> None:
    """Every refusal below starts from a file that is fine but for one thing."""
    table = read_bytes(tmp_path, workbook())
    assert [found.cells for found in table.rows] == [
        ("E-Mail", "Rolle"),
        ("eva@firma.example", "Benutzer"),
    ]
    assert table.notes == ()


# --- F1 ------------------------------------------------------------------------------------------


def test_f1_too_many_entries(tmp_path: Path) -> None:
    """Ten thousand entries are refused before any of them is opened."""
    content = parts() | {f"x/{n}.xml": "" for n in range(10_000)}
    assert TOO_MUCH in refusal_of(tmp_path, packed(content))


def test_f1_large_sum_of_sizes(tmp_path: Path) -> None:
    """Entries that are modest each and huge together."""
    noise = bytes(range(256)) * (4 * MIB // 256)
    content = parts() | {f"xl/media/{n}.bin": noise for n in range(13)}
    assert TOO_MUCH in refusal_of(tmp_path, packed(content))


def test_f1_high_ratio(tmp_path: Path) -> None:
    """A megabyte of the same letter is a bomb, even if it is a small one."""
    bomb = sheet(HEADER, row(2, text("A2", "x" * (8 * MIB))))
    assert TOO_MUCH in refusal_of(tmp_path, workbook(bomb))


def test_f1_lying_directory(tmp_path: Path) -> None:
    """The directory says 1,000 bytes, the entry unpacks to 40 million."""
    content = parts() | {"xl/media/a.bin": b"\0" * (40 * MIB)}
    data = bytearray(packed(content))
    entry = data.rindex(b"xl/media/a.bin") - 46  # its record in the central directory
    struct.pack_into("<L", data, entry + 24, 1000)
    local = data.index(b"xl/media/a.bin") - 30
    struct.pack_into("<L", data, local + 22, 1000)
    assert "beschädigt" in refusal_of(tmp_path, bytes(data))


def test_f1_two_entries_of_one_name(tmp_path: Path) -> None:
    """Programs disagree on which of two sheets counts, so neither is read."""
    content = parts() | {SHEET.upper(): sheet()}
    assert "beschädigt" in refusal_of(tmp_path, packed(content))


def test_f1_larger_than_ten_megabytes(tmp_path: Path) -> None:
    """Refused by its size, before a process is started."""
    assert "größer als 10 MB" in refusal_of(tmp_path, b"a" * (protocol.FILE_MAX + 1))


def test_f1_much_text_in_few_rows(tmp_path: Path) -> None:
    """Rows within the limit that together hold more than anybody invites."""
    line = ",".join(f"{n:03}" * 160 for n in range(20))
    assert TOO_MUCH in refusal_of(tmp_path, "\n".join([line] * 600).encode(), "liste.csv")


# --- F2 ------------------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE w [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("doctype", "value"),
    [
        (f"{LAUGHS}]>", "&j;"),
        (f"<!DOCTYPE w [<!ENTITY a '{'a' * 50_000}'>]>", "&a;" * 5_000),
        ('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        ("<!DOCTYPE w [<!ENTITY a 'eva@firma.example'>]>", "&a;"),
        ('<!DOCTYPE w SYSTEM "http://127.0.0.1/w.dtd">', "eva@firma.example"),
    ],
    ids=["billion-laughs", "quadratic", "external", "small", "external-subset"],
)
def test_f2_doctype(tmp_path: Path, doctype: str, value: str) -> None:
    """Any DTD is refused, whatever it declares."""
    body = sheet(HEADER, row(2, text("A2", value)))
    declaration, _, rest = body.partition("?>")
    assert "DOCTYPE" in refusal_of(tmp_path, workbook(f"{declaration}?>{doctype}{rest}"))


def test_f2_doctype_across_two_chunks(tmp_path: Path) -> None:
    """The mark is found where one portion of the unpacked bytes ends and the next begins."""
    body = sheet()
    start = len("<!--")
    filler = "".join(f"{n:07}" for n in range(10_000))
    for shift in range(10):
        comment = f"<!--{filler}"[: 64 * 1024 - shift - start] + "-->"
        assert "DOCTYPE" in refusal_of(tmp_path, workbook(f"{comment}<!DOCTYPE w []>{body}"))


def test_f2_utf_16_hides_nothing(tmp_path: Path) -> None:
    """A sheet in UTF-16 would hide a DTD from a search for bytes."""
    content = parts() | {SHEET: sheet().replace("UTF-8", "UTF-16").encode("utf-16")}
    assert "beschädigt" in refusal_of(tmp_path, packed(content))


# --- F3 ------------------------------------------------------------------------------------------


def test_f3_huge_merge(tmp_path: Path) -> None:
    """One merged area as large as a sheet can be, in two kilobytes."""
    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    table = read_bytes(tmp_path, workbook(sheet(after=merge)))
    assert emails(table) == ["E-Mail", "eva@firma.example"]


def test_f3_far_cell(tmp_path: Path) -> None:
    """A cell in the last corner: the million blank rows before it count for nothing."""
    far = row(1_048_576, text("XFD1048576", "fern"))
    table = read_bytes(tmp_path, workbook(sheet(HEADER, PERSON, far)))
    assert emails(table) == ["E-Mail", "eva@firma.example"]


@pytest.mark.parametrize("dimension", ["A1:A1", "A1:XFD1048576", "C7:D9", "A1"])
def test_f3_lying_dimension(tmp_path: Path, dimension: str) -> None:
    """What a sheet says about its size is not believed: all rows are read."""
    rows = [row(n, text(f"A{n}", f"p{n}@firma.example")) for n in range(1, 31)]
    table = read_bytes(tmp_path, workbook(sheet(*rows, dimension=dimension)))
    assert len(table.rows) == 30


def test_f3_more_rows_than_anybody_invites(tmp_path: Path) -> None:
    """The limit is told; nothing is cut."""
    rows = [row(n, text(f"A{n}", f"p{n}@firma.example")) for n in range(1, 10_003)]
    assert "mehr als 10.000 Zeilen" in refusal_of(tmp_path, workbook(sheet(*rows)))


def test_f3_more_columns_than_are_read(tmp_path: Path) -> None:
    """The 21st column is left aside, and that is said."""
    cells = [text(f"{chr(64 + n)}1", f"s{n}") for n in range(1, 22)]
    table = read_bytes(tmp_path, workbook(sheet(row(1, *cells), PERSON)))
    assert len(table.rows[0].cells) == 20
    assert table.notes == ("Nur die ersten 20 Spalten werden gelesen.",)


def test_f3_blank_rows_count_for_nothing_and_numbers_stay(tmp_path: Path) -> None:
    """A message can name the row as the person sees it in the spreadsheet program."""
    far = row(40, text("A40", "jan@firma.example"))
    table = read_bytes(tmp_path, workbook(sheet(HEADER, far)))
    assert [found.number for found in table.rows] == [1, 40]


# --- F5, F6 --------------------------------------------------------------------------------------


def test_f5_escaped_control_characters_stay_harmless(tmp_path: Path) -> None:
    """`_x001B_` never becomes an ESC, and a raw control character becomes visible."""
    cells = row(2, text("A2", "_x001B_[31m@firma.example"), text("B2", "a\u202eb\u0085c\u009bd"))
    table = read_bytes(tmp_path, workbook(sheet(HEADER, cells)))
    assert table.rows[1].cells == ("_x001B_[31m@firma.example", "a\ufffdb c\ufffdd")


def test_f6_formula_counts_as_its_stored_value(tmp_path: Path) -> None:
    """None stored: the cell is faulty, not empty."""
    stored = row(2, '<c r="A2" t="str"><f>B2</f><v>eva@firma.example</v></c>')
    missing = row(3, '<c r="A3"><f>"a"&amp;"@firma.example"</f></c>')
    table = read_bytes(tmp_path, workbook(sheet(HEADER, stored, missing)))
    assert table.rows[1].cells == ("eva@firma.example",)
    assert table.rows[2].faults == {0: "Formel ohne gespeicherten Wert."}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(parts(kind=XLSM)), "Makros"),
        (packed(parts() | {"xl/vbaProject.bin": b"x"}), "Makros"),
        (packed(parts(kind=XLSB)), "xlsb"),
        (OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"), "xls"),
        (b"\x09\x04\x06\x00\0\0\x10\0", "xls"),
        (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "Passwort"),
        (
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "ods",
        ),
        (packed({"word/document.xml": "<w/>"}), "keine Tabelle"),
        (b"<!DOCTYPE html><table><tr><td>a@b.example", "keine Tabelle"),
        (b"%PDF-1.7 a@b.example", "keine Tabelle"),
        (b"\x7fELF" + b"\0" * 200, "keine Tabelle"),
        (b"PK\x05\x06" + b"\0" * 18, "keine Tabelle"),
        (b"PK\x03\x04 and then nothing", "beschädigt"),
    ],
    ids=[
        *("macros", "macro-part", "xlsb", "xls", "xls-4", "encrypted", "ods"),
        *("other-zip", "html", "pdf", "binary", "empty-zip", "truncated"),
    ],
)
@pytest.mark.parametrize("name", ["liste.xlsx", "liste.csv"])
def test_f6_kind_comes_from_content(tmp_path: Path, data: bytes, words: str, name: str) -> None:
    """A refused kind is refused under any name, with the way out."""
    message = refusal_of(tmp_path, data, name)
    assert words in message
    assert "speichern" in message.lower()


def test_f6_password_protected_zip_entry(tmp_path: Path) -> None:
    """Entries can be encrypted one by one as well."""
    data = bytearray(workbook())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "Passwort" in refusal_of(tmp_path, bytes(data))


def test_f6_renamed_files_are_what_they_are(tmp_path: Path) -> None:
    """A workbook called .csv is a workbook, text called .xlsx is text."""
    assert len(read_bytes(tmp_path, workbook(), "liste.csv").rows) == 2
    assert len(read_bytes(tmp_path, b"E-Mail\na@b.example\n", "liste.xlsx").rows) == 2


def test_f6_hidden_sheets_and_links_are_ignored_and_said_so(tmp_path: Path) -> None:
    """The first visible sheet with something in it is read, and the rest is named."""
    secret = sheet(row(1, text("A1", "geheim@firma.example")))
    empty = sheet("<row/>")
    content = parts(secret, empty, sheet(), hidden=(0,))
    content["xl/externalLinks/externalLink1.xml"] = "<x/>"
    table = read_bytes(tmp_path, packed(content))
    assert emails(table) == ["E-Mail", "eva@firma.example"]
    assert table.notes == (
        "1 ausgeblendetes Blatt wird nicht gelesen.",
        "Nur das Blatt „Blatt 3“ wird gelesen.",
        "Verknüpfungen mit anderen Dateien werden nicht verfolgt.",
    )


# --- F7 ------------------------------------------------------------------------------------------

DATES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("cell", "shown", "fault"),
    [
        ('<c r="A2"><v>4711</v></c>', "4711", "Zahl statt Text."),
        ('<c r="A2"><v>1.0</v></c>', "1", "Zahl statt Text."),
        ('<c r="A2"><v>1e308</v></c>', "1e+308", "Zahl statt Text."),
        (f'<c r="A2"><v>{"9" * 5000}</v></c>', "#", "Zahl statt Text."),
        ('<c r="A2" t="b"><v>1</v></c>', "TRUE", "Wahrheitswert statt Text."),
        ('<c r="A2" t="e"><v>#N/A</v></c>', "#N/A", "Fehlerwert statt Text."),
        ('<c r="A2" s="1"><v>45000</v></c>', "2023-03-15T00:00:00", "Datum statt Text."),
        ('<c r="A2" s="1"><v>9999999999</v></c>', "#VALUE!", "Fehlerwert statt Text."),
        (text("A2", "ä" * 501), "ä" * 500, "Text ist zu lang."),
    ],
    ids=["int", "float", "huge", "5000-digits", "bool", "error", "date", "far-date", "long"],
)
def test_f7_wrong_type(tmp_path: Path, cell: str, shown: str, fault: str) -> None:
    """Each cell that is no text says what it is; the rows around it are read."""
    content = parts(sheet(HEADER, row(2, cell), row(3, text("A3", "jan@firma.example"))))
    content[STYLES] = DATES
    content["xl/_rels/workbook.xml.rels"] = str(content["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/styles" Target="styles.xml"/></Relationships>',
    )
    table = read_bytes(tmp_path, packed(content))
    assert table.rows[1].cells == (shown,)
    assert table.rows[1].faults == {0: fault}
    assert table.rows[2].cells == ("jan@firma.example",)


def test_f7_dates_since_1904(tmp_path: Path) -> None:
    """The other calendar of old Macs: still a date, not an address."""
    content = parts(
        sheet(HEADER, row(2, '<c r="A2" t="d"><v>2026-11-22</v></c>')),
        extra='<workbookPr date1904="1"/>',
    )
    assert read_bytes(tmp_path, packed(content)).rows[1].faults == {0: "Datum statt Text."}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A3"><v>NaN</v></c>',
        '<c r="A3" t="s"><v>99</v></c>',
        '<c r="?3"><v>1</v></c>',
    ],
    ids=["nan", "shared-string", "coordinate"],
)
def test_f7_what_no_program_writes_names_the_row(tmp_path: Path, cell: str) -> None:
    """The parser gives up; the sentence says how far it came."""
    data = workbook(sheet(HEADER, PERSON, row(3, cell)))
    assert refusal_of(tmp_path, data).startswith("Nach Zeile 2 ist die Datei beschädigt.")


def test_f4_workbook_without_its_parts(tmp_path: Path) -> None:
    """Missing or broken parts are one sentence, each of them."""
    for name in (BOOK, SHEET, "xl/_rels/workbook.xml.rels"):
        without = {part: body for part, body in parts().items() if part != name}
        assert refusal_of(tmp_path, packed(without)).count("Datei") == 1
        assert "beschädigt" in refusal_of(tmp_path, packed(parts() | {name: "<a><b></a>"}))
