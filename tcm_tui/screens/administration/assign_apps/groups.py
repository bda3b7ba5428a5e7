"""Whom a tick on a subscription is about, and what the list of subscriptions is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.numbers import number
from tcm_tui.domain.pending_assignments import Pair
from tcm_tui.domain.ticking import Candidate, person_label
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.assignments import Person
    from tcm_tui.screens.administration.assign_apps.lines import AppLine


def mixed(line: AppLine) -> bool:
    """Whether some of the people chosen have a licence, and others do not."""
    return 0 < line.licence.have < len(line.chosen.people)


def group(line: AppLine, having: set[Pair]) -> tuple[list[Candidate], int]:
    """Everybody chosen for a subscription, and its free licences."""
    everybody = line.licence.have == len(line.chosen.people)
    candidates = [
        Candidate(line.licence.app, one, everybody or Pair(line.key, one.holder) in having)
        for one in line.chosen.people
    ]
    return candidates, line.licence.free


def title(people: Sequence[Person]) -> str:
    """„Apps von Derya Çelik“."""
    if not people:
        return _("Apps")
    if len(people) == 1:
        return _("Apps von {name}").format(name=person_label(people[0]))
    pattern = ngettext("Apps von {n} Person", "Apps von {n} Personen", len(people))
    return pattern.format(n=number(len(people)))
