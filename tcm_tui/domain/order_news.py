"""What „Neuigkeiten“ tell of orders and requests."""

from __future__ import annotations

from typing import Final

from tcm_tui.domain.audit import AuditAction
from tcm_tui.i18n import _

ORDER_NEWS: Final = (
    AuditAction.ORDER_DECLINED,
    AuditAction.ORDER_PLACED,
    AuditAction.ORDER_REQUESTED,
    AuditAction.ORDER_WITHDRAWN,
)
"""What makes a line; what was begun is nobody else's business."""


def about_orders(action: AuditAction) -> str:
    """What became of an order, "" for anything else."""
    match action:
        case AuditAction.ORDER_DECLINED:
            return _("{actor} hat die Anfrage zu „{subject}“ abgelehnt")
        case AuditAction.ORDER_PLACED:
            return _("{actor} hat „{subject}“ bestellt")
        case AuditAction.ORDER_REQUESTED:
            return _("{actor} hat „{subject}“ angefragt")
        case AuditAction.ORDER_WITHDRAWN:
            return _("{actor} hat die Anfrage zu „{subject}“ zurückgezogen")
        case _:
            return ""
