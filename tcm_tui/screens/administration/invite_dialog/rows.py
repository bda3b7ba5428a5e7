"""The rows of the list as the table reads and draws them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.invite_rows import Verdict
from tcm_tui.i18n import N_
from tcm_tui.screens.administration.invite_dialog.editors import role_cell
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.invite_list import InviteList
    from tcm_tui.domain.permissions import Role

TONES: Final = {
    Verdict.DOUBTFUL: Tone.WARNING,
    Verdict.DUPLICATE: Tone.WARNING,
    Verdict.FAULTY: Tone.ERROR,
    Verdict.INVITED: Tone.WARNING,
    Verdict.MEMBER: Tone.WARNING,
    Verdict.READY: Tone.GOOD,
    Verdict.UNKNOWN: Tone.MUTED,
}
NARROW: Final = 90
"""Cells below which roles are shortened and reasons get less room."""
ROLE_WIDTH: Final = 27
NARROW_ROLE_WIDTH: Final = 20


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it was when it was read: two that are equal look the same."""

    id: int
    number: int
    email: str
    role: Role
    empty: bool
    kind: Verdict
    said: str
    """Sign and reason."""


def line_of(invitations: InviteList, row_id: int) -> RowLine:
    """What the row with this id looks like now."""
    row, verdict = invitations.row(row_id), invitations.verdict(row_id)
    said = f"{verdict.sign} {verdict.reason}".strip()
    number = invitations.number(row_id)
    return RowLine(row_id, number, row.email, row.role, row.empty, verdict.kind, said)


class ListRows:
    """Pages of the list. Rows are never sorted: they stay where they were typed."""

    def __init__(self, invitations: InviteList) -> None:
        self._list = invitations

    async def __call__(
        self, *, order: str, descending: bool, after: RowLine | None, backwards: bool, limit: int
    ) -> Sequence[RowLine]:
        """One page, see `record_source.Source`; `after` may be gone, its place is known still."""
        del order, descending
        total = len(self._list)
        if backwards:
            end = total if after is None else self._list.number(after.id) - 1
            places = range(max(0, end - limit), end)
        else:
            start = 0 if after is None else self._behind(after.id)
            places = range(start, min(total, start + limit))
        return [line_of(self._list, self._list.row_at(place).id) for place in places]

    def _behind(self, row_id: int) -> int:
        """Where the rows behind this one begin."""
        place = self._list.number(row_id) - 1
        there = place < len(self._list) and self._list.row_at(place).id == row_id
        return place + there


def columns(width: int, rows: int) -> list[Column[RowLine]]:
    """The columns of a table of `width` cells for a list of so many rows."""
    narrow = width < NARROW
    role_width = NARROW_ROLE_WIDTH if narrow else ROLE_WIDTH
    return [
        Column(
            name="number",
            label="",
            render=lambda line: str(line.number),
            width=max(2, len(str(rows))),
            align="right",
            tone=lambda _line: Tone.MUTED,
        ),
        Column(
            name="email",
            label=N_("E-Mail-Adresse"),
            render=lambda line: line.email,
            width=20,
            flexible=True,
        ),
        Column(
            name="role",
            label=N_("Rolle"),
            render=partial(_role, role_width),
            width=role_width,
            tone=lambda line: Tone.MUTED if line.empty else None,  # it does not count yet
        ),
        Column(
            name="verdict",
            label=N_("Ergebnis"),
            render=lambda line: line.said,
            width=20 if narrow else 30,
            tone=lambda line: TONES.get(line.kind),
        ),
    ]


def _role(width: int, line: RowLine) -> str:
    return role_cell(line.role, width)
