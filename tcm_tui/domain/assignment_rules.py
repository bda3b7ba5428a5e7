"""What becomes of wishes for licences, one after the other.

Pure: the use cases read people and subscriptions, these rules say what becomes of each wish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.assignments import AssignReport, AssignRow
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.domain.numbers import number
from tcm_tui.domain.people import list_name
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from tcm_tui.domain.assignments import Holder, LicenceRow, Wish
    from tcm_tui.domain.member_rules import Standing

_NO_MORE: Final = {
    MemberState.DISABLED: N_("Diese Person ist deaktiviert."),
    MemberState.EXPIRED: N_("Diese Einladung ist abgelaufen. Senden Sie sie erneut."),
}


@dataclass(frozen=True)
class Known:
    """What stands now.

    Args:
        today: The day for contracts.
        apps: The subscriptions by number.
        people: The people by key; `over` says who is gone.
        had: Who has a licence of which subscription.
    """

    today: date
    apps: Mapping[int, LicenceRow]
    people: Mapping[Holder, Standing]
    had: Collection[tuple[int, Holder]]


def judged(wishes: Sequence[Wish], known: Known) -> AssignReport:
    """What becomes of each wish, in their order; of two for the same, the later counts.

    What is given back can be given to somebody else by the same wishes, wherever it stands.
    """
    last = {(wish.subscription_id, wish.holder): wish for wish in wishes}
    free = {number: app.free for number, app in known.apps.items()}
    found: dict[tuple[int, Holder], AssignRow] = {}
    for giving in (False, True):
        for pair, wish in last.items():
            if wish.give is giving:
                found[pair] = row = _judged(wish, known, free[wish.subscription_id])
                if row.verdict is Verdict.CHANGED:
                    free[wish.subscription_id] += -1 if giving else 1
    return AssignReport([found[pair] for pair in last])


def _judged(wish: Wish, known: Known, free: int) -> AssignRow:
    app, person = known.apps[wish.subscription_id], known.people[wish.holder]
    has = (wish.subscription_id, wish.holder) in known.had
    if already := _already(wish, person, has=has):
        verdict, reason = Verdict.UNCHANGED, already
    else:
        # A licence that somebody has can be taken back, whatever became of them.
        gone = "" if has and not wish.give else _who_is_gone(wish, person)
        reason = gone or _over(app, known.today) or _none_left(wish, app, free)
        verdict = Verdict.REFUSED if reason else Verdict.CHANGED
    name = list_name(person.first_name, person.last_name)
    return AssignRow(wish, app.app, name, person.address, verdict, reason)


def _already(wish: Wish, person: Standing, *, has: bool) -> str:
    """Why nothing has to be done."""
    if wish.give is not has:
        return ""
    if person.over and person.key.kind is MemberKind.INVITATION:
        return ""  # whoever accepted it has the licence now
    return _("Hat schon eine Lizenz.") if has else _("Hat keine Lizenz.")


def _who_is_gone(wish: Wish, person: Standing) -> str:
    """Why somebody can neither get a licence nor has one left to give back."""
    if person.over:
        return person.over
    no_more = _NO_MORE.get(person.state) if wish.give else None
    return _(no_more) if no_more else ""


def _over(app: LicenceRow, today: date) -> str:
    """Why nothing can be changed of a subscription any more."""
    if app.ends_on is None or app.ends_on >= today:
        return ""
    ended = _("„{app}“ ist seit dem {day} beendet.")
    return ended.format(app=app.app.label, day=day_text(app.ends_on))


def _none_left(wish: Wish, app: LicenceRow, free: int) -> str:
    if not wish.give or free > 0:
        return ""
    return ngettext(
        "Die einzige Lizenz von „{app}“ ist zugewiesen.",
        "Alle {n} Lizenzen von „{app}“ sind zugewiesen.",
        app.licences,
    ).format(n=number(app.licences), app=app.app.label)
