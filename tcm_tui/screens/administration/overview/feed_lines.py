"""„Neuigkeiten“ as lines: headings by day, folded to the width there is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from tcm_tui.domain.activity import Event, Period, period, period_label
from tcm_tui.domain.dates import feed_moment, local_day
from tcm_tui.domain.text import drawable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

GOOD: Final = "✓"
"""Stands before good news, which are not told by their colour alone."""
_GAP: Final = "  "


@dataclass(frozen=True)
class FeedLine:
    """One line on the screen: a heading, or (a part of) an event.

    `moment` is padded to the width it has under its heading; further lines of an event have
    blanks there.
    """

    text: str
    moment: str = ""
    heading: bool = False
    good: bool = False


def feed_lines(
    events: Sequence[Event], width: int, now: datetime, zone: ZoneInfo
) -> list[FeedLine]:
    """`events`, newest first, under the headings of their days, folded to `width` cells."""
    today = local_day(now, zone)

    def heading(event: Event) -> Period:
        return period(local_day(event.at, zone), today)

    lines = []
    for found, group in groupby(events, heading):
        lines.append(FeedLine(period_label(found), heading=True))
        lines += _under_one_heading(list(group), width, now, zone)
    return lines


def _under_one_heading(
    events: list[Event], width: int, now: datetime, zone: ZoneInfo
) -> list[FeedLine]:
    moments = [feed_moment(event.at, now, zone) for event in events]
    widest = max(cell_len(moment) for moment in moments)
    room = width - widest - len(_GAP) - cell_len(GOOD) - 1
    lines = []
    for event, moment in zip(events, moments, strict=True):
        before = moment + " " * (widest - cell_len(moment)) + _GAP
        sign = f"{GOOD if event.good else ' '} "
        for part in fold(drawable(event.sentence()), room):
            lines.append(FeedLine(sign + part, before, good=event.good))
            before, sign = " " * len(before), "  "
    return lines


def fold(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken between words; a long word stays whole."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and cell_len(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
