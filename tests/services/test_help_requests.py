"""A question to the help: who may ask, what is promised, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError, Invalid, NotPermitted
from tcm_tui.domain.help_requests import ABOUT_MAX, QUESTION_MAX, REQUESTS_PER_DAY, HelpRequest
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Role
from tcm_tui.services.help_requests import send

from ..builders import add_member, everything, signed_in
from .watching import actions, mails

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

    from ..builders import Clock, Person

DESK = "hilfe@marketplace.example"
REQUEST = HelpRequest("Rollen", "Wo ändere ich eine Rolle?")


def test_a_question_is_promised_and_written_down(ctx: Context, anna: Person) -> None:
    """The journal keeps that it was asked, not what."""
    send(ctx, DESK, REQUEST)
    (mail,) = mails(ctx)
    assert (mail.kind, mail.recipient) == (MailKind.HELP_REQUEST, DESK)
    assert mail.values == {
        "about": "Rollen",
        "address": anna.email,
        "company": "Muster Maschinenbau GmbH",
        "name": "",
        "person": anna.name,
        "question": "Wo ändere ich eine Rolle?",
    }
    assert actions(ctx) == [AuditAction.HELP_REQUESTED]
    assert "Rolle?" not in repr(everything(ctx)["audit_entries"])


@pytest.mark.parametrize("role", Role)
def test_everybody_may_ask(ctx: Context, anna: Person, role: Role) -> None:
    """Whoever is signed in."""
    member = add_member(ctx.database, anna.company_id, "d@muster.example", role=role)
    send(signed_in(ctx.as_actor(None), member), DESK, REQUEST)
    assert len(mails(ctx)) == 1


def test_nobody_signed_in_asks_nothing(nobody: Context) -> None:
    """Else anybody could flood whoever answers."""
    with pytest.raises(NotPermitted):
        send(nobody, DESK, REQUEST)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (HelpRequest("", "Frage"), "about"),
        (HelpRequest("Rollen", " \x00\u202e "), "question"),
        (HelpRequest("x" * (ABOUT_MAX + 1), "Frage"), "about"),
        (HelpRequest("Rollen", "x" * (QUESTION_MAX + 1)), "question"),
    ],
)
def test_a_refused_question_leaves_nothing_behind(
    ctx: Context, request_: HelpRequest, field: str
) -> None:
    """The sentence stands at its field."""
    before = everything(ctx)
    with pytest.raises(DomainError) as refused:
        send(ctx, DESK, request_)
    assert refused.value.field == field
    assert everything(ctx) == before


def test_g7_nobody_floods_the_help(ctx: Context, anna: Person, clock: Clock) -> None:
    """So many a day; the next day there are as many again."""
    for _time in range(REQUESTS_PER_DAY):
        send(ctx, DESK, REQUEST)
    with pytest.raises(Invalid, match="morgen"):
        send(ctx, DESK, REQUEST)
    clock.forward(days=1)
    send(signed_in(ctx.as_actor(None), anna), DESK, REQUEST)
    assert len(mails(ctx)) == REQUESTS_PER_DAY + 1
