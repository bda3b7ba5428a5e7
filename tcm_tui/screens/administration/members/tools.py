"""The line above the list: what is looked for, which roles and states, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.message import Message

from tcm_tui.domain.members import EVERYBODY, MemberFilter, MemberState, state_text
from tcm_tui.domain.permissions import Role, role_short_label
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.columns import SORTINGS, Sorting, sorting_text
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.link import Link
from tcm_tui.widgets.multi_choice import MultiChoice
from tcm_tui.widgets.record_columns import cut
from tcm_tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

_WIDE = 100
"""Cells from which choices say what they choose."""
_QUOTED = 24
"""Cells of a search that is told again."""


def empty_text(wanted: MemberFilter) -> str:
    """Why the list is empty, and what to do."""
    filtered = bool(wanted.roles or wanted.states)
    sought = cut(wanted.search, min(_QUOTED, 2 * len(wanted.search))).rstrip()
    if wanted == EVERYBODY:
        return _("Noch niemand hier. n lädt Benutzer ein.")
    if not wanted.search:
        return _("Niemand passt zum Filter. Esc hebt ihn auf.")
    if not filtered:
        return _("Niemand passt zu „{text}“. Esc leert die Suche.").format(text=sought)
    return _("Niemand passt zu „{text}“ und zum Filter. Esc leert die Suche.").format(text=sought)


class Letters(Link):
    """Asks for the line of letters."""

    @dataclass
    class Wanted(Message):
        """The letters are wanted."""

    def action_letters(self) -> None:
        """Ask for them."""
        self.post_message(self.Wanted())


class Tools(Horizontal):
    """Search, filters, order.

    Args:
        with_invitations: Whether states of invitations can be asked for.
    """

    DEFAULT_CSS = """
    Tools {
        height: 1;
        & SearchInput { border: none; height: 1; width: 1fr; padding: 0; background: transparent; }
        & SearchInput:focus { border: none; background: $panel; }
        & Choice, & MultiChoice, & Link { color: $text-muted; margin: 0 0 0 2; }
        & MultiChoice.-chosen { color: $text-primary; }
        & Choice:focus, & MultiChoice:focus, & Link:focus { color: $block-cursor-foreground; }
    }
    """

    @dataclass
    class Wanted(Message):
        """Something else is wanted; `widened` when less than before is left out."""

        wanted: MemberFilter
        widened: bool

    @dataclass
    class Sorted(Message):
        """Another order is wanted."""

        sorting: Sorting

    @dataclass
    class Left(Message):
        """On to the list."""

    def __init__(self, *, with_invitations: bool) -> None:
        super().__init__(id="tools")
        self._with_invitations = with_invitations
        self.wanted = EVERYBODY
        """What is to be shown."""

    def compose(self) -> ComposeResult:
        """The search, two filters, the order, the letters."""
        yield SearchInput()
        yield from self._choices()

    def _choices(self) -> ComposeResult:
        roles = [(role, role_short_label(role)) for role in Role]
        yield MultiChoice(roles, label=_("Rolle"), name="roles")
        states = [
            (state, state_text(state))
            for state in MemberState
            if self._with_invitations or state in {MemberState.ACTIVE, MemberState.DISABLED}
        ]
        yield MultiChoice(states, label=_("Status"), name="states")
        options = [(sorting, sorting_text(sorting)) for sorting in SORTINGS]
        yield Choice(options, SORTINGS[0], label=_("Sortiert"), name="sorting")
        yield Letters(_("A–Z"), "letters", id="az")

    def on_resize(self, event: events.Resize) -> None:
        """Where it is narrow, values speak for themselves."""
        brief = event.size.width < _WIDE
        self.sorting.brief = brief
        for choice in self.query(MultiChoice):
            choice.brief = brief

    @property
    def search(self) -> SearchInput:
        """What is looked for."""
        return self.query_one(SearchInput)

    @property
    def sorting(self) -> Choice[Sorting]:
        """How the list is ordered; kept as long as somebody is signed in."""
        return self.query_one("#sorting", Choice)

    @property
    def filtered(self) -> bool:
        """Whether a filter is in force."""
        return bool(self.wanted.roles or self.wanted.states)

    def next_filter(self) -> None:
        """To the filter by role, from there to the one by state, from there to the list."""
        roles, states = self.query_one("#roles"), self.query_one("#states")
        if roles.has_focus:
            self.screen.set_focus(states)
        elif states.has_focus:
            self.post_message(self.Left())
        else:
            self.screen.set_focus(roles)

    def clear_filter(self) -> None:
        """Want every role and state."""
        for choice in self.query(MultiChoice):
            choice.clear()

    @on(SearchInput.Left)
    def _search_left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.post_message(self.Left())

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._want(event.text)

    @on(MultiChoice.Changed)
    def _filtered(self, event: MultiChoice.Changed) -> None:
        event.stop()
        self._want(self.wanted.search)

    @on(Choice.Changed, "#sorting")
    def _sorted(self, event: Choice.Changed) -> None:
        event.stop()
        self.post_message(self.Sorted(event.value))

    def _want(self, search: str) -> None:
        before = self.wanted
        self.wanted = MemberFilter(
            search,
            roles=self.query_one("#roles", MultiChoice).values,
            states=self.query_one("#states", MultiChoice).values,
        )
        if self.wanted != before:
            self.post_message(self.Wanted(self.wanted, _widened(before, self.wanted)))


def _widened(before: MemberFilter, now: MemberFilter) -> bool:
    """Whether everything shown so far is shown now as well."""
    return (
        now.search in {"", before.search}
        and now.roles in {frozenset(), before.roles}
        and now.states in {frozenset(), before.states}
    )
