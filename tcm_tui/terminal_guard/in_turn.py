"""Keys in turn: each goes to what has the focus once the key before it has been dealt with.

Textual hands every key that has arrived to the widget that has the focus now. Of keys that come in
one burst (typed ahead on a slow line, sent by a macro), those behind a Tab or a key that opens a
dialog would go to the wrong widget: letters meant for a search would be keys of the list.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Final

from textual import events, on
from textual.app import App
from textual.message import Message

PATIENCE: Final = 0.3
"""Seconds after which the next key no longer waits: what the one before reached may be gone."""
_LAPS: Final = 2
"""Ways up to the app that a key is followed: its own, and that of the screen it has opened."""


class KeysInTurn(App[None]):
    """Holds keys and pastes back until the one before has been dealt with."""

    class DealtWith(Message):
        """Follows a key from the widget that got it up to the app, behind it all the way."""

        def __init__(self, number: int, lap: int = 1) -> None:
            super().__init__()
            self.number = number
            self.lap = lap

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - whatever App takes
        super().__init__(**options)
        self._held = deque[events.Key | events.Paste]()
        self._number = 0
        self._on_its_way: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait while another is on its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._on_its_way is not None:
            self._held.append(event)
        else:
            await self._hand_over(event)

    async def _hand_over(self, event: events.Key | events.Paste) -> None:
        self._number += 1
        loop = asyncio.get_running_loop()
        self._on_its_way = loop.call_later(PATIENCE, self.call_later, self._hand_over_next)
        target = self.focused or self.screen
        await super().on_event(event)
        target.post_message(self.DealtWith(self._number))

    @on(DealtWith)
    async def _dealt_with(self, message: DealtWith) -> None:
        if message.number != self._number:
            return  # it took so long that the next one did not wait
        if message.lap < _LAPS:
            target = self.focused or self.screen
            target.post_message(self.DealtWith(message.number, message.lap + 1))
        else:
            await self._hand_over_next()

    async def _hand_over_next(self) -> None:
        if self._on_its_way is not None:
            self._on_its_way.cancel()
            self._on_its_way = None
        if self._held:
            await self._hand_over(self._held.popleft())
