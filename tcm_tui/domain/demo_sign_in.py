"""Who can sign in to the demo; known before its data is open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoSignIn:
    """The demo's people: (name, role, address), the administrator first, and their password."""

    people: tuple[tuple[str, str, str], ...]
    password: str
