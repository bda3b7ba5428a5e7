"""Long work on the list, in slices short enough that nobody typing notices it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.invite_rows import Verdict
from tcm_tui.screens.administration.invite_dialog.wording import filled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from tcm_tui.domain.invitations import BulkResult
    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.domain.invite_rows import NewRow, ReadyInvitation
    from tcm_tui.screens.administration.invite_dialog.jobs import InviteJobs

Item = TypeVar("Item")

SLICE: Final = 50
"""Rows judged between two looks at the keyboard: at most a few milliseconds."""
BATCH: Final = 1_000
"""Addresses the database is asked about at once."""


@dataclass(frozen=True)
class Sending:
    """What became of the list: `sent` of `rows` filled rows, `refused` by the database."""

    sent: int
    rows: int
    refused: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to send."""
        return not self.sent and not self.refused


async def slices(items: Sequence[Item], size: int = SLICE) -> AsyncIterator[Sequence[Item]]:
    """`items` piece by piece; whatever else waits is done in between."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
        await asyncio.sleep(0)


async def add_rows(
    invitations: InviteList, rows: Sequence[NewRow], told: Callable[[int], None]
) -> int:
    """Fill `rows` into the list, telling how many are done; the number that did not fit."""
    left_over = done = 0
    async for some in slices(rows):
        left_over += invitations.add(some)
        done += len(some)
        told(done)
    return left_over


async def look_up(invitations: InviteList, jobs: InviteJobs) -> bool:
    """Ask the database about every address it has not been asked about; whether there was one.

    Raises:
        DomainError: It cannot answer.
    """
    asked = False
    while unknown := invitations.unknown_canonicals()[:BATCH]:
        asked = True
        known = await jobs.look_up(invitations.names(unknown))
        async for some in slices(unknown):
            invitations.learn(
                some, members=known.members, invited=known.invited, cautions=known.cautions
            )
    return asked


async def send_ready(
    invitations: InviteList, jobs: InviteJobs, *, doubtful: bool = False
) -> Sending:
    """Send what is ready: sent rows leave the list, refused ones stay with their reasons.

    Nobody may change the list meanwhile. With `doubtful` addresses that may deceive are sent too.

    Raises:
        DomainError: Nothing was sent.
    """
    await look_up(invitations, jobs)
    rows = filled(invitations.counts())
    ready, drafts = await asyncio.to_thread(_drafts, invitations, doubtful=doubtful)
    if not ready:
        return Sending(0, rows)
    result = await jobs.send(drafts)
    refused = {refusal.position for refusal in result.refused}
    sent = [one.canonical for place, one in enumerate(ready) if place not in refused]
    async for some in slices(sent):
        invitations.drop_sent(some)
    await _tell_reasons(invitations, jobs, ready, result)
    return Sending(len(result.sent), rows, len(result.refused))


def _drafts(
    invitations: InviteList, *, doubtful: bool
) -> tuple[tuple[ReadyInvitation, ...], list[InvitationDraft]]:
    ready = invitations.ready(doubtful=doubtful)
    return ready, [
        InvitationDraft(one.email, one.role, one.first_name, one.last_name, again=one.again)
        for one in ready
    ]


async def _tell_reasons(
    invitations: InviteList,
    jobs: InviteJobs,
    ready: Sequence[ReadyInvitation],
    result: BulkResult,
) -> None:
    """Put at each refused row why: who joined or was invited meanwhile says so by the database."""
    if not result.refused:
        return
    refused = [(ready[refusal.position], refusal.error) for refusal in result.refused]
    canonicals = [one.canonical for one, _reason in refused]
    with suppress(DomainError):  # the rest was sent: a failure now must not look like one of that
        known = await jobs.look_up(invitations.names(canonicals))
        invitations.learn(
            canonicals, members=known.members, invited=known.invited, cautions=known.cautions
        )
    for one, reason in refused:
        if invitations.verdict(one.row_id).kind in {Verdict.READY, Verdict.DOUBTFUL}:
            invitations.refuse(one.row_id, reason)
