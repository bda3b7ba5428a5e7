"""„Erste Schritte“ on „Übersicht“: a list that ticks itself off and goes when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.data import first_steps as queries
from tcm_tui.domain.first_steps import FirstStep, StepState
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tcm_tui.services.transaction import Transaction

_STEPS: Final[dict[FirstStep, tuple[Permission, Callable[[Session, int, int], bool]]]] = {
    FirstStep.INVITE: (Permission.MEMBER_INVITE, queries.others_were_invited),
    FirstStep.COMPANY_PROFILE: (Permission.COMPANY_EDIT, queries.profile_is_complete),
    FirstStep.OWN_DATA: (Permission.ACCOUNT_OWN, queries.own_data_is_complete),
    FirstStep.SECOND_FACTOR: (Permission.ACCOUNT_OWN, queries.has_second_factor),
    FirstStep.PAYMENT: (Permission.PAYMENT_MANAGE, queries.has_payment_method),
    FirstStep.BOOK: (Permission.ORDER_DECIDE, queries.has_booked),
}
"""Who is told of a step, and the fact that ticks it off, of a company and a person in it."""


@reading(Permission.OVERVIEW_READ)
def first_steps(tx: Transaction) -> tuple[StepState, ...]:
    """The steps for whoever is signed in; none once all are done, or they were dismissed."""
    if not queries.shown(tx.session, tx.company_id, tx.user_id):
        return ()
    found = tuple(
        StepState(step, fact(tx.session, tx.company_id, tx.user_id))
        for step, (permission, fact) in _STEPS.items()
        if tx.role is not None and allows(tx.role, permission)
    )
    return () if all(state.done for state in found) else found


@use_case(Permission.ACCOUNT_OWN)
def dismiss(tx: Transaction) -> None:
    """Show them no more."""
    queries.hide(tx.session, tx.company_id, tx.user_id)
