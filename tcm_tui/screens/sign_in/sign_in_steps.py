"""The steps after the password: which dialogs follow one another until somebody is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from tcm_tui.domain.second_factor import new_secret
from tcm_tui.domain.sign_in import NextStep, SignedIn, Step
from tcm_tui.i18n import _
from tcm_tui.screens.host import host
from tcm_tui.screens.recovery_codes import RecoveryCodes
from tcm_tui.screens.set_up_factor import SetUpFactor
from tcm_tui.screens.sign_in.choose_company import ChooseCompany
from tcm_tui.screens.sign_in.new_password import at_sign_in
from tcm_tui.screens.sign_in.second_factor import GiveCode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from tcm_tui.domain.sign_in import Proved
    from tcm_tui.screens.host import Ask
    from tcm_tui.services.context import Context
    from tcm_tui.widgets.dialog import FormDialog

Answer: TypeAlias = SignedIn | NextStep
FirstFactor: TypeAlias = tuple[tuple[str, ...], SignedIn]
"""Recovery codes, to be shown once, and who has signed in."""


@dataclass(frozen=True)
class Steps:
    """The use cases of the steps, as the dialogs call them."""

    choose_company: Callable[[Proved, int], Awaitable[Answer]]
    give_code: Callable[[Proved, str], Awaitable[Answer]]
    renew_password: Callable[[Proved, str], Awaitable[Answer]]
    set_up_factor: Callable[[Proved, str, str], Awaitable[FirstFactor]]

    @classmethod
    def asking(cls, ask: Ask) -> Steps:
        """The real ones, run by `ask`."""
        return cls(
            choose_company=partial(ask, _choose_company),
            give_code=partial(ask, _give_code),
            renew_password=partial(ask, _renew_password),
            set_up_factor=partial(ask, _set_up_factor),
        )

    def dialog(self, due: NextStep) -> FormDialog[Any, Answer]:
        """What asks for the step that is due."""
        if due.step is Step.SECOND_FACTOR:
            give = partial(self.give_code, due.proved)
            return GiveCode(give, email=due.email, warning=due.reason)
        if due.step is Step.NEW_PASSWORD:
            return at_sign_in(due, partial(self.renew_password, due.proved))
        return ChooseCompany(partial(self.choose_company, due.proved), due.companies)


async def finish(app: App[Any], steps: Steps, answer: Answer) -> SignedIn | None:
    """Ask for step after step; None when one was left. To be awaited in a worker."""
    while isinstance(answer, NextStep):
        if answer.step is Step.SET_UP_FACTOR:
            return await _set_up(app, steps, answer)
        following = await app.push_screen_wait(steps.dialog(answer))
        if following is None:
            return None
        answer = following
    return answer


async def _set_up(app: App[Any], steps: Steps, due: NextStep) -> SignedIn | None:
    """Have the second factor set up that a company asks for, and show the recovery codes."""
    factor = new_secret(due.email)
    reason = _("{company} verlangt für Ihre Rolle einen zweiten Faktor.")
    dialog = SetUpFactor(
        factor,
        partial(steps.set_up_factor, due.proved, factor.secret),
        reason=reason.format(company=due.companies[0].name),
    )
    done = await app.push_screen_wait(dialog)
    if done is None:
        return None
    codes, signed_in = done
    jail = host(app.screen).export_jail
    await app.push_screen_wait(RecoveryCodes(codes, email=due.email, jail=jail))
    return signed_in


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _choose_company(ctx: Context, proved: Proved, company_id: int) -> Answer:
    from tcm_tui.services.sign_in_steps import choose_company  # noqa: PLC0415 - see above

    return choose_company(ctx, proved, company_id)


def _give_code(ctx: Context, proved: Proved, code: str) -> Answer:
    from tcm_tui.services.sign_in_steps import give_code  # noqa: PLC0415 - see above

    return give_code(ctx, proved, code)


def _set_up_factor(ctx: Context, proved: Proved, secret: str, code: str) -> FirstFactor:
    from tcm_tui.services.sign_in_steps import set_up_factor_first  # noqa: PLC0415 - see above

    return set_up_factor_first(ctx, proved, secret, code)


def _renew_password(ctx: Context, proved: Proved, password: str) -> Answer:
    from tcm_tui.services.sign_in_steps import renew_password  # noqa: PLC0415 - see above

    return renew_password(ctx, proved, password)
