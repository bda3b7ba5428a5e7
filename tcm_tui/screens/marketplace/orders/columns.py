"""Columns that several lists of „Marktplatz“ have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import N_
from tcm_tui.screens.marketplace.booking.wording import terms_text
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from tcm_tui.domain.catalogue import Charging
    from tcm_tui.domain.money import Total

NOTHING = "—"


class Ordered(Protocol):
    """What every line says."""

    title: str
    name: str
    licences: int
    term_months: int
    charging: Charging


Row = TypeVar("Row", bound=Ordered)


def title_column() -> Column[Row]:
    """„Microsoft 365 Business Basic“."""
    return Column(
        name="title", label=N_("Produkt"), render=lambda row: row.title, width=28, flexible=True
    )


def name_column() -> Column[Row]:
    """The „Abonnement-Name“."""
    return Column(
        name="name",
        label=N_("Abonnement-Name"),
        render=lambda row: row.name or NOTHING,
        width=16,
        flexible=True,
        priority=4,
        tone=lambda row: None if row.name else Tone.MUTED,
    )


def licences_column() -> Column[Row]:
    """How many, at the right."""
    return Column(
        name="licences",
        label=N_("Lizenzen"),
        render=lambda row: number(row.licences),
        width=8,
        align="right",
        priority=1,
    )


def terms_column() -> Column[Row]:
    """„12 Monate, monatlich“."""
    return Column(
        name="term",
        label=N_("Laufzeit"),
        render=lambda row: terms_text(row.term_months, row.charging),
        width=20,
        priority=3,
    )


def gross_text(total: Total | None) -> str:
    """What a period costs with VAT; „—“ where it can be booked so no more."""
    return NOTHING if total is None else euros(total.gross)
