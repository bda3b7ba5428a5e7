"""„Produkte“: the subscriptions of the company, what they cost and when they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.subscription_list import ListFilter, Viewer
from tcm_tui.domain.terms import contract_day
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.products.keys import FINDING, LISTING
from tcm_tui.screens.administration.products.listing import Listing, Manner
from tcm_tui.screens.administration.products.wording import sums_text
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.services import subscriptions
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcm_tui.domain.subscription_rows import Sums

_NARROW: Final = 105
"""Cells below which the sums are told in short."""
_LOW: Final = 24
"""Lines of this tab below which no line is left empty."""


class ProductsTab(PortalPane):
    """„Produkte“."""

    destination = Destination.PRODUCTS
    BINDINGS: ClassVar[list[BindingType]] = [*FINDING, *LISTING]
    DEFAULT_CSS = """
    ProductsTab {
        padding: 0 2;
        & #head { height: 1; margin-bottom: 1; }
        & #book { min-width: 0; }
        & #sums { width: 1fr; padding: 0 0 0 2; text-align: right; color: $text-muted; }
        & #clear { min-width: 0; margin-left: 2; display: none; }
        &.-filtered #clear { display: block; }
        & #both { height: 1fr; }
        & #list { width: 1fr; }
        & RecordTable { width: 1fr; height: 1fr; background: $surface; }
        & #foot { height: 1; padding: 0 3; color: $text-muted; }
        &.-low #head { margin-bottom: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._sums: Sums | None = None
        self._onto: object = None
        """What is to be shown once the list has been read."""

    def compose(self) -> ComposeResult:
        """Button and sums, the list."""
        with Horizontal(id="head"):
            yield Button(txt(_("Produkt buchen")), "primary", id="book", compact=True)
            yield Static(txt(""), id="sums")
            yield Button(txt(_("✗ Filter aufheben")), id="clear", compact=True)
        manner = Manner(
            viewer=self.viewer,
            vim_keys=host(self).vim_keys,
            all_of_company=self.may(Permission.SUBSCRIPTION_TAKE_OVER),
        )
        with Horizontal(id="both"):
            yield Listing(manner)

    def on_mount(self) -> None:
        """Read."""
        self.refresh_data()

    def on_resize(self, event: events.Resize) -> None:
        """Short sums where there is little room."""
        self.set_class(event.size.width < _NARROW, "-narrow")
        self.set_class(event.size.height < _LOW, "-low")
        self._tell_sums()

    def viewer(self) -> Viewer:
        """Who looks at the list, and on which day of contracts."""
        app = host(self)
        return Viewer(app.signed_in.user_id if app.signed_in else 0, contract_day(app.clock()))

    @property
    def listing(self) -> Listing:
        """The list and its tools."""
        return self.query_one(Listing)

    # -- what the frame asks

    def focus_first(self) -> None:
        """Begin in the list, so that letters and digits are keys."""
        self.listing.table.focus()

    def refresh_data(self) -> None:
        """Read again; cursor and marks stay."""
        self._read()

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Show the subscription with this number, or what a filter lets through."""
        self._onto = item
        self._read()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        listing = self.listing
        with self.asking(listing, quietly=True):
            listing.show(await self.ask(subscriptions.subscriptions))
            self._bring()

    def _bring(self) -> None:
        """Show what one came for."""
        onto, self._onto = self._onto, None
        if isinstance(onto, ListFilter):
            self.listing.want(onto)
        elif isinstance(onto, int):
            self.listing.find(onto)

    # -- keys

    def action_book(self) -> None:
        """To „Marktplatz“."""
        self.post_message(Navigate(Destination.MARKETPLACE))

    def action_search(self) -> None:
        """To the search."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus(self.listing.tools.search)

    def action_filter(self) -> None:
        """To the filters."""
        self.listing.tools.next_filter()

    def action_sort(self) -> None:
        """Choose another order."""
        self.listing.tools.sorting.action_open()

    def action_back(self) -> None:
        """One step back."""
        self.listing.step_back()

    @on(Button.Pressed, "#book")
    def _book_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_book()

    @on(Button.Pressed, "#clear")
    def _clear_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.listing.tools.clear_filter()
        self.screen.set_focus(self.listing.table)

    # -- what the list tells

    @on(Listing.Summed)
    def _summed(self, event: Listing.Summed) -> None:
        event.stop()
        self._sums = event.sums
        self.set_class(self.listing.tools.wanted.filtered, "-filtered")
        self._tell_sums()

    @on(RecordTable.Highlighted)
    @on(RecordTable.MarksChanged)
    def _moved(self, event: RecordTable.Highlighted | RecordTable.MarksChanged) -> None:
        event.stop()
        self.refresh_bindings()

    def _tell_sums(self) -> None:
        if self._sums is not None:
            text = sums_text(self._sums, brief=self.has_class("-narrow"))
            self.query_one("#sums", Static).update(txt(text))
