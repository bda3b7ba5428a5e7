"""SECURITY.md E3, F9, F10: what is written, where, and what never happens to it."""

from __future__ import annotations

import csv
import os
import resource
import signal
import stat
import tempfile
import tracemalloc
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.domain.invite_import import rows_from_table
from tcm_tui.domain.invite_list import InviteList
from tcm_tui.domain.invite_report import verdict_header, verdict_rows
from tcm_tui.domain.invite_rows import NewRow
from tcm_tui.domain.permissions import Role
from tcm_tui.sheets.destination import AlreadyThere, save
from tcm_tui.sheets.writer import TableKind, write_table, write_template

from .workbooks import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.sheets.streams import Cell

FORMULAS = [
    sign + rest
    for sign in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    for rest in (
        "1+1",
        "cmd|' /C calc'!A0",
        'HYPERLINK("http://x.example")',
        "SUM(A1:A9)",
        "49 228 1",
    )
] + ["{=1}", "DDE", "'=1", "''-x@firma.example", "'x"]
KINDS = pytest.mark.parametrize("kind", TableKind)


@KINDS
def test_f9_formulas_survive_as_text(tmp_path: Path, kind: TableKind) -> None:
    """Out and in again they are what they were, phone numbers too."""
    rows = [[value, "+49 228 12345"] for value in FORMULAS]
    path = write_table(tmp_path / "x", ["A", "B"], rows, kind=kind)
    back = read_bytes(tmp_path, path.read_bytes())
    assert [list(found.cells) for found in back.rows[1:]] == rows
    assert not any(found.faults for found in back.rows)


def test_f9_a_spreadsheet_program_sees_no_formula(tmp_path: Path) -> None:
    """Neither now nor, by the prefix, after somebody has edited the cell."""
    path = write_table(tmp_path / "x.xlsx", ["A"], [[value] for value in FORMULAS])
    (sheet,) = load_workbook(path).worksheets
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * 40 + [False] * 5


def test_f9_a_csv_starts_no_formula(tmp_path: Path) -> None:
    """An apostrophe stands before each; numbers of ours stay numbers."""
    path = write_table(tmp_path / "x.csv", ["A"], [["=1+1"], [-5], ["-5"]], kind=TableKind.CSV)
    assert path.read_bytes() == b"\xef\xbb\xbfA\r\n'=1+1\r\n-5\r\n'-5\r\n"


def test_f9_quoting(tmp_path: Path) -> None:
    """RFC 4180: delimiters, quotes and line ends inside a cell stay inside it."""
    cell = 'a;b "c"\nd'
    path = write_table(tmp_path / "x.csv", ["A", "B"], [[cell, "z"]], kind=TableKind.CSV)
    with path.open(newline="", encoding="utf-8-sig") as file:
        assert list(csv.reader(file, delimiter=";"))[1] == [cell, "z"]


@KINDS
def test_f10_control_characters_do_not_stop_an_export(tmp_path: Path, kind: TableKind) -> None:
    """Rows written past the services hold anything; the file holds text."""
    naughty = ["a\x00b", "\x1b[31mrot", "\ud800halb", "x\u202ey", "ﬁ\ufffe", "\t=1", None, 7]
    path = write_table(tmp_path / "x", ["A"] * 8, [naughty], kind=kind)
    (_, back) = read_bytes(tmp_path, path.read_bytes()).rows
    assert back.cells == ("ab", "[31mrot", "halb", "xy", "ﬁ\ufffd", "=1", "", "7")


@KINDS
def test_f10_too_long_is_said_and_not_cut(tmp_path: Path, kind: TableKind) -> None:
    """Openpyxl would cut at 32,767 characters without a word."""
    with pytest.raises(Invalid, match="Zeile 3 ist zu lang"):
        write_table(tmp_path / "x", ["A"], [["a" * 32_767], ["a" * 32_768]], kind=kind)
    assert list(tmp_path.iterdir()) == []


