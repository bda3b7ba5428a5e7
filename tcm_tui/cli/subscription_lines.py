"""Subscriptions, and what changing them comes to, as rows of output."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import Charging, charging_label, term_label
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.money import euros
from tcm_tui.domain.subscriptions import SubscriptionState, state_label
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.cli.output import Row
    from tcm_tui.domain.subscription_changes import Preview
    from tcm_tui.domain.subscription_rows import SubscriptionRow

LABELS: Final = {
    "id": _("Nr."),
    "product": _("Produkt"),
    "name": _("Abonnement-Name"),
    "licences": _("Lizenzen"),
    "used": _("Zugewiesen"),
    "monthly_cents": _("Im Monat"),
    "charging": _("Abrechnung"),
    "term_months": _("Laufzeit"),
    "term_ends_on": _("Laufzeit bis"),
    "ends_on": _("Ende"),
    "state": _("Status"),
    "owner": _("Inhaber"),
    "planned": _("Vorgemerkt"),
    "base_id": _("Zusatz zu"),
}
"""What JSON and CSV call a field, and what people call it."""
PREVIEW_LABELS: Final = {
    "id": _("Nr."),
    "product": _("Produkt"),
    "name": _("Abonnement-Name"),
    "old_licences": _("Lizenzen bisher"),
    "licences": _("Lizenzen"),
    "from_on": _("Gilt ab"),
    "net_cents": _("Jetzt netto"),
    "gross_cents": _("Jetzt brutto"),
    "next_due_on": _("Danach am"),
    "next_net_cents": _("Danach netto"),
    "next_gross_cents": _("Danach brutto"),
}


def _day(value: str) -> str:
    return day_text(date.fromisoformat(value))


def _money(value: str) -> str:
    return euros(int(value))


WORDS: Final = {
    "charging": lambda value: charging_label(Charging(value)),
    "ends_on": _day,
    "monthly_cents": _money,
    "state": lambda value: state_label(SubscriptionState(value)),
    "term_ends_on": _day,
    "term_months": lambda value: term_label(int(value)),
}
PREVIEW_WORDS: Final = {
    "from_on": _day,
    "gross_cents": _money,
    "net_cents": _money,
    "next_due_on": _day,
    "next_gross_cents": _money,
    "next_net_cents": _money,
}


def as_row(one: SubscriptionRow) -> Row:
    """`one` in stable words: values of vocabularies, ISO days, net cents."""
    return {
        "id": one.id,
        "product": one.title,
        "name": one.name,
        "licences": one.licences,
        "used": one.used,
        "monthly_cents": one.monthly_cents,
        "charging": one.charging.value,
        "term_months": one.term_months,
        "term_ends_on": one.term.last.isoformat(),
        "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        "state": one.state.value,
        "owner": one.owner,
        "planned": one.planned,
        "base_id": one.base_id,
    }


def preview_row(one: SubscriptionRow, seen: Preview) -> Row:
    """What as many licences as were asked for come to, in stable words."""
    later = seen.next_charge
    return {
        "id": one.id,
        "product": one.title,
        "name": one.name,
        "old_licences": seen.before.licences,
        "licences": seen.after.licences,
        "from_on": seen.from_on.isoformat(),
        "net_cents": seen.now.net,
        "gross_cents": seen.now.gross,
        "next_due_on": later.due_on.isoformat() if later else None,
        "next_net_cents": later.amount.net if later else None,
        "next_gross_cents": later.amount.gross if later else None,
    }
