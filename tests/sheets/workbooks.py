"""Workbooks made by hand, part by part, so that a test can make them lie."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tcm_tui.domain.errors import DomainError
from tcm_tui.sheets.importing import read_sheet
from tcm_tui.sheets.upload import open_upload

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.sheet_columns import SheetTable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

TYPES = "[Content_Types].xml"
BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def text(ref: str, value: str) -> str:
    """A cell that holds text."""
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """A row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADER = row(1, text("A1", "E-Mail"), text("B1", "Rolle"))
PERSON = row(2, text("A2", "eva@firma.example"), text("B2", "Benutzer"))


def sheet(*rows: str, dimension: str = "", after: str = "") -> str:
    """A worksheet; without rows it holds a header and one person."""
    body = "".join(rows) or HEADER + PERSON
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{size}<sheetData>{body}</sheetData>{after}</worksheet>'


def parts(
    *sheets: str, kind: str = XLSX, hidden: tuple[int, ...] = (), extra: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook by name; `hidden` sheets count from 0."""
    bodies = sheets or (sheet(),)
    numbers = range(1, len(bodies) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name="Blatt {n}" sheetId="{n}" r:id="rId{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if n - 1 in hidden else ''}/>"
        for n in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    packages = "http://schemas.openxmlformats.org/package/2006"
    return {
        TYPES: f'{HEAD}<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        BOOK: f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{extra}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{packages}/relationships">'
        f"{related}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": body for n, body in zip(numbers, bodies, strict=True)},
    }


def packed(content: dict[str, str | bytes]) -> bytes:
    """Parts as the archive that a workbook is."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    return out.getvalue()


def workbook(*sheets: str) -> bytes:
    """A workbook of these sheets."""
    return packed(parts(*sheets))


def read_bytes(folder: Path, data: bytes, name: str = "liste.xlsx") -> SheetTable:
    """`data` as the importer reads it, in its process."""
    path = folder / name
    path.write_bytes(data)
    with open_upload(path) as stream:
        return read_sheet(stream)


def refusal_of(folder: Path, data: bytes, name: str = "liste.xlsx") -> str:
    """The sentence with which the importer refuses `data`."""
    with pytest.raises(DomainError) as refused:
        read_bytes(folder, data, name)
    assert refused.value.field == "path"
    return refused.value.message
