"""What the database promises: settings, modes, refusals, and transactions of several at once."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from tcm_tui.data import database as database_module
from tcm_tui.data.database import Database, open_database, violated, with_retries
from tcm_tui.data.migrations import upgrade
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Invitation,
    Membership,
    Token,
    User,
)
from tcm_tui.domain.errors import Stale, Unavailable
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tests.builders import START, Person, add_company, add_invitation, add_member
from tests.processes import at_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session


@pytest.fixture
def sqlite(sqlite_url: str) -> Database:
    """For what only SQLite has."""
    return open_database(sqlite_url)


def pragma(session: Session, name: str) -> object:
    """The value of an SQLite setting on this connection."""
    return session.execute(text(f"PRAGMA {name}")).scalar()


@pytest.mark.parametrize("writing", [True, False])
def test_h6_every_connection_has_the_settings_of_the_house(sqlite: Database, writing: bool) -> None:
    """WAL, FULL, foreign keys, 5 s of patience, deleted values overwritten."""
    with sqlite.transaction(writing=writing) as session:
        assert pragma(session, "journal_mode") == "wal"
        assert pragma(session, "synchronous") == 2
        assert pragma(session, "foreign_keys") == 1
        assert pragma(session, "busy_timeout") == 5_000
        assert pragma(session, "secure_delete") == 1
        assert pragma(session, "trusted_schema") == 0
    sqlite.dispose()


def test_h4_a_writing_transaction_takes_the_lock_at_once(
    sqlite: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BEGIN IMMEDIATE: a second writer waits before it has read anything; a reader does not."""
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 0)
    impatient = open_database(sqlite_url)

    def look(*, writing: bool) -> None:
        with impatient.transaction(writing=writing) as session:
            assert session.scalars(select(Company)).all() == []

    with sqlite.transaction(writing=True) as writer:
        assert writer.scalars(select(Company)).all() == []
        look(writing=False)
        with pytest.raises(OperationalError, match="database is locked"):
            look(writing=True)
    look(writing=True)
    impatient.dispose()
    sqlite.dispose()


def _company(name: str) -> dict[str, object]:
    return {
        "name": name,
        "skeleton": name,
        "created_at": START,
        "password_level": "standard",
        "default_role": Role.USER,
        "idle_minutes": 15,
        "version": 1,
    }


