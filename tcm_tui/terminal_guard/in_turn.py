"""Keys in turn: each goes to what has the focus once the key before it has been dealt with.

Textual hands every key that has arrived to the widget that has the focus now. Of keys that come in
one burst (typed ahead on a slow line, sent by a macro), those behind a Tab or a key that opens a
dialog would go to the wrong widget: letters meant for a search would be keys of the list.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from textual import events, on
from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget

LOOK: Final = 0.01
"""Seconds between two looks after a key that does not come back."""
PATIENCE: Final = 0.3
"""Seconds after which the next key no longer waits for one that takes long."""
_LAPS: Final = 2
"""Ways up to the app that a key is followed: its own, and that of the screen it has opened."""


class KeysInTurn(App[None]):
    """Holds keys and pastes back until the one before has been dealt with."""

    class DealtWith(Message):
        """Follows a key from the widget that got it up to the app, behind it all the way."""

        def __init__(self, number: int, lap: int) -> None:
            super().__init__()
            self.number = number
            self.lap = lap

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - whatever App takes
        super().__init__(**options)
        self._held = deque[events.Key | events.Paste]()
        self._number = 0
        self._looking: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait while another is on its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._looking is not None:
            self._held.append(event)
        else:
            await self._hand_over(event)

    async def _hand_over(self, event: events.Key | events.Paste) -> None:
        self._number += 1
        target = self.focused or self.screen
        self._look_after(target, self._number)
        await super().on_event(event)
        target.post_message(self.DealtWith(self._number, 1))

    def _look_after(self, target: Widget, number: int) -> None:
        """Go on when `target` is gone, and what followed the key with it, or takes too long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE

        def look() -> None:
            if target.is_attached and target.is_running and loop.time() < until:
                self._looking = loop.call_later(LOOK, look)
            else:
                self.call_later(self._hand_over_next, number)

        self._looking = loop.call_later(LOOK, look)

    @on(DealtWith)
    async def _dealt_with(self, message: DealtWith) -> None:
        if message.lap < _LAPS:
            target = self.focused or self.screen
            target.post_message(self.DealtWith(message.number, message.lap + 1))
        else:
            await self._hand_over_next(message.number)

    async def _hand_over_next(self, number: int) -> None:
        if number != self._number:
            return  # the next one did not wait for it
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        if self._held:
            await self._hand_over(self._held.popleft())
