"""„Über“: what this is, which version, where its data is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui import __version__
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult


class About(Dialog[None]):
    """„Über“.

    Args:
        data_dir: Where the data is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Schließen"), id="about.leave"),
    ]

    def __init__(self, data_dir: Path) -> None:
        super().__init__(_("Über"))
        self._data_dir = data_dir

    def compose_body(self) -> ComposeResult:
        """Name, version, paths, licence."""
        lines = [
            f"tcm-tui {__version__}",
            _("Kontoverwaltung des Telekom Cloud Marketplace im Terminal"),
            "",
            _("Daten: {path}").format(path=self._data_dir),
            _("Lizenz: Apache 2.0"),
        ]
        yield Static(txt("\n".join(lines)))

    def compose_buttons(self) -> ComposeResult:
        """The way out."""
        yield Button(_("Schließen"), "primary", id="close", action="screen.leave", compact=True)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()
