"""Text that databases disagree about comes out the same on both (SECURITY.md H12)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.database import open_database
from tcm_tui.data.models import Invitation, Subscription, User
from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.permissions import Role
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.booking import begin, revise
from tcm_tui.services.context import Context
from tcm_tui.services.invitations import invite
from tcm_tui.services.order_requests import decline, request, requests
from tcm_tui.services.sign_in import sign_in
from tcm_tui.services.subscription_changes import rename
from tcm_tui.services.subscriptions import subscriptions
from tests.builders import (
    ORIGIN,
    Clock,
    add_company,
    add_invitation,
    add_member,
    signed_in,
)
from tests.market import add_product, add_subscription, edition_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.hashing import Hasher

NAUGHTY = {
    "nul": "A\x00nna",
    "only nul": "\x00\x00",
    "surrogate": "A\ud800nna",
    "both halves": "A\ud83d\ude00nna",
    "escape": "A\x1b]52;c;eA==\x07nna",
    "c1": "A\x9bnna",
    "bidi": "A\u202ennA\u2066",
    "lines": "An\r\nna\u2028x\x85y",
    "decomposed": "A\u0308nna",
    "astral": "A\U0001f600nna",
    "noncharacter": "A\ufffe\uffffnna",
    "private": "A\ue000nna",
    "quotes": "A'nna\"; DROP TABLE users --",
    "backslash": "A\\nna %s %(x)s :x ?",
    "ligature": "ﷺ" * 80,
    "sharp s": "ß" * 80,
    "longest": "A" * 80,
    "too long": "A" * 81,
}


def _outcome(run: Callable[[], object]) -> object:
    """The answer, or the refusal in words; anything else is a crash."""
    try:
        return run()
    except DomainError as refusal:
        return (type(refusal).__name__, refusal.message, refusal.field)


def _all_ways_in(url: str, hasher: Hasher, value: str) -> list[object]:
    """What becomes of `value` as a name, an address, a code and a password, and what is stored.

    And as an „Abonnement-Name“, the reason of a request and the answer to it.
    """
    database = open_database(url)
    nobody = Context(database=database, origin=ORIGIN, clock=Clock(), hasher=hasher)
    anna = add_member(
        database, add_company(database), "anna.muster@m.example", role=Role.COMPANY_ADMIN
    )
    admin = signed_in(nobody, anna)
    code = add_invitation(database, anna, "neu@m.example")[1].text
    add_subscription(database, anna.company_id, add_product(database), owner_id=anna.user_id)
    (booked,) = subscriptions(admin)
    product = add_product(database)
    wish = BookingWish(product, edition_ids(database, product)["Basic"])
    user = signed_in(nobody, add_member(database, anna.company_id, "wer@m.example"))
    order = begin(user, wish)
    good = "Rote-Ampel-19-Uhr"
    outcomes = [
        _outcome(lambda: invite(admin, InvitationDraft("b@m.example", first_name=value))),
        _outcome(lambda: invite(admin, InvitationDraft(f"{value}@m.example"))),
        _outcome(lambda: sign_in(nobody, value, value)),
        _outcome(lambda: sign_in(nobody, anna.email, value)),
        _outcome(lambda: accept_as_new(nobody, value, NewPerson("A", "B", good, assured=True))),
        _outcome(lambda: accept_as_new(nobody, code, NewPerson("A", "B", value, assured=True))),
        _outcome(lambda: accept_as_new(nobody, code, NewPerson(value, value, good, assured=True))),
        _outcome(lambda: rename(admin, booked, value)),
        _outcome(lambda: revise(user, order.id, replace(order.draft, name=value), order.version)),
        _outcome(lambda: request(user, order.id, value)),
        _outcome(lambda: decline(admin, order.id, value)),
        requests(user),
    ]
    with database.transaction(writing=False) as session:
        stored = [
            *session.execute(select(User.first_name, User.last_name).order_by(User.id)),
            *session.execute(select(Subscription.name, Subscription.sort_name)),
            *session.execute(
                select(Invitation.email, Invitation.first_name).order_by(Invitation.id)
            ),
        ]
    database.dispose()
    return [outcomes, stored]


@pytest.mark.postgres
@pytest.mark.parametrize("value", NAUGHTY.values(), ids=NAUGHTY.keys())
def test_h12_naughty_text_comes_out_the_same_on_both_databases(
    sqlite_url: str, postgres_url: str, hasher: Hasher, value: str
) -> None:
    """The same refusals and the same stored text; never a fault of the database."""
    sqlite = _all_ways_in(sqlite_url, hasher, value)
    assert sqlite == _all_ways_in(postgres_url, hasher, value)
    assert not any(c in repr(sqlite) for c in ("\\x00", "\\x1b", "\\ud800", "\\u202e"))
