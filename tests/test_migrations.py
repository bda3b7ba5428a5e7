"""The shape of the database: what the migrations make is what the models say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError

from tcm_tui.data import members
from tcm_tui.data.database import Database, open_database
from tcm_tui.data.migrations import HEAD, stored_revision, upgrade
from tcm_tui.data.models import AuditEntry, Base, PersonalChange
from tcm_tui.domain.members import MemberFilter
from tests.builders import START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, of each kind."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path}/empty.db")
        yield database
        database.dispose()
        return
    server = request.getfixturevalue("postgres_server")
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("CREATE DATABASE tcm_empty"))
    database = open_database(make_url(server).set(database="tcm_empty"))
    yield database
    database.dispose()
    with administration.connect() as connection:
        connection.execute(text("DROP DATABASE tcm_empty WITH (FORCE)"))
    administration.dispose()


def search_tables(database: Database) -> set[str]:
    """The search of SQLite, which no model knows: two full-text tables, and what waits for them."""
    if not database.is_sqlite:
        return set()
    parts = ("", "_config", "_data", "_idx")
    full_text = {f"search_{key}{part}" for key in ("sort_name", "sort_address") for part in parts}
    return full_text | {"search_changes"}


def test_head_is_the_newest_script() -> None:
    """The constant saves the program from asking Alembic at every start; it must not go stale."""
    config = Config()
    config.set_main_option("script_location", "tcm_tui:data/migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_empty_database_has_no_revision(empty: Database) -> None:
    """Before the first start."""
    assert stored_revision(empty.engine) is None


def test_upgrading_makes_every_table_and_can_be_repeated(empty: Database) -> None:
    """A second run finds nothing to do."""
    upgrade(empty.engine)
    assert stored_revision(empty.engine) == HEAD
    tables = set(inspect(empty.engine).get_table_names())
    assert tables == set(Base.metadata.tables) | {"alembic_version"} | search_tables(empty)
    upgrade(empty.engine)
    assert stored_revision(empty.engine) == HEAD


def test_models_and_migrations_do_not_drift(database: Database) -> None:
    """Alembic finds no difference in tables, columns, types, indexes and unique constraints."""
    dialect = database.engine.dialect.name
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "target_metadata": Base.metadata,
                "include_object": lambda thing, _name, _kind, _reflected, _other: (
                    thing.info.get("dialect", dialect) == dialect  # Alembic does not ask `ddl_if`
                ),
                "include_name": lambda name, kind, _parents: (
                    kind != "table" or name not in search_tables(database)
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def _constraints(database: Database) -> dict[str, set[str]]:
    """Every CHECK and foreign key by table; Alembic does not compare the former."""
    found = inspect(database.engine)
    return {
        table: {str(check["name"]) for check in found.get_check_constraints(table)}
        | {str(key["name"]) for key in found.get_foreign_keys(table)}
        | {str(found.get_pk_constraint(table)["name"])}
        for table in Base.metadata.tables
    }


def test_constraints_have_the_names_of_the_models(empty: Database) -> None:
    """Refusals are told apart by these names, so they must be the same however tables were made."""
    upgrade(empty.engine)
    migrated = _constraints(empty)
    Base.metadata.drop_all(empty.engine)
    Base.metadata.create_all(empty.engine)
    assert migrated == _constraints(empty)


def _partial_indexes(database: Database) -> dict[str | None, str]:
    """The condition of every index that has one; Alembic does not compare them."""
    found = inspect(database.engine)
    where = f"{database.engine.dialect.name}_where"
    return {
        index["name"]: str(index["dialect_options"][where])
        for table in Base.metadata.tables
        for index in found.get_indexes(table)
        if where in index.get("dialect_options", {})
    }


def test_partial_indexes_are_those_of_the_models(empty: Database) -> None:
    """One open invitation an address, one active payment method: in both databases."""
    upgrade(empty.engine)
    migrated = _partial_indexes(empty)
    assert len(migrated) == 13
    Base.metadata.drop_all(empty.engine)
    Base.metadata.create_all(empty.engine)
    assert migrated == _partial_indexes(empty)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_vocabularies_are_the_same_in_models_and_migrations(database: Database, table: str) -> None:
    """The words a CHECK allows: a new word of a closed vocabulary needs a migration."""
    checks = {
        str(check["name"]): check["sqltext"]
        for check in inspect(database.engine).get_check_constraints(table)
    }
    for constraint in Base.metadata.tables[table].constraints:
        column = next(iter(getattr(constraint, "columns", [])), None)
        words = getattr(getattr(column, "type", None), "enums", None)
        if words and (found := checks.get(str(constraint.name))):
            assert sorted(w for w in words if f"'{w}'" in found) == sorted(words)
            assert found.count("'") == 2 * len(words)


def test_h13_a_failing_migration_leaves_nothing_behind(empty: Database) -> None:
    """All of it is one transaction: after a fault the database is as it was before."""
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE outbox_messages (in_the_way integer)"))
    with pytest.raises(DBAPIError, match="already exists"):
        upgrade(empty.engine)
    assert inspect(empty.engine).get_table_names() == ["outbox_messages"]
    assert stored_revision(empty.engine) is None
    with empty.engine.begin() as connection:
        connection.execute(text("DROP TABLE outbox_messages"))
    upgrade(empty.engine)
    assert stored_revision(empty.engine) == HEAD


ROWS_OF_0001 = (
    "INSERT INTO companies (id, name, skeleton, created_at, password_level, default_role,"
    " idle_minutes, version)"
    " VALUES (1, 'Alt AG', 'alt ag', '2026-01-01', 'standard', 'user', 15, 1)",
    "INSERT INTO users (id, first_name, last_name, language, created_at, attempts, pauses, version)"
    " VALUES (1, 'Mia', 'Müller', 'de', '2026-01-01', 0, 0, 1)",
    "INSERT INTO email_addresses (id, user_id, address, canonical, is_primary)"
    " VALUES (1, 1, 'mia@alt.example', 'mia@alt.example', true)",
    "INSERT INTO memberships (id, company_id, user_id, role, state, sort_name, sort_address,"
    " joined_at, title, phone, department, version) VALUES (1, 1, 1, 'user', 'active',"
    " 'muller, mia', 'mia@alt.example', '2026-01-01', '', '', '', 1)",
    *(
        "INSERT INTO invitations (id, company_id, email, canonical, role, state, first_name,"  # noqa: S608 - words of this test
        " last_name, sort_name, sort_address, invited_by, invited_at, expires_at, times_sent,"
        f" version) VALUES ({number}, 1, '{state}@m.example', '{state}@m.example', 'user',"
        f" '{state}', '', '', '{state}@m.example', '{state}@m.example', 1, '2026-01-01',"
        " '2026-12-31', 1, 1)"
        for number, state in enumerate(("pending", "revoked"), start=1)
    ),
)


def test_who_was_there_before_the_search_is_found(empty: Database) -> None:
    """Members and open invitations of the first shape, and no others."""
    upgrade(empty.engine, "0001")
    with empty.engine.begin() as connection:
        for row in ROWS_OF_0001:
            connection.exec_driver_sql(row)
    upgrade(empty.engine)
    assert stored_revision(empty.engine) == HEAD
    scope = members.Scope(1, START)
    with empty.transaction(writing=False) as session:
        for search, found in (("mü", 1), ("ull", 1), ("m", 2), ("pend", 1), ("revok", 0)):
            wanted = MemberFilter(search)
            assert len(members.page(session, scope, wanted, members.Page())) == found
            assert members.count(session, scope, wanted) == found


def test_h13_a_failing_search_leaves_the_first_shape_whole(empty: Database) -> None:
    """After a fault in the middle of it all is as before, and it can be tried again."""
    upgrade(empty.engine, "0001")
    before = set(inspect(empty.engine).get_table_names())
    name = "ix_invitations_company_id_state_role_sort_name_id"
    with empty.engine.begin() as connection:
        connection.execute(text(f"CREATE INDEX {name} ON users (id)"))
    with pytest.raises(DBAPIError, match="already exists"):
        upgrade(empty.engine)
    assert stored_revision(empty.engine) == "0001"
    assert set(inspect(empty.engine).get_table_names()) == before
    assert "ix_memberships_company_id_last_sign_in_at_id" not in {
        index["name"] for index in inspect(empty.engine).get_indexes("memberships")
    }
    with empty.engine.begin() as connection:
        connection.execute(text(f"DROP INDEX {name}"))
    upgrade(empty.engine)
    assert stored_revision(empty.engine) == HEAD


def _entry_of_0002(action: str, subject_id: int, changes: dict[str, list[str | None]]) -> str:
    """What the journal said before words stood beside it."""
    return (
        "INSERT INTO audit_entries (at, unit, action, subject, subject_id, company_id, actor_id,"  # noqa: S608 - words of this test
        f" together, changes, unix_user) VALUES ('2026-01-01', '{action}', '{action}',"
        f" 'membership', {subject_id}, 1, 1, 1, '{json.dumps(changes)}', 'x')"
    )


def test_i5_words_about_people_move_out_of_the_journal(empty: Database) -> None:
    """Beside it, for the person they are about; then the journal is closed again."""
    upgrade(empty.engine, "0002")
    removed = {"user": ["1", None], "last_name": ["Müller", None], "role": ["user", None]}
    with empty.engine.begin() as connection:
        for row in (
            *ROWS_OF_0001,
            _entry_of_0002("member:edit", 1, {"title": ["", "Dr."]}),
            _entry_of_0002("member:edit", 99, {"title": ["", "gone"]}),
            _entry_of_0002("member:remove", 7, removed),
            _entry_of_0002("members:export", 1, {"search": [None, "mia"], "rows": [None, "3"]}),
        ):
            connection.exec_driver_sql(row.replace("%", "%%"))
    upgrade(empty.engine)
    with empty.transaction(writing=False) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        beside = session.scalars(select(PersonalChange).order_by(PersonalChange.id)).all()
    assert [entry.changes for entry in entries] == [
        {},
        {},
        {"user": ["1", None], "role": ["user", None]},
        {"rows": [None, "3"], "searched": [None, "yes"]},
    ]
    assert [(row.user_id, row.subject_id, row.changes) for row in beside] == [
        (1, 1, {"title": ["", "Dr."]}),
        (1, 7, {"last_name": ["Müller", None]}),
    ]
    with pytest.raises(DBAPIError, match="insert-only"), empty.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entries SET changes = '{}'")
