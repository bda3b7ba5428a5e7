"""What the sheet about a subscription says, line by line, folded to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.members import state_text
from tcm_tui.i18n import _
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.assignments import Person
    from tcm_tui.domain.subscription_history import SubscriptionEvent

HOLDERS: Final = 12
"""People named of those who have a licence; „Apps zuweisen“ lists them all."""
_INDENT: Final = "  "
_QUIET: Final = "$text-muted"
_HEADING: Final = "bold"


def fact_lines(facts: Sequence[tuple[str, str]], width: int) -> Iterator[Content]:
    """Labels at the left, values in one column; a label that repeats is said once."""
    widest = max(cell_len(label) for label, _value in facts)
    said = ""
    for label, value in facts:
        before = "" if label == said else label
        said = label
        for line in _folded(value, width - widest - len(_INDENT)):
            padded = before + " " * (widest - cell_len(before))
            yield Content.assemble((padded, _QUIET), _INDENT, line)
            before = ""


def holder_lines(holders: Sequence[Person], used: int, width: int) -> Iterator[Content]:
    """„Lizenzen haben“: the first of them, and how many more."""
    yield from _heading(_("Lizenzen haben"))
    if not holders:
        yield Content.assemble((_INDENT + _("noch niemand"), _QUIET))
    for person in holders[:HOLDERS]:
        sign = state_text(person.state)[0]  # never by colour alone
        named = person.first_name or person.last_name
        yield from _indented(f"{sign} {person.name if named else person.address}", width)
    if more := used - min(len(holders), HOLDERS):
        yield Content.assemble((_INDENT + _("und {n} weitere").format(n=more), _QUIET))


def history_lines(
    events: Sequence[SubscriptionEvent], width: int, zone: ZoneInfo, *, whole: bool
) -> Iterator[Content]:
    """What was done, and below it the details, when, and by whom."""
    yield from _heading(_("Verlauf"))
    if not events:
        yield Content.assemble((_INDENT + _("noch nichts"), _QUIET))
    for event in events:
        yield from _folded(event.title, width)
        for detail in event.details:
            yield from _indented(detail, width)
        told = long_moment(event.at, zone)
        quiet = f"{told} · {event.actor}" if event.actor else told
        for line in _folded(quiet, width - len(_INDENT)):
            yield Content.assemble(_INDENT, line.stylize(_QUIET))
    if not whole:
        yield Content.assemble((_INDENT + "…", _QUIET))


def _heading(text: str) -> Iterator[Content]:
    yield txt("")
    yield Content.assemble((text, _HEADING))


def _indented(text: str, width: int) -> Iterator[Content]:
    for line in _folded(text, width - len(_INDENT)):
        yield Content.assemble(_INDENT, line)


def _folded(text: str, width: int) -> list[Content]:
    """`text` in lines of at most `width` cells, broken between words where that is possible."""
    return list(txt(text).wrap(max(1, width))) or [txt("")]
