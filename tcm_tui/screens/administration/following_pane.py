"""Details beside a list: they follow its cursor once it rests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.screens.administration.past_sheet import PastSheet

Key = TypeVar("Key")
Told = TypeVar("Told")
_REST: Final = 0.08
"""Seconds on a row before its details are read: whoever walks down the list reads none."""


class FollowingPane(VerticalScroll, Generic[Key, Told], can_focus=True):
    """A sheet beside a list, of what its cursor stands on.

    A subclass gives `read` and `heading`.

    Args:
        sheet: What tells it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Zur Liste"), id="details.leave", show=False),
    ]

    @dataclass
    class Left(Message):
        """Back to the list."""

    def __init__(self, sheet: PastSheet[Told, Any]) -> None:
        super().__init__(id="details")
        self._sheet = sheet
        self._followed: Key | None = None

    def compose(self) -> ComposeResult:
        """The sheet."""
        yield self._sheet

    async def read(self, key: Key) -> Told:
        """What is to be told.

        Raises:
            DomainError: It cannot be read.
        """
        raise NotImplementedError

    def heading(self, told: Told) -> str:
        """What stands in the border."""
        raise NotImplementedError

    def follow(self, key: Key | None, *, anew: bool = False) -> None:
        """Tell about `key`; `anew` reads again what is told about already."""
        if anew or key != self._followed:
            self._followed = key
            self._tell(key)

    @work(group="load", exclusive=True)
    async def _tell(self, key: Key | None) -> None:
        """Read once the cursor rests."""
        await asyncio.sleep(_REST)
        if key is None:
            self._clear()
            return
        try:
            told = await self.read(key)
        except DomainError as refusal:
            self._clear(refusal.message)
            return
        self.border_title = txt(shown(self.heading(told)))
        await self._sheet.show(told)

    def _clear(self, sentence: str = "") -> None:
        self.border_title = txt("")
        self._sheet.clear(sentence)

    def action_leave(self) -> None:
        """Back to the list."""
        self.post_message(self.Left())
