"""`tcm-tui assign` and `tcm-tui unassign`: „Apps zuweisen“ without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.filters import FileName
from tcm_tui.cli.options import Command, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.assign_lines import line
from tcm_tui.domain.assign_list import AssignVerdict, settled, verdict_word, wishes_of
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.assign_lines import AssignLine
    from tcm_tui.domain.assign_list import AssignListRow
    from tcm_tui.services.context import Context

ASSIGN: Final = "assign"
UNASSIGN: Final = "unassign"
LABELS: Final = {
    "row": _("Zeile"),
    "email": _("E-Mail"),
    "name": _("Name"),
    "subscription_id": _("Nr."),
    "product": _("Produkt"),
    "subscription": _("Abonnement-Name"),
    "action": _("Änderung"),
    "result": _("Ergebnis"),
    "reason": _("Grund"),
}
WORDS: Final = {
    "action": lambda value: _("zuweisen") if value == ASSIGN else _("zurücknehmen"),
    "result": lambda value: verdict_word(AssignVerdict(value)),
}
_GOOD: Final = frozenset({AssignVerdict.CHANGED, AssignVerdict.DONE, AssignVerdict.UNCHANGED})
_ADDRESSES: Final = _("ADRESSE…")
_SUBSCRIPTION: Final = _("ABONNEMENT")


@click.command(
    "assign",
    cls=Command,
    short_help=_("Weist Lizenzen zu."),
    help=_(
        "Weist ADRESSEN eine Lizenz zu, Mitgliedern und offenen Einladungen. ABONNEMENT ist die"
        " Nummer oder der „Abonnement-Name“. Mit --file nennt eine Liste (xlsx, csv) in den"
        " Spalten „E-Mail“, „Produkt“ oder „Abonnement-Name“ und „Zugewiesen“ (ja, nein), was sich"
        " ändert. Was nicht möglich ist, wird mit Grund gezeigt und hält den Rest nicht auf; dann"
        " ist der Rückgabewert 1."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        '  tcm-tui assign eva@firma.example --to "Vertrieb Nord" --as anna@firma.example\n'
        "  tcm-tui assign --file lizenzen.xlsx --dry-run --as anna@firma.example"
    ),
)
@click.argument("addresses", nargs=-1, metavar=_ADDRESSES)
@click.option("--to", "subscription", metavar=_SUBSCRIPTION, help=_("Wovon."))
@click.option(
    "--file", "file", type=FileName(), metavar=_("DATEI"), help=_("Liste mit Änderungen.")
)
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@with_formats
@with_credentials
def assign(
    addresses: tuple[str, ...], *, subscription: str | None, file: str | None, dry_run: bool
) -> int:
    """Give licences, or do what a list says."""
    if file is not None:
        if addresses or subscription is not None:
            raise click.UsageError(_("--file DATEI oder ADRESSE… --to ABONNEMENT, nicht beides."))
        return _run(_read(file), dry_run=dry_run)
    if not addresses or subscription is None:
        raise click.UsageError(_("Nennen Sie ADRESSE… und --to ABONNEMENT, oder --file DATEI."))
    return _run(_typed(addresses, subscription, give=True), dry_run=dry_run)


@click.command(
    "unassign",
    cls=Command,
    short_help=_("Nimmt Lizenzen zurück."),
    help=_(
        "Nimmt ADRESSEN ihre Lizenz zurück. ABONNEMENT ist die Nummer oder der „Abonnement-Name“."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiel:\n"
        '  tcm-tui unassign eva@firma.example --from "Vertrieb Nord" --as anna@firma.example'
    ),
)
@click.argument("addresses", nargs=-1, required=True, metavar=_ADDRESSES)
@click.option("--from", "subscription", required=True, metavar=_SUBSCRIPTION, help=_("Wovon."))
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@with_formats
@with_credentials
def unassign(addresses: tuple[str, ...], *, subscription: str, dry_run: bool) -> int:
    """Take licences back."""
    return _run(_typed(addresses, subscription, give=False), dry_run=dry_run)


def _typed(addresses: Sequence[str], subscription: str, *, give: bool) -> list[AssignLine]:
    return [line(n, address, subscription, give=give) for n, address in enumerate(addresses, 1)]


def _read(file: str) -> Sequence[AssignLine]:
    from tcm_tui.services.assign_lists import read_list  # noqa: PLC0415 - as late as possible

    found = read_list(Path(file), jail=settings().import_jail)
    for note in found.notes:
        say(note)
    return found.rows


def _run(lines: Sequence[AssignLine], *, dry_run: bool) -> int:
    """Compare, save what can be saved, write what became of each row."""
    from tcm_tui.services.assign_lists import compare  # noqa: PLC0415 - as late as possible

    with acting(settings()) as ctx:
        rows = compare(ctx, lines)
        if not dry_run:
            rows = _save(ctx, rows)
    write([_as_row(row) for row in rows], LABELS, WORDS)
    say(_summary(rows, dry_run=dry_run))
    return 0 if all(row.verdict in _GOOD for row in rows) else 1


def _save(ctx: Context, rows: Sequence[AssignListRow]) -> list[AssignListRow]:
    """The rows with what became of them; with none saved when somebody was faster."""
    from tcm_tui.services.assignments import apply  # noqa: PLC0415 - as late as possible

    wishes = wishes_of(rows)
    return settled(rows, apply(ctx, wishes)) if wishes else list(rows)


def _as_row(row: AssignListRow) -> Row:
    app = row.found.app if row.found else None
    return {
        "row": row.line.number,
        "email": row.line.email,
        "name": row.found.name if row.found else "",
        "subscription_id": app.subscription_id if app else None,
        "product": app.title if app else row.line.product,
        "subscription": app.name if app else row.line.subscription,
        "action": ASSIGN if row.line.give else UNASSIGN,
        "result": row.verdict.value,
        "reason": row.reason,
    }


def _summary(rows: Sequence[AssignListRow], *, dry_run: bool) -> str:
    wanted = AssignVerdict.CHANGED if dry_run else AssignVerdict.DONE
    n = sum(row.verdict is wanted for row in rows)
    pattern = (
        ngettext(
            "{n} Zuweisung würde geändert. Es wurde nichts geändert.",
            "{n} Zuweisungen würden geändert. Es wurde nichts geändert.",
            n,
        )
        if dry_run
        else ngettext("{n} Zuweisung geändert.", "{n} Zuweisungen geändert.", n)
    )
    return pattern.format(n=n)
