"""A workbook as an archive, looked through before any parser sees it (SECURITY.md F1, F2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tcm_tui.sheets.protocol import (
    ENTRIES_MAX,
    RATIO_MAX,
    UNPACKED_MAX,
    Refusal,
    RefusedFile,
)

_CHUNK: Final = 64 * 1024
_OVERLAP: Final = 16
"""Bytes of the last chunk looked at again, so that no mark hides on the border of two."""
_ENCRYPTED_FLAG: Final = 0x1
_DOCTYPE: Final = b"<!DOCTYPE"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TYPES: Final = "[Content_Types].xml"
_MIMETYPE: Final = "mimetype"
_EXTERNAL: Final = "xl/externallinks/"
_MACROS: Final = "vbaproject.bin"
_XLSX: Final = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
_MACRO_TYPE: Final = b"macroenabled.main+xml"
_XLSB_TYPE: Final = b"application/vnd.ms-excel.sheet.binary.macroenabled.main"


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds, as far as it matters for reading it."""

    external_links: bool
    formulas: bool


def look_through(data: bytes) -> Contents:
    """Unpack all of `data` once, counting, keeping nothing.

    Raises:
        RefusedFile: It is no workbook that is read here, or unpacks to too much.
        BadZipFile: It is damaged, or its headers lie.
    """
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        _check_entries(entries)
        formulas, left = False, UNPACKED_MAX
        for entry in entries:
            size, found = _stream(archive, entry, left)
            formulas |= found
            left -= size
        names = [entry.filename.lower() for entry in entries]
        _check_kind(archive, names)
    return Contents(any(name.startswith(_EXTERNAL) for name in names), formulas)


def _check_entries(entries: list[ZipInfo]) -> None:
    """What the directory says about itself; it may lie, so the bytes are counted as well."""
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise RefusedFile(Refusal.ENCRYPTED)
    if len(entries) > ENTRIES_MAX or sum(entry.file_size for entry in entries) > UNPACKED_MAX:
        raise RefusedFile(Refusal.UNPACKS_TOO_LARGE)
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise RefusedFile(Refusal.DAMAGED)  # readers disagree on which of the two counts
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        raise RefusedFile(Refusal.DAMAGED)  # no spreadsheet program packs any other way


def _stream(archive: ZipFile, entry: ZipInfo, left: int) -> tuple[int, bool]:
    """Size of an entry, and whether it holds a formula; never more than a chunk in memory."""
    size, formulas, tail = 0, False, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if size == 0 and b"\0" in chunk[:4] and entry.filename.endswith((".xml", ".rels")):
                raise RefusedFile(Refusal.DAMAGED)  # UTF-16 could hide what is looked for here
            size += len(chunk)
            if size > left or size > RATIO_MAX * max(entry.compress_size, 1):
                raise RefusedFile(Refusal.UNPACKS_TOO_LARGE)
            window = tail + chunk
            if _DOCTYPE in window:
                raise RefusedFile(Refusal.DOCTYPE)
            formulas = formulas or _FORMULA.search(window) is not None
            tail = chunk[-_OVERLAP:]
    return size, formulas


def _check_kind(archive: ZipFile, names: list[str]) -> None:
    """What kind it is says the content, not the name (F6)."""
    if _MIMETYPE in names and b"opendocument" in _beginning(archive, _MIMETYPE):
        raise RefusedFile(Refusal.OPEN_DOCUMENT)
    if _TYPES.lower() not in names:
        raise RefusedFile(Refusal.NOT_A_TABLE)
    types = _beginning(archive, _TYPES)
    if _XLSB_TYPE in types.lower():
        raise RefusedFile(Refusal.XLSB)
    if _MACRO_TYPE in types.lower() or any(name.endswith(_MACROS) for name in names):
        raise RefusedFile(Refusal.MACROS)
    if not any(kind in types for kind in _XLSX):
        raise RefusedFile(Refusal.NOT_A_TABLE)


def _beginning(archive: ZipFile, name: str) -> bytes:
    """The first 64 kB of an entry, whatever the case of its name."""
    entry = next(entry for entry in archive.infolist() if entry.filename.lower() == name.lower())
    with archive.open(entry) as stream:
        return stream.read(_CHUNK)
