"""Which rows of „Mehrere einladen“ hold the same address, and what the database knows of it."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_rows import Verdict
from tcm_tui.domain.look_alikes import address_caution
from tcm_tui.domain.people import CheckedEmail, check_email

if TYPE_CHECKING:
    from collections.abc import Iterator


class AddressBook:
    """The addresses of the rows, checked once each.

    Whatever changes gives the rows that have to be judged again, the changed one not among them:
    at most one, so that 10,000 rows stay fluent.
    """

    def __init__(self) -> None:
        self._checked: dict[int, CheckedEmail | str] = {}
        self._same: dict[str, list[int]] = {}  # canonical address → ids of its rows, ascending
        self._known: dict[str, Verdict] = {}
        self._cautions: dict[str, str] = {}
        self._unknown: dict[str, None] = {}  # a set that keeps its order

    # --- reading -------------------------------------------------------------------------------

    def checked(self, row_id: int) -> CheckedEmail | None:
        """The address of the row, None when it has none or a faulty one."""
        checked = self._checked.get(row_id)
        return checked if isinstance(checked, CheckedEmail) else None

    def fault(self, row_id: int) -> str:
        """What is wrong with the address of the row, as a sentence; empty for nothing."""
        checked = self._checked.get(row_id)
        return checked if isinstance(checked, str) else ""

    def first(self, row_id: int) -> int:
        """The first of the rows with the address of this one: the one that counts.

        Raises:
            KeyError: The row has none that could be checked.
        """
        if (checked := self.checked(row_id)) is None:
            raise KeyError(row_id)
        return self._same[checked.canonical][0]

    def row_of(self, canonical: str) -> int | None:
        """The row with this address that counts, None when no row has it."""
        same = self._same.get(canonical)
        return same[0] if same else None

    def known(self, canonical: str) -> Verdict:
        """What the database says of the address: member, invited, ready, or unknown so far."""
        return self._known.get(canonical, Verdict.UNKNOWN)

    def caution(self, row_id: int) -> str:
        """Why the address of the row may deceive, in sentences; empty for nothing."""
        if (checked := self.checked(row_id)) is None:
            return ""
        sentences = (address_caution(checked.address), self._cautions.get(checked.canonical, ""))
        return " ".join(filter(None, sentences))

    def unknown(self) -> tuple[str, ...]:
        """Addresses the database has not been asked about yet, in the order they came."""
        return tuple(self._unknown)

    # --- changing ------------------------------------------------------------------------------

    def note(self, row_id: int, email: str) -> Iterator[int]:
        """The row holds `email` now; whose verdict that changes."""
        yield from self.forget(row_id)
        if not email.strip():
            return
        try:
            checked = check_email(email)
        except Invalid as error:
            self._checked[row_id] = error.message
            return
        self._checked[row_id] = checked
        same = self._same.setdefault(checked.canonical, [])
        insort(same, row_id)
        if checked.canonical not in self._known:
            self._unknown[checked.canonical] = None
        if same[0] == row_id and len(same) > 1:
            yield same[1]

    def forget(self, row_id: int) -> Iterator[int]:
        """The row is gone or holds another address; whose verdict that changes."""
        checked = self._checked.pop(row_id, None)
        if not isinstance(checked, CheckedEmail):
            return
        same = self._same[checked.canonical]
        del same[bisect_left(same, row_id)]
        if same:
            yield same[0]
        else:
            del self._same[checked.canonical]
            self._unknown.pop(checked.canonical, None)

    def know(self, canonical: str, verdict: Verdict, caution: str = "") -> Iterator[int]:
        """What the database said of the address; whose verdict that changes."""
        self._known[canonical] = verdict
        self._cautions.pop(canonical, None)
        if caution:
            self._cautions[canonical] = caution
        self._unknown.pop(canonical, None)
        if canonical in self._same:
            yield self._same[canonical][0]
