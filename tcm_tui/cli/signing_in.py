"""The steps of signing in at the command line: a code is asked for, a company is named."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from tcm_tui.cli.support import has_terminal
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.sign_in import NextStep, Step
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.sign_in_steps import choose_company, give_code

if TYPE_CHECKING:
    from tcm_tui.cli.support import Credentials
    from tcm_tui.domain.sign_in import CompanyChoice, SignedIn
    from tcm_tui.services.context import Context


def take_steps(ctx: Context, credentials: Credentials, answer: SignedIn | NextStep) -> SignedIn:
    """Take the steps that a command can take.

    Raises:
        CodeRefused: The code is wrong.
        Invalid: The company is not named, or the step can only be taken in the portal.
    """
    while isinstance(answer, NextStep):
        answer = _take(ctx, credentials, answer)
    return answer


def _take(ctx: Context, credentials: Credentials, due: NextStep) -> SignedIn | NextStep:
    match due.step:
        case Step.SECOND_FACTOR:
            return give_code(ctx, due.proved, _ask_code(due.email))
        case Step.COMPANY:
            return choose_company(ctx, due.proved, _named(due.companies, credentials.company))
        case Step.NEW_PASSWORD:
            raise Invalid(
                _("{reason} Starten Sie tcm-tui, und wählen Sie ein neues.").format(
                    reason=due.reason
                )
            )
        case Step.SET_UP_FACTOR:
            raise Invalid(
                _(
                    "{company} verlangt einen zweiten Faktor."
                    " Starten Sie tcm-tui, und richten Sie ihn ein."
                ).format(company=due.companies[0].name)
            )


def _ask_code(address: str) -> str:
    if not has_terminal():
        raise click.UsageError(
            _(
                "{address} meldet sich mit einem zweiten Faktor an: Dafür braucht es ein Terminal."
            ).format(address=address)
        )
    return getpass.getpass(_("Code des zweiten Faktors für {address}: ").format(address=address))


def _named(companies: tuple[CompanyChoice, ...], name: str | None) -> int:
    """The id of the company called `name`."""
    for one in companies:
        if name is not None and sort_key(one.name) == sort_key(name):
            return one.company_id
    raise Invalid(
        _("Nennen Sie ein Unternehmen mit --company: {names}.").format(
            names="; ".join(one.name for one in companies)
        )
    )


def check_company(credentials: Credentials, who: SignedIn) -> None:
    """Refuse to act in another company than the one named.

    Raises:
        Invalid: It is another one.
    """
    wanted = credentials.company
    if wanted is not None and sort_key(wanted) != sort_key(who.company_name):
        raise Invalid(
            _("{address} gehört nicht zu „{company}“.").format(
                address=credentials.address, company=wanted
            )
        )
