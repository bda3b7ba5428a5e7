"""What the screens may ask of the application they are shown in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from textual.message_pump import MessagePump

    from tcm_tui.domain.account import OwnValues
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.navigation import Destination, Door
    from tcm_tui.screens.undo import UndoStack
    from tcm_tui.services.context import Context

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


@dataclass
class Navigate(Message):
    """Go to `destination`; `item` is what to show there, such as a row's key or a code."""

    destination: Destination
    item: Any = None


class Ask(Protocol):
    """Runs a use case in a thread, with the context of the session."""

    def __call__(
        self,
        use_case: Callable[..., Any],
        *args: Any,  # noqa: ANN401 - whatever the use case takes
    ) -> Awaitable[Any]:
        """What the use case answers; its DomainError comes out."""


class Host(Protocol):
    """The application, as screens see it."""

    signed_in: SignedIn | None
    undo: UndoStack
    zone: ZoneInfo
    clock: Callable[[], datetime]
    local: bool
    mailbox: bool
    letters: Path
    help_phone: str | None
    help_email: str | None
    vim_keys: bool
    import_jail: Path | None
    export_jail: Path | None
    door: Door

    def wear(self, theme: str | None) -> None:
        """Look like `theme` from now on; None is what suits the terminal."""

    async def speak(self, wanted: str) -> None:
        """Speak `wanted` from now on: the screens are composed anew."""

    def remember(self, values: OwnValues) -> None:
        """Whoever is signed in has another name from now on, and other likings."""

    def rename_company(self, name: str) -> None:
        """The company that one is in is called `name` from now on."""

    async def leave_portal(self, sentence: str = "") -> None:
        """Sign out and show „Anmelden“ with `sentence`."""

    async def ask(
        self,
        use_case: Callable[Concatenate[Context, Args], Answer],
        *args: Args.args,
        **kwargs: Args.kwargs,
    ) -> Answer:
        """Run `use_case` in a thread with the context of the session."""


def host(node: MessagePump) -> Host:
    """The application that shows `node`."""
    return cast("Host", node.app)
