"""Exporting a list: in which formats, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.exports import Exported
from tcm_tui.domain.invite_rows import grouped
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.services.exporting import Watch
from tcm_tui.services.invite_lists import Cancellation
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

FORMATS: Final = {".xlsx": N_("Excel (.xlsx)"), ".csv": N_("CSV (.csv)")}
GLANCE: Final = 0.1
"""Seconds between two looks at how far it is."""


class ExportProgress(Dialog[Exported | None]):
    """Runs an export and shows how far it is; None when there is no file.

    Args:
        export: Does it, telling the watch.
    """

    AUTO_FOCUS = "#leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Abbrechen"), id="export.leave"),
    ]
    DEFAULT_CSS = """
    ExportProgress {
        & > .dialog { max-width: 60; }
        &.-narrow.-low > .dialog { height: auto; max-width: 60; }
        & #line { padding: 0 2; }
    }
    """

    def __init__(self, export: Callable[[Watch], Awaitable[Exported]]) -> None:
        super().__init__(_("Exportieren"))
        self._export = export
        self._cancellation = Cancellation()
        self._rows = 0

    def compose_body(self) -> ComposeResult:
        """How far it is."""
        yield Static(txt(progress_text(0)), id="line")

    def compose_buttons(self) -> ComposeResult:
        """The way out."""
        yield Button(_("Abbrechen"), id="leave", action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(GLANCE, self._glance)
        self._run()

    def on_unmount(self) -> None:
        """No export outlives its dialog."""
        self._cancellation.cancel()

    def action_leave(self) -> None:
        """End it; what was written so far is thrown away."""
        self._cancellation.cancel()
        self.query_one("#line", Static).update(txt(_("Der Export wird abgebrochen …")))

    def _told(self, rows: int) -> None:
        """Called by the thread that writes."""
        self._rows = rows

    def _glance(self) -> None:
        if not self._cancellation.cancelled:
            self.query_one("#line", Static).update(txt(progress_text(self._rows)))

    @work(group="submit")
    async def _run(self) -> None:
        try:
            exported = await self._export(Watch(self._told, self._cancellation))
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            cancelled = self._cancellation.cancelled
            toast(self, refusal.message, severity="information" if cancelled else "error")
            self.dismiss(None)
        else:
            self.dismiss(exported)


def progress_text(rows: int) -> str:
    """How far it is."""
    if not rows:
        return _("Die Liste wird gelesen …")
    pattern = ngettext("{n} Zeile geschrieben …", "{n} Zeilen geschrieben …", rows)
    return pattern.format(n=grouped(rows))


def exported_text(rows: int, path: str) -> str:
    """How many were exported, and where they are."""
    pattern = ngettext("{n} Zeile exportiert: {path}", "{n} Zeilen exportiert: {path}", rows)
    return pattern.format(n=grouped(rows), path=path)
