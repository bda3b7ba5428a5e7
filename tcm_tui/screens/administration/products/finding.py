"""The keys that find subscriptions on „Produkte“: the footer's first ones, and its last ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.products.keys import FINDING, LISTING
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.portal_screen import PortalPane

if TYPE_CHECKING:
    from textual.binding import BindingType

    from tcm_tui.screens.administration.products.listing import Listing


class FirstKeys(PortalPane):
    """What stands before the keys that act: the footer shows as many as fit."""

    BINDINGS: ClassVar[list[BindingType]] = [*FINDING]


class FindingKeys(PortalPane):
    """The keys that act on the list."""

    BINDINGS: ClassVar[list[BindingType]] = [*LISTING]

    @property
    def listing(self) -> Listing:
        """The list and its tools."""
        raise NotImplementedError

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
