"""Reading 10,000 rows of a workbook: in the limited process, and the naive way in one process.

Run with `python benchmarks/sheet_import.py`. The naive way loads the workbook with openpyxl as
its documentation begins, validates each address with email-validator and stores the people with
`add_all`. Its parts are shown as well. The ratios count, the seconds are this machine's.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from email_validator import validate_email
from openpyxl import Workbook, load_workbook
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tcm_tui.domain.invite_import import rows_from_table
from tcm_tui.domain.invite_list import InviteList
from tcm_tui.sheets.importing import read_sheet
from tcm_tui.sheets.upload import open_upload

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: Final = 10_000
RUNS: Final = 15
BUDGET: Final = 0.6
"""Of the naive way; ENGINEERING.md section 5 leaves the rest to the database."""
SHARED_STRINGS: Final = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
HEADER: Final = ("Vorname", "Nachname", "E-Mail", "Rolle")


class Base(DeclarativeBase):
    """The naive way's tables."""


class Person(Base):
    """A row of the file."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]


def make_workbook(path: Path) -> None:
    """A list as Excel saves it: texts shared, the size of the sheet in front."""
    book = Workbook()
    book.save(path)
    texts = [*HEADER, "Eva", "Benutzer"]
    rows = [_row(1, [0, 1, 2, 3])]
    for number in range(ROWS):
        texts += [f"Groß {number}", f"eva.gross{number}@firma.example"]
        rows.append(_row(number + 2, [4, len(texts) - 2, len(texts) - 1, 5]))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    replaced = {
        "xl/sharedStrings.xml": f'<sst xmlns="{space}">'
        + "".join(f"<si><t>{text}</t></si>" for text in texts)
        + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}">'
        f'<dimension ref="A1:D{ROWS + 1}"/><sheetData>{"".join(rows)}</sheetData></worksheet>',
    }
    with ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry).decode() for entry in archive.infolist()}
    parts |= replaced
    types = parts["[Content_Types].xml"]
    if "sharedStrings" not in types:
        parts["[Content_Types].xml"] = types.replace("</Types>", f"{SHARED_STRINGS}</Types>")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)


def _row(number: int, texts: list[int]) -> str:
    cells = (
        f'<c r="{column}{number}" t="s"><v>{text}</v></c>'
        for column, text in zip("ABCD", texts, strict=True)
    )
    return f'<row r="{number}" spans="1:4">{"".join(cells)}</row>'


def openpyxl_alone(path: Path) -> int:
    """Loading and walking the rows, without any check."""
    sheet = load_workbook(path).worksheets[0]
    return sum(1 for _ in sheet.iter_rows(min_row=2, values_only=True))


def naive(path: Path) -> int:
    """As one would write it first."""
    sheet = load_workbook(path).worksheets[0]
    people = []
    for first, last, email, role in sheet.iter_rows(min_row=2, values_only=True):
        checked = validate_email(str(email), check_deliverability=False)
        people.append(Person(first_name=first, last_name=last, email=checked.normalized, role=role))
    store = path.with_suffix(".db")
    engine = create_engine(f"sqlite:///{store}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(people)
        session.commit()
    engine.dispose()
    store.unlink()
    return len(people)


def sandboxed(path: Path) -> int:
    """To a table of harmless text."""
    with open_upload(path) as stream:
        return len(read_sheet(stream).rows) - 1


def reviewed(path: Path) -> int:
    """To the dialog: columns found, addresses validated, every row judged."""
    with open_upload(path) as stream:
        parsed = rows_from_table(read_sheet(stream))
    invitations = InviteList()
    invitations.add(parsed.rows)
    invitations.learn(invitations.unknown_canonicals(), members=(), invited=())
    return len(invitations.ready())


WAYS: Final[tuple[Callable[[Path], int], ...]] = (naive, openpyxl_alone, sandboxed, reviewed)


def measure(path: Path) -> dict[str, list[float]]:
    """Seconds of each way, the ways taken in turn so that noise hits all of them alike."""
    seconds: dict[str, list[float]] = {way.__name__: [] for way in WAYS}
    for _ in range(RUNS):
        for way in WAYS:
            started = time.perf_counter()
            if way(path) != ROWS:
                raise SystemExit(f"{way.__name__} lost rows")
            seconds[way.__name__].append(time.perf_counter() - started)
    return seconds


def main() -> None:
    """Print medians, minima and the ratios against the naive way."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.xlsx"
        make_workbook(path)
        seconds = measure(path)
    floor = statistics.median(seconds["naive"])
    print(f"{ROWS:,} rows, {RUNS} interleaved runs, ratio of medians against the naive way")
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        print(f"{name:14} median {middle:6.3f} s  min {min(taken):6.3f} s  {middle / floor:5.2f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"peak memory of the reading process: {peak} MiB; budget of „sandboxed“: {BUDGET}")


if __name__ == "__main__":
    main()
