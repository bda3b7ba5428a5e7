"""What is done with chosen rows: one role for many, sent again, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from tcm_tui.domain.invite_rows import Verdict
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import _
from tcm_tui.screens.administration.invite_dialog import wording
from tcm_tui.screens.administration.invite_dialog.busy import Job
from tcm_tui.screens.administration.invite_dialog.frame import InviteFrame
from tcm_tui.screens.administration.invite_dialog.list_work import slices
from tcm_tui.screens.administration.invite_dialog.table import InviteTable
from tcm_tui.widgets.choice import ChoiceMenu
from tcm_tui.widgets.dialog import Confirm

if TYPE_CHECKING:
    from collections.abc import Callable


class RowActions(InviteFrame):
    """The dialog with the keys that work while rows are chosen."""

    def action_choose_rows(self) -> None:
        """From typing to choosing rows, and back."""
        if self.table.choosing:
            self.table.edit()
        else:
            self.table.focus()

    @work(group="choose", exclusive=True)
    async def action_role(self) -> None:
        """Give the chosen rows one role."""
        rows = self.table.chosen
        region = self.table.cursor_region
        if not rows or region is None:
            return
        labels = [role_label(role) for role in Role]
        now = list(Role).index(self.invitations.row(rows[0]).role)
        beside = region.translate(self.table.region.offset).translate((3, 0))
        place = await self.app.push_screen_wait(ChoiceMenu(labels, now, beside))
        if place is not None:
            role = list(Role)[place]
            self._change(rows, lambda some: self.invitations.set_role(some, role))

    def action_again(self) -> None:
        """„Erneut senden“ for those among the chosen rows that are already invited; or not."""
        self._resend(self.table.chosen)

    @on(InviteTable.ResendWanted)
    def _resend_wanted(self, event: InviteTable.ResendWanted) -> None:
        event.stop()
        self._resend([event.row_id], told=False)

    def _resend(self, rows: list[int], *, told: bool = True) -> None:
        waiting = [r for r in rows if self.invitations.verdict(r).kind is Verdict.INVITED]
        again = [r for r in rows if self.invitations.row(r).again and r not in waiting]
        if waiting or again:
            self._change(
                waiting or again,
                lambda some: self.invitations.set_again(some, again=bool(waiting)),
            )
        elif told:
            self.refuse(_("Keine der gewählten Zeilen ist bereits eingeladen."))

    @on(InviteTable.RemovalWanted)
    def _removal_wanted(self, event: InviteTable.RemovalWanted) -> None:
        event.stop()
        self._change([event.row_id], self.invitations.remove)

    @work(group="choose", exclusive=True)
    async def action_remove(self) -> None:
        """Take the chosen rows out; ask when that is more than one with something in it."""
        rows = self.table.chosen
        filled = sum(not self.invitations.row(row_id).empty for row_id in rows)
        if filled <= 1 or await self.app.push_screen_wait(
            Confirm(
                wording.removed_rows(filled),
                title=_("Zeilen entfernen?"),
                yes=_("Zeilen entfernen"),
            )
        ):
            self._change(rows, self.invitations.remove)

    @work(group="submit")
    async def _change(self, rows: list[int], change: Callable[[list[int]], None]) -> None:
        with self.working(Job.CHANGING):
            async for some in slices(rows):
                change(list(some))
