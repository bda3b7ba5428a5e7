"""The process that reads a file from outside: `python -I -m tcm_tui.sheets.reader < file`.

It limits itself before it imports a parser, so that whatever a file does to the parser ends
here and nowhere else (SECURITY.md F). The parent is `importing.py`.
"""

from __future__ import annotations

import json
import resource
import sys
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from zipfile import BadZipFile

from tcm_tui.sheets.protocol import (
    ADDRESS_SPACE,
    FILE_MAX,
    SECONDS_MAX,
    Refusal,
    RefusedFile,
)
from tcm_tui.sheets.sink import Message, Sink

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""Beginnings of Excel 2 to 4 files, from before they were OLE containers."""
_MARKED: Final = (
    *(b"<?xml", b"<html", b"<!doctype", b"<table", b"%pdf", b"{\\rtf"),
    *(b"\x89png", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"rar!"),
)
"""Beginnings of what people pick by mistake: pages, documents, pictures, other archives."""

PARSER_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What parsers raise over damaged files: 15 kinds were seen in 35,000 of them (SECURITY.md 5.5)."""


def limit_resources() -> None:
    """Bound memory and processor time of this process; no core file with people's data either."""
    for what, most in (
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_CPU, SECONDS_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # The soft limit on time ends in SIGXCPU, which tells the parent why; the hard in SIGKILL.
        resource.setrlimit(what, (bound, hard if what == resource.RLIMIT_CPU else bound))


def reader_of(data: bytes) -> Callable[[bytes, Sink], None]:
    """The function that reads `data`, by what it is and not by what it is called.

    Raises:
        RefusedFile: Nothing here reads it; the refusal leads to the way out.
    """
    if data.startswith(_ZIP):
        from tcm_tui.sheets.workbook import read_workbook  # noqa: PLC0415 - text needs no openpyxl

        return read_workbook
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise RefusedFile(Refusal.ENCRYPTED if encrypted else Refusal.XLS)
    if data.startswith(_OLD_EXCEL):
        raise RefusedFile(Refusal.XLS)
    if data[:16].lstrip().lower().startswith(_MARKED):
        raise RefusedFile(Refusal.NOT_A_TABLE)
    from tcm_tui.sheets.plain import read_plain  # noqa: PLC0415 - a workbook needs no csv

    return read_plain


def read(stream: BinaryIO, sink: Sink) -> None:
    """Read all of `stream` into `sink`.

    Raises:
        RefusedFile: It cannot or must not be read.
    """
    data = stream.read(FILE_MAX + 1)
    if len(data) > FILE_MAX:
        raise RefusedFile(Refusal.TOO_LARGE)
    if not data.strip():
        raise RefusedFile(Refusal.EMPTY)
    reader_of(data)(data, sink)
    sink.finish()


def run(stream: BinaryIO, out: IO[str]) -> None:
    """Read `stream` and write what was found to `out`, one JSON object a line."""

    def send(message: Message) -> None:
        out.write(json.dumps(message, separators=(",", ":")) + "\n")
        out.flush()

    sink = Sink(send)
    try:
        read(stream, sink)
    except RefusedFile as refused:
        refusal = refused.refusal
    except MemoryError:
        refusal = Refusal.UNPACKS_TOO_LARGE
    except PARSER_FAULTS:
        refusal = Refusal.DAMAGED
    else:
        return
    send({"refused": refusal, "row": sink.last_row})


def _without_data(kind: type[BaseException], _: BaseException, __: TracebackType | None) -> None:
    """Messages of parsers quote what they read, and logs hold no personal data: only the kind."""
    sys.stderr.write(f"{kind.__name__}\n")


def main() -> None:
    """Read standard input within the limits."""
    sys.excepthook = _without_data
    limit_resources()
    sys.set_int_max_str_digits(0)  # a number of 5,000 digits is a faulty cell, not a broken file
    run(sys.stdin.buffer, sys.stdout)


if __name__ == "__main__":
    main()
