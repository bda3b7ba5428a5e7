"""Refusals as data: a sentence for the person, and the field it belongs to."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal. `message` is a whole sentence in the user's language.

    Args:
        message: What is wrong and what to do about it.
        field: Name of the field that caused it, or None when it concerns the whole.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(DomainError):
    """What was given breaks a rule."""


class NotPermitted(DomainError):
    """The actor's role, state or session does not allow it."""


class SessionEnded(NotPermitted):
    """The session is over: signed out, ended elsewhere, or the membership is gone."""


class NotFound(DomainError):
    """There is no such thing, or it belongs to another company: nobody is told which."""


class Stale(DomainError):
    """Somebody else changed it meanwhile."""


class Unavailable(DomainError):
    """It cannot be done now: the database is busy, a file cannot be read, a server is away."""
