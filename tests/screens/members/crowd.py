"""A company full of people for the list to show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from tcm_tui.data.models import Membership
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tests.builders import PASSWORD, START, Person, add_invitation, add_member

if TYPE_CHECKING:
    from datetime import datetime

    from tests.screens.support import Stage

DOMAIN = "muster-maschinenbau.example"
MEMBERS = (
    ("Jonas", "Becker", Role.BILLING_ADMIN, timedelta(days=1)),
    ("Derya", "Çelik", Role.USER, timedelta(days=2)),
    ("Ümit", "Groß", Role.USER, timedelta(days=4)),
    ("Lena", "Hoffmann", Role.USER, timedelta(days=20)),
    ("Paweł", "Kowalski", Role.USER, timedelta(days=400)),
    ("Maximiliane", "von der Wiesche-Schulze", Role.COMPANY_ADMIN, timedelta(minutes=19)),
    ("Tim", "Weber", Role.USER, None),
)
DISABLED = ("Sophie", "Jäger")
INVITED = ("extern@partner.example", "bewerbung.sommer@partner.example")
EXPIRED = "vertretung@partner.example"


def address(first_name: str, last_name: str) -> str:
    """What somebody is reached at."""
    plain = f"{first_name}.{last_name}".lower().replace(" ", "")
    plain = plain.translate(str.maketrans("çüäł", "cual")).replace("ß", "ss")
    return f"{plain}@{DOMAIN}"


def fill(stage: Stage) -> dict[str, int]:
    """Seven members in all roles, one disabled, two invited, one invitation ended.

    The ids of the invitations by their addresses.
    """
    for first, last, role, ago in MEMBERS:
        person = member(stage, first, last, role)
        if ago is not None:
            seen(stage, person, START - ago)
    member(stage, *DISABLED, Role.USER, MembershipState.DISABLED)
    ids = {one: invited(stage, one) for one in INVITED}
    ids[EXPIRED] = invited(stage, EXPIRED, START - timedelta(days=15))
    return ids


def member(
    stage: Stage,
    first_name: str,
    last_name: str,
    role: Role = Role.USER,
    state: MembershipState = MembershipState.ACTIVE,
) -> Person:
    """A member of Anna's company, with Anna's password."""
    return add_member(
        stage.nobody.database,
        stage.anna.company_id,
        address(first_name, last_name),
        role=role,
        state=state,
        first_name=first_name,
        last_name=last_name,
        password_hash=stage.nobody.hasher.hash(PASSWORD),
        at=START - timedelta(days=500),
    )


def invited(stage: Stage, email: str, at: datetime = START) -> int:
    """An open invitation by Anna; its id."""
    return add_invitation(stage.nobody.database, stage.anna, email, at=at)[0]


def seen(stage: Stage, person: Person, at: datetime) -> None:
    """Somebody signed in for the last time."""
    with stage.nobody.database.transaction(writing=True) as session:
        session.execute(
            update(Membership)
            .where(Membership.id == person.membership_id)
            .values(last_sign_in_at=at)
        )
