"""„Benutzer“: one list of two kinds, paged by key, searched by words, seen by role."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import AuditEntry, Invitation, Membership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import NotFound, NotPermitted
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.members import (
    MemberFilter,
    MemberKind,
    MemberOrder,
    MemberRow,
    MemberState,
)
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.members import count, counts, invitation, member, page
from tests.builders import Clock, Person, add_company, add_invitation, add_member, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context

LIMIT = 4
NAMES = (
    ("Anna", "Zander"),
    ("Änne", "Zander"),
    ("Derya", "Çelik"),
    ("Derya", "Celik"),
    ("Otto", "Große"),
    ("Otto", "Grosse"),
    ("Max", "Müller"),
    ("Moritz", "Mueller"),
    ("", ""),
    ("%", "100_Prozent"),
)
EQUAL = "gleich, gertrud"
KINDS = [MemberKind.MEMBER, MemberKind.INVITATION]
ROLES = [Role.USER, Role.BILLING_ADMIN, Role.COMPANY_ADMIN]
STATES = [MemberState.ACTIVE, MemberState.DISABLED, MemberState.INVITED, MemberState.EXPIRED]


@pytest.fixture
def crowd(database: Database, anna: Person) -> None:
    """Members and invitations, some with names that sort alike, some with the very same key."""
    for number, (first, last) in enumerate(NAMES):
        email = f"p{number}@kunde.example"
        if first:
            add_member(database, anna.company_id, f"m{email}", first_name=first, last_name=last)
        add_invitation(database, anna, f"i{email}", first_name=first, last_name=last)
    for number in range(5):
        add_member(database, anna.company_id, f"gm{number}@kunde.example")
        add_invitation(database, anna, f"gi{number}@kunde.example")
    with database.transaction(writing=True) as session:
        for table in (Membership, Invitation):
            session.execute(
                update(table)
                .where(table.sort_address.startswith("g"))
                .values(sort_name=EQUAL, sort_address="gleich@kunde.example")
            )
    stranger = add_member(database, add_company(database, "Anderswo AG"), "fremd@x.example")
    add_invitation(database, stranger, "auch.fremd@x.example")
    for state in (InvitationState.REVOKED, InvitationState.ACCEPTED, InvitationState.EXPIRED):
        add_invitation(database, anna, f"{state}@kunde.example", state=state)


def reference(rows: list[MemberRow], order: MemberOrder, *, descending: bool) -> list[MemberRow]:
    """`rows` as they have to stand."""

    def by_name(row: MemberRow) -> tuple[object, ...]:
        return row.sort_name, KINDS.index(row.key.kind), row.key.id

    if order is MemberOrder.LAST_SIGN_IN:
        seen = [row for row in rows if row.last_sign_in_at]
        seen.sort(key=lambda row: (row.last_sign_in_at, row.key.id), reverse=descending)
        return seen + sorted((row for row in rows if not row.last_sign_in_at), key=by_name)
    first: dict[MemberOrder, Callable[[MemberRow], tuple[object, ...]]] = {
        MemberOrder.NAME: lambda _row: (),
        MemberOrder.ADDRESS: lambda row: (row.sort_address, *by_name(row)[1:]),
        MemberOrder.ROLE: lambda row: (ROLES.index(row.role),),
        MemberOrder.STATE: lambda row: (STATES.index(row.state),),
    }
    return sorted(rows, key=lambda row: first[order](row) + by_name(row), reverse=descending)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("order", list(MemberOrder))
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_join_to_the_whole_list(
    ctx: Context, order: MemberOrder, *, descending: bool, backwards: bool
) -> None:
    """Both ways, both orders, both directions, across equal keys: no row twice, none missing."""
    expected = reference(page(ctx, limit=1_000), order, descending=descending)
    assert len(expected) == 1 + 9 + 10 + 10
    found: list[MemberRow] = []
    after: MemberRow | None = None
    while rows := page(
        ctx,
        order=order,
        descending=descending,
        after=after,
        backwards=backwards,
        limit=LIMIT,
    ):
        assert len(rows) <= LIMIT
        found = rows + found if backwards else found + rows
        after = rows[0] if backwards else rows[-1]
    assert [row.key for row in found] == [row.key for row in expected]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("descending", [False, True])
def test_every_row_knows_its_neighbours(ctx: Context, *, descending: bool) -> None:
    """Continuing from any row, and back again, ends where it began."""
    rows = page(ctx, descending=descending, limit=1_000)
    for above, below in pairwise(rows):
        assert page(ctx, descending=descending, after=above, limit=1) == [below]
        assert page(ctx, descending=descending, after=below, backwards=True, limit=1) == [above]


def test_names_sort_as_people_expect(ctx: Context, anna: Person, database: Database) -> None:
    """DIN 5007-1: marks do not matter; members stand before invitations of the same name."""
    for email, last in (("a@k.example", "Zahn"), ("b@k.example", "Äcker"), ("c@k.example", "Adel")):
        add_member(database, anna.company_id, email, first_name="Kim", last_name=last)
    add_invitation(database, anna, "d@k.example", first_name="Kim", last_name="Adel")
    assert [(row.name, row.key.kind) for row in page(ctx)] == [
        ("Äcker, Kim", MemberKind.MEMBER),
        ("Adel, Kim", MemberKind.MEMBER),
        ("Adel, Kim", MemberKind.INVITATION),
        ("Muster, Anna", MemberKind.MEMBER),
        ("Zahn, Kim", MemberKind.MEMBER),
    ]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("celik", {"Çelik, Derya", "Celik, Derya"}),
        ("ÇELIK", {"Çelik, Derya", "Celik, Derya"}),
        ("große", {"Große, Otto", "Grosse, Otto"}),
        ("GROSSE otto", {"Große, Otto", "Grosse, Otto"}),
        ("müller", {"Müller, Max"}),
        ("mueller", {"Müller, Max", "Mueller, Moritz"}),
        ("zander änne", {"Zander, Änne"}),
        ("  anne   ZAND ", {"Zander, Änne"}),
        ("zander mp0@", {"Zander, Anna"}),
        ("zander celik", set()),
        ("100_", {"100_Prozent, %"}),
        ("0_p", {"100_Prozent, %"}),
        ("%", {"100_Prozent, %"}),
        ("fremd", set()),
    ],
)
def test_search_finds_words_in_any_spelling(ctx: Context, search: str, found: set[str]) -> None:
    """All words must occur, in name or address; marks and case do not matter; % means %."""
    assert {row.name for row in page(ctx, MemberFilter(search))} == found


@pytest.mark.parametrize("search", ["_", "@", ".", " . @  -"])
@pytest.mark.usefixtures("crowd")
def test_signs_between_words_are_no_search(ctx: Context, search: str) -> None:
    """Like blanks: the list is whole, and a word beside them is found as without them."""
    everybody = page(ctx)
    assert page(ctx, MemberFilter(search)) == everybody
    assert count(ctx, MemberFilter(search)) == len(everybody) > 0
    assert page(ctx, MemberFilter(f"{search} zander")) == page(ctx, MemberFilter("zander"))


@pytest.mark.usefixtures("crowd")
def test_search_pages_too(ctx: Context) -> None:
    """Continuing a search continues the search."""
    everyone = page(ctx, MemberFilter("kunde"), limit=1_000)
    first = page(ctx, MemberFilter("kunde"), limit=5)
    assert first + page(ctx, MemberFilter("kunde"), after=first[-1], limit=1_000) == everyone
    assert len(everyone) == 29


def test_a_row_tells_what_it_stands_for(
    ctx: Context, anna: Person, database: Database, clock: Clock
) -> None:
    """State, role and last sign-in, of members and of invitations."""
    add_member(database, anna.company_id, "zu@k.example", state=MembershipState.DISABLED)
    add_invitation(database, anna, "zv@k.example", role=Role.BILLING_ADMIN)
    clock.forward(days=14)
    rows = page(signed_in(ctx, anna), order=MemberOrder.ADDRESS)
    assert [(row.address, row.state, row.role, row.last_sign_in_at) for row in rows] == [
        (anna.email, MemberState.ACTIVE, Role.COMPANY_ADMIN, None),
        ("zu@k.example", MemberState.DISABLED, Role.USER, None),
        ("zv@k.example", MemberState.EXPIRED, Role.BILLING_ADMIN, None),
    ]


@pytest.mark.usefixtures("crowd")
def test_invitations_are_seen_by_administrators_alone(
    ctx: Context, nobody: Context, anna: Person, database: Database
) -> None:
    """A „Rechnungsadministrator“ reads members; a „Benutzer“ has no list at all."""
    billing = add_member(database, anna.company_id, "b@k.example", role=Role.BILLING_ADMIN)
    user = add_member(database, anna.company_id, "u@k.example")
    assert {row.key.kind for row in page(ctx, limit=99)} == set(MemberKind)
    seen = page(signed_in(nobody, billing), limit=99)
    assert {row.key.kind for row in seen} == {MemberKind.MEMBER}
    for read in (page, counts):
        with pytest.raises(NotPermitted):
            read(signed_in(nobody, user))


@pytest.mark.usefixtures("crowd")
def test_counts_leave_out_what_has_ended(ctx: Context, anna: Person, clock: Clock) -> None:
    """The line above the list."""
    add_member(ctx.database, anna.company_id, "d@k.example", state=MembershipState.DISABLED)
    found = counts(ctx)
    assert (found.active, found.invited, found.disabled) == (15, 15, 1)
    clock.forward(days=14)
    assert counts(signed_in(ctx, anna)).invited == 0


def test_counts_of_invitations_are_for_who_may_see_them(
    nobody: Context, anna: Person, database: Database
) -> None:
    """Neither the rows nor their number."""
    add_invitation(database, anna, "offen@k.example")
    billing = add_member(database, anna.company_id, "b@k.example", role=Role.BILLING_ADMIN)
    assert counts(signed_in(nobody, billing)).invited is None
    assert counts(signed_in(nobody, anna)).invited == 1


def test_details(ctx: Context, anna: Person, database: Database, clock: Clock) -> None:
    """What the details screens show."""
    person = add_member(
        database, anna.company_id, "x.y@k.example", first_name="Derya", last_name="Çelik"
    )
    found = member(ctx, person.membership_id)
    assert (found.name, found.row.address, found.joined_at) == (
        "Derya Çelik",
        "x.y@k.example",
        clock(),
    )
    (number, _code) = add_invitation(database, anna, "offen@k.example", role=Role.BILLING_ADMIN)
    open_one = invitation(ctx, number)
    assert (open_one.invited_by, open_one.row.role, open_one.times_sent, open_one.row.name) == (
        "Anna Muster",
        Role.BILLING_ADMIN,
        1,
        "—",
    )
    (revoked, _code) = add_invitation(
        database, anna, "weg@k.example", state=InvitationState.REVOKED
    )
    with pytest.raises(NotFound):
        invitation(ctx, revoked)


@pytest.mark.parametrize("read", [member, invitation])
def test_d2_what_belongs_to_another_company_is_not_there(
    ctx: Context, database: Database, read: Callable[[Context, int], object]
) -> None:
    """Not found, as if it did not exist, and written down."""
    other = add_member(
        database, add_company(database, "Anderswo AG"), "o@x.example", role=Role.COMPANY_ADMIN
    )
    (invitation_id, _code) = add_invitation(database, other, "offen@x.example")
    foreign = other.membership_id if read is member else invitation_id
    sentences = set()
    for number in (foreign, 987_654):
        with pytest.raises(NotFound) as refused:
            read(ctx, number)
        sentences.add(refused.value.message)
    assert len(sentences) == 1
    with database.transaction(writing=False) as session:
        entries = session.scalars(select(AuditEntry.action)).all()
    assert entries == [AuditAction.ACCESS_REFUSED] * 2


@pytest.mark.usefixtures("crowd")
def test_no_page_holds_anybody_of_another_company(ctx: Context) -> None:
    """D2: whatever is searched for."""
    assert not [row for row in page(ctx, limit=1_000) if "fremd" in row.address]
