"""Mail: delivering what was promised, and showing what became of it (PRODUCT.md section 10).

Claim, deliver, record: three steps, so that no transaction waits for a disk or a server. A process
that dies in between leaves a lease that runs out; the mail is then delivered again, as the same
file and with the same Message-ID.
"""

from __future__ import annotations

import logging
import random
import traceback
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from tcm_tui.data import outbox
from tcm_tui.data.database import with_retries
from tcm_tui.data.erasure import forget_farewells
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.mail import GIVE_UP_AFTER, LEASE, MailRow, MailState, PromisedMail, retry_delay
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.mail.outcome import NotNow, Refused, Undeliverable
from tcm_tui.mail.render import Letterhead, render
from tcm_tui.services.context import Context, reading, use_case
from tcm_tui.services.mail_attachments import attached

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from tcm_tui.mail.deliverers import Deliverer
    from tcm_tui.services.transaction import Transaction

Answer = TypeVar("Answer")

_WORK_FOR: Final = LEASE / 2
"""A batch is broken off after this time, well before its lease runs out."""
_JITTER: Final = 0.2
"""The most by which a delay grows at random, so that a server back again is not stormed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What delivering did: `sent`, `failed` for good, and still `waiting` afterwards."""

    sent: int
    failed: int
    waiting: int


@dataclass
class _Batch:
    """What became of the mails of one claim."""

    sent: list[PromisedMail] = field(default_factory=list)
    put_off: list[tuple[PromisedMail, str]] = field(default_factory=list)
    given_up: list[tuple[PromisedMail, str]] = field(default_factory=list)
    untried: list[PromisedMail] = field(default_factory=list)


def _never() -> bool:
    return False


def deliver_round(
    ctx: Context,
    deliverer: Deliverer,
    letterhead: Letterhead,
    *,
    limit: int | None = None,
    stop: Callable[[], bool] = _never,
) -> Round:
    """Deliver what is due, the oldest first; each failure is recorded and holds up no other.

    Args:
        ctx: Its database and clock; who is signed in does not matter.
        deliverer: Where to.
        letterhead: What every mail shares.
        limit: Try at most so many.
        stop: Asked between two mails; when it says True, the rest waits.

    Raises:
        Unavailable: The database stayed busy or is away. What was delivered may be delivered
            again, with the same Message-ID.
    """
    worker = uuid.uuid4().hex
    expired = _("Der Code in dieser E-Mail ist abgelaufen, bevor sie zugestellt werden konnte.")
    failed = _write(ctx, partial(outbox.fail_expired, error=expired))
    sent = tried = 0
    try:
        while not stop() and (limit is None or tried < limit):
            size = deliverer.batch if limit is None else min(deliverer.batch, limit - tried)
            claim = partial(
                outbox.claim, worker=worker, limit=size, per_minute=deliverer.per_minute
            )
            mails = _write(ctx, claim)
            if not mails:
                break
            batch = _deliver(ctx, deliverer, letterhead, mails, stop)
            failed += _record(ctx, worker, batch)
            sent += len(batch.sent)
            tried += len(mails)
    finally:
        deliverer.close()
    return Round(sent, failed, waiting(ctx))


def waiting(ctx: Context) -> int:
    """How many mails are promised and not yet delivered, of all companies."""
    with ctx.database.transaction(writing=False) as session:
        return outbox.waiting(session, ctx.clock())


def next_due(ctx: Context, per_minute: int | None = None) -> datetime | None:
    """When the next mail can be tried, at the rate given; None when none waits."""
    with ctx.database.transaction(writing=False) as session:
        return outbox.next_due(session, ctx.clock(), per_minute)


@reading(Permission.OPERATOR)
def messages(
    tx: Transaction, *, state: MailState | None = None, before: int | None = None, limit: int = 50
) -> list[MailRow]:
    """Mails of all companies without their content, newest first, from below the id `before`."""
    return outbox.page(tx.session, state, before=before, limit=limit)


@use_case(Permission.OPERATOR)
def note_delivery(tx: Transaction, result: Round) -> None:
    """Write down that the operator had mail delivered."""
    tx.audit(
        AuditAction.MAIL_DELIVERED,
        Subject.OUTBOX,
        sent=(None, str(result.sent)),
        failed=(None, str(result.failed)),
    )


