"""„Mitarbeitende“: everybody in the company, from A to Z."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from tcm_tui.domain.directory import Colleague, first_at
from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import directory
from tcm_tui.widgets.jump_line import JumpLine
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_NAME = "name"


class ColleagueTable(UnmarkedTable[Colleague]):
    """The list, by name."""


class DirectorySection(Section):
    """The list, a search above it, letters below it while one jumps."""

    heading: ClassVar[str] = N_("Mitarbeitende")
    topic: ClassVar[Topic] = Topic.DIRECTORY
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="directory.search",
            tooltip=N_("Sucht in Namen und Adressen, während Sie tippen"),
        ),
        Binding(
            "a",
            "jump",
            N_("A–Z"),
            id="directory.jump",
            tooltip=N_("Springt zu den Personen, die mit einem Buchstaben beginnen"),
        ),
        Binding("escape", "forget", N_("Suche leeren"), id="directory.forget", show=False),
    ]
    DEFAULT_CSS = """
    DirectorySection {
        & SearchInput {
            border: none; height: 1; padding: 0; margin: 0 3 1 3; background: transparent;
        }
        & SearchInput:focus { border: none; background: $panel; }
        & JumpLine { padding: 0 3; }
    }
    """

    def compose(self) -> ComposeResult:
        """The search, the list, the letters."""
        yield SearchInput()
        yield ColleagueTable(
            _columns(), key=lambda one: one.membership_id, vim_keys=host(self).vim_keys
        )
        yield JumpLine()

    @property
    def table(self) -> ColleagueTable:
        """The list."""
        return self.query_one(ColleagueTable)

    @property
    def search(self) -> SearchInput:
        """What to look for."""
        return self.query_one(SearchInput)

    def typed(self) -> Sequence[object]:
        """A search is nothing to be lost."""
        return ()

    def focus_first(self) -> None:
        """Into the list."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its row."""
        if self.table.source is None:
            self.table.order = _NAME
            self._look_for("")
        else:
            self.table.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a search Escape belongs to the screen."""
        if action == "forget":
            return bool(self.search.value)
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        """To the search."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus(self.search)

    def action_jump(self) -> None:
        """To the letters."""
        self.query_one(JumpLine).begin()

    def action_forget(self) -> None:
        """Show all again."""
        self.search.action_forget()

    @on(SearchInput.Wanted)
    def _search_wanted(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._look_for(event.text)

    @on(SearchInput.Left)
    @on(JumpLine.Left)
    def _to_list(self, event: SearchInput.Left | JumpLine.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @on(JumpLine.Wanted)
    def _jump(self, event: JumpLine.Wanted) -> None:
        event.stop()
        self.table.jump(first_at(event.text))

    def _look_for(self, text: str) -> None:
        self.table.empty_text = (
            N_("Niemand passt zur Suche. Esc leert sie.")
            if text
            else N_("Noch niemand. Hier stehen alle, die zum Unternehmen gehören.")
        )
        self.table.source = partial(self._page, text)

    async def _page(
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
        return await self.ask(directory.page, search, after=after, backwards=backwards, limit=limit)


def _columns() -> list[Column[Colleague]]:
    """Name, address, telephone number, department; narrow terminals drop the last ones first."""
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
            name="phone", label=N_("Telefon"), width=17, priority=2, render=lambda one: one.phone
        ),
        Column(
            name="department",
            label=N_("Abteilung"),
            width=14,
            priority=3,
            render=lambda one: one.department,
            tone=lambda _one: Tone.MUTED,
        ),
    ]
