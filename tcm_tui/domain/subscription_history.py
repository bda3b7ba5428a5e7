"""What is told of a subscription's past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.domain.audit import AuditAction


@dataclass(frozen=True)
class SubscriptionEvent:
    """One thing that happened to a subscription.

    `id` is what the next page continues from; `actor` is "" where no person did it. `details` are
    lines such as „Lizenzen: 10 → 25“.
    """

    id: int
    at: datetime
    action: AuditAction
    actor: str
    title: str
    details: tuple[str, ...]
