"""The keys of what the database holds encrypted: made, and put in the place of older ones.

Rotating takes three steps, each of which can be the last one done: the next rotation goes on from
there, and every value opens at every moment. The file gets a new key, which seals from then on; all
values are sealed anew in one transaction; the file loses the old key.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tcm_tui.data import sealed_values
from tcm_tui.data.encryption import Unreadable, stop_sealing
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.keys import KeyReport, SealedKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import use_case
from tcm_tui.services.installation import alone

if TYPE_CHECKING:
    from tcm_tui.data.sealed_values import SealedValue
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.OPERATOR)
def init(tx: Transaction) -> KeyReport:
    """Make the first key, unless there is one; tell what no key opens.

    Raises:
        Unavailable: The key file cannot be made or used.
    """
    made = tx.vault.make()
    if made:
        tx.audit(AuditAction.KEYS_MADE, Subject.INSTALLATION)
    lost = Counter(one.kind for one in sealed_values.every(tx.session) if _plain(tx, one) is None)
    return KeyReport(made, lost)


def rotate(ctx: Context) -> KeyReport:
    """Seal everything with a new key, and forget the one of before.

    Killed at any point, it is finished by being run again.

    Raises:
        Unavailable: The key file or the database cannot be used.
    """
    with alone(ctx.database):
        made = _begin(ctx)
        report = _seal_again(ctx, made)
        ctx.vault.end_rotation()
    return report


@use_case(Permission.OPERATOR)
def _begin(tx: Transaction) -> bool:
    """Let a new key seal from now on; whether there was none."""
    made = tx.vault.make()
    if not made:
        tx.vault.begin_rotation()
    return made


@use_case(Permission.OPERATOR)
def _seal_again(tx: Transaction, made: bool) -> KeyReport:
    """Everything that opens, with the new key; what does not stays as it is."""
    stop_sealing(tx.session)
    lost: Counter[SealedKind] = Counter()
    sealed_again = 0
    for value in sealed_values.every(tx.session):
        plain = _plain(tx, value)
        if plain is None:
            lost[value.kind] += 1
        elif not tx.vault.is_newest(value.sealed):
            sealed_values.replace(tx.session, value, tx.vault.seal(plain, value.place))
            sealed_again += 1
    tx.audit(
        AuditAction.KEYS_ROTATED,
        Subject.INSTALLATION,
        rows=(None, str(sealed_again)),
        failed=(None, str(lost.total())),
    )
    return KeyReport(made, lost, sealed_again)


def _plain(tx: Transaction, value: SealedValue) -> bytes | None:
    """What was sealed there; None when no key opens it."""
    try:
        return tx.vault.open(value.sealed, value.place)
    except Unreadable:
        return None
