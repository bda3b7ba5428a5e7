"""Lists of licences as they come from a file: who is to have which, or no longer.

A row names a person by address and a subscription by product, „Abonnement-Name“ or both. Nothing
else is taken from it (SECURITY.md D3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_import import address_cell, too_many_rows
from tcm_tui.domain.invite_rows import ROWS_MAX
from tcm_tui.domain.people import check_email
from tcm_tui.domain.role_words import quoted_word, word_key
from tcm_tui.domain.sheet_columns import Column, layout_of
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.sheet_columns import Layout, SheetRow, SheetTable

COLUMNS: Final = frozenset({Column.ASSIGNED, Column.EMAIL, Column.PRODUCT, Column.SUBSCRIPTION})
"""What is taken from a list; its other columns are named and left aside."""
_GIVES: Final = {
    word: give
    for give, words in {
        True: "ja j x yes y 1 wahr true zuweisen zugewiesen assign assigned",
        False: "nein n no 0 falsch false entziehen entzogen zurucknehmen withdraw unassign",
    }.items()
    for word in words.split()
}
"""What the column „Zugewiesen“ may say, as `word_key` compares it; empty means yes."""


@dataclass(frozen=True, slots=True)
class AssignLine:
    """A row of the list, judged by itself.

    Args:
        number: Where it stands in the list, from 1.
        email: As it stands there.
        product: What it calls the product or its edition, "" for nothing.
        subscription: The „Abonnement-Name“ or the number it names, "" for none.
        give: Whether a licence is to be given, not taken back.
        canonical: What the address is compared by, "" where `fault` says why.
        fault: Why nothing can be done with it, as a sentence.
    """

    number: int
    email: str
    product: str = ""
    subscription: str = ""
    give: bool = True
    canonical: str = ""
    fault: str = ""

    @property
    def named(self) -> str:
        """What the list says of the subscription, for showing."""
        return " – ".join(filter(None, (self.product, self.subscription)))


@dataclass(frozen=True, slots=True)
class AssignLines:
    """The rows of a list, and sentences about what was left aside."""

    rows: tuple[AssignLine, ...]
    notes: tuple[str, ...] = ()


def lines_of(table: SheetTable) -> AssignLines:
    """The rows of a file.

    Raises:
        Invalid: There is no row in it, no address, more than `ROWS_MAX` rows, or no column that
            names a product or a subscription; `field` is `path`.
    """
    if not table.rows:
        raise Invalid(_("Die Liste ist leer."), "path")
    layout = layout_of(table.rows, COLUMNS)
    if layout.column(Column.PRODUCT) is None and layout.column(Column.SUBSCRIPTION) is None:
        raise Invalid(
            _("Nennen Sie in der Überschrift die Spalte „Produkt“ oder „Abonnement-Name“."), "path"
        )
    if len(layout.rows) > ROWS_MAX:
        raise Invalid(too_many_rows(), "path")
    return AssignLines(
        tuple(_line(row, layout) for row in layout.rows), (*table.notes, *layout.notes)
    )


def line(number: int, email: str, subscription: str, *, give: bool) -> AssignLine:
    """What somebody typed, as a row of a list."""
    return _judged(AssignLine(number, email.strip(), subscription=subscription.strip(), give=give))


def _line(row: SheetRow, layout: Layout) -> AssignLine:
    address, product, subscription, assigned = (
        row.cell(layout.column(one)).strip()
        for one in (Column.EMAIL, Column.PRODUCT, Column.SUBSCRIPTION, Column.ASSIGNED)
    )
    found = AssignLine(row.number, address_cell(address)[0], product, subscription)
    if fault := _cell_fault(row, layout) or _word_fault(assigned):
        return replace(found, fault=fault)
    return _judged(replace(found, give=_GIVES.get(word_key(assigned), True)))


def _cell_fault(row: SheetRow, layout: Layout) -> str:
    """Why the text of a cell that is taken must not be used."""
    taken = [layout.column(one) for one in sorted(COLUMNS)]
    return next((row.faults[at] for at in taken if at is not None and at in row.faults), "")


def _word_fault(assigned: str) -> str:
    if not assigned or word_key(assigned) in _GIVES:
        return ""
    return _("„{word}“ ist unbekannt: ja oder nein.").format(word=quoted_word(assigned))


def _judged(found: AssignLine) -> AssignLine:
    if not found.email:
        return replace(found, fault=_("E-Mail-Adresse fehlt."))
    try:
        canonical = check_email(found.email).canonical
    except Invalid as error:
        return replace(found, fault=error.message)
    if not found.named:
        return replace(found, fault=_("Produkt oder „Abonnement-Name“ fehlt."))
    return replace(found, canonical=canonical)
