"""The product under the cursor, beside the list where there is room."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import work
from textual.containers import VerticalScroll
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.screens.asks import Asks
from tcm_tui.screens.marketplace.product_text import preview_text
from tcm_tui.services import catalogue
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.catalogue import ProductRow

_REST: Final = 0.08
"""Seconds on a row before its product is read: whoever walks down the list reads none."""


class ProductPreview(Asks, VerticalScroll, can_focus=False):
    """What the page of the product says, in short."""

    DEFAULT_CSS = """
    ProductPreview {
        width: 62; height: 1fr; margin-left: 2; padding: 1 2; scrollbar-size-vertical: 1;
        border: round $border-blurred;
        border-title-style: bold; border-title-color: $foreground;
    }
    """

    _followed: int | None = None

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(txt(""))

    def follow(self, row: ProductRow | None, *, anew: bool = False) -> None:
        """Tell about the product in `row`; `anew` reads one again that is told about already."""
        product_id = row.id if row else None
        if anew or product_id != self._followed:
            self._followed = product_id
            self._tell(row)

    @work(group="load", exclusive=True)
    async def _tell(self, row: ProductRow | None) -> None:
        """Read once the cursor rests."""
        await asyncio.sleep(_REST)
        text = txt("")
        if row is not None:
            try:
                text = preview_text(await self.ask(catalogue.product, row.id))
            except DomainError as refusal:
                text = txt(refusal.message)
        self.border_title = txt(row.name if row else "")
        self.query_one(Static).update(text)
        self.scroll_home(animate=False)
