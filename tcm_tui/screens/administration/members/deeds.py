"""Sending invitations again and taking them back, one or many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.errors import SessionEnded
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.in_turn import InTurn, Outcome, Summary
from tcm_tui.screens.administration.members.wishes import Wish
from tcm_tui.screens.administration.members.wording import (
    done_text,
    progress_text,
    revoking,
    summary_lines,
)
from tcm_tui.services import invitations
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcm_tui.domain.members import RowKey
    from tcm_tui.screens.portal_screen import PortalPane


class Deeds:
    """Does to invitations what was wished, and tells what came of it.

    Args:
        pane: Where it happens.
        told: Gets a line about how far it is; empty when it is over.
    """

    def __init__(self, pane: PortalPane, told: Callable[[str], None]) -> None:
        self._pane = pane
        self._told = told
        self._running: InTurn | None = None

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._running is not None

    def stop(self) -> None:
        """End what is under way after the invitation it is at."""
        if self._running is not None:
            self._running.stop()

    async def confirmed(self, keys: Sequence[RowKey], address: str) -> bool:
        """Ask whether to take `keys` back; `address` names the one when it is one."""
        question = revoking(len(keys), address)
        confirm = Confirm(question.text, title=question.title, yes=question.yes)
        return await self._pane.app.push_screen_wait(confirm)

    async def do(self, wish: Wish, keys: Sequence[RowKey]) -> Outcome | None:
        """One after the other; None when the session ended on the way."""
        use_case = {Wish.RESEND: invitations.resend, Wish.REVOKE: invitations.revoke}[wish]

        async def act(key: RowKey) -> None:
            await self._pane.ask(use_case, key.id)

        def told(finished: int, count: int) -> None:
            if count > 1:
                self._told(progress_text(wish, finished, count))

        self._running = InTurn(act, told)
        try:
            return await self._running.run(keys)
        except SessionEnded:
            return None  # the sign-in screen says so
        finally:
            self._running = None
            self._told("")

    def tell(self, wish: Wish, outcome: Outcome) -> None:
        """In a corner when all went or the only one did not, else in a dialog."""
        if not outcome.refusals and not outcome.left:
            toast(self._pane, done_text(wish, len(outcome.done)))
        elif not outcome.done and outcome.refusals.total() == 1 and not outcome.left:
            toast(self._pane, next(iter(outcome.refusals)), severity="error")
        else:
            titles = {Wish.RESEND: _("Erneut senden"), Wish.REVOKE: _("Zurückziehen")}
            lines = summary_lines(wish, outcome)
            self._pane.app.push_screen(Summary(titles[wish], lines))
