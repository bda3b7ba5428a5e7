"""The columns of „Benutzer“, its orders, and the words of its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import short_moment
from tcm_tui.domain.members import MemberCounts, MemberOrder, MemberRow, MemberState, state_text
from tcm_tui.domain.permissions import role_short_label
from tcm_tui.i18n import N_, _
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
    Sorting(order, descending)
    for order in (MemberOrder.NAME, MemberOrder.ADDRESS)
    for descending in (False, True)
)


def sorting_text(sorting: Sorting) -> str:
    """„Name ↑“."""
    label = {MemberOrder.NAME: _("Name"), MemberOrder.ADDRESS: _("E-Mail")}[sorting.order]
    return f"{label} {'↓' if sorting.descending else '↑'}"


def columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[MemberRow]]:
    """Name, address, role, state, last sign-in; narrow terminals drop the last ones first.

    Args:
        zone: In which times are told.
        now: What „heute“ is.
    """
    return [
        Column(
            name=MemberOrder.NAME.value,
            label=N_("Name"),
            width=22,
            sortable=True,
            render=lambda row: row.name,
        ),
        Column(
            name=MemberOrder.ADDRESS.value,
            label=N_("E-Mail"),
            width=32,
            flexible=True,
            priority=1,
            sortable=True,
            render=lambda row: row.address,
        ),
        Column(
            name="role",
            label=N_("Rolle"),
            width=18,
            priority=3,
            render=lambda row: role_short_label(row.role),
        ),
        Column(
            name="state",
            label=N_("Status"),
            width=13,
            priority=2,
            render=lambda row: state_text(row.state),
            tone=lambda row: _TONES[row.state],
        ),
        Column(
            name="last_sign_in",
            label=N_("Angemeldet"),
            width=12,
            priority=4,
            render=lambda row: short_moment(row.last_sign_in_at, now(), zone),
            tone=lambda _row: Tone.MUTED,
        ),
    ]


def counts_text(counts: MemberCounts) -> str:
    """„24 aktiv · 3 eingeladen · 1 deaktiviert“; invitations only for those who may see them."""
    parts = [_("{n} aktiv").format(n=counts.active)]
    if counts.invited is not None:
        parts.append(_("{n} eingeladen").format(n=counts.invited))
    parts.append(_("{n} deaktiviert").format(n=counts.disabled))
    return " · ".join(parts)
