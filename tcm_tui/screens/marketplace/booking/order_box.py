"""„Ihre Bestellung“: what stands in it so far and what it comes to, as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.i18n import _
from tcm_tui.screens.marketplace.booking.wording import brief_figures, order_figures
from tcm_tui.screens.marketplace.figures import Figure, Figures
from tcm_tui.widgets.steady_scroll import SteadyScroll
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.quotes import Quote


class OrderBox(SteadyScroll):
    """Follows what is typed; what cannot be booked so is said in place of the figures."""

    DEFAULT_CSS = """
    OrderBox {
        border: round $border-blurred; padding: 0 0 0 1; border-title-color: $text-muted;
    }
    """

    _quote: Quote | None = None
    _refusal = ""
    _brief = False

    def __init__(self) -> None:
        super().__init__(id="order-box")
        self._figures = Figures()

    def compose(self) -> ComposeResult:
        """The figures."""
        yield self._figures

    def on_mount(self) -> None:
        """Name the box."""
        self.border_title = txt(_("Ihre Bestellung"))

    def be_brief(self, *, brief: bool) -> None:
        """Say it in as few lines as there are where little room is."""
        self._brief = brief
        self._tell()

    def show(self, quote: Quote) -> None:
        """Show what it comes to."""
        self._quote, self._refusal = quote, ""
        self._tell()

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be booked so."""
        self._quote, self._refusal = None, sentence
        self._tell()

    def _tell(self) -> None:
        if self._quote is None:
            self._figures.show([Figure(self._refusal, style="$text-warning")])
        else:
            figures = brief_figures if self._brief else order_figures
            self._figures.show(figures(self._quote))
