"""The ways to pay as a booking offers them: five kinds, and what is stored of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from tcm_tui.domain.payment import PaymentKind, kind_label
from tcm_tui.i18n import _
from tcm_tui.screens.payment_dialogs.wording import address_text, method_text
from tcm_tui.widgets.record_columns import cut

if TYPE_CHECKING:
    from tcm_tui.domain.payment import PaymentOverview, PaymentRow

WayKey: TypeAlias = tuple[PaymentKind, int]
"""The kind, and the number of what is stored, 0 for nothing."""
_KIND: Final = 27
_ACCOUNT: Final = 25
"""Cells of what stands before „● aktiv“: together they fit beside „Ihre Bestellung“."""


@dataclass(frozen=True)
class Way:
    """A way to pay; `row` is what is stored of it, None when it has to be filled in."""

    kind: PaymentKind
    row: PaymentRow | None = None

    @property
    def key(self) -> WayKey:
        """What identifies it."""
        return (self.kind, self.row.id if self.row else 0)

    @property
    def active(self) -> bool:
        """Whether it is what is paid by now."""
        return self.row is not None and self.row.active


def ways(found: PaymentOverview) -> list[Way]:
    """Every kind in the portal's order, and each as often as something is stored of it."""
    return [Way(kind, row) for kind in PaymentKind for row in found.of(kind) or (None,)]


def active_way(offered: list[Way]) -> Way:
    """The active one; the first of all where there is none yet."""
    return next((way for way in offered if way.active), offered[0])


def way_text(way: Way) -> str:
    """„Lastschrift   DE89 … 3000   ● aktiv“, in columns."""
    kind = kind_label(way.kind)
    if way.row is None:
        return kind
    told = f"{kind:<{_KIND}}{cut(way.row.masked, _ACCOUNT)}"
    return f"{told}  {_('● aktiv')}" if way.active else told.rstrip()


def way_hint(way: Way) -> str:
    """What „Fortsetzen“ does with it, or where its bills go."""
    if way.row is None:
        return _(
            "„Fortsetzen“ öffnet das Formular. Das neue Bezahlverfahren wird gespeichert und gilt"
            " sofort für alle Abonnements."
        )
    if not way.active:
        told = _("„Fortsetzen“ aktiviert {method} wieder; es gilt sofort für alle Abonnements.")
        return told.format(method=method_text(way.row))
    return _("Rechnungsanschrift: {address}").format(address=address_text(way.row.address))
