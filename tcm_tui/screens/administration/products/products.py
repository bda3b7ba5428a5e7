"""„Produkte“: the subscriptions of the company, what they cost and when they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.subscription_list import ListedSubscription, ListFilter, Viewer
from tcm_tui.domain.terms import contract_day
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.products.acting import Acting
from tcm_tui.screens.administration.products.details import DetailsDialog, DetailsPane
from tcm_tui.screens.administration.products.finding import FindingKeys, FirstKeys
from tcm_tui.screens.administration.products.listing import Listing, Manner
from tcm_tui.screens.administration.products.wording import sums_text
from tcm_tui.screens.host import host
from tcm_tui.services import subscriptions
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.subscription_rows import SubscriptionPage, SubscriptionRow, Sums

_NARROW: Final = 105
"""Cells below which the sums are told in short."""
_VAST: Final = 160
"""Cells from which details stand beside the list."""
_LOW: Final = 24
"""Lines of this tab below which no line is left empty."""


class ProductsTab(FindingKeys, Acting, FirstKeys):
    """„Produkte“."""

    destination = Destination.PRODUCTS
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
        & #details { width: 62; height: 1fr; margin-left: 2; padding: 1 2; display: none; }
        & #details { border: round $border-blurred; border-title-style: bold; }
        & #details { border-title-color: $foreground; }
        & #details:focus { border: round $border; }
        &.-low #head { margin-bottom: 0; }
        &.-vast #details { display: block; }
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
            yield DetailsPane(self.reading)

    def on_mount(self) -> None:
        """Read."""
        self.refresh_data()

    def on_resize(self, event: events.Resize) -> None:
        """Short sums where there is little room."""
        self.set_class(event.size.width < _NARROW, "-narrow")
        self.set_class(event.size.width >= _VAST, "-vast")
        self.set_class(event.size.height < _LOW, "-low")
        self._tell_sums()
        self._follow()

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
        """Read list and details again; cursor and marks stay."""
        self._read()

    # -- what acting asks

    def chosen(self) -> Sequence[SubscriptionRow]:
        """The marked rows; without marks, the row under the cursor."""
        return self.listing.chosen

    def done(self) -> None:
        """Take the marks away, and show what is different now."""
        self.listing.table.clear_marks()
        self.refresh_data()

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
            self._follow(anew=True)

    def _bring(self) -> None:
        """Show what one came for."""
        onto, self._onto = self._onto, None
        if isinstance(onto, ListFilter):
            self.listing.want(onto)
        elif isinstance(onto, int) and self.listing.find(onto) and not self.has_class("-vast"):
            self._open(onto)

    # -- what is pressed

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
        self._follow()

    def _tell_sums(self) -> None:
        if self._sums is not None:
            text = sums_text(self._sums, brief=self.has_class("-narrow"))
            self.query_one("#sums", Static).update(txt(text))

    # -- one in detail

    def _follow(self, *, anew: bool = False) -> None:
        """Have the pane tell of the row under the cursor."""
        if self.has_class("-vast"):
            row = self.listing.row
            self.query_one(DetailsPane).follow(row.id if row else None, anew=anew)

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        if self.has_class("-vast"):
            self.screen.set_focus(self.query_one(DetailsPane))
        elif isinstance(event.row, ListedSubscription):
            self._open(event.row.row.id)

    @on(DetailsPane.Left)
    def _details_left(self, event: DetailsPane.Left) -> None:
        event.stop()
        self.screen.set_focus(self.listing.table)

    @work(group="submit", exclusive=True)
    async def _open(self, subscription_id: int) -> None:
        try:
            page = await self.reading.page(subscription_id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")
            self.refresh_data()
            return
        self._show_details(page)

    @work
    async def _show_details(self, page: SubscriptionPage) -> None:
        dialog = DetailsDialog(page, self.offered(page.row), self.reading)
        if (wish := await self.app.push_screen_wait(dialog)) is not None:
            self.act(wish, [page.row])
