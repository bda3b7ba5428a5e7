"""The mail under the cursor: its head, its text, and what its code is good for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import _
from tcm_tui.services import mailbox
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.services.mailbox import Letter

PASSING: Final = 0.08
"""Seconds the cursor must rest on a mail before it is read: who holds ↓ opens none on the way."""


class ReadingPane(VerticalScroll):
    """Shows one mail, which counts as read then; it scrolls with the keys when it has the focus.

    Args:
        folder: The Maildir.
        zone: In which times are told.
    """

    @dataclass
    class CodeChosen(Message):
        """The code of the mail shown is to be used."""

        code: str

    @dataclass
    class Shown(Message):
        """A mail is shown now, or none."""

        letter: Letter | None

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        super().__init__(id="letter")
        self._folder = folder
        self._zone = zone
        self._key: str | None = None
        self._code: str | None = None

    @property
    def code(self) -> str | None:
        """The code in the mail shown."""
        return self._code

    def compose(self) -> ComposeResult:
        """Head, button, text."""
        yield Static(id="letter-head")
        yield Button(_("Code verwenden"), "primary", id="use-code", action="use_code", compact=True)
        yield Static(id="letter-text")

    def on_mount(self) -> None:
        """Nothing to show yet."""
        self._fill(txt(""), txt(""), None)

    def open(self, letter: Letter | None) -> None:
        """Show `letter` from its beginning, or nothing; the one that is shown stays as it is."""
        key = None if letter is None else letter.key
        if key != self._key:
            self._key = key
            self._open(letter)

    @work(group="load", exclusive=True)
    async def _open(self, letter: Letter | None) -> None:
        if letter is None:
            self._fill(txt(""), txt(""), None)
        else:
            await asyncio.sleep(PASSING)
            await self._read(letter)
        self.post_message(self.Shown(letter))

    async def _read(self, letter: Letter) -> None:
        try:
            body = await asyncio.to_thread(mailbox.letter, self._folder, letter.key)
            if letter.unread:
                await asyncio.to_thread(mailbox.mark_read, self._folder, letter.key)
        except DomainError as error:
            self._fill(Content.styled(error.message, "dim"), txt(""), None)
        else:
            self._fill(self._head(letter), txt(body.text), body.code)

    def action_use_code(self) -> None:
        """Hand on the code of the mail."""
        if self._code is not None:
            self.post_message(self.CodeChosen(self._code))

    def _head(self, letter: Letter) -> Content:
        rows = [
            (_("Von"), letter.sender),
            (_("An"), letter.recipient),
            (_("Datum"), long_moment(letter.date, self._zone)),
        ]
        width = max(len(name) for name, _value in rows) + 2
        lines = [
            Content.styled(letter.subject, "bold"),
            *(Content.assemble((f"{name:<{width}}", "dim"), txt(value)) for name, value in rows),
        ]
        return txt("\n").join(lines)

    def _fill(self, head: Content, text: Content, code: str | None) -> None:
        self._code = code
        self.query_one("#letter-head", Static).update(head)
        self.query_one("#letter-text", Static).update(text)
        self.query_one("#use-code", Button).display = code is not None
        self.scroll_home(animate=False)
