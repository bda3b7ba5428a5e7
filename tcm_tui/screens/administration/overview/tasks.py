"""The cards of „Übersicht“: how many people there are, and „Zu erledigen“."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.dates import local_day
from tcm_tui.domain.invitations import EXPIRING_WITHIN
from tcm_tui.domain.payment import kind_label
from tcm_tui.i18n import _, ngettext
from tcm_tui.navigation import Destination, entry
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.screens.host import host
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from tcm_tui.domain.activity import Overview
    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.permissions import Permission

_KINDS: Final = {
    "expired": Destination.MEMBERS,
    "expiring": Destination.MEMBERS,
    "failed": Destination.FAILED_MAILS,
    "card": Destination.PAYMENT,
}
"""The lines, and where each of them is mended."""


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
        self._kinds = {
            kind: place for kind, place in _KINDS.items() if may(entry(place).permission)
        }

    def compose(self) -> ComposeResult:
        """A place for each kind, so that a focus on one outlives every reload."""
        for kind, place in self._kinds.items():
            yield Signpost("", place, id=kind, classes="overview--task")
        yield Static(txt(""), id="no-task")

    def on_mount(self) -> None:
        """Show nothing before it is known."""
        self.border_title = txt(_("Zu erledigen"))
        for line in self.query(Signpost):
            line.display = False

    def show(self, overview: Overview, cards: Sequence[PaymentRow] = ()) -> None:
        """Tell what waits, or that nothing does; `cards` end soon, or have ended."""
        sentences = task_sentences(overview)
        if cards:
            sentences["card"] = card_sentence(
                cards[0], local_day(host(self).clock(), host(self).zone)
            )
        for kind in self._kinds:
            line = self.query_one(f"#{kind}", Signpost)
            line.display = kind in sentences
            line.update(txt(f"! {sentences.get(kind, '')}"))
        rest = "" if sentences else _("✓ Nichts zu erledigen")
        self.query_one("#no-task", Static).update(txt(rest))
        self.query_one("#no-task").display = not sentences
