"""A form that shows what a change will cost while it is being made up, and asks nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.subscription_changes import Preview, PreviewMoved
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.products.preview_lines import preview_lines
from tcm_tui.widgets.dialog import FormDialog
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.subscription_rows import SubscriptionPage, SubscriptionRow

PAUSE: Final = 0.15
"""Seconds without a key after which the cost is looked up."""


class PreviewDialog(FormDialog["Preview | None", "SubscriptionRow"]):
    """Submits only what was shown: whoever is quicker than the figures sees them first.

    Args:
        page: What is to be changed.
        preview: Tells what a number of licences, or an edition, comes to.
        change: Changes it as a preview said; a `PreviewMoved` of it is shown.
        title: Stands in the upper border.
        verb: What the primary button says.

    A subclass composes its fields with `compose_choice` and gives `wanted`.
    """

    topic = Topic.PRODUCTS
    DEFAULT_CSS = """
    PreviewDialog {
        & .preview--box { height: auto; min-height: 10; padding: 0 2 1 2; }
    }
    """

    def __init__(
        self,
        page: SubscriptionPage,
        preview: Callable[[int], Awaitable[Preview]],
        change: Callable[[Preview], Awaitable[SubscriptionRow]],
        *,
        title: str,
        verb: str,
    ) -> None:
        super().__init__(self._apply, title=title, verb=verb)
        self._change = change
        self.page = page
        self._preview_of = preview
        self._shown: Preview | None = None
        self._asked: int | None = None
        """What the preview shown is of."""
        self._urged = False
        """Whether the error line says what there is to do."""

    def compose_choice(self) -> ComposeResult:
        """What is to be chosen."""
        raise NotImplementedError

    def wanted(self) -> int | None:
        """What is chosen; None while it is what holds already, or makes no sense."""
        raise NotImplementedError

    def idle_text(self) -> str:
        """What is said while nothing is chosen."""
        raise NotImplementedError

    def leaves_it(self) -> bool:
        """Whether what is chosen gives up a change that is planned, which costs nothing."""
        return False

    async def leave_it(self) -> SubscriptionRow:
        """Give that change up."""
        raise NotImplementedError

    def compose_form(self) -> ComposeResult:
        """The choice, and what it comes to."""
        yield from self.compose_choice()
        yield Static(txt(""), classes="preview--box")

    def on_mount(self) -> None:
        """Say what there is to do."""
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        """Fold anew."""
        del event
        self.call_after_refresh(self._draw)

    def values(self) -> Preview | None:
        """What was shown."""
        return self._shown

    def action_submit(self) -> None:
        """Do what was shown; before it is, show it."""
        wanted = self.wanted()
        if self.leaves_it() or (self._shown is not None and wanted == self._asked):
            super().action_submit()
        elif wanted is not None:
            self._look()
        elif all(field.validate_now() for field in self.query(FormField)):
            self._urged = True
            self._draw()
            self.say(".dialog--error", self.idle_text())

    def show(self, error: DomainError) -> None:
        """Show a refusal; figures that moved are shown as they are now."""
        if isinstance(error, PreviewMoved):
            self._shown = error.now
            self._draw()
        super().show(error)

    async def _apply(self, seen: Preview | None) -> SubscriptionRow:
        return await (self.leave_it() if seen is None else self._change(seen))

    @on(FormField.Changed)
    def _changed(self, event: FormField.Changed) -> None:
        event.stop()
        self.say(".dialog--error", "")
        self._urged = False
        self._look(PAUSE)

    @work(group="load", exclusive=True)
    async def _look(self, pause: float = 0.0) -> None:
        """Ask what it comes to, once no further key follows."""
        wanted = self.wanted()
        self._shown, self._asked = None, None
        if wanted is None:
            self._draw()
            return
        await asyncio.sleep(pause)
        try:
            found = await self._preview_of(wanted)
        except DomainError as refusal:
            self._draw()
            self.show(refusal)
            return
        if wanted == self.wanted():
            self._shown, self._asked = found, wanted
            self._draw()

    def _draw(self) -> None:
        box = self.query_one(".preview--box", Static)
        if self._shown is None:
            idle = self.wanted() is None and not self._urged  # said once is enough
            box.update(txt(self.idle_text() if idle else ""))
        elif width := box.content_size.width:
            box.update(preview_lines(self._shown, self.page.today, width))
