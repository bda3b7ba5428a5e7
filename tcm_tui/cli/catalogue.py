"""`tcm-tui catalogue`: what can be booked, from a file and into one; for operators."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.filters import FileName
from tcm_tui.cli.options import Command, Commands, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import opened, say
from tcm_tui.domain.catalogue_entries import EntryChange, change_label
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.catalogue_entries import ProductChange
    from tcm_tui.domain.catalogue_table import ParsedCatalogue, TableFault

LABELS: Final = {
    "change": _("Ergebnis"),
    "key": _("Schlüssel"),
    "name": _("Produkt"),
    "details": _("Unterschiede"),
}
WORDS: Final = {"change": lambda value: change_label(EntryChange(value))}
FAULT_LABELS: Final = {"row": _("Zeile"), "column": _("Spalte"), "reason": _("Grund")}


@click.group("catalogue", cls=Commands, help=_("Katalog der Produkte, die sich buchen lassen."))
def catalogue() -> None:
    """Everything is done by the commands."""


@catalogue.command(
    "import",
    cls=Command,
    short_help=_("Ersetzt den Katalog durch den aus einer Datei."),
    help=_(
        "Bietet genau die Produkte an, die DATEI (xlsx, csv) nennt, eine Edition je Zeile. Was"
        " fehlt, wird nicht mehr angeboten; was gebucht ist, läuft weiter. Ist eine Zeile"
        " fehlerhaft, bleibt alles, wie es war. Nur für die, die diesen Rechner betreuen."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui catalogue export katalog.xlsx\n"
        "  tcm-tui catalogue import katalog.xlsx --dry-run"
    ),
)
@click.argument("file", type=FileName(), metavar=_("DATEI"))
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@with_formats
def import_catalogue(file: str, *, dry_run: bool) -> int:
    """Have the catalogue of a file, and write what is different in it."""
    from tcm_tui.services import catalogue_files  # noqa: PLC0415 - as late as possible

    chosen = settings()
    found = catalogue_files.read_file(Path(file), jail=chosen.import_jail)
    for note in found.notes:
        say(note)
    if found.faults:
        return _refuse(found.faults)
    with opened(chosen, operator=True) as ctx:
        changes = (
            catalogue_files.compare(ctx, found.entries)
            if dry_run
            else catalogue_files.bring(ctx, found.entries)
        )
    told = [one for one in changes if one.change is not EntryChange.UNCHANGED]
    write([_as_row(one) for one in told], LABELS, WORDS)
    _talk(found, told, dry_run=dry_run)
    return 0


@catalogue.command(
    "export",
    short_help=_("Speichert den Katalog als Excel oder CSV."),
    help=_(
        "Speichert den Katalog in DATEI, als Excel oder CSV nach ihrer Endung; ohne DATEI als CSV"
        " in die Standardausgabe. Eine Datei, die es schon gibt, bleibt."
    ),
)
@click.argument("file", type=FileName(), required=False, metavar=_("[DATEI]"))
def export_catalogue(file: str | None) -> None:
    """Write everything that can be booked, to be changed and imported again."""
    from tcm_tui.services import catalogue_files  # noqa: PLC0415 - as late as possible

    chosen = settings()
    with opened(chosen, operator=True) as ctx:
        entries = catalogue_files.entries(ctx)
    path = None
    if file is None:
        catalogue_files.write_csv(sys.stdout.buffer, entries)
    else:
        path = catalogue_files.save_file(Path(file), entries, jail=chosen.export_jail)
    n = len(entries)
    pattern = ngettext("{n} Produkt exportiert.", "{n} Produkte exportiert.", n)
    say(f"{pattern.format(n=n)} {path or ''}".rstrip())


def _refuse(faults: Sequence[TableFault]) -> int:
    """Name every wrong cell."""
    rows: list[Row] = [asdict(one) for one in faults]
    write(rows, FAULT_LABELS)
    n = len({one.row for one in faults})
    pattern = ngettext(
        "{n} Zeile ist fehlerhaft. Es wurde nichts geändert.",
        "{n} Zeilen sind fehlerhaft. Es wurde nichts geändert.",
        n,
    )
    say(pattern.format(n=n))
    return 1


def _as_row(one: ProductChange) -> Row:
    return {
        "change": one.change.value,
        "key": one.key,
        "name": one.name,
        "details": "; ".join(one.details),
    }


def _talk(found: ParsedCatalogue, told: Sequence[ProductChange], *, dry_run: bool) -> None:
    if dry_run:
        pattern = ngettext(
            "{n} Produkt würde sich ändern. Es wurde nichts geändert.",
            "{n} Produkte würden sich ändern. Es wurde nichts geändert.",
            len(told),
        )
        say(pattern.format(n=len(told)))
        return
    n = len(found.entries)
    pattern = ngettext(
        "Der Katalog hat jetzt {n} Produkt.", "Der Katalog hat jetzt {n} Produkte.", n
    )
    say(pattern.format(n=n))
