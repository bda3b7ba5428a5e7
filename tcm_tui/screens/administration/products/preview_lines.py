"""What a change of licences or of the edition comes to, before and after beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.products.wording import period_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.domain.subscription_changes import Preview

_GAP: Final = 3
_QUIET: Final = "$text-muted"
_LOUD: Final = "bold"


def preview_lines(preview: Preview, today: date, width: int) -> Content:
    """All of it, folded to the width there is."""
    lines = _compared(preview, today)
    for label, text in _amounts(preview, today):
        lines += [txt(""), Content.assemble((label, _QUIET)), *_folded(text, width)]
    if preview.drops_plan is not None:
        text = _("! Die vorgemerkte Edition „{edition}“ entfällt damit.")
        lines += [txt(""), *_folded(text.format(edition=preview.drops_plan), width)]
    return Content("\n").join(lines)


def _compared(preview: Preview, today: date) -> list[Content]:
    """A table of three columns: what, now, then."""
    before, after = preview.before, preview.after
    at_once = preview.from_on <= today
    then = _("künftig") if at_once else _("ab {day}").format(day=day_text(preview.from_on))
    rows = [("", _("bisher"), then)]
    if preview.changes_edition:
        rows.append((_("Edition"), preview.edition_before, preview.edition_after))
    rows.append((_("Lizenzen"), number(before.licences), number(after.licences)))
    now = period_text(before.cents, preview.charging)
    rows.append((_("Kosten netto"), now, period_text(after.cents, preview.charging)))
    widths = [max(cell_len(row[place]) for row in rows) + _GAP for place in range(2)]
    return [
        Content.assemble(
            (_padded(label, widths[0]), _QUIET),
            (_padded(now, widths[1]), _QUIET if not place else ""),
            (later, _LOUD if place else _QUIET),
        )
        for place, (label, now, later) in enumerate(rows)
    ]


def _amounts(preview: Preview, today: date) -> list[tuple[str, str]]:
    """What is due now and next, each with a heading."""
    return [(_("Heute"), _now_text(preview, today)), (_("Danach"), _next_text(preview))]


def _now_text(preview: Preview, today: date) -> str:
    """What is charged, or given back, at once."""
    amount = preview.now
    if preview.from_on > today:
        return _("Es wird nichts berechnet; die Änderung gilt erst ab {day}.").format(
            day=day_text(preview.from_on)
        )
    if not amount.net:
        return _("Es wird nichts berechnet.")
    days = ngettext("für {n} Tag bis {day}", "für {n} Tage bis {day}", preview.rest.days).format(
        n=preview.rest.days, day=day_text(preview.rest.last)
    )
    pattern = (
        _("Berechnet werden {net} netto, {gross} mit MwSt., {days}.")
        if amount.net > 0
        else _("Gutgeschrieben werden {net} netto, {gross} mit MwSt., {days}.")
    )
    return pattern.format(net=euros(abs(amount.net)), gross=euros(abs(amount.gross)), days=days)


def _next_text(preview: Preview) -> str:
    """What falls due next."""
    charge = preview.next_charge
    if charge is None:
        return _("Danach wird nichts mehr berechnet.")
    return _("{net} netto, {gross} mit MwSt. am {day}.").format(
        net=euros(charge.amount.net),
        gross=euros(charge.amount.gross),
        day=day_text(charge.due_on),
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _folded(text: str, width: int) -> list[Content]:
    return list(txt(text).wrap(max(1, width)))
