"""The contact form of „Hilfe“: a question becomes a mail to whoever answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.data import help_requests, people
from tcm_tui.data.models import User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.help_requests import REQUESTS_PER_DAY
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import use_case

if TYPE_CHECKING:
    from tcm_tui.domain.help_requests import HelpRequest
    from tcm_tui.services.transaction import Transaction

ONE_DAY: Final = timedelta(days=1)


@use_case(Permission.ACCOUNT_OWN)
def send(tx: Transaction, to: str, request: HelpRequest) -> None:
    """Promise a mail with the question; the answer comes to the person's primary address.

    Args:
        tx: The transaction.
        to: Who answers: the setting `help_email`.
        request: What is asked.

    Raises:
        Invalid: Something is missing or too long, or there were too many questions today.
    """
    checked = request.checked()
    if help_requests.count(tx.session, tx.user_id, tx.now - ONE_DAY) >= REQUESTS_PER_DAY:
        raise Invalid(_("Für heute sind es genug Fragen. Schreiben Sie morgen wieder."))
    values = {
        "about": checked.about,
        "address": people.primary_address(tx.session, tx.user_id),
        "company": tx.company_name,
        "name": "",
        "person": tx.actor_name,
        "question": checked.question,
    }
    language = tx.session.get_one(User, tx.user_id).language
    tx.mail(MailDraft(MailKind.HELP_REQUEST, to, language, values))
    tx.audit(AuditAction.HELP_REQUESTED, Subject.USER, tx.user_id)
