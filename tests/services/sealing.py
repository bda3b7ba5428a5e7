"""What tests of keys share: encrypted values in both tables that hold some, and how they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from tcm_tui.data import sealed_values, second_factors
from tcm_tui.data.encryption import Place
from tcm_tui.data.models import PaymentMethod
from tcm_tui.domain.payment import PaymentKind, PaymentState
from tests.builders import START

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tcm_tui.data.encryption import Vault
    from tcm_tui.services.context import Context
    from tests.builders import Person

IBAN: Final = b"DE89370400440532013000"
SECRET: Final = b"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add_payment_method(session: Session, vault: Vault, company_id: int, plain: bytes = IBAN) -> int:
    """A former way to pay, with its numbers encrypted; its id."""
    method = PaymentMethod(
        company_id=company_id,
        kind=PaymentKind.DIRECT_DEBIT,
        state=PaymentState.FORMER,
        created_at=START,
        activated_at=START,
        provider="test",
        billing_company="Muster",
        billing_street="Weg 1",
        billing_postcode="53113",
        billing_city="Bonn",
        billing_country="DE",
    )
    session.add(method)
    session.flush()
    method.sealed = vault.seal(plain, Place("payment_methods", method.id, "sealed"))
    session.flush()
    return method.id


def add_values(ctx: Context, person: Person, methods: int = 3) -> None:
    """A second factor of `person` and ways to pay of their company, encrypted."""
    with ctx.database.transaction(writing=True) as session:
        vault = ctx.vault.within(session)
        sealed = vault.seal(SECRET, second_factors.place(person.user_id))
        second_factors.store(session, person.user_id, sealed, 0, START)
        for number in range(methods):
            add_payment_method(session, vault, person.company_id, IBAN + b"%d" % number)


def opened(ctx: Context) -> list[bytes]:
    """Every encrypted value there is, in clear."""
    with ctx.database.transaction(writing=False) as session:
        found = list(sealed_values.every(session))
    return [ctx.vault.open(one.sealed, one.place) for one in found]


def methods(ctx: Context) -> list[PaymentMethod]:
    """Every way to pay, in the order in which they were added."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(PaymentMethod).order_by(PaymentMethod.id)))
