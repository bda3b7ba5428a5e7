"""Whose list it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.data.members.conditions import concerns
from tcm_tui.domain.members import MemberKind

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.data.members.order import Segment


@dataclass(frozen=True)
class Scope:
    """Whose rows, when, and whether with invitations, which not everybody may see."""

    company_id: int
    now: datetime
    with_invitations: bool = True

    def kinds(self, segment: Segment) -> list[MemberKind]:
        """What rows of `segment` can be."""
        kinds = MemberKind if self.with_invitations else (MemberKind.MEMBER,)
        return [kind for kind in kinds if concerns(kind, segment)]
