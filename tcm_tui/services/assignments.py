"""„Apps zuweisen“: who may have a licence, who has one, and giving and taking many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tcm_tui.data import assignable, members
from tcm_tui.data.assignments import numbers_of
from tcm_tui.data.members import Page, Scope
from tcm_tui.domain.assignments import PersonRow, person_of, place_of
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.members import EVERYBODY, MemberFilter, MemberOrder, MemberState
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _
from tcm_tui.services.assigning import carry_out, judge, reach, sees_invitations
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.members import SEARCH_MAX

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tcm_tui.domain.assignments import AssignReport, Holder, LicenceRow, Person, Wish
    from tcm_tui.domain.members import MemberRow
    from tcm_tui.services.transaction import Transaction

_ACTIVE: Final = frozenset({MemberState.ACTIVE})


@reading(Permission.LICENCE_ASSIGN)
def people(  # noqa: PLR0913 - what `members.page` takes, and of which subscription
    tx: Transaction,
    subscription_id: int | None = None,
    wanted: MemberFilter = EVERYBODY,
    *,
    order: str = MemberOrder.NAME,
    descending: bool = False,
    after: Person | None = None,
    backwards: bool = False,
    limit: int = 50,
) -> list[PersonRow]:
    """One page of those whom licences may be given to, and whether they have one.

    That is everybody active and, for those who may see them, disabled members and open
    invitations; who may not open „Benutzer“ cannot filter by role or state either.

    Args:
        tx: The transaction.
        subscription_id: Of what; None while nobody asks who has one.
        wanted: What is searched for and filtered.
        order: `MemberOrder.NAME` or `MemberOrder.ADDRESS`.
        descending: Whether the list is shown from the end of that order.
        after: Whom to continue behind, None for the first page; they may be gone by now.
        backwards: Read towards the top of the list instead; None is then the last page.
        limit: Rows at most.

    Raises:
        Invalid: More is searched for than `SEARCH_MAX`.
        NotFound: There is no such subscription, or somebody else looks after it.
    """
    if subscription_id is not None:
        _licence(tx, subscription_id)
    start = None if after is None else place_of(after)
    cut = Page(_order(order), descending, start, backwards, limit)
    return _marked(tx, subscription_id, members.page(tx.session, _scope(tx), _own(tx, wanted), cut))


@reading(Permission.LICENCE_ASSIGN)
def people_of(tx: Transaction, holders: Sequence[Holder]) -> list[Person]:
    """Those of these `people` that are still there, in the order given."""
    found = members.rows_with(tx.session, _scope(tx), holders)
    states = _own(tx, EVERYBODY).states or frozenset(MemberState)
    rows = [found[one] for one in holders if one in found]
    return [person_of(row) for row in rows if row.state in states]


@reading(Permission.LICENCE_ASSIGN)
def people_without(
    tx: Transaction,
    subscription_id: int,
    wanted: MemberFilter = EVERYBODY,
    *,
    order: str = MemberOrder.NAME,
    descending: bool = False,
    limit: int = 1_000,
) -> list[PersonRow]:
    """The first of those `people` who have no licence yet and could get one, in their order.

    Raises:
        Invalid: As `people`.
        NotFound: As `people`.
    """
    _licence(tx, subscription_id)
    scope, own, found = _scope(tx), _own(tx, wanted), list[PersonRow]()
    after: MemberRow | None = None
    portion = min(2 * limit, assignable.MOST)
    while len(found) < limit:
        cut = Page(_order(order), descending, after, limit=portion)
        rows = members.page(tx.session, scope, own, cut)
        found += [one for one in _marked(tx, subscription_id, rows) if one.eligible and not one.has]
        if len(rows) < portion:
            break
        after, portion = rows[-1], min(2 * portion, assignable.MOST)
    return found[:limit]


@reading(Permission.LICENCE_ASSIGN)
def holders(  # noqa: PLR0913 - as `people`
    tx: Transaction,
    subscription_id: int,
    search: str = "",
    *,
    order: str = MemberOrder.NAME,
    descending: bool = False,
    after: Person | None = None,
    backwards: bool = False,
    limit: int = 50,
) -> list[PersonRow]:
    """One page of those who have a licence of a subscription; the arguments are as of `people`.

    Raises:
        Invalid: As `people`.
        NotFound: As `people`.
    """
    licence = _licence(tx, subscription_id)
    clean_text(search, max_len=SEARCH_MAX, field="search")
    start = None if after is None else place_of(after)
    cut = Page(_order(order), descending, start, backwards, limit)
    found = assignable.holders(tx.session, _scope(tx), licence, search, cut)
    return [PersonRow(**vars(person_of(row)), has=True) for row in found]


@reading(Permission.LICENCE_ASSIGN)
def licences_of(tx: Transaction, holders: Collection[Holder] = ()) -> list[LicenceRow]:
    """Every running subscription whose licences the actor may assign, by title.

    `have` says how many of `holders` have one.
    """
    return assignable.running(tx.session, reach(tx), holders)


@reading(Permission.LICENCE_ASSIGN)
def plan(tx: Transaction, wishes: Sequence[Wish]) -> AssignReport:
    """What would become of these wishes; nothing is changed.

    Raises:
        Invalid: They are more than `MOST_WISHES`.
        NotFound: A subscription or a person never belonged to the company, or somebody else looks
            after the subscription.
    """
    return judge(tx, wishes).report


@use_case(Permission.LICENCE_ASSIGN)
def apply(tx: Transaction, wishes: Sequence[Wish]) -> AssignReport:
    """Make these changes, all in one transaction, or none as long as one is refused.

    What is as wanted already is left as it is. A refused row names the subscription whose last
    licence somebody else has taken, or who cannot get one any more.

    Raises:
        Invalid: As `plan`.
        NotFound: As `plan`.
    """
    judged = judge(tx, wishes)
    if judged.report.refused:
        return judged.report
    carry_out(tx, judged)
    return replace(judged.report, saved=True)


def _licence(tx: Transaction, subscription_id: int) -> LicenceRow:
    """A subscription whose licences the actor may assign."""
    found = assignable.licences(tx.session, reach(tx), [subscription_id])
    if not found:
        raise NotFound(_("Dieses Abonnement gibt es nicht."))
    return found[subscription_id]


def _scope(tx: Transaction) -> Scope:
    return Scope(tx.company_id, tx.now, sees_invitations(tx))


def _own(tx: Transaction, wanted: MemberFilter) -> MemberFilter:
    """What of `wanted` is the actor's business: role and state are not everybody's."""
    clean_text(wanted.search, max_len=SEARCH_MAX, field="search")
    if tx.role is not None and allows(tx.role, Permission.MEMBER_LIST):
        return wanted
    return MemberFilter(wanted.search, states=_ACTIVE)


def _order(order: str) -> MemberOrder:
    found = MemberOrder(order)
    if found not in {MemberOrder.NAME, MemberOrder.ADDRESS}:
        raise ValueError(order)
    return found


def _marked(
    tx: Transaction, subscription_id: int | None, rows: Sequence[MemberRow]
) -> list[PersonRow]:
    """The rows with whether they have a licence."""
    keys = [row.key for row in rows]
    asked = [] if subscription_id is None else [subscription_id]
    have = {holder for _number, holder in numbers_of(tx.session, asked, keys)}
    return [PersonRow(**vars(person_of(row)), has=row.key in have) for row in rows]
