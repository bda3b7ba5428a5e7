"""„Registrierung starten“: which of the three steps follows which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.sign_in.registration_form import SetUpAccount
from tcm_tui.screens.sign_in.registration_steps import AskAddress, AwaitMail, Way
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from tcm_tui.domain.registration import Applicant, Details, OpenRegistration
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.host import Ask
    from tcm_tui.services.codes import Opened
    from tcm_tui.services.context import Context


@dataclass(frozen=True)
class Registering:
    """The use cases of registering, as the dialogs call them."""

    start: Callable[[str], Awaitable[str]]
    keep: Callable[[str, Details], Awaitable[None]]
    finish: Callable[[str, Applicant], Awaitable[SignedIn]]

    @classmethod
    def asking(cls, ask: Ask) -> Registering:
        """The real ones, run by `ask`."""
        return cls(
            start=lambda email: ask(_start, email),
            keep=lambda code, details: ask(_keep, code, details),
            finish=lambda code, applicant: ask(_finish, code, applicant),
        )


async def register(
    app: App[Any],
    registering: Registering,
    open_code: Callable[[str], Awaitable[Opened]],
    *,
    mailbox: bool,
) -> tuple[str, Opened] | None:
    """The first two steps: an address, and the code that was mailed to it with what it opens.

    To be awaited in a worker. None means that it was left on the way.

    Args:
        app: Shows the dialogs.
        registering: The use cases.
        open_code: What a code opens; a DomainError says why it does not.
        mailbox: Whether there is a „Postfach“ to look for the mail in.
    """
    email = ""
    while True:
        sent_to = await app.push_screen_wait(AskAddress(registering.start, email))
        if sent_to is None:
            return None
        step = AwaitMail(sent_to, open_code, registering.start, mailbox=mailbox)
        answer = await app.push_screen_wait(step)
        if answer is Way.ANOTHER_ADDRESS:
            email = sent_to
            continue
        if answer is Way.MAILBOX:
            app.screen.post_message(Navigate(Destination.MAILBOX))
        return answer if isinstance(answer, tuple) else None


async def set_up_account(
    app: App[Any], registering: Registering, code: str, opened: OpenRegistration
) -> SignedIn | None:
    """The third step; what was typed in it is kept for the next time with the same code.

    To be awaited in a worker. None means that it was left on the way.
    """
    form = SetUpAccount(code, opened, registering.finish, registering.keep)
    signed_in = await app.push_screen_wait(form)
    if form.kept:
        toast(
            app.screen,
            _("Ihre Angaben sind gespeichert. Mit demselben Code machen Sie später weiter."),
        )
    return signed_in


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _start(ctx: Context, email: str) -> str:
    from tcm_tui.services.registration import start  # noqa: PLC0415 - see above

    return start(ctx, email)


def _keep(ctx: Context, code: str, details: Details) -> None:
    from tcm_tui.services.registration import keep  # noqa: PLC0415 - see above

    keep(ctx, code, details)


def _finish(ctx: Context, code: str, applicant: Applicant) -> SignedIn:
    from tcm_tui.services.registration import finish  # noqa: PLC0415 - see above

    return finish(ctx, code, applicant)
