"""The sentence for a constraint that a use case did not foresee in time.

Use cases check first, for the good message; the database knows the truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data.database import violated
from tcm_tui.domain.errors import Stale
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.exc import IntegrityError

    from tcm_tui.domain.errors import DomainError


def refusal_of(error: IntegrityError) -> DomainError:
    """What to tell of a violated constraint: somebody else was faster.

    Raises:
        IntegrityError: `error` itself, of a constraint that only a fault can violate.
    """
    name = violated(error) or ""
    if known := _of_addresses().get(name):
        return Stale(known, "email")
    if known := _of_bookings().get(name):
        return Stale(known)
    if name == "uq_mandates_reference":
        taken = _("Diese Mandatsreferenz ist inzwischen vergeben. Öffnen Sie das Formular neu.")
        return Stale(taken, "reference")
    raise error


def _of_addresses() -> dict[str, str]:
    invited = _("Diese Adresse wurde gerade von jemand anderem eingeladen.")
    return {
        "uq_invitations_open": invited,
        "uq_invitations_company_id_canonical": invited,
        "uq_email_addresses_canonical": _("Diese Adresse gehört schon zu einem Konto."),
        "uq_email_addresses_user_id_canonical": _("Diese Adresse steht schon bei Ihnen."),
        "uq_memberships_company_id_user_id": _("Diese Person ist bereits Mitglied."),
    }


def _of_bookings() -> dict[str, str]:
    switched = _("Gerade hat jemand anderes ein Bezahlverfahren aktiviert. Lesen Sie neu.")
    assigned = _("Gerade hat jemand anderes diese Lizenz zugewiesen. Lesen Sie neu.")
    begun = _("Diese Buchung wurde gerade in einem anderen Fenster begonnen. Öffnen Sie sie neu.")
    return {
        "ck_subscriptions_seats": _(
            "Gerade hat jemand anderes Lizenzen zugewiesen oder verringert. Lesen Sie neu."
        ),
        "uq_assignments_subscription_id_invitation_id": assigned,
        "uq_assignments_subscription_id_membership_id": assigned,
        "uq_orders_company_id_user_id_product_id": begun,
        "uq_orders_open": begun,
        "uq_payment_methods_active": switched,
        "uq_payment_methods_company_id": switched,
    }
