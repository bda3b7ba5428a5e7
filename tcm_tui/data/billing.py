"""Queries about what a company owes, and what it pays for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from tcm_tui.data.models import Invoice, Subscription
from tcm_tui.domain.payment import Reach

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def reach(session: Session, company_id: int, today: date) -> Reach:
    """The running subscriptions and open invoices of a company: what it pays by its method."""
    running = session.scalars(
        select(func.count())
        .select_from(Subscription)
        .where(
            Subscription.company_id == company_id,
            or_(Subscription.ends_on.is_(None), Subscription.ends_on >= today),
        )
    ).one()
    invoices, cents = session.execute(
        select(func.count(), func.coalesce(func.sum(Invoice.gross_cents), 0)).where(
            Invoice.company_id == company_id, Invoice.paid_on.is_(None)
        )
    ).one()
    return Reach(subscriptions=running, open_invoices=invoices, open_cents=int(cents))


def overdue(session: Session, company_id: int, today: date) -> int:
    """How many invoices of a company should have been paid before `today`."""
    return session.scalars(
        select(func.count())
        .select_from(Invoice)
        .where(Invoice.company_id == company_id, Invoice.paid_on.is_(None), Invoice.due_on < today)
    ).one()
