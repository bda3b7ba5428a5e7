"""Members who go: what they own finds a new owner, what they use becomes free, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Assignment, Membership, Order, Subscription
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.member_changes import Change, ChangeKind, Holdings
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services import resellers
from tcm_tui.services.account_deletion import delete
from tcm_tui.services.belongings import belongings
from tcm_tui.services.booking import begin
from tcm_tui.services.member_changes import change, plan, take_back
from tcm_tui.services.order_requests import decline, request, requests
from tests.builders import (
    START,
    add_company,
    add_invitation,
    add_member,
    add_reseller,
    everything,
    link_reseller,
    signed_in,
    visiting,
)
from tests.market import TODAY, add_product, add_subscription, give

from .changing import DISABLE, REMOVE, do, invited_key, member_key, membership, verdicts
from .inviting import journal, mails
from .ordering import colleague, open_shop, orders_stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Person

    from .ordering import Shop


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """Who goes."""
    return add_member(ctx.database, anna.company_id, "derya.celik@m.example")


@pytest.fixture
def jonas(ctx: Context, anna: Person) -> Person:
    """Who takes over."""
    return add_member(ctx.database, anna.company_id, "jonas.becker@m.example", language="en")


def booked(ctx: Context, owner: Person, *users: Person, name: str = "") -> int:
    """A subscription of `owner` that these use."""
    product = add_product(ctx.database)
    number = add_subscription(
        ctx.database, owner.company_id, product, owner_id=owner.user_id, name=name
    )
    give(ctx.database, number, *users)
    return number


def subscription(ctx: Context, number: int) -> Subscription:
    """The row as it is stored."""
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(Subscription, number)


def holders(ctx: Context, number: int) -> list[int | None]:
    """The memberships that have a licence."""
    with ctx.database.transaction(writing=False) as session:
        return list(
            session.scalars(
                select(Assignment.membership_id).where(Assignment.subscription_id == number)
            )
        )


def to(heir: Person, kind: ChangeKind = ChangeKind.REMOVE, *, frees: bool = False) -> Change:
    """With somebody who takes over."""
    return Change(kind, heir=heir.membership_id, frees=frees)


def test_a_plan_tells_what_members_own_and_use(ctx: Context, anna: Person, derya: Person) -> None:
    """Of what runs, whether they are to be disabled or removed; who has neither is told nothing."""
    booked(ctx, derya, derya, anna)
    booked(ctx, anna, derya)
    for wanted in (DISABLE, REMOVE):
        (row,) = plan(ctx, wanted, [member_key(derya)]).rows
        assert row.holds == Holdings(owns=1, uses=2)
    lena = add_member(ctx.database, anna.company_id, "lena@m.example")
    (row,) = plan(ctx, REMOVE, [member_key(lena)]).rows
    assert not row.holds


def test_an_owner_is_not_removed_without_an_heir(ctx: Context, derya: Person) -> None:
    """Refused with the number; nothing is half done. To be disabled they need none."""
    number = booked(ctx, derya, derya)
    before = everything(ctx)
    (row,) = do(ctx, REMOVE, member_key(derya)).rows
    assert (row.verdict, row.reason) == (
        "refused",
        "Besitzt 1 Abonnement: Wählen Sie, wer es übernimmt.",
    )
    assert everything(ctx) == before
    assert verdicts(do(ctx, DISABLE, member_key(derya))) == ["changed"]
    assert subscription(ctx, number).owner_id == derya.user_id
    assert holders(ctx, number) == [derya.membership_id]


def test_an_heir_takes_over_and_seats_become_free(
    ctx: Context, anna: Person, derya: Person, jonas: Person
) -> None:
    """One transaction: owner, seats, journal, a mail to the heir in their language."""
    number = booked(ctx, derya, derya, anna, name="Vertrieb Nord")
    assert verdicts(do(ctx, to(jonas), member_key(derya))) == ["changed"]
    assert membership(ctx, derya) is None
    found = subscription(ctx, number)
    assert (found.owner_id, found.used) == (jonas.user_id, 1)
    assert holders(ctx, number) == [anna.membership_id]
    (owner,) = journal(ctx, AuditAction.SUBSCRIPTION_OWNER_CHANGED)
    assert owner.subject_id == number
    assert owner.changes == {"owner": [str(derya.user_id), str(jonas.user_id)]}
    (freed,) = journal(ctx, AuditAction.LICENCE_WITHDRAWN)
    assert freed.changes == {"membership": [str(derya.membership_id), None]}
    told = {
        mail.recipient: mail.language
        for mail in mails(ctx)
        if mail.kind is MailKind.SUBSCRIPTION_HANDED_OVER
    }
    assert told["jonas.becker@m.example"] == "en"


@pytest.mark.parametrize("frees", [True, False])
def test_who_is_disabled_gives_back_what_was_chosen(
    ctx: Context, derya: Person, jonas: Person, *, frees: bool
) -> None:
    """The heir takes over, the seat is freed or kept; being enabled again brings neither back."""
    number = booked(ctx, derya, derya)
    report = do(ctx, to(jonas, ChangeKind.DISABLE, frees=frees), member_key(derya))
    left = [] if frees else [derya.membership_id]
    assert (subscription(ctx, number).owner_id, holders(ctx, number)) == (jonas.user_id, left)
    take_back(ctx, report)
    row = membership(ctx, derya)
    assert row is not None
    assert row.state is MembershipState.ACTIVE
    assert (subscription(ctx, number).owner_id, holders(ctx, number)) == (jonas.user_id, left)


def test_many_go_at_once(ctx: Context, anna: Person, derya: Person, jonas: Person) -> None:
    """Each seat counts once; the heir among them stays."""
    lena = add_member(ctx.database, anna.company_id, "lena@m.example")
    shared, own = booked(ctx, derya, derya, lena, jonas), booked(ctx, lena, derya)
    report = do(ctx, to(jonas), *map(member_key, (derya, lena, jonas)))
    assert verdicts(report) == ["changed", "changed", "refused"]
    assert report.rows[2].reason == "Übernimmt die Abonnements der anderen und bleibt deshalb."
    assert [subscription(ctx, one).owner_id for one in (shared, own)] == [jonas.user_id] * 2
    assert (subscription(ctx, shared).used, subscription(ctx, own).used) == (1, 0)


def test_what_has_ended_holds_nobody_up(ctx: Context, derya: Person) -> None:
    """And their licences of it go with them."""
    product = add_product(ctx.database)
    number = add_subscription(
        ctx.database,
        derya.company_id,
        product,
        owner_id=derya.user_id,
        ends_on=TODAY.replace(day=1),
    )
    give(ctx.database, number, derya)
    assert verdicts(do(ctx, REMOVE, member_key(derya))) == ["changed"]
    assert holders(ctx, number) == []


def test_the_heir_must_be_an_active_member(ctx: Context, anna: Person, derya: Person) -> None:
    """Not somebody disabled since, of another company, or gone."""
    booked(ctx, derya)
    asleep = add_member(
        ctx.database, anna.company_id, "asleep@m.example", state=MembershipState.DISABLED
    )
    company = add_company(ctx.database, "Andere GmbH")
    stranger = add_member(ctx.database, company, "wer@anderswo.example")
    for heir in (asleep, stranger):
        before = everything(ctx)
        rows = plan(ctx, to(anna), [member_key(derya)]).rows
        with pytest.raises(Invalid) as refused:
            change(ctx, to(heir), rows)
        assert refused.value.field == "owner"
        assert everything(ctx) == before


def test_belongings_are_told_by_name(ctx: Context, anna: Person, derya: Person) -> None:
    """To administrators, of members and of invitations; not of other companies."""
    number = booked(ctx, derya, derya, name="Vertrieb Nord")
    found = belongings(ctx, member_key(derya))
    assert [app.label for app in found.owns] == ["Microsoft 365 Business Basic – Vertrieb Nord"]
    assert found.uses == found.owns
    invitation, _code = add_invitation(ctx.database, anna, "neu@m.example")
    give(ctx.database, number, invitations=[invitation])
    assert belongings(ctx, invited_key(invitation)).uses == found.uses
    company = add_company(ctx.database, "Andere GmbH")
    chef = add_member(ctx.database, company, "chef@anderswo.example", role=Role.COMPANY_ADMIN)
    with pytest.raises(NotFound):
        belongings(signed_in(ctx, chef), member_key(derya))
    with pytest.raises(NotFound):
        belongings(signed_in(ctx, chef), invited_key(invitation))


def test_who_deletes_their_account_leaves_subscriptions_without_owner(
    ctx: Context, anna: Person, derya: Person
) -> None:
    """Nobody can be asked: somebody takes them over later. It is written down."""
    number = booked(ctx, derya, derya, anna)
    delete(signed_in(ctx, derya), derya.email)
    found = subscription(ctx, number)
    assert (found.owner_id, found.used) == (None, 1)
    (entry,) = journal(ctx, AuditAction.SUBSCRIPTION_OWNER_CHANGED)
    assert entry.changes == {"owner": [str(derya.user_id), None]}
    with ctx.database.transaction(writing=False) as session:
        assert session.get(Membership, derya.membership_id) is None


def order(ctx: Context, person: Person, product: str, state: OrderState) -> int:
    """What somebody began to book, or asked for."""
    with ctx.database.transaction(writing=True) as session:
        one = Order(
            company_id=person.company_id,
            user_id=person.user_id,
            product_id=add_product(ctx.database, product),
            state=state,
            term_months=12,
            charging=Charging.MONTHLY,
            created_at=START,
            changed_at=START,
            reason="Für Tims Messe",
        )
        session.add(one)
        session.flush()
        return one.id


@pytest.mark.parametrize("by_themselves", [True, False])
def test_what_was_begun_or_asked_for_is_given_up(
    ctx: Context, derya: Person, *, by_themselves: bool
) -> None:
    """Nobody approves a request of somebody gone; what they wrote goes with their account."""
    add_product(ctx.database, "A")
    add_product(ctx.database, "B")
    numbers = [
        order(ctx, derya, "A", OrderState.OPEN),
        order(ctx, derya, "B", OrderState.REQUESTED),
    ]
    if by_themselves:
        delete(signed_in(ctx, derya), derya.email)
    else:
        do(ctx, REMOVE, member_key(derya))
    with ctx.database.transaction(writing=False) as session:
        found = [session.get_one(Order, number) for number in numbers]
    assert [one.state for one in found] == [OrderState.DISCARDED] * 2
    assert {one.reason for one in found} == ({""} if by_themselves else {"Für Tims Messe"})
    assert len(journal(ctx, AuditAction.ORDER_DISCARDED)) == 1
    assert len(journal(ctx, AuditAction.ORDER_WITHDRAWN)) == 1


# --- guests -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """Nora of a Vertriebspartner: what she began with Anna's company, and what she asked for."""

    shop: Shop
    nora: Person
    reseller: int
    link_id: int
    begun: int
    asked: int


