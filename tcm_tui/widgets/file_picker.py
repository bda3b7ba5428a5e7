"""Choosing a file to open, or where to save one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.file_dialog import FileDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.widgets.folders import Folders


class OpenFileDialog(FileDialog):
    """Choose a file that exists.

    Args:
        title: Stands in the upper border.
        folders: Where to look, and for which endings.
    """

    def __init__(self, *, title: str, folders: Folders) -> None:
        super().__init__(title=title, verb=_("Öffnen"), folders=folders)

    async def settle_on(self, path: Path) -> Path | None:
        """The path, once it is known to be a readable file.

        Raises:
            Invalid: It is not.
        """
        return await asyncio.to_thread(self._folders.readable, path)


class SaveFileDialog(FileDialog):
    """Choose where to save; what stands there already is asked about.

    Args:
        title: Stands in the upper border.
        folders: Where files may be saved, and with which ending.
        name: The name proposed.
    """

    def __init__(self, *, title: str, folders: Folders, name: str) -> None:
        super().__init__(title=title, verb=_("Speichern"), folders=folders, name=name)

    async def settle_on(self, path: Path) -> Path | None:
        """The path, once a file may stand there and overwriting is agreed to.

        Raises:
            Invalid: No file can stand there.
        """
        target = await asyncio.to_thread(self._folders.writable, path)
        if not await asyncio.to_thread(target.exists):
            return target
        question = _("„{name}“ gibt es schon. Der Inhalt wird ersetzt.")
        agreed = await self.app.push_screen_wait(
            Confirm(
                question.format(name=shown(target.name)),
                title=_("Datei ersetzen?"),
                yes=_("Datei ersetzen"),
            )
        )
        return target if agreed else None