@pytest.mark.parametrize("mask", [0o022, 0o000])
def test_e1_files_are_for_the_owner_alone(tmp_path: Path, mask: int) -> None:
    """The folder 0700, the database with -wal and -shm 0600, under any umask."""
    before = os.umask(mask)
    try:
        path = tmp_path / "new" / "tcm.db"
        database = open_database(f"sqlite:///{path}")
        upgrade(database.engine)
        with database.transaction(writing=True) as session:
            session.execute(text("CREATE TABLE t (x)"))
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        database.dispose()
    finally:
        os.umask(before)
    assert modes == {"tcm.db": 0o600, "tcm.db-wal": 0o600, "tcm.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_e1_a_file_that_others_can_open_is_refused(sqlite_url: str, mode: int) -> None:
    """In a sentence that names the file and the way out."""
    path = sqlite_url.removeprefix("sqlite:///")
    os.chmod(path, mode)
    with pytest.raises(Unavailable, match="kann von anderen gelesen werden") as refused:
        open_database(sqlite_url)
    assert f"chmod 600 {path}" in refused.value.message


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"SQLite format 2\x00", b"x"])
def test_h8_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    """Before anything is written to it."""
    path = tmp_path / "tcm.db"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(Unavailable, match="keine Datenbank"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_h8_a_folder_is_refused(tmp_path: Path) -> None:
    """It has a name like a database, that is all."""
    path = tmp_path / "tcm.db"
    path.mkdir(mode=0o700)
    with pytest.raises(Unavailable, match="keine Datenbankdatei"):
        open_database(f"sqlite:///{path}")


def test_a_database_in_memory_is_refused() -> None:
    """Every thread would have its own."""
    with pytest.raises(Unavailable, match="muss eine Datei sein"):
        open_database("sqlite://")


def test_a_fault_takes_everything_back(database: Database) -> None:
    """Nothing half done."""

    def half() -> None:
        with database.transaction(writing=True) as session:
            session.execute(insert(Company).values(_company("Halb GmbH")))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with database.transaction(writing=False) as session:
        assert session.scalars(select(Company)).all() == []


def test_what_only_reads_cannot_write(database: Database) -> None:
    """A use case that forgot to say that it writes fails on both databases alike."""
    with (
        pytest.raises(DBAPIError, match=r"read-?only"),
        database.transaction(writing=False) as session,
    ):
        session.execute(insert(Company).values(_company("Heimlich GmbH")))
    assert add_company(database, "Offen GmbH")


def test_h11_an_orphan_is_refused(database: Database) -> None:
    """A membership of nobody in nothing."""
    with pytest.raises(IntegrityError), database.transaction(writing=True) as session:
        session.add(
            Membership(
                company_id=1,
                user_id=1,
                role=Role.USER,
                sort_name="x",
                sort_address="x",
                joined_at=START,
            )
        )


@pytest.mark.parametrize("column", ["role", "state"])
def test_h11_a_word_outside_the_vocabulary_is_refused(database: Database, column: str) -> None:
    """Also when it is written past the models."""
    person = add_member(database, add_company(database), "a@m.example")
    with pytest.raises(IntegrityError), database.transaction(writing=True) as session:
        session.execute(
            text(f"UPDATE memberships SET {column} = 'root' WHERE id = :id"),  # noqa: S608 - a column of ours
            {"id": person.membership_id},
        )


def _same_address(session: Session, anna: Person) -> None:
    session.add(
        EmailAddress(
            user_id=anna.user_id, address="A@M.example", canonical="a@m.example", is_primary=False
        )
    )


def _address_of_another(session: Session, _anna: Person) -> None:
    other = User(first_name="B", last_name="B", language="de", created_at=START)
    session.add(other)
    session.flush()  # the address names its owner
    session.add(
        EmailAddress(
            user_id=other.id,
            address="A@M.example",
            canonical="a@m.example",
            is_primary=True,
            verified_at=START,
        )
    )


def _second_primary(session: Session, anna: Person) -> None:
    session.add(
        EmailAddress(
            user_id=anna.user_id, address="b@m.example", canonical="b@m.example", is_primary=True
        )
    )


def _member_twice(session: Session, anna: Person) -> None:
    session.add(
        Membership(
            company_id=anna.company_id,
            user_id=anna.user_id,
            role=Role.USER,
            sort_name="x",
            sort_address="x",
            joined_at=START,
        )
    )


def _invited_twice(session: Session, anna: Person) -> None:
    session.add(
        Invitation(
            company_id=anna.company_id,
            email="neu@m.example",
            canonical="neu@m.example",
            role=Role.USER,
            sort_name="",
            sort_address="neu@m.example",
            invited_by=anna.user_id,
            invited_at=START,
            expires_at=START,
        )
    )


def _same_code(session: Session, anna: Person) -> None:
    token = session.scalars(select(Token)).one()
    session.add(
        Token(
            purpose=token.purpose,
            code_hash=token.code_hash,
            created_at=START,
            expires_at=START,
            user_id=anna.user_id,
        )
    )


def _same_id(session: Session, anna: Person) -> None:
    session.execute(insert(Company).values({**_company("Doppelt GmbH"), "id": anna.company_id}))


def _unknown_word(session: Session, anna: Person) -> None:
    del anna
    session.execute(text("UPDATE companies SET password_level = 'none'"))


@pytest.mark.parametrize(
    ("break_it", "sqlite_name", "postgres_name"),
    [
        (_same_address, *["uq_email_addresses_user_id_canonical"] * 2),
        (_address_of_another, *["uq_email_addresses_canonical"] * 2),
        (_second_primary, "uq_email_addresses_user_id", "uq_email_addresses_primary"),
        (_member_twice, *["uq_memberships_company_id_user_id"] * 2),
        (_invited_twice, "uq_invitations_company_id_canonical", "uq_invitations_open"),
        (_same_code, "uq_tokens_code_hash", "uq_tokens_code_hash"),
        (_same_id, "uq_companies_id", "pk_companies"),
        (_unknown_word, "ck_companies_password_level", "ck_companies_password_level"),
    ],
)
def test_a_violation_is_named(
    database: Database,
    break_it: Callable[[Session, Person], None],
    sqlite_name: str,
    postgres_name: str,
) -> None:
    """By our naming convention; SQLite knows a partial index or a key by its columns alone."""
    anna = add_member(database, add_company(database), "a@m.example")
    add_invitation(database, anna, "neu@m.example")
    with pytest.raises(IntegrityError) as error, database.transaction(writing=True) as session:
        break_it(session, anna)
    assert violated(error.value) == (sqlite_name if database.is_sqlite else postgres_name)


def test_a_violation_without_a_name_is_none(database: Database) -> None:
    """A missing value names no constraint of ours."""
    with pytest.raises(IntegrityError) as error, database.transaction(writing=True) as session:
        session.execute(text("INSERT INTO companies (id) VALUES (7)"))
    assert violated(error.value) is None


@pytest.mark.postgres
def test_each_statement_is_planned_for_what_it_is_asked_with(postgres_url: str) -> None:
    """However often it was asked before: one subscription has 3 licences, the next one 50,000."""
    database = open_database(postgres_url)
    with database.transaction(writing=False) as session:
        for number in range(10):
            session.scalars(select(Membership).where(Membership.id == number)).all()
        assert session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0
    database.dispose()


def test_h1_a_row_changed_meanwhile_is_stale(database: Database) -> None:
    """The slower of two editors is told, and nothing of theirs is stored."""
    person = add_member(database, add_company(database), "a@m.example")

    def edit() -> None:
        with database.transaction(writing=True) as session:
            mine = session.get_one(Membership, person.membership_id)
            session.execute(
                update(Membership)
                .where(Membership.id == person.membership_id)
                .values(title="Chefin", version=Membership.version + 1)
                .execution_options(synchronize_session=False)
            )
            mine.title = "Leiterin"
            mine.state = MembershipState.DISABLED

    with pytest.raises(Stale, match="inzwischen geändert"):
        with_retries(edit)
    with database.transaction(writing=False) as session:
        assert session.get_one(Membership, person.membership_id).title == ""


def test_h4_a_database_that_stays_busy_is_a_sentence(sqlite_url: str) -> None:
    """After four tries, and never the words of SQLite."""
    database = open_database(sqlite_url)
    tries: list[int] = []

    def write() -> None:
        tries.append(1)
        raise OperationalError("", {}, Exception("database is locked"))

    with pytest.raises(Unavailable, match="antwortet gerade nicht"):
        with_retries(write)
    assert len(tries) == 4
    database.dispose()


def test_h5_a_conflict_runs_the_whole_unit_again() -> None:
    """PostgreSQL asks for it by its state; after five more tries it is a sentence."""

    class SerializationFailure(Exception):
        sqlstate = "40001"

    tries: list[int] = []

    def write() -> str:
        tries.append(1)
        if len(tries) < 6:
            raise DBAPIError("", {}, SerializationFailure())
        return "done"

    assert with_retries(write) == "done"
    with pytest.raises(Unavailable):
        with_retries(lambda: _raise(DBAPIError("", {}, SerializationFailure())))


def _raise(error: Exception) -> None:
    raise error


SOAK = os.environ.get("TCM_SOAK") == "1"
EDITS = 50 if SOAK else 5
"""Edits of each of eight writers."""


def _count_up(url: str, company_id: int, edits: int) -> int:
    """Read a number, add one, write it; over and over. How often that was acknowledged."""
    database = open_database(url)
    done = 0
    for _edit in range(edits):

        def edit() -> None:
            with database.transaction(writing=True) as session:
                company = session.scalars(
                    select(Company).where(Company.id == company_id).with_for_update(key_share=True)
                ).one()
                company.idle_minutes += 1

        with_retries(edit)
        done += 1
    database.dispose()
    return done


def _read_long(url: str, _company_id: int, reads: int) -> int:
    """Keep reading the same number inside one transaction: no writer may disturb it."""
    database = open_database(url)
    with database.transaction(writing=False) as session:
        seen = {session.scalar(text("SELECT count(*) FROM companies")) for _read in range(reads)}
    database.dispose()
    assert seen == {1}
    return 0


def _work(what: str, url: str, company_id: int, times: int) -> int:
    return (_count_up if what == "write" else _read_long)(url, company_id, times)


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_h1_h4_eight_writers_and_a_reader_lose_nothing(
    database: Database, database_url: str
) -> None:
    """Every acknowledged edit is there afterwards, and nobody saw a busy database."""
    company = add_company(database)
    jobs = [("write", database_url, company, EDITS)] * 8 + [("read", database_url, company, 500)]
    acknowledged = sum(at_once(_work, jobs))
    with database.transaction(writing=False) as session:
        assert session.get_one(Company, company).idle_minutes == 15 + acknowledged
    assert acknowledged == 8 * EDITS


_CHANGES = (
    "UPDATE audit_entries SET unix_user = 'niemand'",
    "DELETE FROM audit_entries",
    "DELETE FROM audit_entries WHERE id = 1",
)
_WORD_OF_ITS_OWN = {
    "sqlite": "REPLACE INTO audit_entries SELECT * FROM audit_entries",
    "postgres": "TRUNCATE audit_entries",
}


@pytest.mark.parametrize(
    ("database_url", "statement"),
    [
        pytest.param(
            kind,
            statement,
            marks=[pytest.mark.postgres] if kind == "postgres" else [],
            id=f"{kind}-{statement}",
        )
        for kind, own in _WORD_OF_ITS_OWN.items()
        for statement in (*_CHANGES, own)
    ],
    indirect=["database_url"],
)
def test_d7_the_journal_takes_entries_and_gives_none_back(
    database: Database, statement: str
) -> None:
    """Neither changed nor deleted, by the database itself."""
    with database.transaction(writing=True) as session:
        session.execute(
            insert(AuditEntry).values(
                at=START,
                unit="u",
                action="session:start",
                subject="session",
                changes={},
                unix_user="t",
                together=1,
            )
        )
    with (
        pytest.raises(DBAPIError, match="insert-only"),
        database.transaction(writing=True) as session,
    ):
        session.execute(text(statement))
    with database.transaction(writing=False) as session:
        assert session.scalars(select(AuditEntry.unix_user)).all() == ["t"]


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    """Whatever the server's time zone; a naive one is refused."""
    company = add_company(database)
    with database.transaction(writing=False) as session:
        assert session.get_one(Company, company).created_at == START
        assert session.get_one(Company, company).created_at.tzinfo is not None
    with pytest.raises(Exception, match="naive datetime"), database.transaction(writing=True) as s:
        s.execute(
            insert(Company).values({**_company("x"), "created_at": START.replace(tzinfo=None)})
        )


def test_sort_keys_are_compared_byte_by_byte(database: Database) -> None:
    """The same order on both databases: a space before a comma before letters."""
    company = add_company(database)
    for number, key in enumerate(["ab", "a b", "a, b", "b", "a-b", "_a"]):
        with database.transaction(writing=True) as session:
            session.add(User(first_name="", last_name=str(number), language="de", created_at=START))
            session.flush()  # the membership names the user
            session.add(
                Membership(
                    company_id=company,
                    user_id=number + 1,
                    role=Role.USER,
                    sort_name=key,
                    sort_address=key,
                    joined_at=START,
                )
            )
    with database.transaction(writing=False) as session:
        keys = session.scalars(select(Membership.sort_name).order_by(Membership.sort_name)).all()
    assert keys == ["_a", "a b", "a, b", "a-b", "ab", "b"]
