"""The line above the list: what is looked for, which filters, in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.containers import Horizontal
from textual.message import Message

from tcm_tui.domain.subscription_list import (
    RUNNING,
    ListFilter,
    OfProduct,
    OfProvider,
    Showing,
    showing_label,
    state_text,
)
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.screens.administration.products.columns import FIRST, SORTINGS, Sorting, sorting_text
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.multi_choice import MultiChoice
from tcm_tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.subscription_rows import SubscriptionRow

_WIDE: Final = 100
"""Cells from which choices say what they choose."""
_INDENT: Final = "  "
"""Stands before products, below their provider."""
_PERSONAL: Final = frozenset({Showing.OWN, Showing.OWNERLESS})
"""What makes no difference to those who see only what they own."""


class ProductTools(Horizontal):
    """Search, filters, order.

    Args:
        all_of_company: Whether one sees everybody's subscriptions, not only one's own.
    """

    DEFAULT_CSS = """
    ProductTools {
        height: 1;
        & SearchInput { border: none; height: 1; width: 1fr; padding: 0; background: transparent; }
        & SearchInput:focus { border: none; background: $panel; }
        & Choice, & MultiChoice { color: $text-muted; margin: 0 0 0 2; }
        & MultiChoice { max-width: 32; text-wrap: nowrap; text-overflow: ellipsis; }
        & MultiChoice.-chosen { color: $text-primary; }
        & Choice:focus, & MultiChoice:focus { color: $block-cursor-foreground; }
    }
    """

    @dataclass
    class Wanted(Message):
        """Something else is wanted."""

        wanted: ListFilter

    @dataclass
    class Sorted(Message):
        """Another order is wanted."""

        sorting: Sorting

    @dataclass
    class Left(Message):
        """On to the list."""

    def __init__(self, *, all_of_company: bool) -> None:
        super().__init__(id="tools")
        self.wanted = RUNNING
        """What is to be shown."""
        showing = [one for one in Showing if all_of_company or one not in _PERSONAL]
        self.search = SearchInput()
        """What is looked for."""
        self.states: MultiChoice[SubscriptionState] = MultiChoice(
            [(state, state_text(state)) for state in SubscriptionState],
            label=_("Status"),
            name="states",
            otherwise=_("laufend"),
        )
        self.kinds: MultiChoice[OfProvider | OfProduct] = MultiChoice(
            [], label=_("Produkt"), name="kinds"
        )
        self.showing: MultiChoice[Showing] = MultiChoice(
            [(one, showing_label(one)) for one in showing], label=_("Zeigen"), name="showing"
        )
        options = [(sorting, sorting_text(sorting)) for sorting in SORTINGS]
        self.sorting: Choice[Sorting] = Choice(options, FIRST, label=_("Sortiert"), name="sorting")
        """How the list is ordered; kept as long as somebody is signed in."""

    @property
    def filters(self) -> tuple[MultiChoice[Any], ...]:
        """From left to right."""
        return (self.states, self.kinds, self.showing)

    def compose(self) -> ComposeResult:
        """The search, three filters, the order."""
        yield self.search
        yield from self.filters
        yield self.sorting

    def on_resize(self, event: events.Resize) -> None:
        """Where it is narrow, values speak for themselves."""
        brief = event.size.width < _WIDE
        self.sorting.brief = brief
        for choice in self.filters:
            choice.brief = brief

    def offer(self, rows: Iterable[SubscriptionRow]) -> None:
        """Offer the providers and products that there are."""
        self.kinds.offer(_kinds(rows))

    def next_filter(self) -> None:
        """To the first filter, from each to the next, from the last to the list."""
        focused = [choice.has_focus for choice in self.filters]
        place = focused.index(True) + 1 if any(focused) else 0
        if place < len(self.filters):
            self.screen.set_focus(self.filters[place])
        else:
            self.post_message(self.Left())

    def want(self, wanted: ListFilter) -> None:
        """Show this from now on, as if it had been typed and ticked."""
        self.wanted = wanted
        self.search.value = wanted.search
        self.states.want(wanted.states)
        self.kinds.want(wanted.kinds)
        self.showing.want(wanted.showing)

    def clear_filter(self) -> None:
        """Want all that run."""
        for choice in self.filters:
            choice.clear()

    @on(SearchInput.Left)
    def _search_left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.post_message(self.Left())

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._want(replace(self.wanted, search=event.text))

    @on(MultiChoice.Changed)
    def _filtered(self, event: MultiChoice.Changed) -> None:
        event.stop()
        self._want(
            ListFilter(
                self.wanted.search, self.states.values, self.kinds.values, self.showing.values
            )
        )

    @on(Choice.Changed)
    def _sorted(self, event: Choice.Changed) -> None:
        event.stop()
        self.post_message(self.Sorted(event.value))

    def _want(self, wanted: ListFilter) -> None:
        """Tell of it, unless it was told already."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.post_message(self.Wanted(wanted))


def _kinds(rows: Iterable[SubscriptionRow]) -> list[tuple[OfProvider | OfProduct, str]]:
    """Each provider, and below it its products."""
    products: dict[str, dict[int, str]] = {}
    for row in rows:
        products.setdefault(row.provider, {})[row.product_id] = row.product
    found: list[tuple[OfProvider | OfProduct, str]] = []
    for provider in sorted(products, key=sort_key):
        found.append((OfProvider(provider), provider))
        named = sorted(products[provider].items(), key=lambda one: sort_key(one[1]))
        found += [(OfProduct(number), f"{_INDENT}{name}") for number, name in named]
    return found
