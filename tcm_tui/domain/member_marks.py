"""Marks on „Benutzer“: which of the rows marked are still there, and which can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.text import sort_key, spellings

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
    return all(
        any(spelling in key for spelling in spellings(word) for key in _keys(row))
        for word in sort_key(wanted.search).split()
    )


def _keys(row: MemberRow) -> tuple[str, str]:
    return row.sort_name, row.sort_address
