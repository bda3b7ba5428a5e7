"""What „Neuigkeiten“ tell of subscriptions that changed."""

from __future__ import annotations

from typing import Final

from tcm_tui.domain.audit import AuditAction
from tcm_tui.i18n import _, ngettext

SUBSCRIPTION_NEWS: Final = (
    AuditAction.SUBSCRIPTION_CANCELLED,
    AuditAction.SUBSCRIPTION_EDITION_CHANGED,
    AuditAction.SUBSCRIPTION_EDITION_KEPT,
    AuditAction.SUBSCRIPTION_EDITION_PLANNED,
    AuditAction.SUBSCRIPTION_LICENCES_CHANGED,
    AuditAction.SUBSCRIPTION_OWNER_CHANGED,
    AuditAction.SUBSCRIPTION_RENAMED,
    AuditAction.SUBSCRIPTION_RENEWAL_CHANGED,
    AuditAction.SUBSCRIPTION_TAKEN_BACK,
)
"""What makes a line."""


def about_subscriptions(action: AuditAction, n: int) -> str:
    """What happened to `n` subscriptions, "" for anything else."""
    return _about_ends(action, n) or _about_owners(action, n) or _about_one(action)


def _about_ends(action: AuditAction, n: int) -> str:
    match action:
        case AuditAction.SUBSCRIPTION_CANCELLED:
            return ngettext(
                "{actor} hat „{subject}“ gekündigt", "{actor} hat {n} Abonnements gekündigt", n
            )
        case AuditAction.SUBSCRIPTION_TAKEN_BACK:
            return ngettext(
                "{actor} hat die Kündigung von „{subject}“ zurückgenommen",
                "{actor} hat die Kündigung von {n} Abonnements zurückgenommen",
                n,
            )
        case AuditAction.SUBSCRIPTION_RENEWAL_CHANGED:
            return ngettext(
                "{actor} hat die Verlängerung von „{subject}“ geändert",
                "{actor} hat die Verlängerung von {n} Abonnements geändert",
                n,
            )
        case _:
            return ""


def _about_owners(action: AuditAction, n: int) -> str:
    if action is not AuditAction.SUBSCRIPTION_OWNER_CHANGED:
        return ""
    return ngettext(
        "{actor} hat die Inhaberschaft von „{subject}“ geändert",
        "{actor} hat die Inhaberschaft von {n} Abonnements geändert",
        n,
    )


def _about_one(action: AuditAction) -> str:
    """What can only be done to one at a time."""
    match action:
        case AuditAction.SUBSCRIPTION_EDITION_CHANGED:
            return _("{actor} hat die Edition von „{subject}“ gewechselt")
        case AuditAction.SUBSCRIPTION_EDITION_KEPT:
            return _("{actor} hat die vorgemerkte Edition von „{subject}“ verworfen")
        case AuditAction.SUBSCRIPTION_EDITION_PLANNED:
            return _("{actor} hat für „{subject}“ eine andere Edition vorgemerkt")
        case AuditAction.SUBSCRIPTION_LICENCES_CHANGED:
            return _("{actor} hat die Zahl der Lizenzen von „{subject}“ geändert")
        case AuditAction.SUBSCRIPTION_RENAMED:
            return _("{actor} hat „{subject}“ umbenannt")
        case _:
            return ""
