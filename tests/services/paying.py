"""What the tests of paying share: what is typed, providers that misbehave, bills that are due."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from tcm_tui.data.models import Company, Invoice, Mandate, PaymentMethod
from tcm_tui.data.payment_methods import place
from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.payment import PaymentKind, PaymentState
from tcm_tui.domain.payment_drafts import (
    CreditCard,
    DirectDebit,
    MobileInvoice,
    PaymentDraft,
    PayPal,
    TelekomInvoice,
)
from tcm_tui.domain.payment_provider import OFFLINE, Accepted, ProviderRefused
from tcm_tui.services.payment_methods import activate
from tests.builders import START
from tests.market import add_product, add_subscription

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.payment_provider import CheckRequest
    from tcm_tui.services.context import Context

TODAY: Final = START.date()
ADDRESS = BillingAddress(
    "Muster Maschinenbau GmbH", "Musterstraße 1", "12345", "Musterstadt", "DE", "DE136695976"
)
TELEKOM = TelekomInvoice("1234567890", "9876504711", "Muster Maschinenbau GmbH")
MOBILE = MobileInvoice("12345678", "9876501234", "0151 23456789", postpaid=True)
CARD = CreditCard("Anna Muster", "4111 1111 1111 1111", "09/28", "737")
PAYPAL = PayPal("buchhaltung@muster.example", consent=True)
DEBIT = DirectDebit(
    "Muster Maschinenbau GmbH",
    "DE89 3704 0044 0532 0130 00",
    consent=True,
    reference="TCM-2026-000417",
)
ALL: Final[tuple[PaymentDraft, ...]] = (TELEKOM, MOBILE, CARD, PAYPAL, DEBIT)


def pay_by(ctx: Context, draft: PaymentDraft = CARD) -> PaymentRow:
    """Activate `draft`."""
    return activate(ctx, draft, ADDRESS)


@dataclass
class Provider:
    """Does what it is told, and keeps what it was asked."""

    does: Callable[[CheckRequest], Accepted] = lambda _request: Accepted("token-1")
    name: str = "bank"
    offline: bool = False
    asked: list[CheckRequest] = field(default_factory=list)

    def check(self, request: CheckRequest) -> Accepted:
        """As told."""
        self.asked.append(request)
        return self.does(request)


def refuses(request: CheckRequest) -> Accepted:
    """No."""
    del request
    raise ProviderRefused("Diese Karte nehmen wir nicht.", "number")


def crashes(request: CheckRequest) -> Accepted:
    """A fault that tells what it was given."""
    raise RuntimeError(repr(vars(request.draft)) if request.draft else "fault")


def exits(request: CheckRequest) -> Accepted:
    """A fault that would end the thread."""
    del request
    raise SystemExit(3)


@dataclass
class Hanging:
    """Never answers, until the test is over."""

    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self, request: CheckRequest) -> Accepted:
        """Wait."""
        del request
        assert self.over.wait(60)
        return Accepted()


def with_provider(
    ctx: Context, does: Callable[[CheckRequest], Accepted]
) -> tuple[Context, Provider]:
    """`ctx` with a provider that does so."""
    provider = Provider(does)
    return replace(ctx, payment_provider=provider), provider


def owe(ctx: Context, *, days: int, number: str = "R-1", cents: int = 11_900) -> None:
    """A bill that is due in so many days, or was."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=True) as session:
        session.add(
            Invoice(
                company_id=ctx.actor.company_id,
                number=number,
                issued_on=TODAY - timedelta(days=14),
                due_on=TODAY + timedelta(days=days),
                gross_cents=cents,
            )
        )


def subscribe(ctx: Context, ends_on: date | None = None) -> None:
    """A booking that runs to that day."""
    assert ctx.actor is not None
    product = add_product(ctx.database)
    company, person = ctx.actor.company_id, ctx.actor.user_id
    add_subscription(ctx.database, company, product, owner_id=person, ends_on=ends_on)


def add_debit(ctx: Context, company_id: int, holder: str = "Muster GmbH") -> int:
    """An earlier direct debit of a company, with its mandate; its number."""
    with ctx.database.transaction(writing=True) as session:
        method = PaymentMethod(
            company_id=company_id,
            kind=PaymentKind.DIRECT_DEBIT,
            state=PaymentState.FORMER,
            created_at=START,
            activated_at=START,
            replaced_at=START,
            holder=holder,
            last_four="3000",
            iban_start="DE89",
            provider=OFFLINE,
            fingerprint=holder,
            billing_company=holder,
            billing_street="Musterstraße 1",
            billing_postcode="12345",
            billing_city="Musterstadt",
            billing_country="DE",
        )
        session.add(method)
        session.flush()  # what is sealed is bound to the row's id
        plain = json.dumps({"iban": DEBIT.iban.replace(" ", "")}).encode()
        method.sealed = ctx.vault.seal(plain, place(method.id))
        session.add(
            Mandate(
                method_id=method.id,
                reference=f"TCM-2026-{method.id:06}",
                consented_at=START,
                text=holder,
            )
        )
        session.flush()  # the row is complete before the caller reads it
        return method.id


def stored(ctx: Context) -> list[PaymentMethod]:
    """All methods, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(PaymentMethod).order_by(PaymentMethod.id)))


def active_count(ctx: Context) -> int:
    """How many are active at this moment, of all companies."""
    with ctx.database.transaction(writing=False) as session:
        return session.scalars(
            select(func.count())
            .select_from(PaymentMethod)
            .where(PaymentMethod.state == PaymentState.ACTIVE)
        ).one()


def set_profile(ctx: Context, **values: str) -> None:
    """What „Mein Unternehmen“ says."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=True) as session:
        company = session.get_one(Company, ctx.actor.company_id)
        for name, value in values.items():
            setattr(company, name, value)
