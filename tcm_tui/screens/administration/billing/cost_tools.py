"""The line above the months: which subscriptions are wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.message import Message

from tcm_tui.domain.costs import EVERYTHING, CostFilter
from tcm_tui.i18n import _
from tcm_tui.widgets.multi_choice import MultiChoice
from tcm_tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from tcm_tui.domain.costs import Billed


class CostTools(Horizontal):
    """Search, and a choice of subscriptions."""

    DEFAULT_CSS = """
    CostTools {
        height: 1;
        margin-bottom: 1;
        & SearchInput { border: none; height: 1; width: 1fr; padding: 0; background: transparent; }
        & SearchInput:focus { border: none; background: $panel; }
        & MultiChoice { color: $text-muted; margin: 0 0 0 2; max-width: 44; }
        & MultiChoice { text-wrap: nowrap; text-overflow: ellipsis; }
        & MultiChoice.-chosen { color: $text-primary; }
        & MultiChoice:focus { color: $block-cursor-foreground; }
    }
    """

    @dataclass
    class Wanted(Message):
        """Other subscriptions are wanted."""

        wanted: CostFilter

    @dataclass
    class Left(Message):
        """On to the list."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted = EVERYTHING
        """What is to be shown."""
        self._search = SearchInput()
        self._subscriptions: MultiChoice[int] = MultiChoice(
            [], label=_("Abonnement"), name="subscriptions"
        )

    def compose(self) -> ComposeResult:
        """The search, the choice."""
        yield self._search
        yield self._subscriptions

    def offer(self, billed: Iterable[Billed]) -> None:
        """Have these to choose from; what is chosen and still among them stays chosen."""
        self._subscriptions.offer([(one.id, one.label) for one in billed])

    def only(self, subscription_id: int) -> None:
        """Want this one; all again if it is the only one wanted already."""
        chosen = frozenset({subscription_id})
        self._subscriptions.want(frozenset() if self.wanted.ids == chosen else chosen)

    def begin_search(self) -> None:
        """To the search."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus(self._search)

    def begin_choice(self) -> None:
        """To the choice of subscriptions, or on from there."""
        if self._subscriptions.has_focus:
            self.post_message(self.Left())
        else:
            self.screen.set_focus(self._subscriptions)

    def clear(self) -> None:
        """Want everything again."""
        self._search.value = ""
        self._subscriptions.clear()

    @on(SearchInput.Left)
    def _search_left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.post_message(self.Left())

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._want(replace(self.wanted, search=event.text))

    @on(MultiChoice.Changed)
    def _chosen(self, event: MultiChoice.Changed) -> None:
        event.stop()
        self._want(replace(self.wanted, ids=event.values))

    def _want(self, wanted: CostFilter) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.post_message(self.Wanted(wanted))
