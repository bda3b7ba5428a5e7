"""The steps after the password: which dialogs follow one another until somebody is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from tcm_tui.domain.sign_in import NextStep, SignedIn, Step
from tcm_tui.screens.sign_in.choose_company import ChooseCompany
from tcm_tui.screens.sign_in.new_password import at_sign_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from tcm_tui.domain.sign_in import Proved
    from tcm_tui.screens.host import Ask
    from tcm_tui.services.context import Context
    from tcm_tui.widgets.dialog import FormDialog

Answer: TypeAlias = SignedIn | NextStep


@dataclass(frozen=True)
class Steps:
    """The use cases of the steps, as the dialogs call them."""

    choose_company: Callable[[Proved, int], Awaitable[Answer]]
    renew_password: Callable[[Proved, str], Awaitable[Answer]]

    @classmethod
    def asking(cls, ask: Ask) -> Steps:
        """The real ones, run by `ask`."""
        return cls(
            choose_company=partial(ask, _choose_company),
            renew_password=partial(ask, _renew_password),
        )

    def dialog(self, due: NextStep) -> FormDialog[Any, Answer]:
        """What asks for the step that is due."""
        if due.step is Step.NEW_PASSWORD:
            return at_sign_in(due, partial(self.renew_password, due.proved))
        return ChooseCompany(partial(self.choose_company, due.proved), due.companies)


async def finish(app: App[Any], steps: Steps, answer: Answer) -> SignedIn | None:
    """Ask for step after step; None when one was left. To be awaited in a worker."""
    while isinstance(answer, NextStep):
        following = await app.push_screen_wait(steps.dialog(answer))
        if following is None:
            return None
        answer = following
    return answer


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _choose_company(ctx: Context, proved: Proved, company_id: int) -> Answer:
    from tcm_tui.services.sign_in_steps import choose_company  # noqa: PLC0415 - see above

    return choose_company(ctx, proved, company_id)


def _renew_password(ctx: Context, proved: Proved, password: str) -> Answer:
    from tcm_tui.services.sign_in_steps import renew_password  # noqa: PLC0415 - see above

    return renew_password(ctx, proved, password)
