"""One use case for many rows, one after the other, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from tcm_tui.domain.members import RowKey


@dataclass
class Outcome:
    """What came of it: which rows went, and how often each sentence refused one."""

    done: list[RowKey] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    left: int = 0
    """Rows that were not tried because it was stopped."""


class InTurn:
    """Runs `act` for one row after the other; `stop` ends it after the row it is at.

    Args:
        act: The use case for a row; a DomainError of it is counted, the next row follows.
        told: Called before each row with how many are finished, and how many there are.
    """

    def __init__(
        self, act: Callable[[RowKey], Awaitable[object]], told: Callable[[int, int], None]
    ) -> None:
        self._act = act
        self._told = told
        self._stopped = False

    def stop(self) -> None:
        """Do not begin a further row."""
        self._stopped = True

    async def run(self, keys: Sequence[RowKey]) -> Outcome:
        """All of `keys`.

        Raises:
            SessionEnded: Nobody is signed in any more.
        """
        outcome = Outcome()
        for finished, key in enumerate(keys):
            if self._stopped:
                outcome.left = len(keys) - finished
                break
            self._told(finished, len(keys))
            try:
                await self._act(key)
            except SessionEnded:
                raise
            except DomainError as refusal:
                outcome.refusals[refusal.message] += 1
            else:
                outcome.done.append(key)
        return outcome


class Summary(Dialog[None]):
    """What of many went and what did not, to be read in peace.

    Args:
        title: What was done.
        sentences: What to tell, a line each.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("Schließen"), id="summary.close"),
    ]
    AUTO_FOCUS = "#close"

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        super().__init__(title)
        self._sentences = sentences

    def compose_body(self) -> ComposeResult:
        """The sentences."""
        yield Static(txt("\n".join(self._sentences)), id="sentences")

    def compose_buttons(self) -> ComposeResult:
        """The way out."""
        yield Button(
            txt(_("Schließen")), "primary", id="close", action="screen.close", compact=True
        )

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)
