"""The Maildir: complete files, nobody else's eyes, nothing twice."""

from __future__ import annotations

import mailbox
import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.mail.deliverers import STALE_AFTER, MaildirDeliverer, file_name
from tcm_tui.mail.render import Letterhead, render

from .letters import promise

if TYPE_CHECKING:
    from pathlib import Path

MAIL = render(promise(), Letterhead())


def modes(folder: Path) -> dict[str, int]:
    """The permission bits of everything in `folder`, by whether it is a folder."""
    found = [folder, *folder.rglob("*")]
    return {str(path): stat.S_IMODE(path.stat().st_mode) for path in found}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_g8_files_are_for_nobody_else(tmp_path: Path, mask: int) -> None:
    """0600 in 0700, whatever the umask; a folder made wider by hand is narrowed."""
    box = tmp_path / "mail"
    (box / "new").mkdir(parents=True)
    (box / "new").chmod(0o755)
    before = os.umask(mask)
    try:
        MaildirDeliverer(box).deliver(MAIL)
    finally:
        os.umask(before)
    assert {mode for path, mode in modes(box).items() if os.path.isdir(path)} == {0o700}
    assert [mode for path, mode in modes(box).items() if os.path.isfile(path)] == [0o600]


def test_g8_any_mail_program_can_read_it(tmp_path: Path) -> None:
    """The standard library's reader finds one new, whole mail."""
    MaildirDeliverer(tmp_path).deliver(MAIL)
    box = mailbox.Maildir(tmp_path, create=False)
    ((key, found),) = box.items()
    assert found.get_subdir() == "new"
    assert box.get_bytes(key) == MAIL.content
    assert not list((tmp_path / "tmp").iterdir())


def test_g3_a_mail_delivered_again_takes_its_own_place(tmp_path: Path) -> None:
    """Unread or read, and by another process: there is one of it."""
    MaildirDeliverer(tmp_path).deliver(MAIL)
    again = MaildirDeliverer(tmp_path)
    again.deliver(MAIL)
    name = file_name(MAIL)
    assert [path.name for path in tmp_path.glob("*/*")] == [name]
    (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}:2,FS")
    again.deliver(MAIL)
    assert [path.name for path in tmp_path.glob("*/*")] == [f"{name}:2,FS"]


def test_names_sort_as_the_mails_were_promised(tmp_path: Path) -> None:
    """Also those promised in the same second, by the hundred."""
    ids = [7, 1_000_000, 70, 8]
    for number in ids:
        MaildirDeliverer(tmp_path).deliver(
            replace(MAIL, id=number, message_id=f"{number % 13:032x}@tcm-tui.invalid")
        )
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert [int(name.split(".")[1].split("_")[0]) for name in names] == sorted(ids)


def test_a_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    """The row may have been written past the services."""
    box = tmp_path / "box"
    MaildirDeliverer(box).deliver(replace(MAIL, message_id="../../x:2,S@tcm-tui.invalid"))
    assert [path.name for path in tmp_path.iterdir()] == ["box"]
    assert len(list((box / "new").iterdir())) == 1


def test_a_failed_write_leaves_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    """The folder was taken away and comes back."""
    deliverer = MaildirDeliverer(tmp_path)
    (tmp_path / "new").rmdir()
    with pytest.raises(OSError, match="No such file"):
        deliverer.deliver(MAIL)
    assert not list(tmp_path.glob("*/*"))
    (tmp_path / "new").mkdir()
    deliverer.deliver(MAIL)
    deliverer.settle()
    assert len(list(tmp_path.glob("new/*"))) == 1


def test_drafts_of_dead_processes_are_removed(tmp_path: Path) -> None:
    """They hold codes; those of living processes stay."""
    MaildirDeliverer(tmp_path)
    old, fresh = tmp_path / "tmp" / "old", tmp_path / "tmp" / "fresh"
    old.touch()
    fresh.touch()
    past = time.time() - STALE_AFTER - 60
    os.utime(old, (past, past))
    MaildirDeliverer(tmp_path)
    assert list((tmp_path / "tmp").iterdir()) == [fresh]


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.mail.test_deliverers import MAIL
from tcm_tui.mail.deliverers import MaildirDeliverer
deliverer = MaildirDeliverer(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    deliverer.deliver(replace(MAIL, id=number, content=MAIL.content * 50))
    print(number, flush=True)
"""


@pytest.mark.parametrize("delivered", [1, 2, 3, 5, 8, 13])
def test_g8_a_kill_leaves_no_half_file(tmp_path: Path, delivered: int) -> None:
    """Killed while it writes the next mail: what is in `new` is whole, and nothing is lost."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        for number in range(1, delivered + 1):
            assert int(writer.stdout.readline()) == number
        writer.send_signal(signal.SIGKILL)
    found = list((tmp_path / "new").iterdir())
    assert len(found) >= delivered
    assert {path.stat().st_size for path in found} == {len(MAIL.content) * 50}
