"""`kill -9` in the middle of rotating keys: everything opens, and another try ends it (I8)."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tcm_tui.data.encryption import Vault

from .sealing import add_values

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.builders import Person

ROOT: Final = Path(__file__).parents[2]
DIES: Final = '''
import itertools
import os
import sys
from pathlib import Path

from sqlalchemy import event
from tcm_tui.data.database import open_database
from tcm_tui.data.encryption import Vault
from tcm_tui.services.context import Context
from tcm_tui.services.keys import rotate
from tests.builders import ORIGIN, START
from tests.services.sealing import opened

url, key = sys.argv[1], Path(sys.argv[2])


def context():
    return Context(
        open_database(url), ORIGIN, operator=True, clock=lambda: START, vault=Vault(key)
    )


def rotate_until(step):
    """Rotate, and die as if killed before the given step: of the folder of the key, its files and
    the database."""
    left = itertools.count(step - 1, -1)

    def pass_by(*_details):
        if next(left) == 0:
            os._exit(137)

    def watch(name, details):
        of_the_key = details and str(details[0]).startswith(str(key.parent))
        if name in {"open", "os.chmod", "os.remove", "os.rename"} and of_the_key:
            pass_by()

    ctx, sync = context(), os.fsync
    event.listen(ctx.database.engine, "before_cursor_execute", pass_by)
    event.listen(ctx.database.engine, "commit", pass_by)
    os.fsync = lambda handle: (pass_by(), sync(handle))
    sys.addaudithook(watch)
    rotate(ctx)
    os._exit(0)


for step in itertools.count(1):
    child = os.fork()
    if not child:
        rotate_until(step)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ctx = context()
    before = opened(ctx)
    rotate(ctx)
    assert opened(ctx) == before, step
    assert len(key.read_text().splitlines()) == 2, step
    assert sorted(key.parent.iterdir()) == [key], step
    ctx.database.dispose()
    if code == 0:
        break
    assert code == 137, step
    print(step)
'''
"""Rotates again and again, in a process that dies one step later each time."""


@pytest.mark.timeout(300)
def test_i8_a_rotation_killed_at_any_step_loses_nothing(
    nobody: Context, anna: Person, database_url: str, tmp_path: Path
) -> None:
    """Whatever was encrypted opens right after it, and the next rotation leaves one key."""
    key = tmp_path / "keys" / "test.key"
    add_values(replace(nobody, vault=Vault(key)), anna)
    ran = subprocess.run(
        [sys.executable, "-c", DIES, database_url, str(key)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.split()) > 30
