"""The list behind „Mehrere einladen“: rows, and what is to be said about each of them.

Pure and incremental: changing a row judges that row and at most two others again, so that
10,000 rows stay fluent while somebody types.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_addresses import AddressBook
from tcm_tui.domain.invite_rows import (
    ROWS_AT_FIRST,
    ROWS_MAX,
    Counts,
    FaultField,
    InviteRow,
    ReadyInvitation,
    RowFault,
    Verdict,
    list_is_full,
)
from tcm_tui.domain.invite_verdicts import kind_of, resends, verdict_of
from tcm_tui.domain.people import list_name
from tcm_tui.domain.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tcm_tui.domain.invite_rows import NewRow, RowVerdict
    from tcm_tui.domain.people import CheckedEmail


class InviteList:
    """The rows of the dialog, and the verdict on each.

    Of rows with the same address the first one counts and the others are duplicates of it. The
    last row is always empty, so that there is somewhere to type.

    Args:
        default_role: The company's, preset in empty rows and where a list names none.
    """

    def __init__(self, default_role: Role = Role.USER) -> None:
        self.default_role = default_role
        self._next_id = 1
        self._rows: dict[int, InviteRow] = {}
        self._order: list[int] = []  # ascending: rows are only ever added at the end
        self._addresses = AddressBook()
        self._kinds: dict[int, Verdict] = {}
        self._tally: Counter[Verdict] = Counter()
        self._pad()

    # --- reading -------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._rows

    @property
    def rows(self) -> tuple[InviteRow, ...]:
        """All rows in their order, the empty ones too."""
        return tuple(self._rows[row_id] for row_id in self._order)

    @property
    def dirty(self) -> bool:
        """Whether something would be lost by closing the dialog."""
        return len(self._order) > self._tally[Verdict.EMPTY]

    def row(self, row_id: int) -> InviteRow:
        """The row with this id.

        Raises:
            KeyError: It was removed.
        """
        return self._rows[row_id]

    def row_at(self, position: int) -> InviteRow:
        """The row at `position`, counted from 0."""
        return self._rows[self._order[position]]

    def number(self, row_id: int) -> int:
        """Where the row stands, counted from 1 as people do."""
        return bisect_left(self._order, row_id) + 1

    def verdict(self, row_id: int) -> RowVerdict:
        """What is to be said about the row."""
        row = self._rows[row_id]
        return verdict_of(row, self._kinds[row_id], self._addresses, self.number)

    def counts(self) -> Counts:
        """How many rows have which verdict."""
        return Counts(
            **{kind.value: self._tally[kind] for kind in Verdict if kind is not Verdict.EMPTY}
        )

    def unknown_canonicals(self) -> tuple[str, ...]:
        """Addresses the database has not been asked about yet, in the order they came."""
        return self._addresses.unknown()

    def names(self, canonicals: Iterable[str]) -> dict[str, str]:
        """The names in the rows with these addresses, as lists show them; "" for none."""
        found = {c: self._rows.get(self._addresses.row_of(c) or 0) for c in canonicals}
        return {c: list_name(r.first_name, r.last_name) if r else "" for c, r in found.items()}

    def ready(self, *, doubtful: bool = False) -> tuple[ReadyInvitation, ...]:
        """What „Einladungen absenden“ sends, with `doubtful` also what may deceive."""
        kinds = {Verdict.READY, Verdict.DOUBTFUL} if doubtful else {Verdict.READY}
        found = []
        for row_id in self._order:
            checked = self._addresses.checked(row_id)
            if self._kinds[row_id] in kinds and checked is not None:
                found.append(self._invitation(self._rows[row_id], checked))
        return tuple(found)

    def _invitation(self, row: InviteRow, checked: CheckedEmail) -> ReadyInvitation:
        return ReadyInvitation(
            row_id=row.id,
            email=checked.address,
            canonical=checked.canonical,
            role=row.role,
            first_name=row.first_name,
            last_name=row.last_name,
            again=resends(row, self._addresses),
        )

    # --- changing ------------------------------------------------------------------------------

    def set_email(self, row_id: int, email: str) -> None:
        """What was typed into the row; a fault of the file at the address is mended by it.

        Raises:
            Invalid: The list is full and the row was an empty one.
        """
        row = self._rows[row_id]
        if row.empty and email.strip() and self._room() == 0:
            raise Invalid(list_is_full(), "email")
        faults = tuple(f for f in row.faults if f.field is not FaultField.EMAIL)
        self._put(replace(row, email=email, faults=faults, again=False))
        self._pad()

    def set_role(self, row_ids: Iterable[int], role: Role) -> None:
        """Give the rows this role; a fault of the file at the role is mended by it."""
        for row_id in row_ids:
            row = self._rows[row_id]
            faults = tuple(f for f in row.faults if f.field is not FaultField.ROLE)
            self._put(replace(row, role=role, faults=faults))

    def set_again(self, row_ids: Iterable[int], *, again: bool = True) -> None:
        """„Erneut senden“: a row that is already invited becomes ready, and back."""
        for row_id in row_ids:
            self._put(replace(self._rows[row_id], again=again))

    def refuse(self, row_id: int, reason: str) -> None:
        """Note at the row why it could not be sent; another address mends it."""
        fault = RowFault(FaultField.EMAIL, reason)
        self._put(replace(self._rows[row_id], faults=(fault,)))

    def add(self, new_rows: Sequence[NewRow]) -> int:
        """Fill the empty rows from the first on, then append; the number that did not fit."""
        taken = new_rows[: self._room()]
        empty = iter([row_id for row_id in self._order if self._kinds[row_id] is Verdict.EMPTY])
        for new in taken:
            row_id = next(empty, None) or self._append()
            self._put(
                InviteRow(
                    id=row_id,
                    email=new.email,
                    role=new.role or self.default_role,
                    first_name=new.first_name,
                    last_name=new.last_name,
                    faults=new.faults,
                    source=new.source,
                )
            )
        self._pad()
        return len(new_rows) - len(taken)

    def remove(self, row_ids: Iterable[int]) -> None:
        """Take the rows out; the next row with the same address takes the first one's place."""
        gone = set(row_ids)
        for row_id in gone:
            self._judge_all(self._addresses.forget(row_id))
            self._tally[self._kinds.pop(row_id)] -= 1
            del self._rows[row_id]
        self._order = [row_id for row_id in self._order if row_id not in gone]
        self._pad()

    def learn(
        self,
        looked_up: Iterable[str],
        *,
        members: Collection[str],
        invited: Collection[str],
        cautions: Mapping[str, str] | None = None,
    ) -> None:
        """What the database said about addresses in their canonical form.

        Args:
            looked_up: Those asked about; somebody may have typed others meanwhile.
            members: Those of members of the company.
            invited: Those with an open invitation into it.
            cautions: Why some of them may be taken for somebody else.
        """
        told = cautions or {}
        for canonical in looked_up:
            verdict = Verdict.INVITED if canonical in invited else Verdict.READY
            verdict = Verdict.MEMBER if canonical in members else verdict
            self._judge_all(self._addresses.know(canonical, verdict, told.get(canonical, "")))

    def drop_sent(self, canonicals: Collection[str]) -> None:
        """Take out what was sent; everything else stays open for mending.

        Only the row that was sent goes, so a duplicate of it stays and is now „bereits eingeladen“.
        """
        self.remove([row for c in canonicals if (row := self._addresses.row_of(c)) is not None])
        for canonical in canonicals:
            self._judge_all(self._addresses.know(canonical, Verdict.INVITED))

    # --- judging -------------------------------------------------------------------------------

    def _room(self) -> int:
        return ROWS_MAX - (len(self._order) - self._tally[Verdict.EMPTY])

    def _append(self) -> int:
        row_id = self._next_id
        self._next_id += 1
        self._order.append(row_id)
        self._put(InviteRow(id=row_id, email="", role=self.default_role))
        return row_id

    def _pad(self) -> None:
        """There is always somewhere to type."""
        while len(self._order) < ROWS_AT_FIRST or not self._rows[self._order[-1]].empty:
            self._append()

    def _put(self, row: InviteRow) -> None:
        """Take `row` in place of the one with its id, and judge whom that concerns."""
        before = self._rows.get(row.id)
        self._rows[row.id] = row
        if before is None or before.email != row.email:
            self._judge_all(self._addresses.note(row.id, row.email))
        self._judge(row.id)

    def _judge_all(self, row_ids: Iterable[int]) -> None:
        for row_id in row_ids:
            self._judge(row_id)

    def _judge(self, row_id: int) -> None:
        kind = kind_of(self._rows[row_id], self._addresses)
        if (before := self._kinds.get(row_id)) is not None:
            self._tally[before] -= 1
        self._kinds[row_id] = kind
        self._tally[kind] += 1
