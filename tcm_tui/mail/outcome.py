"""What rendering makes, and the ways that delivering it can fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Undeliverable(Exception):
    """A mail that no further try will deliver; the text says why and holds no secret."""


class Refused(Undeliverable):
    """The server takes this mail never; the text is what it said."""


class NotNow(OSError):
    """A mail that a later try may deliver; the text is a sentence and holds no secret."""


@dataclass(frozen=True)
class FinishedMail:
    """A mail ready to leave: checked bytes and its one sender and one recipient.

    `id` and `created_at` are those of the promise and order the files of a Maildir.
    """

    id: int
    message_id: str
    sender: str
    recipient: str
    created_at: datetime
    content: bytes = field(repr=False)
