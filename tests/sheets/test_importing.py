"""The parent's side: limits, cancelling, progress, and files it will not even open (E2)."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_import import rows_from_table
from tcm_tui.sheets import importing
from tcm_tui.sheets.importing import Cancellation, ImportCancelled, read_sheet
from tcm_tui.sheets.protocol import CellFault, Note, Refusal
from tcm_tui.sheets.upload import open_upload
from tcm_tui.sheets.wording import fault_sentence, note_sentence, refusal

from .workbooks import read_bytes, refusal_of, row, sheet, text, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@pytest.fixture
def endless() -> Iterator[BinaryIO]:
    """A file that never ends: the reading process waits for the rest of it."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb"):
        yield stream


def test_progress_counts_rows(tmp_path: Path) -> None:
    """Somebody who waits sees how far it is."""
    path = tmp_path / "liste.csv"
    path.write_text("\n".join(f"p{n}@firma.example" for n in range(1_000)))
    seen: list[int] = []
    with open_upload(path) as stream:
        read_sheet(stream, progress=seen.append)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 5
    assert seen[-1] == 1_000


def test_cancel_from_another_thread(endless: BinaryIO) -> None:
    """The process ends, and the caller hears that nothing was read."""
    cancellation = Cancellation()
    outcome: list[BaseException] = []

    def wait() -> None:
        try:
            read_sheet(endless, cancellation=cancellation)
        except ImportCancelled as error:
            outcome.append(error)

    thread = Thread(target=wait)
    thread.start()
    cancellation.cancel()
    thread.join(10)
    assert not thread.is_alive()
    assert [str(error) for error in outcome] == ["Der Import wurde abgebrochen."]


def test_cancelled_before_it_began(endless: BinaryIO) -> None:
    """The order does not matter."""
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(ImportCancelled):
        read_sheet(endless, cancellation=cancellation)


def test_f3_the_clock_of_the_parent(endless: BinaryIO) -> None:
    """Twenty seconds in life, a moment here."""
    with pytest.raises(Invalid, match="dauert länger als 20 Sekunden"):
        read_sheet(endless, seconds=0.3)


def test_f3_memory_and_time_are_bounded() -> None:
    """The process bounds itself, so that a parser that runs wild ends with it."""
    code = (
        "import resource as r; from tcm_tui.sheets.reader import limit_resources as l; l();"
        "print(*(r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE)));"
        "bytearray(2 << 30)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.stdout.split() == [str(1 << 30), "20", "0"]
    assert "MemoryError" in ended.stderr


def test_f2_without_defusedxml_nothing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation that lost it refuses workbooks instead of reading them unprotected."""
    monkeypatch.setitem(importing.ENVIRONMENT, "OPENPYXL_DEFUSEDXML", "False")
    assert "defusedxml" in refusal_of(tmp_path, workbook())


def test_the_process_gets_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither our environment nor our search path reach it."""
    monkeypatch.setenv("TCM_DATABASE_URL", "postgresql://geheim")
    (tmp_path / "openpyxl.py").write_text("raise SystemExit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert len(read_bytes(tmp_path, workbook()).rows) == 2
    assert not any(name.startswith(("TCM_", "PYTHON")) for name in importing.ENVIRONMENT)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "print('kein JSON')",
        "print('[1]')",
        'print(\'{"note":"nie gehört"}\')',
        'print(\'{"rows":[[1,["a"],{}]]}\')',
        "raise SystemExit(1)",
    ],
)
def test_f5_a_dying_process_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """However the process ends, the program goes on and says what is known."""
    monkeypatch.setattr(importing, "COMMAND", (sys.executable, "-I", "-c", code))
    assert "beschädigt" in refusal_of(tmp_path, workbook())


def test_d3_foreign_columns_are_ignored_and_said_so(tmp_path: Path) -> None:
    """No column of a list reaches anything but address, role and name."""
    header = row(1, *(text(f"{c}1", v) for c, v in zip("ABCD", HEADERS, strict=True)))
    person = row(2, *(text(f"{c}2", v) for c, v in zip("ABCD", PERSON, strict=True)))
    parsed = rows_from_table(read_bytes(tmp_path, workbook(sheet(header, person))))
    (found,) = parsed.rows
    assert (found.email, found.role) == ("eva@firma.example", "billing_admin")
    assert parsed.notes == ("Diese Spalten werden nicht verwendet: company_id, verified.",)


