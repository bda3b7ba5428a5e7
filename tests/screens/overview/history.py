"""What happened in Anna's company, through the services, at its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.invitations import invite, invite_many, resend, revoke
from tests.builders import START, Person, add_invitation, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.screens.support import Stage

TODAY = datetime(2026, 11, 22, 7, 12, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 15, 3, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
EARLIER = datetime(2026, 11, 3, 15, 3, tzinfo=UTC)
LAST_YEAR = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)


def tell(stage: Stage) -> None:
    """Some of everything, from last year until this morning.

    What is left of it: two members, one invitation that has ended, one that soon will, two more.
    """
    _at(stage, LAST_YEAR, lambda ctx: _invite(ctx, "alt@kunde.example"))
    _at(stage, EARLIER, _many)
    _at(stage, MONDAY, lambda ctx: _invite(ctx, "tim.weber@kunde.example"))
    _at(stage, TUESDAY, lambda ctx: _invite(ctx, "falsch@kunde.example", then=revoke))
    _at(stage, TUESDAY + timedelta(minutes=4), _again)
    join(stage, "Derya", "Çelik", "derya.celik@kunde.example", TODAY)


def join(stage: Stage, first_name: str, last_name: str, email: str, at: datetime) -> None:
    """Somebody accepts the invitation that Anna sent the day before."""
    code = add_invitation(stage.nobody.database, stage.anna, email, at=at - timedelta(days=1))[1]
    stage.clock.now, before = at, stage.clock.now
    person = NewPerson(first_name, last_name, "Sehr-Geheim-2026", assured=True)
    accept_as_new(stage.nobody, code.text, person)
    stage.clock.now = before


def as_anna(stage: Stage) -> Context:
    """Anna, in a session beside the one on the screen."""
    return signed_in(stage.nobody, stage.anna)


def invite_rows(stage: Stage, person: Person, count: int) -> None:
    """So many invitations, each an event of its own, an hour between them."""
    for number in range(count):
        stage.clock.now = START - timedelta(hours=count - number)
        invite(signed_in(stage.nobody, person), InvitationDraft(f"p{number:03}@kunde.example"))
    stage.clock.now = START


def _at(stage: Stage, at: datetime, happens: Callable[[Context], object]) -> None:
    stage.clock.now, before = at, stage.clock.now
    happens(as_anna(stage))
    stage.clock.now = before


def _invite(ctx: Context, email: str, then: Callable[[Context, int], object] | None = None) -> None:
    sent = invite(ctx, InvitationDraft(email))
    if then is not None:
        then(ctx, sent.id)


def _again(ctx: Context) -> None:
    sent = invite(ctx, InvitationDraft("lena.hoffmann@kunde.example"))
    resend(ctx, sent.id)


def _many(ctx: Context) -> None:
    drafts = [InvitationDraft(f"neu{number}@kunde.example") for number in range(2)]
    invite_many(ctx, drafts)
