"""The portal over a database in which nobody has an account, and the steps of registering in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from textual.widgets import Static

from tcm_tui.data.models import OutboxMessage
from tests.screens.support import settle
from tests.services.registering import mailed_code
from tests.waiting import settle as rested

from .entrance import fill

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.mail import MailKind
    from tests.screens.support import Stage

EMAIL: Final = "ole.hansen@hafen-logistik.example"
PASSWORD: Final = "kupfer-Anker-zwo7"
NEEDED: Final[dict[str, str | bool]] = {
    "last_name": "Hansen",
    "first_name": "Ole",
    "company_name": "Hafen Logistik GmbH",
    "phone": "+49 40 12345",
}
SECRET: Final[dict[str, str | bool]] = {
    "password": PASSWORD,
    "repeated": PASSWORD,
    "assured": True,
    "agreed": True,
}


async def begin(pilot: Pilot[Any], email: str = EMAIL) -> None:
    """„Registrierung starten“, and the first step."""
    await settle(pilot)
    pilot.app.screen.query_one("#to-registration").focus()
    await pilot.press("enter")
    await settle(pilot)
    await fill(pilot, email=email)
    await pilot.press("enter")
    await settle(pilot)


async def to_form(pilot: Pilot[Any], stage: Stage) -> str:
    """The first two steps; the code that was typed."""
    await begin(pilot)
    code = mailed_code(stage.nobody)
    await give_code(pilot, code)
    return code


async def give_code(pilot: Pilot[Any], code: str) -> None:
    """The second step."""
    await fill(pilot, code=code)
    await pilot.press("enter")
    await settle(pilot)


async def kept(pilot: Pilot[Any]) -> None:
    """Wait until what was typed is stored."""
    await settle(pilot)
    storing = [one for one in pilot.app.workers if one.group in {"draft", "leave"}]
    if storing:
        await pilot.app.workers.wait_for_complete(storing)
    await rested(pilot)


def promised(stage: Stage) -> list[MailKind]:
    """What was promised, oldest first."""
    with stage.nobody.database.transaction(writing=False) as session:
        return list(session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))


def said(pilot: Pilot[Any], where: str) -> str:
    """What stands in a place of the screen in front."""
    return str(pilot.app.screen.query_one(where, Static).content)
