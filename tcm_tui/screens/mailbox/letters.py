"""The mails of the „Postfach“ as rows: what a search leaves of them, and how they look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcm_tui.domain.dates import short_moment
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_
from tcm_tui.services import mailbox
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.errors import DomainError
    from tcm_tui.services.mailbox import Letter


@dataclass(frozen=True)
class Found:
    """A mail, and what a search looks through."""

    letter: Letter
    key: str


def read(folder: Path, limit: int | None) -> list[Found]:
    """The newest `limit` mails, or all; blocking.

    Raises:
        Unavailable: The folder cannot be read.
    """
    return [
        Found(letter, sort_key(f"{letter.recipient}\n{letter.subject}\n{letter.sender}"))
        for letter in mailbox.letters(folder, limit=limit)
    ]


class Letters:
    """Source of the table: the mails read so far, as far as they match the search.

    It stays the same when the folder is read again, so that the table keeps its cursor.
    """

    def __init__(self) -> None:
        self._found: list[Found] = []
        self._wanted = ""
        self._matching: ListSource[Letter] = ListSource([], key=letter_key)
        self._error: DomainError | None = None

    async def __call__(
        self, *, order: str, descending: bool, after: Letter | None, backwards: bool, limit: int
    ) -> Sequence[Letter]:
        """One page.

        Raises:
            DomainError: The folder could not be read.
        """
        if self._error is not None:
            raise self._error
        return await self._matching(
            order=order, descending=descending, after=after, backwards=backwards, limit=limit
        )

    @property
    def empty(self) -> bool:
        """Whether there is no mail at all."""
        return not self._found

    def fill(self, found: list[Found]) -> None:
        """Take what was read."""
        self._found, self._error = found, None
        self._match()

    def fail(self, error: DomainError) -> None:
        """The folder could not be read."""
        self._found, self._error = [], error
        self._match()

    def search(self, typed: str) -> None:
        """Leave only mails in whose addresses or subject `typed` stands."""
        self._wanted = sort_key(typed.strip())
        self._match()

    def mark_read(self, key: str) -> None:
        """The mail `key` is no longer unread."""
        self._found = [
            replace(found, letter=replace(found.letter, unread=False))
            if found.letter.key == key
            else found
            for found in self._found
        ]
        self._match()

    def _match(self) -> None:
        matching = [found.letter for found in self._found if self._wanted in found.key]
        self._matching = ListSource(matching, key=letter_key)


def letter_key(letter: Letter) -> str:
    """What the Maildir calls it."""
    return letter.key


def columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[Letter]]:
    """Who a mail is for, what it is about, and when it came; ● is unread.

    Args:
        zone: In which times are told.
        now: What „heute“ is.
    """
    return [
        Column(
            name="recipient",
            label=N_("An"),
            render=lambda letter: f"{'●' if letter.unread else ' '} {letter.recipient}",
            width=24,
            flexible=True,
        ),
        Column(
            name="subject",
            label=N_("Betreff"),
            render=lambda letter: letter.subject,
            width=16,
            flexible=True,
            priority=1,
        ),
        Column(
            name="date",
            label=N_("Datum"),
            render=lambda letter: short_moment(letter.date, now(), zone),
            width=11,
            tone=lambda _letter: Tone.MUTED,
        ),
    ]
