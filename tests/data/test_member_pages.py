"""Pages of „Benutzer“ against a plain sort and filter of the same rows, on both databases."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tcm_tui.data import members
from tcm_tui.data.members import Page, Scope, places
from tcm_tui.data.models import Membership
from tcm_tui.domain.members import (
    EVERYBODY,
    MemberFilter,
    MemberKind,
    MemberOrder,
    MemberRow,
    MemberState,
    anchor,
)
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.search import found_in
from tests.builders import START, Person, add_company, add_invitation, add_member

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tcm_tui.data.database import Database

FIRST = ("Mia", "Änne", "Jo", "Zoë", "Max-Otto", "李", "Ian")
LAST = ("Müller", "Mueller", "Meier", "Ziegler", "Zi", "O'Brien", "Özil", "de la Rue", "100%", "Ж")
SEARCHES = ("m", "mü", "mue", "mueller", "zi", "egl", "ie", "o", "la r", "mia z", "@", "%", "1", "")
ALL_SEARCHES = (
    *SEARCHES,
    "max.",
    "kunde.ex",
    "a m",
    "nobody",
    "Ж",
    "李",
    "max-o",
    "'b",
    "x@k",
    "a.",
    "@",
    "mia. z",
)


@pytest.fixture
def crowd(database: Database, anna: Person) -> Scope:
    """Some eighty rows of a company, of another one, and of what is no longer open."""
    chance = random.Random(7)
    other = add_member(database, add_company(database, "Anderswo AG"), "mia@x.example")
    for number, (first, last) in enumerate(itertools.product(FIRST, LAST)):
        email = f"{chance.choice('amz')}.{chance.choice(('mia', 'ziegler', 'x'))}{number}@k.example"
        company = other if number % 9 == 0 else anna
        if number % 3:
            state = chance.choice(list(MembershipState))
            role = chance.choice(list(Role))
            add_member(
                database,
                company.company_id,
                email,
                role=role,
                state=state,
                first_name=first,
                last_name=last,
            )
        else:
            at = START - timedelta(days=chance.choice((0, 20)))
            add_invitation(database, company, email, at=at, first_name=first, last_name=last)
    with database.transaction(writing=True) as session:
        for number in range(0, 90, 4):
            session.execute(
                update(Membership)
                .where(Membership.id == number)
                .values(last_sign_in_at=START - timedelta(hours=number % 8))
            )
    return Scope(anna.company_id, START)


def everybody(session: Session, scope: Scope) -> list[MemberRow]:
    """Every row of the company, without search, filter or page."""
    return members.page(session, scope, EVERYBODY, Page(limit=10_000))


def expected(rows: list[MemberRow], wanted: MemberFilter, cut: Page) -> list[MemberRow]:
    """What the whole list has to be."""
    kept = [
        row
        for row in rows
        if (not wanted.roles or row.role in wanted.roles)
        and (not wanted.states or row.state in wanted.states)
        and found_in(wanted.search, (row.sort_name, row.sort_address))
    ]

    def by_name(row: MemberRow) -> tuple[object, ...]:
        return row.sort_name, row.key.kind is MemberKind.INVITATION, row.key.id

    if cut.order is MemberOrder.LAST_SIGN_IN:
        seen = [row for row in kept if row.last_sign_in_at]
        seen.sort(key=lambda row: (row.last_sign_in_at, row.key.id), reverse=cut.descending)
        return seen + sorted((row for row in kept if not row.last_sign_in_at), key=by_name)
    firsts: dict[MemberOrder, Callable[[MemberRow], object]] = {
        MemberOrder.ADDRESS: lambda row: row.sort_address,
        MemberOrder.NAME: lambda _row: "",
        MemberOrder.ROLE: lambda row: list(Role).index(row.role),
        MemberOrder.STATE: lambda row: list(MemberState).index(row.state),
    }
    first = firsts[cut.order]
    among = by_name if cut.order is not MemberOrder.ADDRESS else lambda row: by_name(row)[1:]
    return sorted(kept, key=lambda row: (first(row), *among(row)), reverse=cut.descending)


def walked(session: Session, scope: Scope, wanted: MemberFilter, cut: Page) -> list[MemberRow]:
    """The whole list, page by page."""
    found: list[MemberRow] = []
    after = None
    while True:
        part = Page(cut.order, cut.descending, after, cut.backwards, cut.limit)
        rows = members.page(session, scope, wanted, part)
        assert len(rows) <= cut.limit
        if not rows:
            return found
        found = rows + found if cut.backwards else found + rows
        after = rows[0 if cut.backwards else -1]


def check(database: Database, scope: Scope, wanted: MemberFilter, cut: Page) -> None:
    """The list walked is the list expected; its number and its keys agree."""
    with database.transaction(writing=False) as session:
        listed = expected(everybody(session, scope), wanted, cut)
        assert walked(session, scope, wanted, cut) == listed
        assert members.count(session, scope, wanted) == len(listed)
        keys = members.keys(session, scope, wanted, 10_000)
        assert len(keys) == len(listed)
        assert set(keys) == {row.key for row in listed}


@given(
    wanted=st.builds(
        MemberFilter,
        search=st.sampled_from(ALL_SEARCHES),
        roles=st.frozensets(st.sampled_from(list(Role)), max_size=2),
        states=st.frozensets(st.sampled_from(list(MemberState)), max_size=2),
    ),
    cut=st.builds(
        Page,
        order=st.sampled_from(list(MemberOrder)),
        descending=st.booleans(),
        after=st.none(),
        backwards=st.booleans(),
        limit=st.sampled_from((3, 40)),
    ),
    much=st.tuples(st.sampled_from((1, 3, 2_000)), st.sampled_from((2, 100))),
)
@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_pages_are_the_list_cut(
    database: Database, crowd: Scope, wanted: MemberFilter, cut: Page, much: tuple[int, int]
) -> None:
    """Every order, way, filter and search; by every road, which depends on how much is much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "FEW", much[0])
        patch.setattr(places, "AT_ONCE", much[1])
        check(database, crowd, wanted, cut)


