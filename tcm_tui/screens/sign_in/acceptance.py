"""From a mailed code to somebody signed in: which dialogs follow one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tcm_tui.domain.errors import DomainError
from tcm_tui.screens.sign_in.accept_invitation import AcceptInvitation, JoinAsKnown, JoinAsNew
from tcm_tui.screens.sign_in.enter_code import EnterCode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from textual.app import App

    from tcm_tui.domain.invitations import NewPerson, OpenInvitation
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.host import Ask
    from tcm_tui.services.context import Context


@dataclass(frozen=True)
class Acceptance:
    """The use cases of accepting, as the dialogs call them."""

    open: Callable[[str], Awaitable[OpenInvitation]]
    as_new: Callable[[str, NewPerson], Awaitable[SignedIn]]
    as_known: Callable[[str, str, bool], Awaitable[SignedIn]]

    @classmethod
    def asking(cls, ask: Ask) -> Acceptance:
        """The real ones, run by `ask`."""
        return cls(
            open=lambda code: ask(_open, code),
            as_new=lambda code, person: ask(_as_new, code, person),
            as_known=lambda code, password, assured: ask(_as_known, code, password, assured),
        )


async def accept(
    app: App[Any], acceptance: Acceptance, zone: ZoneInfo, code: str = ""
) -> SignedIn | None:
    """Ask for a code unless `code` already opens something, then for what accepting needs.

    To be awaited in a worker. None means that it was left on the way.
    """
    opened, refusal = await _opened(acceptance, code) if code else (None, None)
    if opened is None:
        answer = await app.push_screen_wait(EnterCode(acceptance.open, code, refusal))
        if answer is None:
            return None
        code, opened = answer
    form: AcceptInvitation[Any] = (
        JoinAsKnown(code, opened, zone, acceptance.as_known)
        if opened.known_person
        else JoinAsNew(code, opened, zone, acceptance.as_new)
    )
    return await app.push_screen_wait(form)


async def _opened(
    acceptance: Acceptance, code: str
) -> tuple[OpenInvitation | None, DomainError | None]:
    """What `code` opens, or why it does not."""
    try:
        return await acceptance.open(code), None
    except DomainError as refusal:
        return None, refusal


# The services bring SQLAlchemy with them, so they are imported in the thread that runs them.


def _open(ctx: Context, code: str) -> OpenInvitation:
    from tcm_tui.services.accepting import open_invitation  # noqa: PLC0415 - see above

    return open_invitation(ctx, code)


def _as_new(ctx: Context, code: str, person: NewPerson) -> SignedIn:
    from tcm_tui.services.accepting import accept_as_new  # noqa: PLC0415 - see above

    return accept_as_new(ctx, code, person)


def _as_known(ctx: Context, code: str, password: str, assured: bool) -> SignedIn:
    from tcm_tui.services.accepting import accept_as_known  # noqa: PLC0415 - see above

    return accept_as_known(ctx, code, password, assured)
