"""Members of the demo beyond the sample: many, without a story, written in bulk."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert

from tcm_tui.data.models import EmailAddress, Membership, User
from tcm_tui.data.search_changes import merge, pass_on
from tcm_tui.domain import demo
from tcm_tui.domain.passwords import levels_met
from tcm_tui.domain.people import MembershipState, list_name
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.text import sort_key
from tcm_tui.services.context import use_case
from tcm_tui.services.transaction import CHUNK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.services.transaction import Transaction

_FIRST_NAMES: Final = (
    "Ahmet",
    "Aylin",
    "Birgit",
    "Carla",
    "Dieter",
    "Emma",
    "Frank",
    "Gülay",
    "Hanna",
    "Ivan",
    "Jana",
    "Karl",
    "Lukas",
    "Mia",
    "Nele",
    "Oskar",
    "Petra",
    "Quentin",
    "Rosa",
    "Stefan",
    "Thea",
    "Uwe",
    "Vera",
    "Wiebke",
    "Yusuf",
    "Zoe",
)
_LAST_NAMES: Final = (
    "Albrecht",
    "Böhm",
    "Cordes",
    "Dietrich",
    "Engel",
    "Fischer",
    "Günther",
    "Huber",
    "Ismail",
    "Jansen",
    "Kaya",
    "Lorenz",
    "Meier",
    "Nguyen",
    "Otto",
    "Peters",
    "Quast",
    "Richter",
    "Sauer",
    "Thiel",
    "Ulrich",
    "Voß",
    "Werner",
    "Xhaka",
    "Yılmaz",
    "Ziegler",
)
_SEARCHABLE_AFTER: Final = 50 * CHUNK
"""So many rows are told to the search at once."""


@use_case(Permission.OPERATOR)
def add_members(tx: Transaction, company_id: int, members: int, password_hash: str) -> None:
    """Members beyond the sample, in bulk: they have no story, and share one hash."""
    chance = random.Random(members)
    account = _account(tx, password_hash)
    for start in range(0, members, CHUNK):
        people = [_invented(chance, number) for number in range(start, min(start + CHUNK, members))]
        _write_people(tx, company_id, people, account)
        if (start + CHUNK) % _SEARCHABLE_AFTER == 0:
            pass_on(tx.session)  # all of them at the end would make the file a ninth larger
    pass_on(tx.session)
    merge(tx.session.connection())


def _invented(chance: random.Random, number: int) -> demo.DemoPerson:
    first, last = chance.choice(_FIRST_NAMES), chance.choice(_LAST_NAMES)
    role = chance.choices((Role.USER, Role.BILLING_ADMIN), (97, 3))[0]
    local_part = f"{sort_key(first)}.{sort_key(last)}{number + 1}"
    return demo.DemoPerson(first, last, local_part, role, 0, "", disabled=chance.random() < 0.02)  # noqa: PLR2004 - one in fifty


def _write_people(
    tx: Transaction,
    company_id: int,
    people: Sequence[demo.DemoPerson],
    account: dict[str, object],
) -> None:
    """One portion of invented people, who all have the same `account` but for their names."""
    users = tx.session.scalars(
        insert(User).returning(User.id, sort_by_parameter_order=True),
        [{"first_name": one.first_name, "last_name": one.last_name, **account} for one in people],
    ).all()
    with_ids = list(zip(users, people, strict=True))
    tx.insert_many(EmailAddress, [_address(tx, user_id, one) for user_id, one in with_ids])
    tx.insert_many(
        Membership, [_membership(tx, company_id, user_id, one) for user_id, one in with_ids]
    )


def _account(tx: Transaction, password_hash: str) -> dict[str, object]:
    return {
        "language": "de",
        "created_at": tx.now,
        "password_hash": password_hash,
        "password_set_at": tx.now,
        "password_levels": levels_met(demo.PASSWORD),
        "version": 1,
    }


def _address(tx: Transaction, user_id: int, one: demo.DemoPerson) -> dict[str, object]:
    return {
        "user_id": user_id,
        "address": one.email,
        "canonical": one.email,
        "is_primary": True,
        "verified_at": tx.now,
    }


def _membership(
    tx: Transaction, company_id: int, user_id: int, one: demo.DemoPerson
) -> dict[str, object]:
    return {
        "company_id": company_id,
        "user_id": user_id,
        "role": one.role,
        "state": MembershipState.DISABLED if one.disabled else MembershipState.ACTIVE,
        "sort_name": sort_key(list_name(one.first_name, one.last_name)),
        "sort_address": sort_key(one.email),
        "joined_at": tx.now,
        "version": 1,
    }
