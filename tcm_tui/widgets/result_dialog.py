"""A dialog that ends in a result list: what it tells below the rows, and saving the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.widgets.dialog_box import Dialog, Result
from tcm_tui.widgets.file_picker import SaveFileDialog
from tcm_tui.widgets.folders import Folders

if TYPE_CHECKING:
    from pathlib import Path

TABLES: Final = (".xlsx", ".csv")


class ResultDialog(Dialog[Result]):
    """Tells below its rows, in `#saved`, and saves its result list.

    A subclass gives `export_jail` and `save_to`.
    """

    @property
    def export_jail(self) -> Path | None:
        """The only folder that may be written to; None where any may be named."""
        raise NotImplementedError

    async def save_to(self, path: Path) -> Path:
        """Write the result list; where it went.

        Raises:
            DomainError: It cannot be written there.
        """
        raise NotImplementedError

    def tell(self, sentence: str) -> None:
        """Write below the rows what happened; what went wrong before is settled."""
        self.say("#saved", sentence)
        self.say(".dialog--error", "")

    def refuse(self, sentence: str) -> None:
        """Write below the rows what went wrong."""
        self.say(".dialog--error", sentence)
        self.say("#saved", "")

    @work(group="choose", exclusive=True)
    async def action_save(self) -> None:
        """„Ergebnisliste speichern“."""
        dialog = SaveFileDialog(
            title=_("Ergebnisliste speichern"),
            folders=Folders(self.export_jail, TABLES),
            name=_("Ergebnisliste.xlsx"),
        )
        if (path := await self.app.push_screen_wait(dialog)) is not None:
            self._write(path)

    @work(group="submit", exclusive=True)
    async def _write(self, path: Path) -> None:
        try:
            written = await self.save_to(path)
        except DomainError as error:
            self.refuse(error.message)
        else:
            self.tell(_("Gespeichert: {path}").format(path=shown(str(written))))
