"""„Unternehmen wechseln“: which one, and into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import _
from tcm_tui.screens.sign_in.choose_company import ChooseCompany
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from tcm_tui.domain.sign_in import CompanyChoice, SignedIn
    from tcm_tui.screens.host import Ask
    from tcm_tui.services.context import Context


async def choose_other(
    app: App[Any], ask: Ask, enter: Callable[[int], Awaitable[SignedIn]], present: int
) -> SignedIn | None:
    """Ask for a company and go into it; None where one stays. To be awaited in a worker.

    Args:
        app: Shows the dialog.
        ask: Runs a use case.
        enter: Goes into the company with this id.
        present: The id of the one somebody is in.
    """
    try:
        companies: tuple[CompanyChoice, ...] = await ask(_own_companies)
    except DomainError as refusal:
        toast(app.screen, refusal.message, severity="error")
        return None
    if all(one.company_id == present for one in companies):
        toast(app.screen, _("Sie gehören zu keinem weiteren Unternehmen."))
        return None
    return await app.push_screen_wait(ChooseCompany(enter, companies, present))


def say_where(app: App[Any], signed_in: SignedIn) -> None:
    """Name the company somebody is in now: the bar of a narrow terminal has no room for it."""
    told = _("Sie sind jetzt in {company}.")
    if signed_in.guest_of:
        told = _("Sie sind jetzt für {reseller} in {company}.")
    toast(app.screen, told.format(company=signed_in.company_name, reseller=signed_in.guest_of))


def _own_companies(ctx: Context) -> tuple[CompanyChoice, ...]:
    from tcm_tui.services.switching import own_companies  # noqa: PLC0415 - brings SQLAlchemy

    return own_companies(ctx)


def switch_company(ctx: Context, company_id: int) -> SignedIn:
    """The use case, imported in the thread that runs it."""
    from tcm_tui.services import switching  # noqa: PLC0415 - brings SQLAlchemy

    return switching.switch_company(ctx, company_id)


def enter_customer(ctx: Context, company_id: int) -> SignedIn:
    """The use case, imported in the thread that runs it."""
    from tcm_tui.services import customers  # noqa: PLC0415 - brings SQLAlchemy

    return customers.enter_customer(ctx, company_id)