@pytest.fixture
def visit(ctx: Context, nobody: Context, anna: Person) -> Visit:
    """Nothing can be paid, so she asks."""
    shop = open_shop(ctx, method=False)
    reseller = add_reseller(ctx.database)
    nora = add_member(ctx.database, reseller, "nora.nord@nordlicht.example")
    link_id = link_reseller(ctx.database, anna.company_id, reseller)
    guest = visiting(nobody, nora, anna.company_id)
    asked = begin(guest, shop.wish())
    request(guest, asked.id, "")
    return Visit(shop, nora, reseller, link_id, begin(guest, shop.wish()).id, asked.id)


def leave_with_the_link(ctx: Context, visit: Visit) -> None:
    """The customer lets them in no more."""
    resellers.unlink(ctx, visit.link_id)


def leave_the_reseller(ctx: Context, visit: Visit) -> None:
    """She is removed at home."""
    ole = add_member(ctx.database, visit.reseller, "ole@n.example", role=Role.COMPANY_ADMIN)
    do(signed_in(ctx, ole), REMOVE, member_key(visit.nora))


@pytest.mark.parametrize("leave", [leave_with_the_link, leave_the_reseller])
def test_guests_leave_nothing_unfinished_behind(
    ctx: Context, anna: Person, visit: Visit, leave: Callable[[Context, Visit], None]
) -> None:
    """Nobody waits for an answer any more, and the journal of the customer says so."""
    assert [(row.id, row.reachable) for row in requests(ctx)] == [(visit.asked, True)]
    leave(ctx, visit)
    assert requests(ctx) == []
    assert {one.state for one in orders_stored(ctx)} == {OrderState.DISCARDED}
    for action, number in (
        (AuditAction.ORDER_WITHDRAWN, visit.asked),
        (AuditAction.ORDER_DISCARDED, visit.begun),
    ):
        (entry,) = journal(ctx, action)
        assert (entry.subject_id, entry.company_id) == (number, anna.company_id)


def test_what_members_asked_for_stays_when_guests_go(ctx: Context, visit: Visit) -> None:
    """It is none of the Vertriebspartner's."""
    derya = colleague(ctx)
    found = begin(derya, visit.shop.wish())
    request(derya, found.id, "")
    leave_with_the_link(ctx, visit)
    assert [row.id for row in requests(ctx)] == [found.id]


def test_a_request_says_whether_an_answer_is_read(ctx: Context, visit: Visit) -> None:
    """Who is disabled is not written to, here or at home."""
    ole = add_member(ctx.database, visit.reseller, "ole@n.example", role=Role.COMPANY_ADMIN)
    do(signed_in(ctx, ole), DISABLE, member_key(visit.nora))
    assert [row.reachable for row in requests(ctx)] == [False]
    decline(ctx, visit.asked, "")
    assert [one for one in mails(ctx) if one.kind is MailKind.ORDER_DECLINED] == []
