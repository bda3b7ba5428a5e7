"""Changing roles by a list: what a file wants against what is, row by row, before anything is done.

Nothing but address and role is taken from a list (SECURITY.md D3), and nobody is invited by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_rows import FaultField, NewRow
from tcm_tui.domain.member_changes import CHUNK, Change, ChangeKind, Verdict
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import role_label
from tcm_tui.domain.sheet_columns import Column
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tcm_tui.domain.member_changes import ChangeReport, ChangeRow
    from tcm_tui.domain.member_rules import Judge, Standing
    from tcm_tui.domain.members import RowKey
    from tcm_tui.domain.permissions import Role

COLUMNS: Final = frozenset({Column.EMAIL, Column.ROLE})
"""What is taken from a list; its other columns are named and left aside."""


class RoleVerdict(StrEnum):
    """What will become, or became, of a row."""

    CHANGED = "changed"
    """Its role will be another one."""
    DONE = "done"
    """Its role is another one now."""
    NEW = "new"
    """Neither a member nor invited."""
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    """The list is not clear about it."""


@dataclass(frozen=True, slots=True)
class WantedRole:
    """A row of the list, judged by itself.

    Args:
        number: Where it stands in the list, from 1.
        email: As it stands there.
        role: None only where `fault` says why.
        canonical: What the address is compared by, "" where `fault` says why.
        fault: Why nothing can be done with it, as a sentence.
    """

    number: int
    email: str
    role: Role | None = None
    canonical: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A row of the list against what is.

    Args:
        number: Where it stands in the list, from 1.
        email: As it stands there.
        role: The one wanted, None where the list names none.
        verdict: What will become, or became, of it.
        reason: Why, as a sentence; "" where there is nothing to say.
        found: Whom it is about, None for somebody new or unknown.
        own: Whether it is about whoever changes the roles.
    """

    number: int
    email: str
    role: Role | None
    verdict: RoleVerdict
    reason: str = ""
    found: ChangeRow | None = None
    own: bool = False

    @property
    def change(self) -> str:
        """„Benutzer → Rechnungsadministrator“, "" where it is about no change."""
        if self.found is None or self.role is None:
            return ""
        return f"{role_label(self.found.role)} → {role_label(self.role)}"

    @property
    def said(self) -> str:
        """What there is to say of it."""
        change = self.change if self.verdict in {RoleVerdict.CHANGED, RoleVerdict.DONE} else ""
        return "  ".join(part for part in (change, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Step:
    """What is changed in one transaction."""

    change: Change
    rows: Sequence[ChangeRow]


def wanted_roles(rows: Sequence[NewRow]) -> list[WantedRole]:
    """The rows of a list, each judged by itself.

    Raises:
        Invalid: None of them names a role: the column is missing.
    """
    if not any(row.role or row.faults for row in rows):
        raise Invalid(_("Die Liste nennt keine Rolle. Nennen Sie die Spalte „Rolle“."), "path")
    return [_wanted(row.source or place, row) for place, row in enumerate(rows, 1)]


def _wanted(number: int, row: NewRow) -> WantedRole:
    faults = {fault.field: fault.reason for fault in row.faults}
    if FaultField.EMAIL in faults:
        return WantedRole(number, row.email, row.role, fault=faults[FaultField.EMAIL])
    try:
        canonical = check_email(row.email).canonical
    except Invalid as error:
        return WantedRole(number, row.email, row.role, fault=error.message)
    if row.role is None:
        fault = faults.get(FaultField.ROLE) or _("Rolle fehlt.")
        return WantedRole(number, row.email, canonical=canonical, fault=fault)
    return WantedRole(number, row.email, row.role, canonical)


def compared(
    wanted: Sequence[WantedRole], known: Mapping[str, Standing], judge: Judge
) -> list[RoleRow]:
    """What becomes of each row, in the order of the list.

    Args:
        wanted: The rows.
        known: Members and open invitations by the address they are found by.
        judge: Knows the administrators; asked in the order in which roles are changed.
    """
    rows: dict[int, RoleRow] = {}
    known_ones: list[tuple[int, Role, Standing]] = []
    for place, (row, first) in enumerate(_with_first(wanted, known)):
        found = known.get(row.canonical)
        if row.fault or row.role is None:
            rows[place] = _unknown(row, row.fault)
        elif first != row.number:
            rows[place] = _unknown(row, _("doppelt (Zeile {n})").format(n=first))
        elif found is None:
            said = _("weder Mitglied noch eingeladen")
            rows[place] = RoleRow(row.number, row.email, row.role, RoleVerdict.NEW, said)
        else:
            known_ones.append((place, row.role, found))
    for place, role, found in sorted(known_ones, key=lambda one: _turn(one[1], one[2], judge)):
        rows[place] = _judged(wanted[place], role, found, judge)
    return [rows[place] for place in range(len(wanted))]


def _with_first(
    wanted: Iterable[WantedRole], known: Mapping[str, Standing]
) -> Iterator[tuple[WantedRole, int]]:
    """Each row with the number of the first that is about the same person."""
    firsts: dict[str | RowKey, int] = {}
    for row in wanted:
        found = known.get(row.canonical)  # two addresses may be one person's
        who = found.key if found else row.canonical
        first = row.number if row.fault else firsts.setdefault(who, row.number)
        yield row, first


def _unknown(row: WantedRole, reason: str) -> RoleRow:
    return RoleRow(row.number, row.email, row.role, RoleVerdict.UNKNOWN, reason)


def _turn(role: Role, found: Standing, judge: Judge) -> tuple[bool, int]:
    """When a row's turn is: new administrators first, the own row last.

    So an administrator may hand over to another one in the same list.
    """
    return found.user_id == judge.own, -role.rank


def _judged(row: WantedRole, role: Role, found: Standing, judge: Judge) -> RoleRow:
    seen = judge.judge(Change(ChangeKind.ROLE, role), found)
    return RoleRow(
        row.number,
        row.email,
        role,
        _VERDICTS[seen.verdict],
        seen.reason,
        seen,
        own=found.user_id == judge.own,
    )


_VERDICTS: Final = {
    Verdict.CHANGED: RoleVerdict.CHANGED,
    Verdict.REFUSED: RoleVerdict.REFUSED,
    Verdict.UNCHANGED: RoleVerdict.UNCHANGED,
}


def steps(rows: Iterable[RoleRow]) -> list[Step]:
    """The changes of roles, in the order and the portions in which they are made."""
    groups: dict[tuple[bool, int, Role], list[ChangeRow]] = {}
    for row in rows:
        if row.verdict is RoleVerdict.CHANGED and row.role and row.found:
            groups.setdefault((row.own, -row.role.rank, row.role), []).append(row.found)
    return [
        Step(Change(ChangeKind.ROLE, role), together[start : start + CHUNK])
        for (_own, _rank, role), together in sorted(groups.items(), key=lambda item: item[0][:2])
        for start in range(0, len(together), CHUNK)
    ]


def settled(rows: Iterable[RoleRow], reports: Iterable[ChangeReport]) -> list[RoleRow]:
    """The rows with what became of those that were changed; the others stay as they were."""
    became = {row.key: row for report in reports for row in report.rows}
    return [
        _settled(row, became[row.found.key])
        if row.verdict is RoleVerdict.CHANGED and row.found and row.found.key in became
        else row
        for row in rows
    ]


def _settled(row: RoleRow, became: ChangeRow) -> RoleRow:
    done = became.verdict is Verdict.CHANGED
    verdict = RoleVerdict.DONE if done else _VERDICTS[became.verdict]
    return replace(row, verdict=verdict, reason=became.reason)


def newcomers(rows: Iterable[RoleRow]) -> list[NewRow]:
    """Those who are neither members nor invited, as rows of „Mehrere einladen“."""
    return [NewRow(row.email, row.role) for row in rows if row.verdict is RoleVerdict.NEW]


def verdict_label(verdict: RoleVerdict) -> str:
    """„neu“, „geändert“, „unverändert“ and so on."""
    return {
        RoleVerdict.CHANGED: _("wird geändert"),
        RoleVerdict.DONE: _("geändert"),
        RoleVerdict.NEW: _("neu"),
        RoleVerdict.REFUSED: _("nicht möglich"),
        RoleVerdict.UNCHANGED: _("unverändert"),
        RoleVerdict.UNKNOWN: _("unbekannt"),
    }[verdict]


def table_header() -> list[str]:
    """The headers of `table_rows`."""
    return [
        *(_("Zeile"), _("E-Mail"), _("Name"), _("Rolle bisher")),
        *(_("Rolle"), _("Ergebnis"), _("Grund")),
    ]


def table_rows(rows: Iterable[RoleRow]) -> list[list[str | int]]:
    """The list with its verdicts, as a table to save and to read again."""
    return [
        [
            row.number,
            row.email,
            row.found.name if row.found else "",
            role_label(row.found.role) if row.found else "",
            role_label(row.role) if row.role else "",
            verdict_label(row.verdict),
            row.reason,
        ]
        for row in rows
    ]
