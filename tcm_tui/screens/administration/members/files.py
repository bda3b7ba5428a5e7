"""What „Benutzer“ does with files: roles come in, the list goes out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from tcm_tui.domain.dates import local_day
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.members.acting import Acting
from tcm_tui.screens.administration.members.role_file_wording import changed_text
from tcm_tui.screens.host import host
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tcm_tui.domain.exports import Exported
    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.domain.member_changes import ChangeReport
    from tcm_tui.domain.member_export import Listing
    from tcm_tui.domain.role_list import RoleRow, Step, WantedRole
    from tcm_tui.screens.administration.invite_dialog.jobs import Reading
    from tcm_tui.screens.administration.members.role_file import RoleFileJobs, RolesChanged
    from tcm_tui.services.exporting import Watch

# The dialogs and what they stand on are imported when they are wanted: „Benutzer“ opens sooner.

LISTS: Final = (".xlsx", ".csv", ".tsv", ".txt")


class Files(Acting):
    """A tab with a list of people that reads and writes files."""

    permissions: ClassVar[Mapping[str, Permission]] = {
        **Acting.permissions,
        "export": Permission.MEMBER_EXPORT,
        "role_file": Permission.MEMBER_CHANGE,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+o",
            "role_file",
            N_("Rollen aus Datei ändern"),
            id="members.role_file",
            show=False,
            tooltip=N_("Liest Adressen und Rollen aus einer Excel-, CSV- oder Textdatei"),
        ),
        Binding(
            "x",
            "export",
            N_("Exportieren"),
            id="members.export",
            show=False,
            tooltip=N_("Speichert die Liste, wie sie gezeigt wird, als Excel oder CSV"),
        ),
    ]

    @property
    def listing(self) -> Listing:
        """What the list shows."""
        raise NotImplementedError

    # -- roles from a file

    @work
    async def action_role_file(self) -> None:
        """Choose a file, show what it would change."""
        from tcm_tui.screens.administration.members.role_file import (  # noqa: PLC0415 - see above
            RoleFileDialog,
        )
        from tcm_tui.widgets.file_picker import OpenFileDialog  # noqa: PLC0415 - see above
        from tcm_tui.widgets.folders import Folders  # noqa: PLC0415 - see above

        app = host(self)
        choose = OpenFileDialog(
            title=_("Rollen aus Datei ändern"), folders=Folders(app.import_jail, LISTS)
        )
        if (path := await self.app.push_screen_wait(choose)) is None:
            return
        dialog = RoleFileDialog(self._role_jobs(path), vim_keys=app.vim_keys)
        self._roles_changed(await self.app.push_screen_wait(dialog))

    def _roles_changed(self, answer: RolesChanged) -> None:
        """Remember what can be taken back, show what is different, invite who is new."""
        for report, before in answer.by_role():
            host(self).undo.remember(report, before)
        if answer.changed:
            roles = sum(
                bool(report.having(Verdict.CHANGED)) for report, _before in answer.by_role()
            )
            toast(self, changed_text(answer.changed, roles, self._undo_key()))
            self.refresh_data()
        if answer.invite:
            self.invite_rows(answer.invite)

    def _role_jobs(self, path: Path) -> RoleFileJobs:
        from tcm_tui.screens.administration.members.role_file import (  # noqa: PLC0415 - see above
            RoleFileJobs,
        )
        from tcm_tui.services import member_changes, role_lists  # noqa: PLC0415 - see above

        app = host(self)

        async def read(reading: Reading) -> ParsedRows:
            return await asyncio.to_thread(
                role_lists.read_list,
                path,
                jail=app.import_jail,
                progress=reading.told,
                cancellation=reading.cancellation,
            )

        async def compare(wanted: Sequence[WantedRole]) -> list[RoleRow]:
            return await self.ask(role_lists.compare, wanted)

        async def change(step: Step) -> ChangeReport:
            return await self.ask(member_changes.change, step.change, step.rows)

        async def save(target: Path, rows: Sequence[RoleRow]) -> Path:
            # Replacing a file was agreed to where it was chosen, so it may be overwritten.
            return await asyncio.to_thread(
                role_lists.save_result, target, rows, overwrite=True, jail=app.export_jail
            )

        return RoleFileJobs(
            read=read, compare=compare, change=change, save=save, export_jail=app.export_jail
        )

    # -- the list into a file

    @work
    async def action_export(self) -> None:
        """Choose where to, write what the list shows."""
        from tcm_tui.screens.export_progress import (  # noqa: PLC0415 - see above
            FORMATS,
            ExportProgress,
            exported_text,
        )
        from tcm_tui.services import member_export  # noqa: PLC0415 - see above
        from tcm_tui.services.exporting import Target  # noqa: PLC0415 - see above
        from tcm_tui.widgets.export_file import ExportFileDialog  # noqa: PLC0415 - see above

        app, listing = host(self), self.listing
        day = local_day(app.clock(), app.zone)
        name = _("Benutzer-{day}.xlsx").format(day=day.isoformat())
        path = await self.app.push_screen_wait(ExportFileDialog(app.export_jail, name, FORMATS))
        if path is None:
            return
        # Replacing a file was agreed to where it was chosen.
        target = Target(path, overwrite=True, jail=app.export_jail)

        async def export(watch: Watch) -> Exported:
            return await self.ask(
                member_export.export_to_file, listing, target, zone=app.zone, watch=watch
            )

        exported = await self.app.push_screen_wait(ExportProgress(export))
        if exported is not None:
            toast(self, exported_text(exported.rows, shown(str(exported.path))))
