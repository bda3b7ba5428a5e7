"""What can be wished for somebody on „Benutzer“, from the list and from the details."""

from __future__ import annotations

from enum import StrEnum


class Wish(StrEnum):
    """What is to be done; each is the name of the action of its key."""

    RESEND = "resend"
    REVOKE = "revoke"
