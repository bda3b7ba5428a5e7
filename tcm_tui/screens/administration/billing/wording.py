"""What „Bezahlverfahren“ says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import long_day, long_moment
from tcm_tui.domain.payment import PaymentDeed, kind_label
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.payment import PaymentEvent, PaymentRow


def state_text(row: PaymentRow | None, zone: ZoneInfo, *, brief: bool) -> str:
    """„● aktiv seit 16.11.2026“, briefly „● aktiv“."""
    if row is None:
        return ""
    if row.active and brief:
        return _("● aktiv")
    if row.active:
        return _("● aktiv seit {day}").format(day=long_day(row.since, zone))
    return _("früher genutzt")


def span_text(row: PaymentRow, zone: ZoneInfo) -> str:
    """When it was in use."""
    since = long_day(row.since, zone)
    if row.until is None:
        return _("Aktiv seit {since}").format(since=since)
    return _("Genutzt vom {since} bis {until}").format(since=since, until=long_day(row.until, zone))


_DEEDS: Final = {
    PaymentDeed.ACTIVATED: N_("aktiviert"),
    PaymentDeed.REACTIVATED: N_("wieder aktiviert"),
    PaymentDeed.REFUSED: N_("abgelehnt"),
    PaymentDeed.REVEALED: N_("Mandat gespeichert"),
}


def deed_text(deed: PaymentDeed) -> str:
    """„wieder aktiviert“."""
    return _(_DEEDS[deed])


def event_text(event: PaymentEvent, zone: ZoneInfo) -> str:
    """A line of „Verlauf“ in full: which account, what was active before, when exactly."""
    method = f"{kind_label(event.kind)} {event.masked}".strip()
    told = f"{method} · {deed_text(event.deed)} · {long_moment(event.at, zone)}"
    if not event.before:
        return told
    before = _("bisher {method}").format(method=event.before)
    return f"{told}\n{before}"
