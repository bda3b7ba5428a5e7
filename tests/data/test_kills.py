"""`kill -9` in the middle of writing: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import func, select, text

from tcm_tui.data.models import AuditEntry, Company, OutboxMessage

if TYPE_CHECKING:
    from tcm_tui.data.database import Database

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
KILLS: Final = 250 if SOAK else 10
"""On each database."""
ROOT = Path(__file__).parents[2]
WRITER = '''
import sys
from tcm_tui.data.database import open_database
from tcm_tui.data.models import Company
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.mail import VALUES, MailDraft, MailKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import Context, use_case
from tests.builders import ORIGIN, START

JOINED = VALUES[MailKind.JOINED]


@use_case(Permission.ANYONE)
def found(tx, name):
    """A row, its journal entry and its mail, as every use case writes them."""
    tx.company = Company(name=name, skeleton=name, created_at=START)
    tx.session.add(tx.company)
    tx.session.flush()
    tx.audit(AuditAction.COMPANY_FOUNDED, Subject.COMPANY, tx.company.id)
    tx.mail(MailDraft(MailKind.JOINED, "a@m.example", "de", dict.fromkeys(JOINED, "x")))


ctx = Context(database=open_database(sys.argv[1]), origin=ORIGIN, clock=lambda: START)
number = int(sys.argv[2])
while True:
    number += 1
    found(ctx, str(number))
    print(number, flush=True)
'''


def _write_until_killed(url: str, first: int, lines: int) -> int:
    """Let a process write, kill it after some lines; the last number it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url, str(first)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdout is not None
        last = first
        for _line in range(lines):
            last = int(process.stdout.readline())
        process.kill()
        # What it still managed to say before it died was acknowledged too; a torn line was not.
        rest = [line for line in process.stdout.read().splitlines(keepends=True) if "\n" in line]
    return int(rest[-1]) if rest else last


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_h6_g1_kill_9_loses_nothing_acknowledged(database: Database, database_url: str) -> None:
    """Each row has its journal entry and its mail; numbers run on without a gap up to the last."""
    chance = random.Random(6)
    acknowledged = 0
    for _kill in range(KILLS):
        acknowledged = _write_until_killed(database_url, acknowledged, chance.randint(1, 12))
        with database.transaction(writing=False) as session:
            names = {int(name) for name in session.scalars(select(Company.name))}
            # One more may be there: committed, but killed before it could say so.
            assert set(range(1, acknowledged + 1)) <= names <= set(range(1, acknowledged + 2))
            acknowledged = max(names)
            journal = session.scalar(select(func.count()).select_from(AuditEntry))
            outbox = session.scalar(select(func.count()).select_from(OutboxMessage))
            assert journal == outbox == len(names)
            if database.is_sqlite:
                assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
