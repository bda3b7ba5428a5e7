"""What „Mehrere einladen“ writes: the template and the list of results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.screens.administration.invite_dialog.busy import Job
from tcm_tui.screens.administration.invite_dialog.row_actions import RowActions
from tcm_tui.widgets.file_picker import SaveFileDialog
from tcm_tui.widgets.folders import Folders

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.screens.administration.invite_dialog.jobs import InviteJobs

TABLES: Final = (".xlsx", ".csv")


class Saving(RowActions):
    """The dialog with what it saves to files.

    Args:
        invitations: The rows.
        jobs: The work behind it.
        vim_keys: Whether j, k and so on move while rows are chosen.
    """

    def __init__(self, invitations: InviteList, jobs: InviteJobs, *, vim_keys: bool) -> None:
        super().__init__(invitations, vim_keys=vim_keys)
        self.jobs = jobs

    def action_save_template(self) -> None:
        """„Vorlage speichern“."""
        self._save(_("Vorlage speichern"), _("Vorlage.xlsx"), self.jobs.save_template)

    def action_save_verdicts(self) -> None:
        """„Ergebnisliste speichern“."""
        self.table.commit()
        if not self.invitations.dirty:
            self.refuse(_("Die Liste ist leer. Es gibt noch kein Ergebnis."))
            return

        def save(path: Path) -> Awaitable[Path]:
            return self.jobs.save_verdicts(path, self.invitations)

        self._save(_("Ergebnisliste speichern"), _("Ergebnisliste.xlsx"), save)

    @work(group="choose", exclusive=True)
    async def _save(self, title: str, name: str, save: Callable[[Path], Awaitable[Path]]) -> None:
        folders = Folders(self.jobs.export_jail, TABLES)
        path = await self.app.push_screen_wait(
            SaveFileDialog(title=title, folders=folders, name=name)
        )
        if path is not None:
            self._write(path, save)

    @work(group="submit")
    async def _write(self, path: Path, save: Callable[[Path], Awaitable[Path]]) -> None:
        try:
            with self.working(Job.SAVING):
                written = await save(path)
        except DomainError as error:
            self.refuse(error.message)
        else:
            self.tell(_("Gespeichert: {path}").format(path=shown(str(written))))
