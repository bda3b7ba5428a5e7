"""Who is written to about an order, and what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tcm_tui.data import orders, payment_methods, recipients
from tcm_tui.data.models import PaymentMethod
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.money import VAT_PERCENT
from tcm_tui.domain.permissions import GRANTS, Permission, Role
from tcm_tui.services.booking_facts import may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcm_tui.data.models import Order
    from tcm_tui.data.recipients import Recipient
    from tcm_tui.domain.orders import Receipt
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.transaction import Transaction

_NOTHING: Final = "–"
_DECIDING: Final = frozenset(role for role in Role if Permission.ORDER_DECIDE in GRANTS[role])


def send_receipt(tx: Transaction, found: Order, made: Receipt) -> None:
    """Confirm an order to whoever placed it and whoever asked for it.

    The administrators are told of what was bought by anybody else.
    """
    people = [*_people(tx, found.user_id), *_people(tx, tx.user_id)]
    if not may(tx, Permission.ORDER_DECIDE):
        people += recipients.with_roles(tx.session, tx.company_id, _DECIDING)
    quote, address = made.quote, made.address
    first_due, next_due = (*(day.isoformat() for day in quote.due_days), "", "")[:2]
    method = tx.session.get_one(PaymentMethod, found.method_id)
    _send(
        tx,
        MailKind.ORDER_RECEIPT,
        people,
        {
            **_term(quote),
            "address": f"{address.company}, {address.street}, {address.postcode} {address.city}",
            "due_now_cents": str(quote.due_now.gross),
            "first_due_on": first_due,
            "gross_cents": str(quote.recurring.gross),
            "kind": method.kind.value,
            "label": made.name or _NOTHING,
            "lines": _lines((line.title, line.licences, line.unit_cents) for line in quote.lines),
            "mask": payment_methods.mark_of(method).short,
            "net_cents": str(quote.recurring.net),
            "next_due_on": next_due,
            "number": made.number,
            "order": str(made.order_id),
            "placed_at": made.placed_at.isoformat(),
            "vat_cents": str(quote.recurring.vat),
            "vat_percent": str(VAT_PERCENT),
        },
    )


def send_request(tx: Transaction, found: Order, quote: Quote) -> None:
    """Ask those who decide."""
    _send(
        tx,
        MailKind.ORDER_REQUESTED,
        recipients.with_roles(tx.session, tx.company_id, _DECIDING),
        {
            **_term(quote),
            "gross_cents": str(quote.recurring.gross),
            "lines": _lines((line.title, line.licences, line.unit_cents) for line in quote.lines),
            "reason": found.reason or _NOTHING,
        },
    )


def send_answer(tx: Transaction, found: Order) -> None:
    """Tell whoever asked that the answer is no."""
    _send(
        tx,
        MailKind.ORDER_DECLINED,
        _people(tx, found.user_id),
        {
            "answer": found.answer or _NOTHING,
            "lines": _lines(
                (line.title, line.licences, line.unit_cents)
                for line in orders.lines(tx.session, found.id)
            ),
        },
    )


def _term(quote: Quote) -> dict[str, str]:
    return {"charging": quote.charging.value, "term_months": str(int(quote.term_months))}


def _lines(lines: Iterable[tuple[str, int, int]]) -> str:
    return json.dumps([list(line) for line in lines], ensure_ascii=False)


def _people(tx: Transaction, user_id: int) -> list[Recipient]:
    found = recipients.person(tx.session, tx.company_id, user_id)
    return [found] if found else []


def _send(
    tx: Transaction, kind: MailKind, people: Iterable[Recipient], values: dict[str, str]
) -> None:
    """Promise each of `people` one mail, however often they are named."""
    common = {**values, "company": tx.company_name, "person": tx.actor_name}
    once = {one.address: one for one in people}
    tx.mail_many(
        [
            MailDraft(kind, one.address, one.language, {**common, "name": one.name})
            for one in once.values()
        ]
    )
