"""A mailed code in the hands of somebody who is signed in, and the code of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import _
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from tcm_tui.domain.addresses import OpenAddress

    Verify = Callable[[str], Awaitable[str]]


async def verify_signed_out(app: App[Any], verify: Verify, code: str, opened: OpenAddress) -> None:
    """Verify an address for nobody signed in, once they have seen whose account it is for."""
    question = Confirm(
        _(
            "{email} wird zum Konto von {person} hinzugefügt. Bestätigen Sie das nur, wenn es Ihr"
            " Konto ist."
        ).format(email=opened.email, person=opened.person),
        title=_("E-Mail-Adresse bestätigen?"),
        yes=_("Adresse bestätigen"),
    )
    if await app.push_screen_wait(question):
        await verify_now(app, verify, code)


async def verify_now(app: App[Any], verify: Verify, code: str) -> bool:
    """Verify, and say that it is done or why it is not."""
    try:
        email = await verify(code)
    except SessionEnded:
        return False  # the sign-in screen says so
    except DomainError as refusal:
        toast(app.screen, refusal.message, severity="error")
        return False
    toast(app.screen, _("{email} ist bestätigt.").format(email=email))
    return True


def leave_question() -> Confirm:
    """Asked before somebody is signed out because a code is for something else."""
    return Confirm(
        _("Ein Code meldet eine Person an. Dafür werden Sie zuerst abgemeldet."),
        title=_("Code verwenden?"),
        yes=_("Abmelden und weiter"),
        no=_("Angemeldet bleiben"),
    )
