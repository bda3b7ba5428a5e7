"""The line above the list of products: what is looked for, of whom, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.message import Message

from tcm_tui.domain.catalogue import category_label
from tcm_tui.domain.catalogue_search import EVERYTHING, CatalogueFilter
from tcm_tui.i18n import _
from tcm_tui.widgets.multi_choice import MultiChoice
from tcm_tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.catalogue_search import ProductIndex

_WIDE = 90
"""Cells from which choices say what they choose."""


class CatalogueTools(Horizontal):
    """Search and filters; the filters follow what there is."""

    DEFAULT_CSS = """
    CatalogueTools {
        height: 1; padding: 0 3; margin-bottom: 1;
        & SearchInput { border: none; height: 1; width: 1fr; padding: 0; background: transparent; }
        & SearchInput:focus { border: none; background: $panel; }
        & MultiChoice { color: $text-muted; margin: 0 0 0 2; }
        & MultiChoice.-chosen { color: $text-primary; }
        & MultiChoice:focus { color: $block-cursor-foreground; }
    }
    """

    @dataclass
    class Wanted(Message):
        """Something else is wanted."""

        wanted: CatalogueFilter

    class Left(Message):
        """On to the list."""

    wanted = EVERYTHING
    """What is to be shown."""

    def compose(self) -> ComposeResult:
        """The search and two filters."""
        yield SearchInput()
        yield MultiChoice([], label=_("Kategorie"), name="categories")
        yield MultiChoice([], label=_("Anbieter"), name="providers")

    def on_resize(self, event: events.Resize) -> None:
        """Where it is narrow, values speak for themselves."""
        for choice in self.query(MultiChoice):
            choice.brief = event.size.width < _WIDE

    def offer(self, index: ProductIndex) -> None:
        """Let the filters offer what there is."""
        categories = [(one, category_label(one)) for one in index.categories]
        self.query_one("#categories", MultiChoice).offer(categories)
        self.query_one("#providers", MultiChoice).offer([(one, one) for one in index.providers])

    def begin_search(self) -> None:
        """To the search."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus(self.query_one(SearchInput))

    def next_filter(self) -> None:
        """To the filter by category, from there to the one by provider, from there to the list."""
        categories, providers = self.query_one("#categories"), self.query_one("#providers")
        if categories.has_focus:
            self.screen.set_focus(providers)
        elif providers.has_focus:
            self.post_message(self.Left())
        else:
            self.screen.set_focus(categories)

    def clear(self) -> None:
        """Want everything again: the filters first, then the search."""
        if self.wanted.filtered:
            for choice in self.query(MultiChoice):
                choice.clear()
        else:
            self.query_one(SearchInput).action_forget()

    @on(SearchInput.Left)
    def _search_left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.post_message(self.Left())

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._want(event.text)

    @on(MultiChoice.Changed)
    def _filtered(self, event: MultiChoice.Changed) -> None:
        event.stop()
        self._want(self.wanted.search)

    def _want(self, search: str) -> None:
        before = self.wanted
        self.wanted = CatalogueFilter(
            search,
            categories=self.query_one("#categories", MultiChoice).values,
            providers=self.query_one("#providers", MultiChoice).values,
        )
        if self.wanted != before:
            self.post_message(self.Wanted(self.wanted))
