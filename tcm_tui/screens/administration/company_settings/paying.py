"""„Bezahlverfahren“: where it is chosen how the company pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.sections.section import Section
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PayingBox(Section):
    """A way there."""

    heading: ClassVar[str] = N_("Bezahlverfahren")

    def compose(self) -> ComposeResult:
        """What is there, and the button."""
        explanation = _("Womit Ihr Unternehmen zahlt, wählen Sie unter „Rechnung“.")
        yield Static(txt(explanation), classes="section--text")
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("Bezahlverfahren öffnen")), id="to-payment", compact=True)

    @on(Button.Pressed, "#to-payment")
    def _open(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(Navigate(Destination.PAYMENT))
