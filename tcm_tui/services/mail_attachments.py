"""What goes with a mail as a file: made when it leaves, outside of any transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import receipts
from tcm_tui.data.database import with_retries
from tcm_tui.documents import receipt as documents
from tcm_tui.documents import typesetting
from tcm_tui.domain.mail import MailKind
from tcm_tui.i18n import LANGUAGES, SOURCE_LANGUAGE, speaking
from tcm_tui.mail.message import Attachment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.mail import PromisedMail
    from tcm_tui.domain.orders import Receipt
    from tcm_tui.services.context import Context


def attached(ctx: Context, mail: PromisedMail, zone: ZoneInfo) -> Attachment | None:
    """What goes with `mail`: the receipt of an order as PDF, with the extra that makes them.

    The mail says everything by itself, so that nothing is missing where it has no attachment. The
    same mail has the same one whenever it is tried.

    Args:
        ctx: Its database; who is signed in does not matter.
        mail: What is being delivered.
        zone: In which times are told.
    """
    if mail.kind is not MailKind.ORDER_RECEIPT or not typesetting.installed():
        return None
    found = _receipt(ctx, int(mail.values["order"]))
    if found is None:
        return None
    with speaking(mail.language if mail.language in LANGUAGES else SOURCE_LANGUAGE):
        content = documents.as_pdf(found, zone)
    return Attachment(f"{found.number}.pdf", "pdf", content)


def _receipt(ctx: Context, order_id: int) -> Receipt | None:
    """Of whatever company: the machine acts here, and who gets it was decided when it was sent."""

    def read() -> Receipt | None:
        with ctx.database.transaction(writing=False) as session:
            return receipts.receipt(session, order_id)

    return with_retries(read)
