"""Marks on „Benutzer“: which of the rows marked are still there, and which can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.search import found_in

if TYPE_CHECKING:
    from tcm_tui.domain.members import MemberFilter, MemberRow, RowKey


@dataclass(frozen=True)
class Marks:
    """What became of marked rows.

    Args:
        left: Those that are still there.
        hidden: Those of them that search or filter leave out.
    """

    left: frozenset[RowKey]
    hidden: frozenset[RowKey]


def matches(wanted: MemberFilter, row: MemberRow) -> bool:
    """Whether the list shows `row` when this is wanted."""
    if wanted.roles and row.role not in wanted.roles:
        return False
    if wanted.states and row.state not in wanted.states:
        return False
    return found_in(wanted.search, (row.sort_name, row.sort_address))
