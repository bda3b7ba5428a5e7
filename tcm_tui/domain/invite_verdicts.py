"""Judging a row of „Mehrere einladen“: what it is, and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.invite_rows import REASONS, RowVerdict, Verdict
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.invite_addresses import AddressBook
    from tcm_tui.domain.invite_rows import InviteRow


def kind_of(row: InviteRow, addresses: AddressBook) -> Verdict:
    """What the row is, among the others."""
    if row.empty:
        return Verdict.EMPTY
    checked = addresses.checked(row.id)
    if row.faults or checked is None:
        return Verdict.FAULTY
    if addresses.first(row.id) != row.id:
        return Verdict.DUPLICATE
    known = addresses.known(checked.canonical)
    kind = Verdict.READY if known is Verdict.INVITED and row.again else known
    return Verdict.DOUBTFUL if kind is Verdict.READY and addresses.caution(row.id) else kind


def resends(row: InviteRow, addresses: AddressBook) -> bool:
    """Whether sending the row sends an open invitation once more."""
    checked = addresses.checked(row.id)
    return (
        row.again and checked is not None and addresses.known(checked.canonical) is Verdict.INVITED
    )


def verdict_of(
    row: InviteRow, kind: Verdict, addresses: AddressBook, number: Callable[[int], int]
) -> RowVerdict:
    """`kind`, what `kind_of` the row gave, with its reason; `number` is where a row stands."""
    if kind is Verdict.FAULTY:
        return RowVerdict(kind, _fault(row, addresses))
    if kind is Verdict.DUPLICATE:
        first = number(addresses.first(row.id))
        return RowVerdict(kind, _("doppelt (Zeile {n})").format(n=first))
    if kind is Verdict.DOUBTFUL:
        return RowVerdict(kind, addresses.caution(row.id).removesuffix("."))
    if kind is Verdict.READY and resends(row, addresses):
        return RowVerdict(kind, _("wird erneut gesendet"))
    return RowVerdict(kind, _(REASONS[kind]) if REASONS[kind] else "")


def _fault(row: InviteRow, addresses: AddressBook) -> str:
    """The first thing to mend, as it stands beside the row: without a full stop."""
    sentence = row.faults[0].reason if row.faults else addresses.fault(row.id)
    return sentence.removesuffix(".")
