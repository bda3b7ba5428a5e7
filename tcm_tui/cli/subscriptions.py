"""`tcm-tui subscriptions`: „Produkte“ without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.options import Commands, WholeNumber, settings
from tcm_tui.cli.output import with_formats, write, write_record
from tcm_tui.cli.subscription_lines import (
    LABELS,
    PREVIEW_LABELS,
    PREVIEW_WORDS,
    WORDS,
    as_row,
    preview_row,
)
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.assign_list import AppNames
from tcm_tui.domain.assignments import App
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.order_drafts import LICENCES_MAX
from tcm_tui.domain.subscription_list import ListedSubscription, ListFilter, Viewer, matching
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.domain.terms import contract_day
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context

_SUBSCRIPTION: Final = _("ABONNEMENT")
_NOTHING_DONE: Final = _("Es wurde nichts geändert.")


@click.group("subscriptions", cls=Commands, help=_("Abonnements des Unternehmens."))
def subscriptions() -> None:
    """Everything is done by the commands."""


@subscriptions.command(
    "list",
    short_help=_("Listet die laufenden Abonnements."),
    help=_("Listet die laufenden Abonnements mit ihren Lizenzen, Kosten und Terminen."),
)
@click.option("--search", default="", metavar=_("TEXT"), help=_("Nur, was zu TEXT passt."))
@click.option(
    "--ending",
    type=WholeNumber(0),
    metavar=_("TAGE"),
    help=_("Nur, was in so vielen Tagen endet."),
)
@click.option("--all", "everything", is_flag=True, help=_("Auch beendete."))
@with_formats
@with_credentials
def list_subscriptions(*, search: str, ending: int | None, everything: bool) -> None:
    """Write what the company has booked, as far as the person may see it."""
    with acting(settings()) as ctx:
        found = _wanted(ctx, search, everything=everything)
        today = contract_day(ctx.clock())
    if ending is not None:
        found = [one for one in found if one.ends_within(today, ending)]
    write([as_row(one) for one in found], LABELS, WORDS)


def _wanted(ctx: Context, search: str, *, everything: bool) -> list[SubscriptionRow]:
    states = frozenset(SubscriptionState) if everything else frozenset()
    viewer = Viewer(ctx.actor.user_id if ctx.actor else 0, contract_day(ctx.clock()))
    lines = [ListedSubscription(one) for one in _all(ctx)]
    return [one.row for one in matching(lines, ListFilter(search, states), viewer)]


@subscriptions.command(
    "rename",
    help=_(
        "Setzt den „Abonnement-Name“; ein leerer NAME nimmt ihn weg. ABONNEMENT ist die Nummer"
        " oder der bisherige „Abonnement-Name“."
    ),
)
@click.argument("subscription", metavar=_SUBSCRIPTION)
@click.argument("name", metavar=_("NAME"))
@with_formats
@with_credentials
def rename(subscription: str, name: str) -> None:
    """Give a subscription another name."""
    with acting(settings()) as ctx:
        from tcm_tui.services import subscription_changes  # noqa: PLC0415 - as late as possible

        found = subscription_changes.rename(ctx, _named(ctx, subscription), name)
    _show(found)


@subscriptions.command(
    "set-licences",
    short_help=_("Ändert die Zahl der Lizenzen."),
    help=_(
        "Ändert die Zahl der Lizenzen auf ANZAHL und zeigt, was das kostet. ABONNEMENT ist die"
        " Nummer oder der „Abonnement-Name“."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui subscriptions set-licences Vertrieb 25 --dry-run --as anna@firma.example\n"
        "  tcm-tui subscriptions set-licences 17 25 --as anna@firma.example"
    ),
)
@click.argument("subscription", metavar=_SUBSCRIPTION)
@click.argument("licences", type=WholeNumber(1, LICENCES_MAX), metavar=_("ANZAHL"))
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was es kosten würde."))
@with_formats
@with_credentials
def set_licences(subscription: str, licences: int, *, dry_run: bool) -> None:
    """Have so many licences in all, and write what that comes to."""
    with acting(settings()) as ctx:
        from tcm_tui.services import subscription_changes  # noqa: PLC0415 - as late as possible

        one = _named(ctx, subscription)
        seen = subscription_changes.preview_licences(ctx, one.id, licences)
        if not dry_run:
            subscription_changes.set_licences(ctx, seen)
    write_record(preview_row(one, seen), PREVIEW_LABELS, PREVIEW_WORDS)
    if dry_run:
        say(_NOTHING_DONE)


@subscriptions.command(
    "cancel",
    help=_(
        "Kündigt zum Ende der Laufzeit, mit allen Zusatzprodukten. ABONNEMENT ist die Nummer oder"
        " der „Abonnement-Name“."
    ),
)
@click.argument("subscription", metavar=_SUBSCRIPTION)
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, wann es enden würde."))
@with_formats
@with_credentials
def cancel(subscription: str, *, dry_run: bool) -> None:
    """Let a subscription end with its term."""
    with acting(settings()) as ctx:
        from tcm_tui.services import subscription_endings  # noqa: PLC0415 - as late as possible

        one = _named(ctx, subscription)
        last = subscription_endings.preview_cancel(ctx, one)
        if not dry_run:
            one = subscription_endings.cancel(ctx, one)
    _show(one)
    if dry_run:
        say(
            _("{title} würde am {day} enden. Es wurde nichts geändert.").format(
                title=one.full_name, day=day_text(last)
            )
        )


@subscriptions.command(
    "take-back",
    help=_("Nimmt eine Kündigung zurück. ABONNEMENT ist die Nummer oder der „Abonnement-Name“."),
)
@click.argument("subscription", metavar=_SUBSCRIPTION)
@with_formats
@with_credentials
def take_back(subscription: str) -> None:
    """Let a cancelled subscription go on."""
    with acting(settings()) as ctx:
        from tcm_tui.services import subscription_endings  # noqa: PLC0415 - as late as possible

        found = subscription_endings.take_back(ctx, _named(ctx, subscription))
    _show(found)


def _all(ctx: Context) -> list[SubscriptionRow]:
    from tcm_tui.services import subscriptions as use_cases  # noqa: PLC0415 - as late as possible

    return use_cases.subscriptions(ctx)


def _named(ctx: Context, text: str) -> SubscriptionRow:
    """The running subscription with that number, or called so.

    Raises:
        NotFound: None is, or several are.
    """
    rows = {one.id: one for one in _all(ctx) if one.running}
    return rows[AppNames(_apps(rows.values())).called("", text).subscription_id]


def _apps(rows: Iterable[SubscriptionRow]) -> Iterable[App]:
    return (App(one.id, one.product, one.edition, one.name) for one in rows)


def _show(one: SubscriptionRow) -> None:
    write_record(as_row(one), LABELS, WORDS)
