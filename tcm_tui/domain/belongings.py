"""What somebody has to do with in a company: what they own, what they use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tcm_tui.domain.assignments import App


@dataclass(frozen=True)
class Belongings:
    """Running subscriptions that a member owns, and those of which they have a licence."""

    owns: tuple[App, ...] = ()
    uses: tuple[App, ...] = ()