@KINDS
def test_many_rows_take_the_memory_of_a_few(tmp_path: Path, kind: TableKind) -> None:
    """Each is written and forgotten: 10 MB of text never stand in memory."""
    rows = ([f"p{number}@firma.example", "x" * 490] for number in range(20_000))
    tracemalloc.start()
    try:
        path = write_table(tmp_path / "x", ["A", "B"], rows, kind=kind)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000
    assert path.stat().st_size > 10_000


# --- E3 ------------------------------------------------------------------------------------------


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The widest one there is."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_e3_only_the_owner_reads_it(tmp_path: Path) -> None:
    """Under any umask, new or in place of a file that everybody could read."""
    path = tmp_path / "x.csv"
    assert stat.S_IMODE(save(b"1", path).stat().st_mode) == 0o600
    path.chmod(0o666)
    save(b"2", path, overwrite=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"2"


def test_e3_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    """The refusal asks, at the path; with the answer yes it is written."""
    path = tmp_path / "liste.csv"
    path.write_text("wichtig")
    with pytest.raises(AlreadyThere) as refused:
        save(b"neu", path)
    assert (refused.value.message, refused.value.field) == ("„liste.csv“ gibt es schon.", "path")
    assert path.read_text() == "wichtig"
    assert save(b"neu", path, overwrite=True).read_bytes() == b"neu"
    assert list(tmp_path.iterdir()) == [path]


def test_e3_a_name_taken_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the last step somebody else writes a file of that name."""
    path = tmp_path / "liste.csv"
    fsync = os.fsync

    def fsync_while_others_write(handle: int) -> None:
        path.write_text("von anderen")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fsync_while_others_write)
    with pytest.raises(AlreadyThere):
        save(b"neu", path)
    assert path.read_text() == "von anderen"
    assert list(tmp_path.iterdir()) == [path]


def test_e3_links_devices_and_folders_are_left_alone(tmp_path: Path) -> None:
    """Not even with `overwrite`."""
    (tmp_path / "ziel").write_text("wichtig")
    (tmp_path / "link").symlink_to(tmp_path / "ziel")
    (tmp_path / "tot").symlink_to(tmp_path / "fehlt")
    (tmp_path / "ordner").mkdir()
    os.mkfifo(tmp_path / "fifo")
    for name in ("link", "tot", "ordner", "fifo"):
        with pytest.raises(Invalid, match="keine gewöhnliche Datei"):
            save(b"neu", tmp_path / name, overwrite=True)
    assert (tmp_path / "ziel").read_text() == "wichtig"
    assert not (tmp_path / "fehlt").exists()


@pytest.mark.parametrize(
    "path",
    ["../x.csv", "a/x.csv", "/tmp/x.csv", "..", ".", "", "x\x1b.csv", "x\0", "link/x.csv"],  # noqa: S108
)
def test_e3_a_jail_takes_plain_names_only(tmp_path: Path, path: str) -> None:
    """In service mode everything goes to one folder."""
    jail = tmp_path / "export"
    (jail / "a").mkdir(parents=True)
    (jail / "link").symlink_to(tmp_path)
    with pytest.raises(Invalid) as refused:
        save(b"neu", path, jail=jail)
    assert refused.value.field == "path"
    assert {found.name for found in tmp_path.iterdir()} == {"export"}
    assert save(b"neu", "x.csv", jail=jail) == jail / "x.csv"


@pytest.mark.parametrize("path", ["fehlt/x.csv", "datei/x.csv", "~niemand/x.csv"])
def test_e3_folders_that_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A sentence at the path."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "datei").write_text("")
    with pytest.raises(Invalid) as refused:
        save(b"neu", path)
    assert refused.value.field == "path"


def test_e3_a_folder_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, whom no folder refuses: the system's answer is given instead."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(Invalid, match="dürfen Sie nicht schreiben"):
        save(b"neu", tmp_path / "x.csv")


@contextmanager
def _small_disk(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_e3_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither half a file nor the one that was being made; the old one stays."""
    path = tmp_path / "liste.csv"
    path.write_text("alt")
    with _small_disk(10_000), pytest.raises(Unavailable) as refused:
        save(b"x" * 100_000, path, overwrite=True)
    assert refused.value.field == "path"
    assert path.read_text() == "alt"
    assert list(tmp_path.iterdir()) == [path]


# --- what it is for ------------------------------------------------------------------------------


@KINDS
def test_the_template_imports_cleanly(tmp_path: Path, kind: TableKind) -> None:
    """As saved it holds nobody; filled in, every column is understood."""
    path = write_template(tmp_path / "vorlage", kind=kind)
    empty = rows_from_table(read_bytes(tmp_path, path.read_bytes()))
    assert (empty.rows, empty.notes) == ((), ())


def test_the_template_offers_the_roles_and_takes_what_is_filled_in(tmp_path: Path) -> None:
    """In a workbook the roles can be chosen from a list."""
    book = load_workbook(write_template(tmp_path / "vorlage.xlsx"))
    (sheet,) = book.worksheets
    (choice,) = sheet.data_validations.dataValidation
    labels = choice.formula1.strip('"').split(",")
    assert labels == ["Benutzer", "Rechnungsadministrator", "Unternehmensadministrator"]
    for label in labels:
        sheet.append([f"{label}@firma.example", label, "Eva", "Groß"])
    out = BytesIO()
    book.save(out)
    parsed = rows_from_table(read_bytes(tmp_path, out.getvalue()))
    assert [new.role for new in parsed.rows] == list(Role)
    assert {(new.first_name, new.last_name) for new in parsed.rows} == {("Eva", "Groß")}


@KINDS
def test_the_verdict_list_can_be_imported_again(tmp_path: Path, kind: TableKind) -> None:
    """Rows left over are saved with their reasons, mended elsewhere and read back."""
    invitations = InviteList()
    invitations.add([NewRow("tim@muster"), NewRow("eva@firma.example", Role.BILLING_ADMIN, "Eva")])
    path = write_table(tmp_path / "x", verdict_header(), verdict_rows(invitations), kind=kind)
    table = read_bytes(tmp_path, path.read_bytes())
    assert table.rows[1].cells == (
        "1",
        "tim@muster",
        "Benutzer",
        "",
        "",
        "Die Domain ist unvollständig",
    )
    parsed = rows_from_table(table)
    assert [(new.email, new.role, new.first_name) for new in parsed.rows] == [
        ("tim@muster", Role.USER, ""),
        ("eva@firma.example", Role.BILLING_ADMIN, "Eva"),
    ]
    assert parsed.notes == ("Diese Spalten werden nicht verwendet: Zeile, Ergebnis.",)


def test_the_kind_follows_the_name() -> None:
    """Whatever does not end in .csv becomes a workbook."""
    assert [TableKind.of(name) for name in ("a.csv", "a.CSV", "a.xlsx", "a")] == [
        *(TableKind.CSV, TableKind.CSV, TableKind.XLSX, TableKind.XLSX),
    ]


def test_money_is_a_number(tmp_path: Path) -> None:
    """It can be added up; below zero it is no formula, and German programs read the comma."""
    row: list[Cell] = [Decimal("1284.50"), Decimal("-0.01"), 3]
    path = write_table(tmp_path / "x.xlsx", ["a", "b", "c"], [row])
    (sheet,) = load_workbook(path).worksheets
    cells = list(sheet[2])
    assert [cell.value for cell in cells] == [1284.5, -0.01, 3]
    assert {cell.data_type for cell in cells} == {"n"}
    assert cells[0].number_format == "#,##0.00"
    written = write_table(tmp_path / "x.csv", ["a", "b", "c"], [row], kind=TableKind.CSV)
    assert written.read_text("utf-8-sig").splitlines()[1] == "1284,50;-0,01;3"
