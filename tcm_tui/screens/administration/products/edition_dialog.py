"""Another edition: a larger one at once, a smaller one with the next term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.dates import day_text
from tcm_tui.i18n import _
from tcm_tui.screens.administration.products.preview_dialog import PreviewDialog
from tcm_tui.screens.administration.products.wording import price_text
from tcm_tui.widgets.radio import RadioField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.app import ComposeResult

    from tcm_tui.domain.subscription_changes import Preview
    from tcm_tui.domain.subscription_rows import (
        EditionChoice,
        SubscriptionPage,
        SubscriptionRow,
    )

_NAME = "edition"


class EditionDialog(PreviewDialog):
    """The editions below each other, the one that holds among them.

    Args:
        page: What is to be changed.
        preview: Tells what an edition comes to.
        change: Changes it as a preview said.
        keep: Gives up the edition that is planned.
    """

    def __init__(
        self,
        page: SubscriptionPage,
        preview: Callable[[int], Awaitable[Preview]],
        change: Callable[[Preview], Awaitable[SubscriptionRow]],
        keep: Callable[[], Awaitable[SubscriptionRow]],
    ) -> None:
        super().__init__(
            page, preview, change, title=_("Edition wechseln"), verb=_("Edition wechseln")
        )
        self._keep = keep

    def compose_choice(self) -> ComposeResult:
        """What it is now, and what it can become."""
        row = self.page.row
        text = _("{label} ist jetzt {edition}.").format(
            label=row.label, edition=row.edition or row.title
        )
        yield Static(txt(text), classes="form--text")
        yield RadioField(list(self._options()), self._planned or row.edition_id, name=_NAME)

    def wanted(self) -> int | None:
        """The edition chosen, unless it is the one that holds or is to hold."""
        chosen: int = self.query_one(f"#{_NAME}", RadioField).value
        return None if chosen in {self.page.row.edition_id, self._planned} else chosen

    def leaves_it(self) -> bool:
        """Whether the edition that holds is chosen, while another one is planned."""
        chosen = self.query_one(f"#{_NAME}", RadioField).value
        return self._planned is not None and chosen == self.page.row.edition_id

    async def leave_it(self) -> SubscriptionRow:
        """Keep the edition that holds."""
        return await self._keep()

    def idle_text(self) -> str:
        """What is said while nothing else is chosen."""
        if self.leaves_it():
            return _("Die vorgemerkte Edition „{edition}“ entfällt.").format(
                edition=self.page.row.planned
            )
        return _("Wählen Sie eine andere Edition mit ↑ und ↓.")

    @property
    def _planned(self) -> int | None:
        """The edition that is planned."""
        phase = self.page.timeline.planned_after(self.page.today)
        if phase is None or phase.edition_id == self.page.row.edition_id:
            return None
        return phase.edition_id

    def _options(self) -> Iterator[tuple[int, str]]:
        """The one that holds, then the others, the least first."""
        row = self.page.row
        price = price_text(row.unit_cents, row.charging)
        yield (
            row.edition_id,
            _("{edition} (jetzt) · {price}").format(edition=row.edition or row.title, price=price),
        )
        for choice in self.page.choices:
            yield choice.edition_id, self._text(choice)

    def _text(self, choice: EditionChoice) -> str:
        """„Standard · 11,70 € je Lizenz und Monat · sofort“."""
        price = price_text(choice.unit_cents, self.page.row.charging)
        begins = _("ab {day}").format(day=day_text(choice.from_on))
        if choice.edition_id == self._planned:
            begins = _("vorgemerkt ab {day}").format(day=day_text(choice.from_on))
        elif choice.hindrance:
            begins = choice.hindrance
        elif choice.upgrade:
            begins = _("sofort")
        return f"{choice.name} · {price} · {begins}"
