"""The list „Bezahlverfahren“: its lines, its columns, and what is told below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.payment import PaymentKind, PaymentOverview, PaymentRow, kind_label
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.billing.wording import span_text, state_text
from tcm_tui.screens.payment_dialogs.wording import address_text, method_text
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

LineKey = tuple[PaymentKind, int]
"""The kind, and the number of what is stored, 0 for nothing."""
_NOTHING = "—"


@dataclass(frozen=True)
class Line:
    """A kind, and a method stored of it; None where there is none yet."""

    kind: PaymentKind
    row: PaymentRow | None

    @property
    def key(self) -> LineKey:
        """What identifies it."""
        return (self.kind, self.row.id if self.row else 0)


def lines(found: PaymentOverview) -> list[Line]:
    """Every kind, and each as often as something is stored of it."""
    return [Line(kind, row) for kind in PaymentKind for row in found.of(kind) or (None,)]


def columns(zone: ZoneInfo, brief: Callable[[], bool]) -> list[Column[Line]]:
    """What it is, what is stored, where it stands.

    Args:
        zone: In which days are told.
        brief: Whether there is room for a word only.
    """
    return [
        Column(
            name="kind",
            label=N_("Bezahlverfahren"),
            render=lambda line: kind_label(line.kind),
            width=26,
        ),
        Column(
            name="stored",
            label=N_("Hinterlegt"),
            render=lambda line: line.row.masked if line.row else _NOTHING,
            width=25,
            flexible=True,
            tone=lambda line: None if line.row else Tone.MUTED,
        ),
        Column(
            name="state",
            label=N_("Status"),
            render=lambda line: state_text(line.row, zone, brief=brief()),
            width=19,
            flexible=True,
            tone=_tone,
        ),
    ]


def _tone(line: Line) -> Tone | None:
    if line.row is None or not line.row.active:
        return Tone.MUTED
    return Tone.GOOD


def details_text(line: Line, zone: ZoneInfo) -> str:
    """The line under the cursor with what its columns have no room for."""
    row = line.row
    if row is None:
        return _("{kind} ist noch nicht hinterlegt.").format(kind=kind_label(line.kind))
    address = _("Rechnungsanschrift: {address}").format(address=address_text(row.address))
    told = [method_text(row), span_text(row, zone)]
    if row.offline:
        told.append(_("offline geprüft"))
    return f"{' · '.join(told)}\n{address}"
