"""Signing in by kind of account: whoever asks must not learn from the time who exists.

    python -m benchmarks.sign_in_times [--tries 200]

Tries six kinds of account in turn, with a password that is never right, or would be but for the
state of the account. Each median is held against that of an unknown address, the higher against the
lower one, so that neither a quicker nor a slower answer tells. Budget: 10 percent.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks._demo import demo_folder
from benchmarks.pty import Verdict, interleaved, report
from tcm_tui.data.database import open_database
from tcm_tui.domain.demo import PASSWORD
from tcm_tui.domain.sign_in import SignInRefused
from tcm_tui.services.context import Context
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.sign_in import sign_in
from tcm_tui.services.transaction import Origin

BUDGET: Final = 1.10
UNKNOWN: Final = "unknown"
WRONG: Final = "Falsch-und-lang-genug-4711"
A_WHILE: Final = timedelta(days=1)
"""Between two tries; failures before it are forgotten, so that no account comes to rest."""
_STATES: Final = {
    "resting": "UPDATE users SET paused_until = '9999-01-01 00:00:00.000000' WHERE id = ?",
    "without a password": "UPDATE users SET password_hash = NULL WHERE id = ?",
    "disabled": "UPDATE memberships SET state = 'disabled' WHERE user_id = ?",
}
"""What makes a member of the demo such a one."""


class Clock:
    """Moves on by `A_WHILE` with each try."""

    def __init__(self) -> None:
        self.now = datetime(2027, 1, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The instant."""
        return self.now


def prepare(file: Path) -> dict[str, tuple[str, str]]:
    """Address and password by kind of account, in the demo's database `file`."""
    with closing(sqlite3.connect(file)) as database, database:
        members = database.execute(
            "SELECT user_id, address FROM email_addresses JOIN memberships USING (user_id)"
            " WHERE state = 'active' AND is_primary ORDER BY user_id LIMIT 4"
        ).fetchall()
        invited = "SELECT email FROM invitations WHERE state = 'pending'"
        ((pending,),) = database.execute(f"{invited} LIMIT 1").fetchall()
        kinds = {
            UNKNOWN: ("niemand@muster.example", WRONG),
            "wrong password": (members[0][1], WRONG),
        }
        for (name, statement), (user, address) in zip(_STATES.items(), members[1:], strict=True):
            database.execute(statement, (user,))
            kinds[name] = (address, PASSWORD)
    return kinds | {"only invited": (pending, PASSWORD)}


def timed(ctx: Context, clock: Clock, email: str, password: str) -> float:
    """Milliseconds until the refusal."""
    clock.now += A_WHILE
    started = time.perf_counter()
    try:
        sign_in(ctx, email, password)
    except SignInRefused:
        return (time.perf_counter() - started) * 1_000
    raise SystemExit(f"{email} could sign in")


def main() -> int:
    """0 when no kind of account can be told by the time of the answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=200, help="at each kind (default: 200)")
    tries = parser.parse_args().tries
    with demo_folder() as folder:
        file = Path(folder) / "tcm.db"
        kinds = prepare(file)
        database = open_database(f"sqlite:///{file}")
        clock = Clock()
        ctx = Context(database, Origin("anna", "here", 1), clock=clock, hasher=Hasher())
        found = interleaved(
            {name: partial(timed, ctx, clock, *one) for name, one in kinds.items()}, tries
        )
        database.dispose()
    unknown = found.pop(UNKNOWN)
    return report(
        [
            Verdict(f"{name} / {UNKNOWN}", max(median, unknown), min(median, unknown), BUDGET)
            for name, median in found.items()
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
