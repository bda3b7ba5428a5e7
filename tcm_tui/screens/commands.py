"""What the palette offers: places, the actions of the screen, people, language and look."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from tcm_tui.domain.booking_wish import ShowProduct
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.looks import LANGUAGE_NAMES, THEME_LABELS
from tcm_tui.domain.members import MemberFilter
from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.i18n import LANGUAGES, _, language
from tcm_tui.navigation import Destination, reachable
from tcm_tui.screens.palette import Command
from tcm_tui.widgets.key_bar import key_name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

    from textual.binding import ActiveBinding

    from tcm_tui.domain.catalogue import ProductRow
    from tcm_tui.domain.members import MemberRow
    from tcm_tui.domain.permissions import Standing
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context

PEOPLE_SHOWN: Final = 8
"""People in the palette; whoever needs more searches in „Benutzer“."""
SUBSCRIPTIONS_SHOWN: Final = 8
"""Subscriptions in the palette; whoever needs more searches in „Produkte“."""
Finder: TypeAlias = "Callable[[str], Awaitable[list[Command]]]"
"""Finds by name what is not offered before one types."""
PRODUCTS_SHOWN: Final = 5
"""Products in the palette; whoever needs more searches in „Marktplatz“."""
ALIASES: Final = {
    "help": "help",
    "quit": "quit exit",
    "invite": "invite user",
    "invite_many": "invite many people import",
    "read_again": "reload refresh",
    "search": "search find",
}
"""English words for actions, by the name of the action."""
_MOVES: Final = frozenset({"app.palette", "edge", "move", "page", "tab", "turn", "vim"})
"""Keys that only move about: the palette has the places themselves."""


def places(
    role: Standing | None,
    go: Callable[[Destination], object],
    *,
    mailbox: bool,
    partner: bool = False,
) -> Iterator[Command]:
    """Everywhere `role` may go from here; „Hilfe“ is an action."""
    for one in reachable(role, mailbox=mailbox, partner=partner):
        if one.destination is not Destination.HELP:
            hint = str(one.tab) if one.tab else ""
            yield Command(_(one.label), partial(go, one.destination), hint, one.aliases)


def actions(
    bindings: Mapping[str, ActiveBinding],
    run: Callable[[ActiveBinding], object],
    *,
    everywhere: bool,
) -> Iterator[Command]:
    """Every action that is allowed here and has a word.

    Args:
        bindings: Of the screen in front.
        run: What choosing one does.
        everywhere: Those of the program, or those of the screen.
    """
    seen = {"app.help"}  # a second key for an action of the program
    for active in bindings.values():
        binding = active.binding
        name = binding.action.partition("(")[0]
        if not active.enabled or not binding.tooltip or name in _MOVES or binding.action in seen:
            continue
        if (binding.id or "").startswith("app.") is not everywhere:
            continue
        seen.add(binding.action)
        yield Command(
            _(binding.description),
            partial(run, active),
            binding.key_display or key_name(binding.key),
            f"{ALIASES.get(name, '')} {name.replace('_', ' ')}",
        )


def keys(hints: Iterable[tuple[str, str]], press: Callable[[str], object]) -> Iterator[Command]:
    """What a dialog's own keys do: nothing else makes sense while it waits for an answer."""
    for key, text in hints:
        yield Command(text[:1].upper() + text[1:], partial(press, key), key_name(key))


def helping(help_: Callable[[], object]) -> Command:
    """„Hilfe“."""
    return Command(_("Hilfe"), help_, key_name("f1"), ALIASES["help"])


def languages(speak: Callable[[str], object]) -> Iterator[Command]:
    """The other languages."""
    for name in LANGUAGES:
        if name != language():
            label = _("Sprache: {name}").format(name=LANGUAGE_NAMES[name])
            yield Command(label, partial(speak, name), aliases="language")


def themes(current: str, wear: Callable[[str], object]) -> Iterator[Command]:
    """The other looks."""
    for name, label in THEME_LABELS.items():
        if name != current:
            text = _("Farben: {name}").format(name=_(label))
            yield Command(text, partial(wear, name), aliases="theme colours dark light contrast")


def leaving(leave: Callable[[], object]) -> Command:
    """„Abmelden“."""
    return Command(_("Abmelden"), leave, aliases="sign out logout leave")


def people_finder(
    role: Standing,
    ask: Callable[..., Awaitable[list[MemberRow]]],
    go: Callable[[Destination, object], object],
) -> Finder | None:
    """Finds members and invitations by name, for those who may see them."""
    if not allows(role, Permission.MEMBER_LIST):
        return None

    async def find(search: str) -> list[Command]:
        try:
            rows = await ask(_page, search)
        except DomainError:
            return []  # the palette still has its places; the list itself will say what is wrong
        return [
            Command(row.name, partial(go, Destination.MEMBERS, row.key), row.address)
            for row in rows
        ]

    return find


def subscription_finder(
    role: Standing,
    ask: Callable[..., Awaitable[list[SubscriptionRow]]],
    go: Callable[[Destination, object], object],
) -> Finder | None:
    """Finds subscriptions by „Abonnement-Name“ and product, for those who may see them."""
    if not allows(role, Permission.SUBSCRIPTION_READ):
        return None

    async def find(search: str) -> list[Command]:
        try:
            rows = await ask(_subscriptions, search)
        except DomainError:
            return []  # as above
        return [
            Command(row.label, partial(go, Destination.PRODUCTS, row.id), row.title) for row in rows
        ]

    return find


def product_finder(
    role: Standing,
    ask: Callable[..., Awaitable[list[ProductRow]]],
    go: Callable[[Destination, object], object],
) -> Finder | None:
    """Finds what can be booked, for those who may see it."""
    if not allows(role, Permission.CATALOGUE_READ):
        return None

    async def find(search: str) -> list[Command]:
        try:
            rows = await ask(_products, search)
        except DomainError:
            return []  # as above
        return [
            Command(
                row.name, partial(go, Destination.MARKETPLACE, ShowProduct(row.id)), row.provider
            )
            for row in rows
        ]

    return find


def together(*finders: Finder | None) -> Finder | None:
    """Finds what each of them finds, one behind the other; None where there is none."""
    known = [one for one in finders if one is not None]

    async def find(search: str) -> list[Command]:
        return [command for one in known for command in await one(search)]

    return find if known else None


def _subscriptions(ctx: Context, search: str) -> list[SubscriptionRow]:
    from tcm_tui.domain.subscription_list import found_by_name  # noqa: PLC0415 - as below
    from tcm_tui.services.subscriptions import subscriptions  # noqa: PLC0415 - brings SQLAlchemy

    return found_by_name(subscriptions(ctx), search)[:SUBSCRIPTIONS_SHOWN]


def _page(ctx: Context, search: str) -> list[MemberRow]:
    from tcm_tui.services.members import page  # noqa: PLC0415 - brings SQLAlchemy

    return page(ctx, MemberFilter(search), limit=PEOPLE_SHOWN)


def _products(ctx: Context, search: str) -> list[ProductRow]:
    from tcm_tui.domain.catalogue_search import CatalogueFilter, ProductIndex  # noqa: PLC0415
    from tcm_tui.services.catalogue import products  # noqa: PLC0415 - brings SQLAlchemy

    return ProductIndex(products(ctx)).find(CatalogueFilter(search))[:PRODUCTS_SHOWN]
