"""The columns of „Benutzer“, its orders, and the words of its counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import short_moment
from tcm_tui.domain.members import MemberCounts, MemberOrder, MemberRow, MemberState, state_text
from tcm_tui.domain.numbers import number
from tcm_tui.domain.permissions import role_short_label
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

_TONES: Final = {
    MemberState.ACTIVE: None,
    MemberState.DISABLED: Tone.MUTED,
    MemberState.EXPIRED: Tone.WARNING,
    MemberState.INVITED: None,
}


@dataclass(frozen=True)
class Sorting:
    """An order and its direction."""

    order: MemberOrder
    descending: bool = False


SORTINGS: Final = tuple(
    Sorting(order, descending) for order in MemberOrder for descending in (False, True)
)
_LABELS: Final = {
    MemberOrder.NAME: N_("Name"),
    MemberOrder.ADDRESS: N_("E-Mail"),
    MemberOrder.ROLE: N_("Rolle"),
    MemberOrder.STATE: N_("Status"),
    MemberOrder.LAST_SIGN_IN: N_("Angemeldet"),
}


def sorting_text(sorting: Sorting) -> str:
    """„Name ↑“."""
    return f"{_(_LABELS[sorting.order])} {'↓' if sorting.descending else '↑'}"


def by_header(now: Sorting, order: MemberOrder) -> Sorting:
    """What a click on a header asks for: its order, and turned round when it is that already.

    Whoever sorts by the last sign-in looks for the latest first.
    """
    if order is now.order:
        return Sorting(order, not now.descending)
    return Sorting(order, order is MemberOrder.LAST_SIGN_IN)


def columns(
    zone: ZoneInfo, now: Callable[[], datetime], order: MemberOrder = MemberOrder.NAME
) -> list[Column[MemberRow]]:
    """Name, address, role, state, last sign-in; narrow terminals drop the last ones first.

    Args:
        zone: In which times are told.
        now: What „heute“ is.
        order: What the list is sorted by: that one is dropped last.
    """
    return [
        replace(column, priority=0) if column.name == order else column
        for column in _columns(zone, now)
    ]


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[MemberRow]]:
    return [
        Column(
            name=MemberOrder.NAME.value,
            label=_LABELS[MemberOrder.NAME],
            width=22,
            sortable=True,
            render=lambda row: row.name,
        ),
        Column(
            name=MemberOrder.ADDRESS.value,
            label=_LABELS[MemberOrder.ADDRESS],
            width=26,
            flexible=True,
            priority=1,
            sortable=True,
            render=lambda row: row.address,
        ),
        Column(
            name=MemberOrder.ROLE.value,
            label=_LABELS[MemberOrder.ROLE],
            sortable=True,
            width=18,
            priority=3,
            render=lambda row: role_short_label(row.role),
        ),
        Column(
            name=MemberOrder.STATE.value,
            label=_LABELS[MemberOrder.STATE],
            sortable=True,
            width=13,
            priority=2,
            render=lambda row: state_text(row.state),
            tone=lambda row: _TONES[row.state],
        ),
        Column(
            name=MemberOrder.LAST_SIGN_IN.value,
            label=_LABELS[MemberOrder.LAST_SIGN_IN],
            sortable=True,
            width=12,
            priority=4,
            render=lambda row: short_moment(row.last_sign_in_at, now(), zone),
            tone=lambda _row: Tone.MUTED,
        ),
    ]


def counts_text(counts: MemberCounts) -> str:
    """„24 aktiv · 3 eingeladen · 1 deaktiviert“; invitations only for those who may see them."""
    parts = [_("{n} aktiv").format(n=number(counts.active))]
    if counts.invited is not None:
        parts.append(_("{n} eingeladen").format(n=number(counts.invited)))
    parts.append(_("{n} deaktiviert").format(n=number(counts.disabled)))
    return " · ".join(parts)


def hits_text(count: int) -> str:
    """„1.234 Treffer“."""
    return ngettext("{n} Treffer", "{n} Treffer", count).format(n=number(count))
