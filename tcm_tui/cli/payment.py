"""`tcm-tui payment`: „Bezahlverfahren“ without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, with_credentials
from tcm_tui.domain.payment import PaymentKind, PaymentState, kind_label
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.payment import PaymentOverview, PaymentRow

LABELS: Final = {
    "id": _("Nr."),
    "kind": _("Bezahlverfahren"),
    "masked": _("Hinterlegt"),
    "state": _("Status"),
    "since": _("Seit"),
    "until": _("Bis"),
}
"""What JSON and CSV call a field, and what people call it."""
_STATES: Final = {PaymentState.ACTIVE: N_("aktiv"), PaymentState.FORMER: N_("früher genutzt")}
WORDS: Final = {
    "kind": lambda value: kind_label(PaymentKind(value)),
    "state": lambda value: _(_STATES[PaymentState(value)]),
}


@click.group("payment", cls=Commands, help=_("Bezahlverfahren des Unternehmens."))
def payment() -> None:
    """Everything is done by the commands."""


@payment.command(
    "list",
    short_help=_("Listet alle Bezahlverfahren."),
    help=_(
        "Listet alle Bezahlverfahren mit ihrem Stand; von Konten und Karten nur, woran man sie"
        " erkennt."
    ),
)
@with_formats
@with_credentials
def list_methods() -> None:
    """Write every kind, with what is stored of it."""
    with acting(settings()) as ctx:
        from tcm_tui.services.payment_methods import overview  # noqa: PLC0415 - as late as possible

        rows = list(_rows(overview(ctx)))
    write(rows, LABELS, WORDS)


def _rows(found: PaymentOverview) -> Iterator[Row]:
    """In the portal's order; a kind that nobody has chosen yet has a row of its own, too."""
    for kind in PaymentKind:
        stored = found.of(kind)
        yield from map(_as_row, stored) if stored else [_nothing(kind)]


def _as_row(row: PaymentRow) -> Row:
    """`row` in stable words: the values of kind and state, and instants in UTC."""
    return {
        "id": row.id,
        "kind": row.kind.value,
        "masked": row.masked,
        "state": row.state.value,
        "since": _instant(row.since),
        "until": _instant(row.until),
    }


def _nothing(kind: PaymentKind) -> Row:
    return {**dict.fromkeys(LABELS), "kind": kind.value}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
