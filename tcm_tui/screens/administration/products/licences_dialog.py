"""More or fewer licences, with what that costs while the number is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.order_drafts import LICENCES_MAX, parse_licences
from tcm_tui.domain.seats import seats_text
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.products.preview_dialog import PreviewDialog
from tcm_tui.widgets.count_input import CountInput
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tcm_tui.domain.subscription_changes import Preview
    from tcm_tui.domain.subscription_rows import SubscriptionPage, SubscriptionRow
    from tcm_tui.widgets.field_input import FieldInput

_NAME = "licences"


class CountField(Field):
    """A number of licences; ↑ and ↓ change it by one, typing begins anew.

    Args:
        count: How many there are.
    """

    input_class: ClassVar[type[FieldInput]] = CountInput
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", N_("Eine mehr"), id="licences.more"),
        Binding("down", "step(-1)", N_("Eine weniger"), id="licences.fewer"),
    ]

    def __init__(self, count: int) -> None:
        super().__init__(
            _("Lizenzen insgesamt"),
            name=_NAME,
            value=str(count),
            rule=parse_licences,
            max_length=len(str(LICENCES_MAX)) + 1,
        )
        self._count = count

    @property
    def count(self) -> int | None:
        """The number typed; None while it is none."""
        try:
            return parse_licences(self.value)
        except DomainError:
            return None

    def action_step(self, step: int) -> None:
        """One more, or fewer."""
        now = self._count if self.count is None else self.count
        self.value = str(max(1, min(LICENCES_MAX, now + step)))


class LicencesDialog(PreviewDialog):
    """One number, and below it what it costs.

    Args:
        page: What is to be changed.
        preview: Tells what a number of licences comes to.
        change: Changes it as a preview said.
    """

    def __init__(
        self,
        page: SubscriptionPage,
        preview: Callable[[int], Awaitable[Preview]],
        change: Callable[[Preview], Awaitable[SubscriptionRow]],
    ) -> None:
        super().__init__(
            page, preview, change, title=_("Anzahl der Lizenzen"), verb=_("Anzahl ändern")
        )

    def compose_choice(self) -> ComposeResult:
        """What it is of, and the number."""
        row = self.page.row
        text = _("{label}: {seats} zugewiesen").format(
            label=row.label, seats=seats_text(row.used, row.licences)
        )
        yield Static(txt(text), classes="form--text")
        yield CountField(row.licences)

    def wanted(self) -> int | None:
        """The number typed, unless it is the one that holds, or none."""
        count = self.query_one(CountField).count
        return None if count == self.page.row.licences else count

    def idle_text(self) -> str:
        """What is said while the number is the same."""
        return _("Tippen Sie die neue Anzahl, oder ändern Sie sie mit ↑ und ↓.")
