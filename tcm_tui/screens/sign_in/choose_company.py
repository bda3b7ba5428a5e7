"""Which of several companies: at sign-in, and for „Unternehmen wechseln“."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from tcm_tui.domain.sign_in import CompanyChoice

Result = TypeVar("Result")


class ChooseCompany(FormDialog[int, Result]):
    """A list of companies; Enter takes one. Returns what entering it does, None for staying.

    Args:
        enter: Goes into the company with this id; a DomainError is shown below the list.
        companies: Those to choose from.
        present: The id of the one that somebody is in, None before signing in.
    """

    topic = Topic.COMPANIES
    AUTO_FOCUS = "#companies"

    def __init__(
        self,
        enter: Callable[[int], Awaitable[Result]],
        companies: Sequence[CompanyChoice],
        present: int | None = None,
    ) -> None:
        switching = present is not None
        title = _("Unternehmen wechseln") if switching else _("Unternehmen wählen")
        super().__init__(enter, title=title, verb=_("Wechseln") if switching else _("Anmelden"))
        self._companies = companies
        self._present = present

    def compose_form(self) -> ComposeResult:
        """What is asked, and the list."""
        asked = (
            _("In welches Unternehmen möchten Sie wechseln?")
            if self._present is not None
            else _("Sie gehören zu mehreren Unternehmen. Bei welchem melden Sie sich an?")
        )
        yield Static(txt(asked), classes="form--text")
        yield OptionList(*map(self._line, self._companies), id="companies", markup=False)

    def on_mount(self) -> None:
        """Begin where one was last, or at the first other company."""
        self.query_one(OptionList).highlighted = next(
            (place for place, one in enumerate(self._companies) if self._is_first(one)), 0
        )

    def action_submit(self) -> None:
        """Go there; where one is already, nothing is to be done."""
        if self.values() == self._present:
            self.dismiss(None)
        else:
            super().action_submit()

    def values(self) -> int:
        """The id of the company under the cursor."""
        return self._companies[self.query_one(OptionList).highlighted or 0].company_id

    def _is_first(self, one: CompanyChoice) -> bool:
        return one.last if self._present is None else one.company_id != self._present

    def _line(self, one: CompanyChoice) -> Option:
        role = role_label(one.role)
        if one.company_id == self._present:
            role = _("{role} · hier sind Sie").format(role=role)
        elif self._present is None and one.last:
            role = _("{role} · zuletzt benutzt").format(role=role)
        return Option(Content.assemble(txt(one.name).stylize("bold"), "\n", txt(role)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_submit()
