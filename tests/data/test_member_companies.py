"""Several companies in one file: none finds another's people, and none is slowed down by them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from tcm_tui.data import members
from tcm_tui.data.database import open_database
from tcm_tui.data.members import Page, Scope
from tcm_tui.domain.members import EVERYBODY, MemberFilter, MemberOrder, MemberState
from tcm_tui.domain.permissions import Role
from tests.builders import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.data.database import Database

OURS: Final = 300
FEW, MANY = 300, 9_000
"""People of other companies."""
MUCH_MORE: Final = 1.2
PAGES: Final = 500
"""Steps for the further pages of a larger index, and for a few times as many levels."""
A_FEW: Final = 35
"""Steps for a row that is counted twice (23); reading and sorting it as well makes them 55."""
QUESTIONS = [
    *(MemberFilter(search) for search in ("m", "meier", "meier p", "mia", "mia kunde", "nobody")),
    EVERYBODY,
    MemberFilter(roles=frozenset({Role.BILLING_ADMIN})),
    MemberFilter("mia", states=frozenset({MemberState.DISABLED})),
]
_COMPANY = (
    "INSERT INTO companies (id, name, skeleton, created_at, password_level, default_role,"
    " idle_minutes, version) VALUES ({company}, 'firma {company}', 'firma {company}',"
    " '2026-01-01', 'standard', 'user', 15, 1)"
)
_PEOPLE = (
    "INSERT INTO users (id, first_name, last_name, language, created_at, attempts, pauses, version)"
    " {numbers} SELECT x, 'Mia', 'Meier', 'de', '2026-01-01', 0, 0, 1 FROM n",
    "INSERT INTO email_addresses (id, user_id, address, canonical, is_primary)"
    " {numbers} SELECT x, x, x || '@kunde.example', x || '@kunde.example', 1 FROM n",
    "INSERT INTO memberships (id, company_id, user_id, role, state, sort_name, sort_address,"
    " joined_at, title, phone, department, version)"
    " {numbers} SELECT x, {company}, x, iif(x % 50, 'user', 'billing_admin'),"
    " iif(x % 40, 'active', 'disabled'),"
    " iif(x % 3, 'meier, ', 'kaya, ') || iif(x % 7, 'petra', 'mia'), x || '@kunde.example',"
    " '2026-01-01', '', '', '', 1 FROM n",
)


def _fill(database: Database, company: int, first: int, size: int) -> None:
    """A company with so many people, all called alike, with ids from `first` on."""
    numbers = (
        f"WITH RECURSIVE n (x) AS (VALUES ({first}) UNION ALL SELECT x + 1 FROM n"  # noqa: S608 - numbers of this test
        f" WHERE x < {first + size - 1})"
    )
    with database.transaction(writing=True) as session:
        for rows in (_COMPANY, *_PEOPLE):
            session.execute(text(rows.format(numbers=numbers, company=company)))


@pytest.fixture
def two(sqlite_url: str) -> Iterator[Database]:
    """A migrated file without a company."""
    database = open_database(sqlite_url)
    yield database
    database.dispose()


def _steps(database: Database, wanted: MemberFilter, order: MemberOrder) -> int:
    """How many steps SQLite takes for a page, by its own count."""
    taken = itertools.count()
    with database.transaction(writing=False) as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(lambda: next(taken) and None, 1)
        members.page(session, Scope(1, START), wanted, Page(order))
        driver.set_progress_handler(None, 0)
    return next(taken)


@pytest.mark.parametrize("order", list(MemberOrder))
def test_another_company_costs_nothing(two: Database, order: MemberOrder) -> None:
    """As many steps beside 300 as beside 9,300 people with the same names."""
    _fill(two, 1, 1, OURS)
    _fill(two, 2, OURS + 1, FEW)
    before = [_steps(two, wanted, order) for wanted in QUESTIONS]
    _fill(two, 3, OURS + FEW + 1, MANY)
    after = [_steps(two, wanted, order) for wanted in QUESTIONS]
    for wanted, few, many in zip(QUESTIONS, before, after, strict=True):
        assert many <= few * MUCH_MORE + PAGES, wanted


def test_many_of_a_name_are_not_read_to_be_sorted(two: Database) -> None:
    """Some 800 found among 6,000 of one family name: a few steps each, not those of a row read."""
    _fill(two, 1, 1, MANY)
    wanted = MemberFilter("meier mia")
    with two.transaction(writing=False) as session:
        found = members.count(session, Scope(1, START), wanted)
    assert found > MANY // 12
    assert _steps(two, wanted, MemberOrder.NAME) < A_FEW * found


@pytest.mark.parametrize("wanted", QUESTIONS)
def test_nobody_of_another_company_is_found(two: Database, wanted: MemberFilter) -> None:
    """By page, number and keys, in every order; all of ours are."""
    _fill(two, 1, 1, OURS)
    _fill(two, 2, OURS + 1, MANY)
    _fill(two, 3, OURS + MANY + 1, OURS)
    with two.transaction(writing=False) as session:
        for company, first in ((1, 1), (3, OURS + MANY + 1)):
            scope = Scope(company, START)
            number = members.count(session, scope, wanted)
            keys = {key.id for key in members.keys(session, scope, wanted, MANY)}
            assert number == len(keys)
            for order in MemberOrder:
                page = members.page(session, scope, wanted, Page(order, limit=MANY))
                assert {row.key.id for row in page} == keys
            assert keys <= set(range(first, first + OURS))
            assert bool(keys) is (wanted.search != "nobody")
