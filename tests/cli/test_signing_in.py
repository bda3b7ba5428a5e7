"""Commands act as people who have more to show than a password: the steps, at the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyotp
import pytest
from sqlalchemy import select, update

from tcm_tui.bootstrap import open_context
from tcm_tui.config import Settings
from tcm_tui.data.models import Company, User, UserSession
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.second_factor import new_secret
from tcm_tui.services import second_factor
from tests.builders import PASSWORD, add_company, add_member, signed_in

from .conftest import ANNA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.data.database import Database
    from tests.builders import Person

    from .conftest import Run, Terminal

SECOND = "Älteste GmbH"


@pytest.fixture
def second(data: Database, boss: Person) -> Person:
    """Anna administers a second company."""
    return add_member(data, add_company(data, SECOND), boss.email, role=Role.COMPANY_ADMIN)


def sessions(data: Database) -> list[tuple[int, bool]]:
    """Company and whether it has ended, of every session."""
    with data.transaction(writing=False) as session:
        return [
            (one.company_id, one.ended_at is not None)
            for one in session.scalars(select(UserSession))
        ]


def test_who_belongs_to_several_companies_names_one(
    run: Run, terminal: Terminal, data: Database, boss: Person, second: Person
) -> None:
    """Without it the names are said, and nothing happens; case and umlauts do not matter."""
    ended = run("members", "list", *terminal.as_anna)
    assert ended.code == 1
    assert f"--company: {SECOND}; Muster Maschinenbau GmbH" in ended.err
    assert run("members", "list", *terminal.as_anna, "--company", "Fremd GmbH").code == 1
    assert sessions(data) == []
    ended = run("members", "list", "--json", *terminal.as_anna, "--company", "alteste gmbh")
    assert ended.code == 0
    assert boss.email in ended.out
    assert sessions(data) == [(second.company_id, True)]


def test_another_company_than_ones_own_is_refused(
    run: Run, terminal: Terminal, data: Database, boss: Person
) -> None:
    """Whoever belongs to one does not act there by mistake; the session is ended."""
    ended = run("members", "list", *terminal.as_anna, "--company", SECOND)
    assert (ended.code, ended.out) == (1, "")
    assert "gehört nicht zu" in ended.err
    assert all(over for _company, over in sessions(data))
    assert (
        run("members", "list", *terminal.as_anna, "--company", "Muster Maschinenbau GmbH").code == 0
    )
    assert boss.company_id == 1


def test_a_password_to_be_renewed_is_renewed_in_the_portal(
    run: Run, terminal: Terminal, data: Database, boss: Person
) -> None:
    """The sentence says why, and where."""
    with data.transaction(writing=True) as session:
        session.execute(update(Company).values(password_level=PasswordLevel.MEDIUM))
        session.execute(
            update(User)
            .where(User.id == boss.user_id)
            .values(password_set_at=datetime(2020, 1, 1, tzinfo=UTC))
        )
    ended = run("members", "list", *terminal.as_anna)
    assert ended.code == 1
    assert "abgelaufen" in ended.err
    assert "Starten Sie tcm-tui" in ended.err


def test_a_second_factor_that_is_asked_for_is_set_up_in_the_portal(
    run: Run, terminal: Terminal, data: Database, boss: Person
) -> None:
    """The sentence names the company."""
    assert boss
    with data.transaction(writing=True) as session:
        session.execute(update(Company).values(second_factor_roles={Role.COMPANY_ADMIN}))
    ended = run("members", "list", *terminal.as_anna)
    assert ended.code == 1
    assert "Muster Maschinenbau GmbH verlangt einen zweiten Faktor" in ended.err


@pytest.fixture
def secret(terminal: Terminal, boss: Person) -> Iterator[str]:
    """Anna's second factor, set up with the code of now; its key lies where the command looks."""
    folder = Path(terminal.environment["TCM_CONFIG_DIR"])
    nobody = open_context(Settings(data_dir=terminal.data, config_dir=folder))
    made = new_secret(ANNA).secret
    second_factor.set_up(signed_in(nobody, boss), made, pyotp.TOTP(made).now())
    yield made
    nobody.database.dispose()


def test_without_a_terminal_nobody_is_asked_for_a_code(terminal: Terminal, secret: str) -> None:
    """The sentence says what is missing; it is not an argument, where others could read it."""
    assert secret
    ended = terminal.start("members", "list", *terminal.as_anna)
    assert ended.returncode == 2
    assert "braucht es ein Terminal" in ended.stderr


def test_the_code_is_asked_for_at_the_terminal(terminal: Terminal, secret: str) -> None:
    """And not shown. The next one, as that of setting up is used."""
    command = pexpect.spawn(
        sys.executable,
        ["-m", "tcm_tui", "--data", str(terminal.data), "members", "list", "--as", ANNA],
        env=terminal.environment,
        encoding="utf-8",
        timeout=60,
    )
    command.expect("Passwort für")
    command.sendline(PASSWORD)
    command.expect("Code des zweiten Faktors für")
    code = pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=1)
    command.sendline(code)
    command.expect(pexpect.EOF)
    shown = str(command.before)
    assert "Muster" in shown
    assert code not in shown
    command.close()
    assert command.exitstatus == 0
