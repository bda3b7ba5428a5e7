"""The search above a list: filters while one types, a moment after the last key."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tcm_tui.i18n import N_, _
from tcm_tui.widgets.field_input import BareInput

PAUSE: Final = 0.08
"""Seconds without a key after which the list is read."""
_LONGEST: Final = 200


class SearchInput(BareInput):
    """What to look for; Enter and ↓ go on to the list, Esc forgets it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "leave", N_("Zur Liste"), id="search.to_list", show=False),
        Binding("escape", "forget", N_("Suche leeren"), id="search.forget", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """This is looked for now."""

        text: str

    @dataclass
    class Left(Message):
        """On to the list."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("/ suchen …"), max_length=_LONGEST)
        self._told = ""

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    @work(group="load", exclusive=True)
    async def _tell(self) -> None:
        """Tell it unless a further key comes first; what has been told is not told again."""
        await asyncio.sleep(PAUSE)
        if (text := self.value.strip()) != self._told:
            self._told = text
            self.post_message(self.Wanted(text))

    def action_leave(self) -> None:
        """On to the list."""
        self.post_message(self.Left())

    def action_forget(self) -> None:
        """Show all again, and go on to the list."""
        self.value = ""
        self.post_message(self.Left())