def deliver_as_operator(
    ctx: Context,
    deliverer: Deliverer,
    letterhead: Letterhead,
    *,
    stop: Callable[[], bool] = _never,
) -> Round:
    """A round for the operator's command: it is written down when it did something.

    Raises:
        NotPermitted: `ctx` is not the operator's.
        Unavailable: The database stayed busy or is away.
    """
    messages(ctx, limit=1)  # refuses before anything is sent
    result = deliver_round(ctx, deliverer, letterhead, stop=stop)
    if result.sent or result.failed:
        note_delivery(ctx, result)
    return result


def _write(ctx: Context, function: Callable[[Session, datetime], Answer]) -> Answer:
    """`function` in a transaction of its own: the machine acts here, nobody has to be admitted."""

    def once() -> Answer:
        with ctx.database.transaction(writing=True) as session:
            return function(session, ctx.clock())

    return with_retries(once)


def _deliver(
    ctx: Context,
    deliverer: Deliverer,
    letterhead: Letterhead,
    mails: Sequence[PromisedMail],
    stop: Callable[[], bool],
) -> _Batch:
    """Try each of `mails` once, outside of any transaction."""
    batch = _Batch()
    until = ctx.clock() + _WORK_FOR
    for position, mail in enumerate(mails):
        if stop() or ctx.clock() >= until:
            batch.untried.extend(mails[position:])
            break
        _try(ctx, deliverer, letterhead, mail, batch)
    try:
        deliverer.settle()
    except OSError as error:
        batch.put_off.extend((mail, _reason(error)) for mail in batch.sent)
        batch.sent.clear()
    return batch


def _try(
    ctx: Context, deliverer: Deliverer, letterhead: Letterhead, mail: PromisedMail, batch: _Batch
) -> None:
    try:
        deliverer.deliver(render(mail, letterhead, attached(ctx, mail, letterhead.timezone)))
    except Refused as error:
        batch.given_up.append((mail, shown(str(error))))
    except Undeliverable as error:
        batch.given_up.append((mail, _("Nicht zustellbar: {why}").format(why=shown(str(error)))))
    except OSError as error:
        batch.put_off.append((mail, _reason(error)))
    except Exception as error:  # whatever one mail does, the others must still leave
        log_fault(f"mail {mail.id} ({mail.kind})", error)
        why = _("Unerwarteter Fehler: {name}").format(name=type(error).__name__)
        batch.given_up.append((mail, why))
    else:
        batch.sent.append(mail)


def _record(ctx: Context, worker: str, batch: _Batch) -> int:
    """Write down what became of the batch, in one transaction; how many are given up."""
    oldest = ctx.clock() - GIVE_UP_AFTER
    again = [(mail, error) for mail, error in batch.put_off if mail.created_at > oldest]
    given_up = batch.given_up + [pair for pair in batch.put_off if pair not in again]

    def write(session: Session, now: datetime) -> bool:
        outbox.mark_sent(session, [mail.id for mail in batch.sent], now)
        for mail, error in again:
            outbox.put_off(session, mail.id, worker, error, now + _delay(mail))
        for mail, error in given_up:
            outbox.give_up(session, mail, worker, error)
        outbox.give_back(session, [mail.id for mail in batch.untried], worker)
        return forget_farewells(session)

    if _write(ctx, write):
        ctx.database.empty_log()  # a deleted account's last address stands there still
    return len(given_up)


def _delay(mail: PromisedMail) -> timedelta:
    return retry_delay(mail.attempts + 1) * random.uniform(1, 1 + _JITTER)


def _reason(error: OSError) -> str:
    """Why a try failed: as the server said it, or in the system's words, without paths."""
    if isinstance(error, NotNow):
        return shown(str(error))
    return _("Zustellung noch nicht möglich: {why}").format(
        why=shown(error.strerror or type(error).__name__)
    )


def log_fault(what: str, error: BaseException) -> None:
    """Log where `error` happened, not what it says: its text may hold a code or a name."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s: %s\n%s", what, type(error).__name__, places)
