"""The two lists of „Kosten“: months, and the lines of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tcm_tui.domain.costs import CostLine, CostMonth, Standing, kind_label, standing_text
from tcm_tui.domain.dates import day_text, month_text
from tcm_tui.domain.money import euros
from tcm_tui.i18n import N_
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

_TONES = {Standing.CURRENT: Tone.GOOD, Standing.PAST: Tone.MUTED}


class MonthTable(UnmarkedTable[CostMonth]):
    """Months, the last first; Enter goes on to the lines of one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select",
            N_("Zu den Posten"),
            id="costs.lines",
            tooltip=N_("Geht zu den Posten des Monats unter dem Cursor"),
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to go to while the list is empty."""
        if action == "select" and self.cursor_row is None:
            return False
        return super().check_action(action, parameters)


class LineTable(UnmarkedTable[CostLine]):
    """What falls due in a month, by its days."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select",
            N_("Nur dieses Abonnement"),
            id="costs.only",
            tooltip=N_("Zeigt in allen Monaten nur das Abonnement unter dem Cursor"),
        ),
    ]


def month_key(month: CostMonth) -> date:
    """What identifies a month."""
    return month.first


def line_key(line: CostLine) -> tuple[int, int]:
    """What identifies a line within its month."""
    return line.key


def month_columns() -> list[Column[CostMonth]]:
    """Which one, whether it is over, and what it comes to."""
    return [
        Column(
            name="month",
            label=N_("Monat"),
            render=lambda month: month_text(month.first),
            width=14,
            flexible=True,
        ),
        Column(
            name="standing",
            label=N_("Stand"),
            render=lambda month: standing_text(month.standing),
            width=11,
            tone=lambda month: _TONES.get(month.standing),
        ),
        _amount("net", N_("Netto"), lambda month: month.total.net, width=13),
        _amount("vat", N_("MwSt."), lambda month: month.total.vat, width=12),
        _amount("gross", N_("Brutto"), lambda month: month.total.gross, width=13),
    ]


def _amount(
    name: str, label: str, cents: Callable[[CostMonth], int], *, width: int
) -> Column[CostMonth]:
    return Column(
        name=name,
        label=label,
        render=lambda month: euros(cents(month)),
        width=width,
        align="right",
    )


def line_columns() -> list[Column[CostLine]]:
    """When, for which subscription, what for, how many, how much."""
    return [
        Column(
            name="due",
            label=N_("Fällig"),
            render=lambda line: day_text(line.due_on),
            width=11,
            tone=lambda _line: Tone.MUTED,
        ),
        Column(
            name="subscription",
            label=N_("Abonnement"),
            render=lambda line: line.billed.label,
            width=20,
            flexible=True,
        ),
        Column(
            name="kind",
            label=N_("Posten"),
            render=lambda line: kind_label(line.charge.kind),
            width=10,
            priority=1,
        ),
        Column(
            name="licences",
            label=N_("Lizenzen"),
            render=lambda line: str(line.charge.licences),
            width=8,
            align="right",
            priority=2,
        ),
        Column(
            name="net",
            label=N_("Netto"),
            render=lambda line: euros(line.charge.amount.net),
            width=13,
            align="right",
        ),
    ]
