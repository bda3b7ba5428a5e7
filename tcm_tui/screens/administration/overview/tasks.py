"""The cards of „Übersicht“: how many people there are, and „Zu erledigen“."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.dates import local_day
from tcm_tui.domain.invitations import EXPIRING_WITHIN
from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.domain.payment import kind_label
from tcm_tui.domain.subscription_list import ListFilter, Showing
from tcm_tui.domain.subscription_rows import ENDING_SOON
from tcm_tui.i18n import _, ngettext
from tcm_tui.navigation import Destination, MarketplacePart, entry
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.screens.host import host
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual.app import ComposeResult

    from tcm_tui.domain.activity import Overview
    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.permissions import Permission
    from tcm_tui.domain.subscription_rows import Attention
    from tcm_tui.screens.administration.overview.reading import Standing

_KINDS: Final[dict[str, tuple[Destination, object]]] = {
    "requests": (Destination.MARKETPLACE, MarketplacePart.REQUESTS),
    "expired": (Destination.MEMBERS, None),
    "expiring": (Destination.MEMBERS, None),
    "failed": (Destination.FAILED_MAILS, None),
    "card": (Destination.PAYMENT, None),
    "ending": (Destination.PRODUCTS, ListFilter(showing=frozenset({Showing.ENDING_30}))),
    "ownerless": (Destination.PRODUCTS, ListFilter(showing=frozenset({Showing.OWNERLESS}))),
    "unused": (Destination.PRODUCTS, ListFilter(showing=frozenset({Showing.FREE}))),
}
"""The lines, where each of them is mended, and what is to be shown there."""


def task_sentences(overview: Overview) -> dict[str, str]:
    """What waits to be done, the most pressing first; nothing where it counts none."""
    expired, expiring = overview.expired or 0, overview.expiring or 0
    failed, days = overview.failed_mails or 0, EXPIRING_WITHIN.days
    found = {
        "expired": (
            expired,
            ngettext("{n} Einladung ist abgelaufen", "{n} Einladungen sind abgelaufen", expired),
        ),
        "expiring": (
            expiring,
            ngettext(
                "{n} Einladung endet binnen {days} Tagen",
                "{n} Einladungen enden binnen {days} Tagen",
                expiring,
            ),
        ),
        "failed": (
            failed,
            ngettext(
                "{n} E-Mail konnte nicht zugestellt werden",
                "{n} E-Mails konnten nicht zugestellt werden",
                failed,
            ),
        ),
    }
    return {kind: text.format(n=count, days=days) for kind, (count, text) in found.items() if count}


def subscription_sentences(attention: Attention | None) -> dict[str, str]:
    """What of the subscriptions waits to be looked at; nothing where it counts none."""
    if attention is None:
        return {}
    ending, ownerless, unused = attention.ending, attention.ownerless, attention.sums.unused
    found = {
        "ending": (
            ending,
            ngettext(
                "{n} Abonnement endet in {days} Tagen",
                "{n} Abonnements enden in {days} Tagen",
                ending,
            ),
        ),
        "ownerless": (
            ownerless,
            ngettext(
                "{n} Abonnement ist ohne Inhaber", "{n} Abonnements sind ohne Inhaber", ownerless
            ),
        ),
        "unused": (
            unused,
            ngettext(
                "{n} Lizenz ist ungenutzt · {price} im Monat",
                "{n} Lizenzen sind ungenutzt · {price} im Monat",
                unused,
            ),
        ),
    }
    price = euros(attention.sums.unused_cents) if unused else ""
    return {
        kind: text.format(n=number(count), days=ENDING_SOON, price=price)
        for kind, (count, text) in found.items()
        if count
    }


def request_sentences(requests: int) -> dict[str, str]:
    """What people asked for and wait for; nothing where nobody does."""
    sentence = ngettext("{n} Anfrage wartet", "{n} Anfragen warten", requests)
    return {"requests": sentence.format(n=number(requests))} if requests else {}


def card_sentence(card: PaymentRow, today: date) -> str:
    """When the card by which the company pays ends."""
    method = f"{kind_label(card.kind)} {card.masked}"
    days = ((card.expires_on or today) - today).days
    if days < 0:
        return _("{method} ist abgelaufen").format(method=method)
    sentence = ngettext("{method} endet in {n} Tag", "{method} endet in {n} Tagen", days)
    return (sentence if days else _("{method} endet heute")).format(method=method, n=days)


def members_text(overview: Overview) -> Content:
    """„24 aktiv“ and below it what else there is."""
    lines = [_("{n} aktiv").format(n=overview.active)]
    if overview.invited is not None:
        lines.append(_("{n} eingeladen").format(n=overview.invited))
    elif overview.disabled:
        lines.append(_("{n} deaktiviert").format(n=overview.disabled))
    return Content.assemble(lines[0], "\n", ("\n".join(lines[1:]), "$text-muted"))


class Tasks(Container):
    """„Zu erledigen“: a line each, leading to where it is mended.

    Args:
        may: Whether whoever is signed in has a permission: of other places nothing is told.
    """

    def __init__(self, may: Callable[[Permission], bool]) -> None:
        super().__init__(id="tasks")
        self._kinds = {kind: way for kind, way in _KINDS.items() if may(entry(way[0]).permission)}

    def compose(self) -> ComposeResult:
        """A place for each kind, so that a focus on one outlives every reload."""
        for kind, (place, item) in self._kinds.items():
            yield Signpost("", place, item=item, id=kind, classes="overview--task")
        yield Static(txt(""), id="no-task")

    def on_mount(self) -> None:
        """Show nothing before it is known."""
        self.border_title = txt(_("Zu erledigen"))
        for line in self.query(Signpost):
            line.display = False

    def show(self, found: Standing) -> None:
        """Tell what waits, or that nothing does."""
        sentences = request_sentences(found.requests) | task_sentences(found.overview)
        sentences |= subscription_sentences(found.attention)
        if found.cards:
            sentences["card"] = card_sentence(
                found.cards[0], local_day(host(self).clock(), host(self).zone)
            )
        for kind in self._kinds:
            line = self.query_one(f"#{kind}", Signpost)
            line.display = kind in sentences
            line.update(txt(f"! {sentences.get(kind, '')}"))
        rest = "" if sentences else _("✓ Nichts zu erledigen")
        self.query_one("#no-task", Static).update(txt(rest))
        self.query_one("#no-task").display = not sentences
