"""„Postfach“ as a screen of the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination, entry
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.mailbox.mailbox import Mailbox
from tcm_tui.screens.mailbox.reading_pane import ReadingPane
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


class MailboxScreen(PortalScreen[None]):
    """„Postfach“: in local mode only, for it shows everybody's codes.

    Args:
        folder: The Maildir.
        zone: In which times are told.
        now: What „heute“ is.
        vim_keys: Whether j, k and so on move in the list.
    """

    destination = Destination.MAILBOX
    AUTO_FOCUS = "#letters"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "leave",
            N_("Zurück"),
            id="mailbox.leave",
            tooltip=N_("Schließt das Postfach"),
        ),
    ]

    def __init__(
        self, folder: Path, zone: ZoneInfo, now: Callable[[], datetime], *, vim_keys: bool = True
    ) -> None:
        super().__init__()
        self._mailbox = Mailbox(folder, zone, now, vim_keys=vim_keys)

    def compose_content(self) -> ComposeResult:
        """The breadcrumb and the mails."""
        yield Static(txt(_(entry(self.destination).label)), id="breadcrumb")
        yield self._mailbox

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    @on(ReadingPane.CodeChosen)
    def _use_code(self, event: ReadingPane.CodeChosen) -> None:
        """Go to the form that the code is for."""
        event.stop()
        self.post_message(Navigate(Destination.ENTER_CODE, event.code))
