"""What the list of products shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.catalogue import category_label
from tcm_tui.domain.money import euros
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from tcm_tui.domain.catalogue import ProductRow


def columns() -> list[Column[ProductRow]]:
    """What it is, of whom, what for, from which price; narrow terminals keep name and price."""
    return [
        Column(
            name="name", label=N_("Produkt"), width=30, flexible=True, render=lambda one: one.name
        ),
        Column(
            name="provider",
            label=N_("Anbieter"),
            width=11,
            priority=2,
            render=lambda one: one.provider,
        ),
        Column(
            name="category",
            label=N_("Kategorie"),
            width=21,
            priority=3,
            render=lambda one: category_label(one.category),
            tone=lambda _one: Tone.MUTED,
        ),
        *_offer(),
    ]


def _offer() -> list[Column[ProductRow]]:
    return [
        Column(
            name="editions",
            label=N_("Editionen"),
            width=24,
            flexible=True,
            priority=5,
            render=lambda one: ", ".join(name for name in one.editions if name),
            tone=lambda _one: Tone.MUTED,
        ),
        Column(
            name="trial",
            label=N_("Test"),
            width=8,
            priority=4,
            render=lambda one: _("{n} Tage").format(n=one.trial_days) if one.trial_days else "",
            tone=lambda _one: Tone.GOOD,
        ),
        Column(
            name="from",
            label=N_("Im Monat ab"),
            width=11,
            priority=1,
            align="right",
            render=lambda one: euros(one.from_cents),
        ),
    ]
