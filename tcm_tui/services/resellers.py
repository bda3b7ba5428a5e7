"""„Zugriff für Mitarbeitende eines Vertriebspartners“: who is let in, and what they did.

Off until an administrator of the company links a Vertriebspartner by its number. Ending the link is
in force at once: every use case of a guest asks for it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import activity, recipients, resellers
from tcm_tui.data.models import Company, ResellerLink
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.own_activity import THE_NEWEST
from tcm_tui.domain.people import canonical
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.resellers import (
    FIRST_NUMBER,
    AlreadyLinked,
    Deed,
    LinkedReseller,
    OwnNumber,
    Reseller,
    UnknownReseller,
    check_partner_number,
    partner_number,
)
from tcm_tui.domain.text import skeleton
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.leaving import give_up_guests_orders

if TYPE_CHECKING:
    from tcm_tui.domain.own_activity import OwnPage
    from tcm_tui.services.transaction import Transaction


@reading(Permission.COMPANY_CONFIGURE)
def linked(tx: Transaction) -> list[LinkedReseller]:
    """Whom the company lets in, by name, then whom it did."""
    deeds = activity.deeds_of_resellers(tx.session, tx.company_id)
    return resellers.linked(tx.session, tx.company_id, deeds)


@reading(Permission.COMPANY_CONFIGURE)
def look_up(tx: Transaction, number: str) -> Reseller:
    """Whom linking `number` would let in: shown before it is done.

    Raises:
        Invalid: Nobody, the company itself, or somebody who is let in already.
    """
    return _to_be_linked(tx, number)


@use_case(Permission.COMPANY_CONFIGURE, fresh=True)
def link(tx: Transaction, number: str) -> LinkedReseller:
    """Let the staff of the Vertriebspartner with this number in.

    Raises:
        Invalid: As `look_up`; the field is `number`.
        ProofNeeded: The password was not typed for a while.
    """
    found = _to_be_linked(tx, number)
    row = ResellerLink(company_id=tx.company_id, reseller_id=found.company_id, linked_at=tx.now)
    tx.session.add(row)
    tx.session.flush()  # whoever gets the answer needs the number of the link
    tx.audit(
        AuditAction.RESELLER_LINKED,
        Subject.RESELLER,
        found.company_id,
        number=(None, found.number),
    )
    _tell(tx, MailKind.RESELLER_LINKED, found.name)
    deeds = activity.deeds_of_resellers(tx.session, tx.company_id).get(found.company_id, 0)
    return LinkedReseller(row.id, found.number, found.name, row.linked_at, None, deeds)


@use_case(Permission.COMPANY_CONFIGURE)
def unlink(tx: Transaction, link_id: int) -> None:
    """End the access: whoever is in is out at their next action.

    Raises:
        NotFound: The company has no such link (any more).
    """
    row = _link(tx, link_id)
    if row.ended_at is not None:
        raise _gone()
    _end(tx, row)


@use_case(Permission.COMPANY_CONFIGURE)
def unlink_number(tx: Transaction, number: str) -> Reseller:
    """End the access of the Vertriebspartner with this number; who that is.

    Raises:
        Invalid: It is no number.
        NotFound: It has no access (any more).
    """
    found = resellers.by_number(tx.session, check_partner_number(number))
    row = resellers.open_link(tx.session, tx.company_id, found.company_id) if found else None
    if found is None or row is None:
        raise _gone()
    _end(tx, row)
    return found


@reading(Permission.COMPANY_CONFIGURE)
def deeds(
    tx: Transaction, link_id: int, page: OwnPage = THE_NEWEST, *, limit: int = 50
) -> list[Deed]:
    """Everything that the staff of a Vertriebspartner did in the company, newest first.

    Args:
        tx: The transaction.
        link_id: A link with it, open or ended; what was done under another one is told, too.
        page: Where it begins.
        limit: Lines at most.

    Raises:
        NotFound: The company has no such link.
    """
    reseller_id = _link(tx, link_id).reseller_id
    found = activity.of_reseller(tx.session, tx.company_id, reseller_id, page, limit)
    return [Deed(event) for event in found]


@use_case(Permission.OPERATOR)
def appoint(tx: Transaction, address: str, company_name: str | None = None) -> Reseller:
    """Make a company a Vertriebspartner and give it a number; one that has one keeps it.

    Args:
        tx: The transaction.
        address: Of an administrator of the company.
        company_name: Which one, of those who administer several.

    Raises:
        Invalid: The address administers none, or several and none was named.
    """
    company = _administered(tx, address, company_name)
    if company.partner_number is None:
        company.partner_number = _next_number(tx)
        tx.session.flush()  # the number is taken, and the version is checked
        number: tuple[str | None, str | None] = (None, company.partner_number)
        tx.audit_many(
            [
                Entry(
                    AuditAction.RESELLER_APPOINTED,
                    Subject.RESELLER,
                    company.id,
                    {"number": number},
                    company_id=company.id,
                )
            ]
        )
    return Reseller(company.id, company.partner_number, company.name)


def _to_be_linked(tx: Transaction, number: str) -> Reseller:
    checked = check_partner_number(number)
    found = resellers.by_number(tx.session, checked)
    if found is None:
        raise UnknownReseller(checked)
    if found.company_id == tx.company_id:
        raise OwnNumber
    if resellers.open_link(tx.session, tx.company_id, found.company_id):
        raise AlreadyLinked(found.name)
    return found


def _link(tx: Transaction, link_id: int) -> ResellerLink:
    found = resellers.link(tx.session, tx.company_id, link_id)
    if found is None:
        raise _gone()
    return found


def _end(tx: Transaction, row: ResellerLink) -> None:
    """End a link, and what is open under it: visits, bookings begun, requests."""
    row.ended_at = tx.now
    resellers.end_visits(tx.session, tx.company_id, row.reseller_id, tx.now)
    give_up_guests_orders(tx, row.reseller_id)
    reseller = tx.session.get_one(Company, row.reseller_id)
    tx.audit(
        AuditAction.RESELLER_UNLINKED,
        Subject.RESELLER,
        row.reseller_id,
        number=(reseller.partner_number, None),
    )
    _tell(tx, MailKind.RESELLER_UNLINKED, reseller.name)


def _gone() -> NotFound:
    return NotFound(_("Dieser Vertriebspartner hat keinen Zugriff (mehr)."))


def _tell(tx: Transaction, kind: MailKind, reseller: str) -> None:
    """Promise every administrator of the company a mail, whoever did it among them."""
    told = {
        "changed_at": tx.now.isoformat(),
        "company": tx.company_name,
        "person": tx.actor_name,
        "reseller": reseller,
    }
    tx.mail_many(
        [
            MailDraft(kind, one.address, one.language, {**told, "name": one.name})
            for one in recipients.with_roles(tx.session, tx.company_id, {Role.COMPANY_ADMIN})
        ]
    )


def _administered(tx: Transaction, address: str, company_name: str | None) -> Company:
    found = resellers.administered(tx.session, canonical(address) or "")
    if company_name is not None:
        wanted = skeleton(company_name)
        found = [one for one in found if skeleton(one.name) == wanted]
    if not found:
        raise Invalid(_("{address} verwaltet kein solches Unternehmen.").format(address=address))
    if len(found) > 1:
        raise Invalid(
            _("{address} verwaltet mehrere Unternehmen: {names}. Nennen Sie eines.").format(
                address=address, names=", ".join(one.name for one in found)
            )
        )
    return found[0]


def _next_number(tx: Transaction) -> str:
    highest = resellers.highest_number(tx.session)
    return partner_number(FIRST_NUMBER if highest is None else int(highest.removeprefix("P-")) + 1)
