"""What rules a way to pay out beyond what was typed, and that it is on record."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tcm_tui.data import billing
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.payment import CreditRefused, PaymentKind
from tcm_tui.domain.payment_provider import ProviderRefused, ProviderSilent
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import use_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def refuse_debtors(tx: Transaction, kind: PaymentKind) -> None:
    """The credit check: nothing is debited from whoever did not pay.

    Raises:
        CreditRefused: It is a direct debit, and there are overdue bills.
    """
    if kind is PaymentKind.DIRECT_DEBIT and (
        count := billing.overdue(tx.session, tx.company_id, tx.today)
    ):
        raise CreditRefused(count)


@contextmanager
def refusals_on_record(ctx: Context, kind: PaymentKind) -> Iterator[None]:
    """Write down what is refused in the `with` block for a reason that nobody typed."""
    try:
        yield
    except (CreditRefused, ProviderRefused) as refusal:
        _write_refusal(ctx, kind, type(refusal).__name__)
        raise
    except ProviderSilent as silence:
        _write_refusal(ctx, kind, silence.cause.__name__)
        raise


@use_case(Permission.PAYMENT_MANAGE)
def _write_refusal(tx: Transaction, kind: PaymentKind, reason: str) -> None:
    """The old method stays active."""
    tx.audit(
        AuditAction.PAYMENT_REFUSED,
        Subject.PAYMENT_METHOD,
        kind=(None, kind.value),
        reason=(None, reason),
    )
