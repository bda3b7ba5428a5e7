"""What the tests of registering need: a company that registers, and the code of its mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tcm_tui.data.models import OutboxMessage
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.registration import Applicant, Details
from tcm_tui.services.registration import start

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

EMAIL = "Ole.Hansen@hafen-logistik.example"
DETAILS = Details("Ole", "Hansen", "Hafen Logistik GmbH", "+49 40 12345")
APPLICANT = Applicant(DETAILS, "kupfer-Anker-zwo7", assured=True, agreed=True)


def mailed_code(ctx: Context, kind: MailKind = MailKind.REGISTRATION) -> str:
    """The code of the newest mail of `kind`."""
    with ctx.database.transaction(writing=False) as session:
        found = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == kind)
            .order_by(OutboxMessage.id.desc())
            .limit(1)
        ).one()
    return str(found.values["code"])


def begun(ctx: Context, email: str = EMAIL) -> str:
    """The code that was mailed to an address which registers."""
    start(ctx, email)
    return mailed_code(ctx)


def rows(ctx: Context, model: type[Any]) -> list[Any]:
    """All rows of a table, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(model).order_by(model.id)))
