"""Choosing one of the company's active members, such as who takes subscriptions over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui.domain.directory import Colleague
from tcm_tui.i18n import N_, _
from tcm_tui.screens.host import host
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from textual.app import ComposeResult

_NAME: Final = "name"


class ColleagueList(UnmarkedTable[Colleague]):
    """Who can be chosen, by name."""


class ChooseColleague(Dialog[Colleague | None]):
    """A search and a list; Enter chooses. None when it was left.

    Args:
        page: Reads a page as `services.directory.page`; the search comes first.
        title: Stands in the upper border.
        asked: What somebody is chosen for, a sentence.
        without: Memberships that cannot be chosen.
        why_not: Says so, when one of them is.
    """

    AUTO_FOCUS = "SearchInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "choose", N_("Auswählen"), id="colleague.choose"),
        Binding("slash", "search", N_("Suchen"), id="colleague.search"),
        Binding("escape", "leave", N_("Abbrechen"), id="colleague.leave"),
    ]
    DEFAULT_CSS = """
    ChooseColleague {
        & > .dialog { max-width: 90; }
        & .dialog--body { overflow: hidden; }
        & #asked { padding: 0 1; height: auto; }
        & SearchInput {
            border: none; height: 1; padding: 0 1; margin: 1 0; background: transparent;
        }
        & SearchInput:focus { border: none; background: $panel; }
        & ColleagueList { height: 14; background: $surface; }
        &.-low .dialog--body, &.-low ColleagueList { height: 1fr; }
    }
    """

    def __init__(
        self,
        page: Callable[..., Awaitable[Sequence[Colleague]]],
        *,
        title: str,
        asked: str,
        without: Collection[int] = (),
        why_not: str = "",
    ) -> None:
        super().__init__(title)
        self._page = page
        self._asked = asked
        self._without = frozenset(without)
        self._why_not = why_not

    def compose_body(self) -> ComposeResult:
        """What for, the search, the list."""
        yield Static(txt(self._asked), id="asked")
        yield SearchInput()
        yield ColleagueList(
            _columns(),
            key=lambda one: one.membership_id,
            empty_text=N_("Niemand passt zur Suche."),
            vim_keys=host(self).vim_keys,
        )

    def compose_buttons(self) -> ComposeResult:
        """The way out and the choice."""
        yield Button(_("Abbrechen"), id="cancel", action="screen.leave", compact=True)
        yield Button(
            txt(_("Auswählen")), "primary", id="choose", action="screen.choose", compact=True
        )

    @property
    def table(self) -> ColleagueList:
        """The list."""
        return self.query_one(ColleagueList)

    def on_mount(self) -> None:
        """Show everybody."""
        self.table.order = _NAME
        self._look_for("")

    def action_search(self) -> None:
        """To the search."""
        self.set_focus(self.query_one(SearchInput))

    def action_choose(self) -> None:
        """Take the one under the cursor."""
        one = self.table.cursor_row
        if one is None:
            return
        if one.membership_id in self._without:
            self.say(".dialog--error", self._why_not)
        else:
            self.dismiss(one)

    def action_leave(self) -> None:
        """Choose nobody."""
        self.dismiss(None)

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.action_choose()

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.say(".dialog--error", "")

    @on(SearchInput.Wanted)
    def _wanted(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._look_for(event.text)

    @on(SearchInput.Left)
    def _to_list(self, event: SearchInput.Left) -> None:
        event.stop()
        self.set_focus(self.table)

    def _look_for(self, text: str) -> None:
        self.table.source = partial(self._read, text)

    async def _read(
        self,
        search: str,
        *,
        order: str,
        descending: bool,
        after: Colleague | None,
        backwards: bool,
        limit: int,
    ) -> Sequence[Colleague]:
        """A page of the list; it has one order."""
        del order, descending
        return await self._page(search, after=after, backwards=backwards, limit=limit)


def _columns() -> list[Column[Colleague]]:
    """Name, address, department; narrow terminals drop the last one first."""
    return [
        Column(name=_NAME, label=N_("Name"), width=18, flexible=True, render=lambda one: one.name),
        Column(
            name="address",
            label=N_("E-Mail"),
            width=26,
            flexible=True,
            priority=1,
            render=lambda one: one.address,
        ),
        Column(
            name="department",
            label=N_("Abteilung"),
            width=16,
            priority=2,
            render=lambda one: one.department,
            tone=lambda _one: Tone.MUTED,
        ),
    ]
