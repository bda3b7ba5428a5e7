"""What commands on people have in common: which of them, in which order."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.members import MemberFilter, MemberOrder, MemberState
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.domain.role_words import role_of
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

if TYPE_CHECKING:
    _RoleType = click.ParamType[Role]
    _TextType = click.ParamType[str]
else:  # the oldest click that is taken does not know its types' types
    _RoleType = _TextType = click.ParamType

Function = TypeVar("Function", bound="Callable[..., Any]")


class RoleWord(_RoleType):
    """A role by any of the words that lists may use."""

    def __init__(self) -> None:
        self.name = _("Rolle")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Role:  # noqa: ANN401 - click's signature
        """The role that `value` names; usage error for none."""
        try:
            role = role_of(str(value))
        except Invalid as error:
            self.fail(error.message, param, ctx)
        if role is None:
            self.fail(_("Nennen Sie eine Rolle."), param, ctx)
        return role

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - as above
        incomplete: str,
    ) -> list[CompletionItem]:
        """The stable words and the portal's."""
        words = [role.value for role in Role] + [role_label(role) for role in Role]
        typed = incomplete.casefold()
        return [CompletionItem(word) for word in words if word.casefold().startswith(typed)]


class FileName(_TextType):
    """A file, looked at only by what opens it; completed by the shell."""

    def __init__(self) -> None:
        self.name = _("Datei")

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - as above
        incomplete: str,
    ) -> list[CompletionItem]:
        """The shell knows its files."""
        return [CompletionItem(incomplete, type="file")]


def _options(states: Iterable[MemberState]) -> list[Callable[[Any], Any]]:
    """Those of `with_filters`, in the order in which help lists them."""
    return [
        click.option(
            "--search", metavar=_("WÖRTER"), default="", help=_("Nur wo alle Wörter vorkommen.")
        ),
        click.option(
            "--role",
            "roles",
            multiple=True,
            type=RoleWord(),
            metavar=_("ROLLE"),
            help=_("Nur diese Rolle; mehrmals für mehrere."),
        ),
        click.option(
            "--state",
            "states",
            multiple=True,
            type=click.Choice([state.value for state in states]),
            help=_("Nur dieser Status; mehrmals für mehrere."),
        ),
        click.option(
            "--sort",
            "order",
            type=click.Choice([order.value for order in MemberOrder]),
            default=MemberOrder.NAME.value,
            help=_("Wonach sortiert wird; ohne Angabe nach Namen."),
        ),
        click.option("--descending", is_flag=True, help=_("In umgekehrter Reihenfolge.")),
    ]


def with_filters(states: Iterable[MemberState]) -> Callable[[Function], Function]:
    """Add `--search`, `--role`, `--state`, `--sort`, `--descending`; the command gets a `listing`.

    Args:
        states: What can be asked for.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def run(
            *,
            search: str,
            roles: Iterable[Role],
            states: Iterable[str],
            order: str,
            descending: bool,
            **more: Any,  # noqa: ANN401 - the command's own options
        ) -> Any:  # noqa: ANN401 - what the command answers
            wanted = MemberFilter(search, frozenset(roles), frozenset(map(MemberState, states)))
            return function(Listing(wanted, MemberOrder(order), descending), **more)

        filtered: Any = run
        for option in reversed(_options(states)):
            filtered = option(filtered)
        found: Function = filtered
        return found

    return decorate
