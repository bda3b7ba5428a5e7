"""Instants as people read them: in the zone of the settings, in the language in use.

The patterns are CLDR's (Unicode TS 35) and are translated like any other text.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tcm_tui.domain.activity import Period, period
from tcm_tui.i18n import _, language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def _formatted(local: datetime, pattern: str) -> str:
    from babel.dates import format_datetime  # noqa: PLC0415 - costs 40 ms

    return format_datetime(local, pattern, tzinfo=local.tzinfo, locale=language())


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an instant, where the people are."""
    return at.astimezone(zone).date()


def short_moment(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """For a narrow column: „heute 08:41“, „gestern“, „20.11.“, „20.11.2025“; „–“ for never."""
    if at is None:
        return "–"
    local, today = at.astimezone(zone), local_day(now, zone)
    if local.date() == today:
        return _("heute {time}").format(time=_formatted(local, _("HH:mm")))
    if local.date() == today - timedelta(days=1):
        return _("gestern")
    return _formatted(local, _("dd.MM.") if local.year == today.year else _("dd.MM.y"))


def feed_moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """For „Neuigkeiten“: „08:12“ today, „Di 16:03“ this week, „03.11. 16:03“, „03.11.2025“."""
    local, today = at.astimezone(zone), local_day(now, zone)
    found = period(local.date(), today)
    if found is Period.TODAY:
        return _formatted(local, _("HH:mm"))
    if found is Period.THIS_WEEK:
        return _formatted(local, _("ccc HH:mm"))
    return _formatted(local, _("dd.MM. HH:mm") if local.year == today.year else _("dd.MM.y"))


def long_moment(at: datetime, zone: ZoneInfo) -> str:
    """For details: „20.11.2026, 16:03 Uhr“."""
    return _formatted(at.astimezone(zone), _("dd.MM.y, HH:mm 'Uhr'"))


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """„16:03 Uhr“."""
    return _formatted(at.astimezone(zone), _("HH:mm 'Uhr'"))


def long_day(at: datetime, zone: ZoneInfo) -> str:
    """„20.11.2026“."""
    return _formatted(at.astimezone(zone), _("dd.MM.y"))


def month_text(day: date) -> str:
    """The month with `day`: „November 2026“."""
    from babel.dates import format_date  # noqa: PLC0415 - costs 40 ms

    return format_date(day, _("LLLL y"), locale=language())


def day_text(day: date) -> str:
    """A day of a contract, which has no zone: „30.11.2026“."""
    from babel.dates import format_date  # noqa: PLC0415 - costs 40 ms

    return format_date(day, _("dd.MM.y"), locale=language())
