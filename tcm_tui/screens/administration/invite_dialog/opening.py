"""What „Übersicht“ and „Benutzer“ have in common: both open „Mehrere einladen“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tcm_tui.screens.host import host
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.services import invitations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.invite_rows import NewRow
    from tcm_tui.domain.permissions import Role


class InvitingPane(PortalPane):
    """A tab from which „Mehrere einladen“ opens; afterwards it is read again."""

    def action_invite_many(self) -> None:
        """Open „Mehrere einladen“."""
        self.invite_rows(())

    @work(group="submit")
    async def invite_rows(self, rows: Sequence[NewRow]) -> None:
        """Open „Mehrere einladen“ with `rows` in it and the company's default role."""
        with self.asking(self, quietly=True):
            self._show_dialog(await self.ask(invitations.default_role), rows)

    @work
    async def _show_dialog(self, role: Role, rows: Sequence[NewRow]) -> None:
        # Half as many modules as the rest of „Verwaltung“: not before they are wanted.
        from tcm_tui.screens.administration.invite_dialog.dialog import (  # noqa: PLC0415 - see above
            InviteDialog,
        )
        from tcm_tui.screens.administration.invite_dialog.jobs import (  # noqa: PLC0415 - see above
            InviteJobs,
        )

        app = host(self)
        jobs = InviteJobs.asking(self.ask, import_jail=app.import_jail, export_jail=app.export_jail)
        dialog = InviteDialog(jobs, role, rows=rows, vim_keys=app.vim_keys)
        if await self.app.push_screen_wait(dialog):
            self.refresh_data()
