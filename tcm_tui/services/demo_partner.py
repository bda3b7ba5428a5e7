"""How the sample company comes to have a Vertriebspartner, and what its staff did there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import people
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Permission
from tcm_tui.services import passwords, resellers
from tcm_tui.services.context import use_case
from tcm_tui.services.customers import enter_customer
from tcm_tui.services.sign_in import sign_out
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.OPERATOR)
def whose(tx: Transaction, email: str) -> int:
    """The user with this address."""
    return people.user_by_address(tx.session, check_email(email).canonical) or 0


def link(operator: Context, admin: Context, reseller: str) -> None:
    """Let the company that the address `reseller` administers be a Vertriebspartner, and in."""
    resellers.link(admin, resellers.appoint(operator, reseller).number)


def help_out(home: Context, customer_id: int, membership_id: int) -> None:
    """Let somebody of the Vertriebspartner have a mail sent to a member of a customer.

    The session at home ends with the visit.
    """
    who = enter_customer(home, customer_id)
    guest = home.as_actor(Actor(who.user_id, who.company_id, who.session_id))
    passwords.send_reset(guest, membership_id)
    sign_out(guest)
