"""What is asked before a subscription ends, goes on, or belongs to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import _, ngettext
from tcm_tui.widgets.dialog import Confirm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.subscription_rows import SubscriptionPage, SubscriptionRow


def cancel_question(page: SubscriptionPage) -> Confirm:
    """What cancelling means, and from when on."""
    parts = [
        _("{label} endet am {day}. Bis dahin bleibt alles nutzbar.").format(
            label=page.row.label, day=day_text(page.end_if_cancelled)
        )
    ]
    if page.add_ons:
        names = ", ".join(one.title for one in page.add_ons)
        parts.append(_("Damit enden auch: {names}.").format(names=names))
    if page.row.used:
        sentence = ngettext(
            "{n} Person verliert dann die Lizenz.",
            "{n} Personen verlieren dann die Lizenz.",
            page.row.used,
        )
        parts.append(sentence.format(n=number(page.row.used)))
    return Confirm("\n\n".join(parts), title=_("Abonnement kündigen?"), yes=_("Kündigen"))


def take_back_question(page: SubscriptionPage) -> Confirm:
    """What taking a cancellation back means."""
    question = _("{label} endet dann nicht am {day}, sondern verlängert sich wieder.")
    last = page.row.ends_on or page.end_if_cancelled
    return Confirm(
        question.format(label=page.row.label, day=day_text(last)),
        title=_("Kündigung zurücknehmen?"),
        yes=_("Kündigung zurücknehmen"),
    )


def take_over_question(rows: Sequence[SubscriptionRow]) -> Confirm:
    """From whom subscriptions are taken over."""
    owners = ", ".join(sorted({row.owner for row in rows}))
    sentence = ngettext(
        "{n} Abonnement gehört bisher {owners}.",
        "{n} Abonnements gehören bisher {owners}.",
        len(rows),
    )
    return Confirm(
        sentence.format(n=number(len(rows)), owners=owners),
        title=_("Inhaberschaft übernehmen?"),
        yes=_("Inhaberschaft übernehmen"),
    )
