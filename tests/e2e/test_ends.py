"""However the program ends while 500 people are invited: whole steps only, and no mail is lost."""

from __future__ import annotations

import os
import random
import signal
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import create_engine, text

from . import portal
from .portal import LONG, letters, sign_in, wait_outside
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Copying

SIZE: Final = 500
SOAK: Final = os.environ.get("TCM_SOAK") == "1"
ROUNDS: Final = 100 if SOAK else 1
LONGEST: Final = 1.2
"""Seconds in which importing or sending is over."""
FIGURES: Final = (
    "SELECT count(*) FROM invitations WHERE email LIKE 'p%@drop.example'",
    "SELECT count(*) FROM tokens JOIN invitations ON invitations.id = tokens.invitation_id"
    " WHERE email LIKE 'p%@drop.example'",
    "SELECT count(*) FROM audit_entries JOIN invitations ON invitations.id = subject_id"
    " WHERE action = 'invitation:send' AND email LIKE 'p%@drop.example'",
    "SELECT count(*) FROM outbox_messages WHERE recipient LIKE 'p%@drop.example'",
)


def hang_up(terminal: Terminal) -> None:
    """The line is gone: what sshd does."""
    terminal.kill(signal.SIGHUP)


def terminate(terminal: Terminal) -> None:
    """The machine goes down."""
    terminal.kill(signal.SIGTERM)


def close_window(terminal: Terminal) -> None:
    """The person closes the window."""
    terminal.close_master()


def kill(terminal: Terminal) -> None:
    """No goodbye."""
    terminal.kill(signal.SIGKILL)


ENDS: Final[list[tuple[Callable[[Terminal], None], int]]] = [
    (hang_up, 129),
    (terminate, 143),
    (close_window, 129),
    (kill, -9),
]


def ask(demo: portal.Copy, question: str) -> list[tuple[Any, ...]]:
    """What the database of `demo` answers; nothing for what only changes it."""
    engine = create_engine(demo.url)
    with engine.begin() as connection:
        answer = connection.execute(text(question))
        rows = [tuple(row) for row in answer] if answer.returns_rows else []
    engine.dispose()
    return rows


def figures(demo: portal.Copy) -> tuple[int, ...]:
    """Invitations, codes, entries of the journal and mails of those invited here."""
    return tuple(ask(demo, question)[0][0] for question in FIGURES)


def is_whole(demo: portal.Copy) -> bool:
    """Whether its database finds no fault in itself; a server's is not one file to look at."""
    return demo.server is not None or ask(demo, "PRAGMA integrity_check") == [("ok",)]


def open_list(terminal: Terminal, folder: Path) -> None:
    """„Mehrere einladen“ with 500 rows about to be read."""
    file = folder.parent / "liste.csv"
    file.write_text("".join(f"p{n}@drop.example\n" for n in range(SIZE)), encoding="utf-8")
    sign_in(terminal)
    terminal.press("m")
    terminal.wait_for("Excel-Liste importieren")
    terminal.press("ctrl+o")
    terminal.wait_for("Datei")
    terminal.paste(str(file))
    terminal.wait_for(file.name)
    terminal.press("enter")


@pytest.mark.soak
@pytest.mark.timeout(7200 if SOAK else 120)
@pytest.mark.parametrize(
    ("copying", "sending"),
    [
        pytest.param("sqlite", False, id="importing-sqlite"),  # which reads a file, and no more
        pytest.param("sqlite", True, id="sending-sqlite"),
        pytest.param("postgres", True, id="sending-postgres", marks=pytest.mark.postgres),
    ],
    indirect=["copying"],
)
@pytest.mark.parametrize(("end", "code"), ENDS, ids=lambda value: getattr(value, "__name__", None))
def test_b5_an_end_in_the_middle_leaves_whole_steps(
    end: Callable[[Terminal], None], code: int, sending: bool, copying: Copying, tmp_path: Path
) -> None:
    """At random moments: all 500 or none, the session closed, the terminal given back."""
    chance = random.Random(f"{end.__name__} {sending}")
    for number in range(ROUNDS):
        with copying(tmp_path / str(number) / "demo") as demo:
            with demo.open() as terminal:
                open_list(terminal, demo.folder)
                if sending:
                    terminal.wait_for(f"{SIZE} bereit", LONG)
                    terminal.press("ctrl+s")
                terminal.read_for(chance.uniform(0, LONGEST))  # the moment is what is tried
                end(terminal)
                assert terminal.wait_exit() == code
            left = figures(demo)
            assert left in {(0,) * 4, (SIZE,) * 4 if sending else (0,) * 4}
            assert is_whole(demo)
            ((ended,),) = ask(demo, "SELECT ended_at FROM sessions ORDER BY id DESC LIMIT 1")
            if code > 0:
                assert ended is not None
        if end in {hang_up, terminate}:
            assert terminal.modes() == RESTORED
            assert terminal.screen_text() == ""
            assert foreign_sequences(terminal.raw) == []


@pytest.mark.soak
@pytest.mark.timeout(7200 if SOAK else 120)
def test_g1_mails_promised_before_a_kill_go_out_after_the_next_start(
    copying: Copying, tmp_path: Path
) -> None:
    """Each of 500 exactly once, whether it had left before the kill or not."""
    chance = random.Random(1)
    for number in range(ROUNDS):
        with copying(tmp_path / str(number) / "demo") as demo:
            before = len(letters(demo.folder))
            with demo.open() as terminal:
                open_list(terminal, demo.folder)
                terminal.wait_for(f"{SIZE} bereit", LONG)
                terminal.press("ctrl+s")
                wait_outside(terminal, lambda demo=demo: figures(demo)[0] == SIZE)  # type: ignore[misc]  # bound at once
                terminal.read_for(chance.uniform(0, 0.4))
                terminal.kill(signal.SIGKILL)
                terminal.wait_exit()
            # As if the lease of the process that died had run out meanwhile.
            ask(demo, "UPDATE outbox_messages SET leased_until = created_at")
            with demo.open() as terminal:
                terminal.wait_for(portal.ANNA, LONG)
                wait_outside(terminal, lambda demo=demo: all_sent(demo))  # type: ignore[misc]  # bound at once
                terminal.press("ctrl+q")
                assert terminal.wait_exit() == 0
            assert len(letters(demo.folder)) == before + SIZE
            failed = "SELECT count(*) FROM outbox_messages WHERE state = 'failed'"
            assert ask(demo, failed) == [(0,)]


def all_sent(demo: portal.Copy) -> bool:
    """Whether no mail waits any more."""
    return ask(demo, "SELECT count(*) FROM outbox_messages WHERE state = 'pending'") == [(0,)]
