"""What can be wished for a subscription on „Produkte“, from the list and from the details."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.subscription_rows import SubscriptionRow


class Wish(StrEnum):
    """What is to be done; each is the name of the action of its key."""

    ADD_ON = "add_on"
    """Book one to it."""
    ASSIGN = "assign"
    LICENCES = "licences"
    EDITION = "edition"
    RENAME = "rename"
    CANCEL = "cancel"
    """Cancel, or take that back."""
    RENEWAL = "renewal"
    """Let it renew itself at the end of its term, or not."""
    TAKE_OVER = "take_over"


ON_BUTTONS: Final = (Wish.LICENCES, Wish.EDITION, Wish.CANCEL)
"""What the details have room for, beside the keys."""
_ALONE: Final = frozenset(Wish) - {Wish.TAKE_OVER}
"""What is for one subscription at a time."""
_LABELS: Final = {
    Wish.ADD_ON: N_("Zusatz buchen"),
    Wish.ASSIGN: N_("Lizenzen zuweisen"),
    Wish.LICENCES: N_("Anzahl ändern"),
    Wish.EDITION: N_("Edition wechseln"),
    Wish.RENAME: N_("Abonnement-Name"),
    Wish.TAKE_OVER: N_("Inhaberschaft übernehmen"),
}


def wish_label(wish: Wish, row: SubscriptionRow) -> str:
    """What `wish` means for `row`."""
    if wish is Wish.CANCEL:
        cancelled = row.state is SubscriptionState.CANCELLED
        return _("Kündigung zurücknehmen") if cancelled else _("Kündigen")
    if wish is Wish.RENEWAL:
        return _("Verlängerung aus") if row.ends_on is None else _("Verlängerung ein")
    return _(_LABELS[wish])


def why_unfit(wish: Wish, rows: Sequence[SubscriptionRow], user_id: int) -> str:
    """Why `wish` is not for these rows; "" when it is for at least one of them.

    Args:
        wish: What is to be done.
        rows: What is marked, or under the cursor.
        user_id: Who is to do it.
    """
    if not rows:
        return _("Hier steht kein Abonnement, für das das geht.")
    if wish in _ALONE and len(rows) > 1:
        return _("Das geht nur für ein Abonnement auf einmal. Esc hebt die Markierung auf.")
    if wish is Wish.TAKE_OVER:
        owned = all(row.owner_id == user_id for row in rows)
        return _("Das gehört Ihnen schon.") if owned else ""
    return _why_not(wish, rows[0])


def _why_not(wish: Wish, row: SubscriptionRow) -> str:
    """Why `wish` is not for this one."""
    if not row.running and wish is not Wish.RENAME:
        return _("Dieses Abonnement ist beendet.")
    if wish is Wish.RENEWAL and row.state is SubscriptionState.CANCELLED:
        return _("Das ist schon gekündigt. Entf nimmt die Kündigung zurück.")
    if wish is Wish.EDITION and row.is_add_on:
        return _("Ein Zusatz hat keine andere Edition.")
    if wish is Wish.ADD_ON and row.is_add_on:
        return _("Zu einem Zusatz lässt sich nichts dazubuchen.")
    return ""
