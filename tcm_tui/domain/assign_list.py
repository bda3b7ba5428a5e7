"""Assigning licences by a list: what a file wants against what is, before anything is done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.role_words import quoted_word
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tcm_tui.domain.assign_lines import AssignLine
    from tcm_tui.domain.assignments import App, AssignReport, AssignRow, Holder


class AssignVerdict(StrEnum):
    """What will become, or became, of a row."""

    CHANGED = "changed"
    """A licence will be given or taken back."""
    DONE = "done"
    """It was."""
    NEW = "new"
    """Neither a member nor invited."""
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    """The list is not clear about it."""


_VERDICTS: Final = {
    Verdict.CHANGED: AssignVerdict.CHANGED,
    Verdict.REFUSED: AssignVerdict.REFUSED,
    Verdict.UNCHANGED: AssignVerdict.UNCHANGED,
}
_LABELS: Final = {
    AssignVerdict.CHANGED: N_("wird geändert"),
    AssignVerdict.DONE: N_("geändert"),
    AssignVerdict.NEW: N_("neu"),
    AssignVerdict.REFUSED: N_("nicht möglich"),
    AssignVerdict.UNCHANGED: N_("unverändert"),
    AssignVerdict.UNKNOWN: N_("unbekannt"),
}


@dataclass(frozen=True, slots=True)
class AssignListRow:
    """A row of the list against what is.

    Args:
        line: The row as it stands there.
        verdict: What will become, or became, of it.
        reason: Why, as a sentence; "" where there is nothing to say.
        found: Whom and what it is about, None where the list is not clear or somebody is new.
    """

    line: AssignLine
    verdict: AssignVerdict
    reason: str = ""
    found: AssignRow | None = None

    @property
    def app(self) -> str:
        """The subscription by its name, as the list has it where none was found."""
        return self.found.app.label if self.found else self.line.named


class AppNames:
    """What the running subscriptions are called, to find the one that somebody names."""

    def __init__(self, apps: Iterable[App]) -> None:
        self._apps = {one.subscription_id: one for one in apps}
        self._products: defaultdict[str, set[int]] = defaultdict(set)
        self._names: defaultdict[str, set[int]] = defaultdict(set)
        for number, app in self._apps.items():
            for text in (app.product, app.title, app.label, app.name):
                self._products[sort_key(text)].add(number)
            for text in (app.name, app.label):
                self._names[sort_key(text)].add(number)
        # A number is that of the subscription, whatever others are called.
        self._names |= {str(number): {number} for number in self._apps}

    def called(self, product: str, subscription: str) -> App:
        """The one that is meant.

        Args:
            product: Its product, that with its edition, or its „Abonnement-Name“; "" for any.
            subscription: Its „Abonnement-Name“ or its number; "" for any.

        Raises:
            NotFound: None is called so, or several are; the sentence says which.
        """
        meant = set(self._apps)
        if product:
            meant &= self._products.get(sort_key(product), set())
        if subscription:
            meant &= self._names.get(sort_key(subscription), set())
        if len(meant) == 1:
            return self._apps[meant.pop()]
        named = quoted_word(" – ".join(filter(None, (product, subscription))))
        if not meant:
            raise NotFound(_("Kein Abonnement heißt „{name}“.").format(name=named))
        if subscription:
            several = _("Mehrere Abonnements heißen „{name}“. Nennen Sie die Nummer.")
        else:
            several = _(
                "Mehrere Abonnements heißen „{name}“. "
                "Nennen Sie den „Abonnement-Name“ oder die Nummer."
            )
        raise NotFound(several.format(name=named))


def compared(
    lines: Sequence[AssignLine],
    known: Mapping[str, Holder],
    names: AppNames,
    judge: Callable[[Sequence[Wish]], AssignReport],
) -> list[AssignListRow]:
    """What becomes of each row, in the order of the list.

    Args:
        lines: The rows.
        known: Members and open invitations by the address they are found by.
        names: What the subscriptions are called.
        judge: Says what becomes of wishes, each for another pair of person and subscription.
    """
    rows: dict[int, AssignListRow] = {}
    wishes: dict[int, Wish] = {}
    firsts: dict[tuple[int, Holder], int] = {}
    for place, line in enumerate(lines):
        found = _wish(line, known, names)
        if isinstance(found, AssignListRow):
            rows[place] = found
        elif (first := firsts.setdefault(_pair(found), line.number)) != line.number:
            doubled = _("doppelt (Zeile {n})").format(n=first)
            rows[place] = AssignListRow(line, AssignVerdict.UNKNOWN, doubled)
        else:
            wishes[place] = found
    report = judge(list(wishes.values()))
    for place, row in zip(wishes, report.rows, strict=True):
        rows[place] = AssignListRow(lines[place], _VERDICTS[row.verdict], row.reason, row)
    return [rows[place] for place in range(len(lines))]


def _wish(line: AssignLine, known: Mapping[str, Holder], names: AppNames) -> Wish | AssignListRow:
    """What a row wants; or the row, when that is not clear."""
    if line.fault:
        return AssignListRow(line, AssignVerdict.UNKNOWN, line.fault)
    try:
        app = names.called(line.product, line.subscription)
    except NotFound as unclear:
        return AssignListRow(line, AssignVerdict.UNKNOWN, unclear.message)
    holder = known.get(line.canonical)
    if holder is None:
        return AssignListRow(line, AssignVerdict.NEW, _("weder Mitglied noch eingeladen"))
    return Wish(app.subscription_id, holder, line.give)


def _pair(wish: Wish) -> tuple[int, Holder]:
    return wish.subscription_id, wish.holder


def wishes_of(rows: Iterable[AssignListRow]) -> list[Wish]:
    """What is to be saved: the rows that would change something."""
    return [row.found.wish for row in rows if row.found and row.verdict is AssignVerdict.CHANGED]


def settled(rows: Iterable[AssignListRow], report: AssignReport) -> list[AssignListRow]:
    """The rows with what became of those that were to be saved; the others stay as they were."""
    became = {_pair(row.wish): row for row in report.rows}
    return [
        _settled(row, became[_pair(row.found.wish)], saved=report.saved)
        if row.found and row.verdict is AssignVerdict.CHANGED
        else row
        for row in rows
    ]


def _settled(row: AssignListRow, became: AssignRow, *, saved: bool) -> AssignListRow:
    verdict = _VERDICTS[became.verdict]
    if saved and verdict is AssignVerdict.CHANGED:
        verdict = AssignVerdict.DONE
    return replace(row, verdict=verdict, reason=became.reason, found=became)


def verdict_word(verdict: AssignVerdict) -> str:
    """„geändert“, „unverändert“ and so on, where the direction stands beside it."""
    return _(_LABELS[verdict])


def verdict_label(row: AssignListRow) -> str:
    """„wird zugewiesen“, „zurückgenommen“, „unverändert“ and so on."""
    give = row.line.give
    if row.verdict is AssignVerdict.CHANGED:
        return _("wird zugewiesen") if give else _("wird zurückgenommen")
    if row.verdict is AssignVerdict.DONE:
        return _("zugewiesen") if give else _("zurückgenommen")
    return verdict_word(row.verdict)


def table_header() -> list[str]:
    """The headers of `table_rows`; what it begins with can be read again as a list."""
    return [
        *(_("Zeile"), _("E-Mail"), _("Name"), _("Produkt"), _("Abonnement-Name")),
        *(_("Zugewiesen"), _("Ergebnis"), _("Grund")),
    ]


def table_rows(rows: Iterable[AssignListRow]) -> list[list[str | int]]:
    """The list with its verdicts, as a table to save and to read again."""
    return [
        [
            row.line.number,
            row.line.email,
            row.found.name if row.found else "",
            row.found.app.title if row.found else row.line.product,
            row.found.app.name if row.found else row.line.subscription,
            _("ja") if row.line.give else _("nein"),
            verdict_label(row),
            row.reason,
        ]
        for row in rows
    ]