HEADERS = ("company_id", "Role", "verified", "E-MAIL")
PERSON = ("2", "Abrechnungsadministrator", "1", "eva@firma.example")


SENTENCES: dict[str, list[str]] = {
    "refusal": [refusal(word, 3).message for word in Refusal],
    "fault": [fault_sentence(word) for word in CellFault],
    "note": [note_sentence(word, n=2, name="Blatt") for word in Note],
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_word_of_the_process_has_its_sentence(kind: str) -> None:
    """A word without one would surface as a crash, in the rarest of files."""
    sentences = SENTENCES[kind]
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


# --- E2 ------------------------------------------------------------------------------------------


def _refused(path: Path | str, jail: Path | None = None) -> str:
    with pytest.raises(Invalid) as refused:
        open_upload(path, jail)
    assert refused.value.field == "path"
    return refused.value.message


def test_e2_a_fifo_is_refused_at_once(tmp_path: Path) -> None:
    """Opening one for reading would wait for ever."""
    os.mkfifo(tmp_path / "liste.xlsx")
    assert _refused(tmp_path / "liste.xlsx") == "Das ist keine gewöhnliche Datei."


def test_e2_devices_and_folders(tmp_path: Path) -> None:
    """Behind a link, or called like a workbook."""
    (tmp_path / "liste.xlsx").symlink_to("/dev/zero")
    (tmp_path / "ordner.xlsx").mkdir()
    for name in ("liste.xlsx", "ordner.xlsx"):
        assert _refused(tmp_path / name) == "Das ist keine gewöhnliche Datei."


@pytest.mark.parametrize(
    "path", ["fehlt.xlsx", "liste.csv/mehr", "", "a\0b", "~niemand/x", "x" * 999]
)
def test_e2_paths_that_lead_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Each is a sentence at the path."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "liste.csv").write_text("a@b.example")
    assert _refused(path).endswith(".")


def test_e2_a_loop_of_links(tmp_path: Path) -> None:
    """Python 3.11 and 3.13 report it differently."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert _refused(tmp_path / "a").endswith(".")


def test_e2_local_mode_follows_links_to_regular_files(tmp_path: Path) -> None:
    """Whoever opens the program may open their files."""
    (tmp_path / "echt.csv").write_text("a@b.example")
    (tmp_path / "link.csv").symlink_to(tmp_path / "echt.csv")
    with open_upload(tmp_path / "link.csv") as stream:
        assert stream.read() == b"a@b.example"


def test_e2_a_jail_holds(tmp_path: Path) -> None:
    """By `..`, by an absolute path, by a link to a file or a folder: nobody gets out."""
    jail = tmp_path / "import"
    jail.mkdir()
    (tmp_path / "import-2").mkdir()
    for outside in (tmp_path / "geheim.csv", tmp_path / "import-2" / "geheim.csv"):
        outside.write_text("a@b.example")
    (jail / "datei.csv").symlink_to(tmp_path / "geheim.csv")
    (jail / "ordner").symlink_to(tmp_path)
    (jail / "drin.csv").write_text("c@d.example")
    (jail / "gut.csv").symlink_to(jail / "drin.csv")
    for path in (
        *("../geheim.csv", str(tmp_path / "geheim.csv"), "datei.csv", "ordner/geheim.csv"),
        *("../import-2/geheim.csv", "./../import/../geheim.csv", "/etc/passwd"),
    ):
        assert _refused(path, jail) == "Nur Dateien aus dem Ordner für Importe sind erlaubt."
    for path in ("drin.csv", "gut.csv", str(jail / "drin.csv"), "../import/drin.csv"):
        with open_upload(path, jail) as stream:
            assert stream.read() == b"c@d.example"


def test_e2_control_characters_in_a_name_are_not_repeated(tmp_path: Path) -> None:
    """The sentence quotes the name, made harmless."""
    assert _refused(tmp_path / "\x1b[31m\u202e.xlsx") == "„\ufffd[31m\ufffd.xlsx“ gibt es nicht."
