"""Rows as a table for people, or as JSON or CSV for programs; always on stdout."""

from __future__ import annotations

import json
import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import click

from tcm_tui.domain.text import FORBIDDEN, shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Row: TypeAlias = "Mapping[str, str | int | None]"
Record: TypeAlias = "Mapping[str, str | int | list[str] | None]"
Words: TypeAlias = "Callable[[str], str]"
Function = TypeVar("Function", bound="Callable[..., Any]")
_KEY: Final = "tcm_tui.format"
_UNSAFE: Final = re.compile(f"[{re.escape(''.join(map(chr, FORBIDDEN)))}\ud800-\udfff]")


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSON = "json"
    TABLE = "table"


def _note(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        if _KEY in ctx.meta:
            raise click.UsageError(_("--json oder --csv, nicht beides."))
        ctx.meta[_KEY] = Format(str(param.name))


def with_formats(function: Function) -> Function:
    """Add `--json` and `--csv`, which `write` obeys."""
    as_json = click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=_note,
        help=_("Ausgabe als JSON."),
    )
    as_csv = click.option(
        "--csv",
        is_flag=True,
        expose_value=False,
        callback=_note,
        help=_("Ausgabe als CSV mit Semikolons."),
    )
    return as_json(as_csv(function))


def write(
    rows: Sequence[Row], labels: Mapping[str, str], words: Mapping[str, Words] | None = None
) -> None:
    """Write `rows` as the command line asks.

    Args:
        rows: Each has the keys of `labels`, which are also the names in JSON and CSV.
        labels: Heading of each column of the table, in their order.
        words: What people call the values of a column; programs get the values.
    """
    match click.get_current_context().meta.get(_KEY, Format.TABLE):
        case Format.JSON:
            click.echo(_json([{name: row[name] for name in labels} for row in rows]))
        case Format.CSV:
            from tcm_tui.services.tables import csv_text  # noqa: PLC0415 - imports openpyxl

            click.echo(csv_text([[*labels], *([row[n] for n in labels] for row in rows)]), nl=False)
        case _:
            worded = [{n: _worded(row[n], (words or {}).get(n)) for n in labels} for row in rows]
            for line in _table(worded, labels):
                click.echo(line)


def write_record(
    record: Record, labels: Mapping[str, str], words: Mapping[str, Words] | None = None
) -> None:
    """Write one thing as the command line asks; people get a line for each of its fields.

    Args:
        record: Has the keys of `labels`; a list is several values of one field.
        labels: What people call a field, in their order.
        words: What people call the values of a field; programs get the values.
    """
    match click.get_current_context().meta.get(_KEY, Format.TABLE):
        case Format.JSON:
            click.echo(_json({name: record[name] for name in labels}))
        case Format.CSV:
            from tcm_tui.services.tables import csv_text  # noqa: PLC0415 - imports openpyxl

            line = [
                value if isinstance(value, int) else _joined(value)
                for value in map(record.get, labels)
            ]
            click.echo(csv_text([[*labels], line]), nl=False)
        case _:
            widest = max(map(_width, labels.values()))
            for name, label in labels.items():
                value = _joined(record[name], (words or {}).get(name), ", ") or "–"
                click.echo(f"{label}{' ' * (widest - _width(label))}  {value}")


def _joined(
    value: str | int | list[str] | None, words: Words | None = None, between: str = " "
) -> str:
    return between.join(
        _worded(one, words) for one in (value if isinstance(value, list) else [value])
    )


def _worded(value: str | int | None, words: Words | None) -> str:
    text = "" if value is None else str(value)
    return words(text) if words and text else shown(text)


def _json(value: object) -> str:
    """JSON to be read by people too; nothing in it acts on a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(
        lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text
    )


def _table(rows: Sequence[Row], labels: Mapping[str, str]) -> list[str]:
    lines = [list(labels.values())]
    lines += [[str(row[n]) for n in labels] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]


def _width(text: str) -> int:
    """Columns of a terminal that `text` takes."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