@pytest.mark.parametrize("stranger", [None, "Zoë", "Jo"])
@pytest.mark.parametrize("search", ["ziegler zo", "ziegler mia", "mia", "ziegler k.ex", "ie m"])
def test_namesakes(
    database: Database,
    anna: Person,
    monkeypatch: pytest.MonkeyPatch,
    search: str,
    stranger: str | None,
) -> None:
    """Many of few names, told apart by name: also when one more has the words in the address."""
    monkeypatch.setattr(places, "AT_ONCE", 3)
    for number, first in enumerate(("Zoë", "Mia", "Jo", "Mia", "Zoë", "Zoë") * 3):
        address = f"n{number}@k.example"
        if number % 3:
            add_member(database, anna.company_id, address, first_name=first, last_name="Ziegler")
        else:
            add_invitation(database, anna, address, first_name=first, last_name="Ziegler")
    if stranger:
        email = "zoe.mia@k.example"
        add_member(database, anna.company_id, email, first_name=stranger, last_name="Zieglermann")
    for backwards, descending in itertools.product((False, True), repeat=2):
        for role in (frozenset[Role](), frozenset({Role.USER})):
            wanted = MemberFilter(search, roles=role)
            cut = Page(descending=descending, backwards=backwards, limit=4)
            check(database, Scope(anna.company_id, START), wanted, cut)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", [MemberOrder.NAME, MemberOrder.ADDRESS])
@pytest.mark.parametrize("text", ["m", "Mü", "z", "zz", "a", ""])
def test_jumping_to_a_letter(
    database: Database, crowd: Scope, order: MemberOrder, text: str, *, descending: bool
) -> None:
    """The row that follows is the first with these letters, or the one after where they were."""
    key = anchor(order, text).sort_name
    with database.transaction(writing=False) as session:
        listed = expected(everybody(session, crowd), EVERYBODY, Page(order, descending))
        texts = [row.sort_name if order is MemberOrder.NAME else row.sort_address for row in listed]
        passed = (key + "\U0010ffff").__lt__ if descending else key.__gt__
        wanted = [row for row, one in zip(listed, texts, strict=True) if not passed(one)]
        after = anchor(order, text, descending=descending)
        assert (
            members.page(session, crowd, EVERYBODY, Page(order, descending, after)) == wanted[:50]
        )


def test_the_search_follows_every_change(database: Database, crowd: Scope, anna: Person) -> None:
    """Renamed, added, removed: found by what they are called now, and no longer by the old name."""

    def found(search: str) -> list[str]:
        with database.transaction(writing=False) as session:
            rows = members.page(session, crowd, MemberFilter(search), Page())
            return [row.address for row in rows]

    person = add_member(database, anna.company_id, "neu.neumann@k.example")
    assert found("neumann") == ["neu.neumann@k.example"]
    with database.transaction(writing=True) as session:
        membership = session.get_one(Membership, person.membership_id)
        membership.sort_name = "altmann, neu"
    assert found("altm") == ["neu.neumann@k.example"]
    with database.transaction(writing=True) as session:
        membership = session.get_one(Membership, person.membership_id)
        membership.sort_address = "ganz@anders.example"
    assert found("neumann") == []
    with database.transaction(writing=True) as session:
        session.delete(session.get_one(Membership, person.membership_id))
    assert found("altm") == []
