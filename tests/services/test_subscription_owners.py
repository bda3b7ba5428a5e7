"""Taking subscriptions over, and handing them on: who may, what goes along, who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Membership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.subscription_owners import hand_over, take_over
from tcm_tui.services.subscriptions import attention, subscription
from tests.builders import add_company, add_member, everything, signed_in
from tests.market import TODAY

from .inviting import journal, mails
from .subscribed import add_on, as_person, book, shown, someone, stored

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.builders import Person


@pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.COMPANY_ADMIN])
def test_what_nobody_owns_is_taken_over(ctx: Context, role: Role) -> None:
    """Several at once; what was one's own already is not counted."""
    boss = someone(ctx, role=role)
    free, foreign = book(ctx, owned=False), book(ctx)
    own = book(ctx, owner_id=boss.user_id)
    theirs = as_person(ctx, boss)
    assert take_over(theirs, [free, foreign, own]) == 2
    assert {shown(theirs, n).owner_id for n in (free, foreign, own)} == {boss.user_id}
    assert attention(theirs).ownerless == 0
    assert len(journal(ctx, AuditAction.SUBSCRIPTION_OWNER_CHANGED)) == 2


def test_add_ons_go_along(ctx: Context, anna: Person) -> None:
    """With what they extend; an add-on alone goes alone."""
    ben = someone(ctx)
    number = book(ctx)
    more = add_on(ctx, number)
    assert hand_over(ctx, [number], ben.user_id) == 2
    assert shown(ctx, more).owner_id == ben.user_id
    assert hand_over(ctx, [more], anna.user_id) == 1
    assert shown(ctx, number).owner_id == ben.user_id


def test_everybody_is_told_of_what_concerns_them(ctx: Context, anna: Person) -> None:
    """The new owner of all, a former one of theirs."""
    ben, cleo = someone(ctx), someone(ctx, "cleo@muster.example")
    first = book(ctx, owner_id=ben.user_id, name="Nord")
    second = book(ctx, name="Süd")
    hand_over(ctx, [first, second], cleo.user_id)
    found = {mail.recipient: mail for mail in mails(ctx)}
    assert found.keys() == {anna.email, ben.email, cleo.email}
    assert {mail.kind for mail in found.values()} == {MailKind.SUBSCRIPTION_HANDED_OVER}
    nord, south = (f"Microsoft 365 Business Basic – {name}" for name in ("Nord", "Süd"))
    assert found[ben.email].values["apps"] == nord
    assert found[cleo.email].values["apps"] == f"{nord}\n{south}"
    assert found[ben.email].values["owner"] == cleo.name


def test_the_past_tells_from_whom_to_whom(ctx: Context, anna: Person) -> None:
    """By name, and „–“ for nobody."""
    number = book(ctx, owned=False)
    take_over(ctx, [number])
    (line,) = subscription(ctx, number).history
    assert (line.title, line.details) == ("Inhaberschaft geändert", (f"Inhaber: – → {anna.name}",))


def test_nothing_changes_for_whoever_owns_it_already(ctx: Context) -> None:
    """Neither an entry nor a mail."""
    number = book(ctx)
    before = everything(ctx)
    assert take_over(ctx, [number, number]) == 0
    assert everything(ctx) == before


def test_what_has_ended_stays_whose_it_was(ctx: Context, anna: Person) -> None:
    """There is nothing to look after."""
    ben = someone(ctx)
    number = book(ctx, ends_on=TODAY - timedelta(days=1))
    assert hand_over(ctx, [number], ben.user_id) == 0
    assert stored(ctx, number).owner_id == anna.user_id


def test_only_an_active_member_can_own_anything(ctx: Context) -> None:
    """Neither a disabled one nor a stranger."""
    number = book(ctx)
    ben = someone(ctx)
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Membership, ben.membership_id).state = MembershipState.DISABLED
    stranger = add_member(
        ctx.database, add_company(ctx.database, "Nebenan AG"), "wer@nebenan.example"
    )
    for user_id in (ben.user_id, stranger.user_id, 999_999):
        with pytest.raises(Invalid) as refused:
            hand_over(ctx, [number], user_id)
        assert refused.value.field == "owner"


def test_one_that_is_not_there_stops_all(ctx: Context) -> None:
    """Another company's, above all."""
    number = book(ctx, owned=False)
    boss = add_member(
        ctx.database,
        add_company(ctx.database, "Nebenan AG"),
        "chef@nebenan.example",
        role=Role.COMPANY_ADMIN,
    )
    theirs = signed_in(ctx, boss)
    foreign = book(theirs)
    before = stored(ctx, number).owner_id
    with pytest.raises(NotFound):
        take_over(ctx, [number, foreign])
    assert stored(ctx, number).owner_id == before
    assert stored(ctx, foreign).owner_id == boss.user_id


def test_a_user_takes_nothing_over(ctx: Context) -> None:
    """Not even what they own could they hand on."""
    ben = someone(ctx)
    number = book(ctx, owner_id=ben.user_id)
    theirs = as_person(ctx, ben)
    with pytest.raises(NotPermitted):
        take_over(theirs, [number])
    with pytest.raises(NotPermitted):
        hand_over(theirs, [number], ben.user_id)


def test_many_at_once_are_one_mail(ctx: Context) -> None:
    """A mail names the first hundred and says that there are more."""
    numbers = [book(ctx, owned=False) for _number in range(120)]
    assert take_over(ctx, numbers) == 120
    (mail,) = mails(ctx)
    lines = mail.values["apps"].splitlines()
    assert (len(lines), lines[-1]) == (101, "…")
