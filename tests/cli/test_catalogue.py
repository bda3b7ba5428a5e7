"""`tcm-tui catalogue`: out into a file, changed there, and in again."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from tcm_tui.data.catalogue.packaged import packaged

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

COUNT = len(packaged())


def exported(run: Run, folder: Path) -> Path:
    """The packaged catalogue as CSV."""
    path = folder / "katalog.csv"
    assert run("catalogue", "export", str(path)).code == 0
    return path


def lines(text: str) -> list[dict[str, str]]:
    """What a CSV says."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def change(path: Path, old: str, new: str) -> None:
    """Edit the file by hand, in one place."""
    text = path.read_text("utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_export_writes_every_edition(run: Run, tmp_path: Path) -> None:
    """To a file, or to the standard output; a file that is there stays."""
    path = exported(run, tmp_path)
    found = lines(path.read_text("utf-8"))
    assert len(found) == sum(len(one.editions) for one in packaged())
    basic = next(one for one in found if one["Edition-Schlüssel"] == "microsoft-365-business-basic")
    assert (basic["Produkt"], basic["12 Monate"]) == ("Microsoft 365 Business", "5,60")
    told = run("catalogue", "export")
    assert lines(told.out) == found
    assert told.err == f"{COUNT} Produkte exportiert.\n"
    again = run("catalogue", "export", str(path))
    assert again.code == 1
    assert lines(path.read_text("utf-8")) == found


def test_a_dry_run_tells_the_difference_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    """The import does what it told."""
    path = exported(run, tmp_path)
    change(path, ";24,70;20,60;", ";24,70;20,90;")
    text = path.read_text("utf-8")
    kept = [one for one in text.splitlines(keepends=True) if not one.startswith("zoom")]
    path.write_text("".join(kept), "utf-8")
    tried = run("catalogue", "import", str(path), "--dry-run", "--json")
    assert [(one["change"], one["key"]) for one in json.loads(tried.out)] == [
        ("changed", "microsoft-365-business"),
        ("withdrawn", "zoom-workplace"),
    ]
    assert tried.err == "2 Produkte würden sich ändern. Es wurde nichts geändert.\n"
    done = run("catalogue", "import", str(path), "--json")
    assert done.out == tried.out
    assert done.err == f"Der Katalog hat jetzt {COUNT - 1} Produkte.\n"
    nothing = run("catalogue", "import", str(path), "--dry-run", "--csv")
    assert lines(nothing.out) == []
    assert "0 Produkte würden sich ändern" in nothing.err


def test_the_difference_is_told_in_words(run: Run, tmp_path: Path) -> None:
    """What it was and what it will be."""
    path = exported(run, tmp_path)
    change(path, ";24,70;20,60;", ";24,70;20,90;")
    told = run("catalogue", "import", str(path), "--dry-run").out.replace("\u00a0", " ")
    assert "geändert" in told
    assert "Premium, 12 Monate, monatlich: 20,60 € → 20,90 €" in told


def test_wrong_rows_are_named_and_nothing_is_changed(run: Run, tmp_path: Path) -> None:
    """Every one of them, by row and column."""
    path = exported(run, tmp_path)
    before = run("catalogue", "export").out
    change(path, ";24,70;20,60;", ";24,70;20,9a;")
    change(path, ";Cisco;Kommunikation;", ";;Kommunikation;")
    found = run("catalogue", "import", str(path), "--csv")
    assert found.code == 1
    faults = [(one["column"], one["reason"]) for one in lines(found.out)]
    assert ("12 Monate", "„20,9a“ ist kein Preis wie 5,60.") in faults
    assert ("Anbieter", "Hier fehlt etwas.") in faults
    assert "Zeilen sind fehlerhaft. Es wurde nichts geändert." in found.err
    assert run("catalogue", "export").out == before


def test_a_file_that_is_no_catalogue_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    """What to do is in it."""
    path = tmp_path / "liste.csv"
    path.write_text("E-Mail;Rolle\nanna@m.example;Benutzer\n", "utf-8")
    found = run("catalogue", "import", str(path))
    assert (found.code, found.out) == (1, "")
    assert found.err.count("\n") == 1
    assert "Exportieren Sie einen als Vorlage." in found.err
