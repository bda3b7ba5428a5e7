"""What a sheet about somebody says, line by line, folded to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells
from textual.content import Content

from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.text import drawable
from tcm_tui.i18n import _
from tcm_tui.widgets.record_columns import cut
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.history import HistoryEntry, MemberSession
    from tcm_tui.screens.administration.members.facts import Facts

_MOST: Final = 8
"""Lines that one value may take; an address of any length fits."""
_INDENT: Final = "  "
_QUIET: Final = "$text-muted"
_HEADING: Final = "bold"


def fold(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, harmless, and with „…“ where it is cut.

    Lines break between words; a word that is longer than a line breaks anywhere.
    """
    width = max(1, width)
    room = 4 * width * _MOST  # more than those lines could ever hold is not looked at
    lines = [""]
    for word in drawable(text[:room]).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            parts = chop_cells(word, width) or [""]
            lines = [*lines, *parts] if lines[-1] else [*lines[:-1], *parts]
    if len(lines) > _MOST or len(text) > room:
        lines = [*lines[: _MOST - 1], cut(lines[_MOST - 1] + " " * width + ".", width)]
    return lines


def facts_lines(facts: Facts, width: int) -> Iterator[Content]:
    """Labels at the left, values in one column."""
    widest = max(cell_len(label) for label, _value in facts.lines)
    for label, value in facts.lines:
        before = label + " " * (widest - cell_len(label))
        for line in fold(value, width - widest - len(_INDENT)):
            yield Content.assemble((before, _QUIET), _INDENT, txt(line))
            before = " " * widest


def session_lines(
    sessions: Sequence[MemberSession], width: int, zone: ZoneInfo
) -> Iterator[Content]:
    """„● seit 22.11.2026, 08:41 Uhr“, and below it when and from where somebody was seen."""
    yield from _heading(_("Sitzungen"))
    if not sessions:
        yield Content.assemble((_INDENT + _("noch keine"), _QUIET))
    for session in sessions:
        began = long_moment(session.started_at, zone)
        sign = "●" if session.is_open else "○"
        pattern = _("offen seit {at}") if session.is_open else _("{at}, beendet")
        yield txt(f"{sign} {pattern.format(at=began)}")
        parts = [_("zuletzt {at}").format(at=long_moment(session.last_seen_at, zone)), session.host]
        if session.client:
            parts.append(_("SSH von {address}").format(address=session.client))
        yield from _quiet(" · ".join(parts), width)


def history_lines(
    entries: Sequence[HistoryEntry], width: int, zone: ZoneInfo, *, whole: bool
) -> Iterator[Content]:
    """„22.11.2026, 09:12 Uhr · Anna Muster“, and below it what they did."""
    yield from _heading(_("Verlauf"))
    if not entries:
        yield Content.assemble((_INDENT + _("noch nichts"), _QUIET))
    for entry in entries:
        yield txt(fold(entry.title(), width)[0])
        for detail in entry.details():
            for line in fold(detail, width - len(_INDENT)):
                yield txt(_INDENT + line)
        told = long_moment(entry.at, zone)
        yield from _quiet(f"{told} · {entry.actor}" if entry.actor else told, width)
    if not whole:
        yield Content.assemble((_INDENT + "…", _QUIET))


def _heading(text: str) -> Iterator[Content]:
    yield txt("")
    yield Content.assemble((text, _HEADING))


def _quiet(text: str, width: int) -> Iterator[Content]:
    for line in fold(text, width - len(_INDENT)):
        yield Content.assemble((_INDENT + line, _QUIET))
