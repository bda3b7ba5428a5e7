"""What „Neuigkeiten“ tell of licences that were given and taken back."""

from __future__ import annotations

from typing import Final

from tcm_tui.domain.audit import AuditAction
from tcm_tui.i18n import ngettext

LICENCE_NEWS: Final = (AuditAction.LICENCE_ASSIGNED, AuditAction.LICENCE_WITHDRAWN)
"""What makes a line; that one was passed on is told by whoever joined."""


def about_licences(action: AuditAction, n: int) -> str:
    """What happened to `n` licences, "" for anything else."""
    match action:
        case AuditAction.LICENCE_ASSIGNED:
            return ngettext(
                "{actor} hat eine Lizenz von „{subject}“ zugewiesen",
                "{actor} hat {n} Lizenzen zugewiesen",
                n,
            )
        case AuditAction.LICENCE_WITHDRAWN:
            return ngettext(
                "{actor} hat eine Lizenz von „{subject}“ zurückgenommen",
                "{actor} hat {n} Lizenzen zurückgenommen",
                n,
            )
        case _:
            return ""
