"""From a mailed code to what it is for: which dialogs follow one another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tcm_tui.domain.addresses import OpenAddress
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.password_reset import OpenReset
from tcm_tui.domain.registration import OpenRegistration
from tcm_tui.i18n import _
from tcm_tui.screens.sign_in.accept_invitation import AcceptInvitation, JoinAsKnown, JoinAsNew
from tcm_tui.screens.sign_in.enter_code import EnterCode
from tcm_tui.screens.sign_in.new_password import with_code
from tcm_tui.screens.sign_in.own_code import verify_signed_out
from tcm_tui.screens.sign_in.registration import Registering, set_up_account
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.screens.sign_in.sign_in_steps import Answer, Steps, finish
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from textual.app import App

    from tcm_tui.domain.invitations import NewPerson
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.host import Ask
    from tcm_tui.screens.sign_in.new_password import NewPassword
    from tcm_tui.services.codes import Opened
    from tcm_tui.services.context import Context


@dataclass(frozen=True)
class Acceptance:
    """The use cases that codes lead to, as the dialogs call them."""

    open: Callable[[str], Awaitable[Opened]]
    as_new: Callable[[str, NewPerson], Awaitable[Answer]]
    as_known: Callable[[str, str, bool], Awaitable[Answer]]
    set_password: Callable[[str, str], Awaitable[bool]]
    verify: Callable[[str], Awaitable[str]]
    registering: Registering
    steps: Steps

    @classmethod
    def asking(cls, ask: Ask) -> Acceptance:
        """The real ones, run by `ask`."""
        return cls(
            open=lambda code: ask(_open, code),
            as_new=lambda code, person: ask(_as_new, code, person),
            as_known=lambda code, password, assured: ask(_as_known, code, password, assured),
            set_password=lambda code, password: ask(_set_password, code, password),
            verify=lambda code: ask(_verify, code),
            registering=Registering.asking(ask),
            steps=Steps.asking(ask),
        )


async def accept(
    app: App[Any], acceptance: Acceptance, zone: ZoneInfo, code: str = ""
) -> SignedIn | None:
    """Ask for a code unless `code` already opens something, then for what it needs.

    To be awaited in a worker. None means that it was left on the way, or that a password was set
    or an address verified, which signs nobody in.
    """
    found = await ask_code(app, acceptance, code)
    return None if found is None else await use(app, acceptance, zone, *found)


async def ask_code(
    app: App[Any], acceptance: Acceptance, code: str = ""
) -> tuple[str, Opened] | None:
    """Ask for a code unless `code` already opens something; it, and what it opens.

    To be awaited in a worker. None means that it was left.
    """
    opened, refusal = await _opened(acceptance, code) if code else (None, None)
    if opened is not None:
        return code, opened
    return await app.push_screen_wait(EnterCode(acceptance.open, code, refusal))


async def use(
    app: App[Any], acceptance: Acceptance, zone: ZoneInfo, code: str, opened: Opened
) -> SignedIn | None:
    """Ask for what `opened` needs. To be awaited in a worker; None as `accept`."""
    if isinstance(opened, OpenRegistration):
        return await set_up_account(app, acceptance.registering, code, opened)
    if isinstance(opened, OpenAddress):
        await verify_signed_out(app, acceptance.verify, code, opened)
        return None
    if isinstance(opened, OpenReset):
        await _renew_password(app, with_code(opened, zone, partial(acceptance.set_password, code)))
        return None
    form: AcceptInvitation[Any] = (
        JoinAsKnown(code, opened, zone, acceptance.as_known)
        if opened.known_person
        else JoinAsNew(code, opened, zone, acceptance.as_new)
    )
    answer = await app.push_screen_wait(form)
    return None if answer is None else await finish(app, acceptance.steps, answer)


async def _renew_password(app: App[Any], dialog: NewPassword[bool]) -> None:
    """Have a new password set; „Anmelden“ below is where it goes next."""
    if not await app.push_screen_wait(dialog):
        return
    for screen in app.screen_stack:  # „Postfach“ may lie in between
        if isinstance(screen, SignInScreen):
            screen.expect_new_password()
    toast(app.screen, _("Ihr Passwort ist geändert. Melden Sie sich damit an."))


async def _opened(acceptance: Acceptance, code: str) -> tuple[Opened | None, DomainError | None]:
    """What `code` opens, or why it does not."""
    try:
        return await acceptance.open(code), None
    except DomainError as refusal:
        return None, refusal


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _open(ctx: Context, code: str) -> Opened:
    from tcm_tui.services.codes import open_code  # noqa: PLC0415 - see above

    return open_code(ctx, code)


def _as_new(ctx: Context, code: str, person: NewPerson) -> Answer:
    from tcm_tui.services.accepting import accept_as_new  # noqa: PLC0415 - see above

    return accept_as_new(ctx, code, person)


def _as_known(ctx: Context, code: str, password: str, assured: bool) -> Answer:
    from tcm_tui.services.accepting import accept_as_known  # noqa: PLC0415 - see above

    return accept_as_known(ctx, code, password, assured)


def _verify(ctx: Context, code: str) -> str:
    from tcm_tui.services.addresses import verify  # noqa: PLC0415 - see above

    return verify(ctx, code)


def _set_password(ctx: Context, code: str, password: str) -> bool:
    from tcm_tui.services.passwords import reset_password  # noqa: PLC0415 - see above

    reset_password(ctx, code, password)
    return True
