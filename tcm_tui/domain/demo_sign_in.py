"""Who can sign in to the demo; known before its data is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tcm_tui.domain.permissions import Role


@dataclass(frozen=True)
class DemoSignIn:
    """The demo's people: (name, role, address), the administrator first, and their password."""

    people: tuple[tuple[str, Role, str], ...]
    password: str
