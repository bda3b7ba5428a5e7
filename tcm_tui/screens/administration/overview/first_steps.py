"""„Erste Schritte“: what somebody who has registered a company does next, ticked off by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.first_steps import FirstStep, StepState, step_label
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.asks import Asks
from tcm_tui.screens.host import Navigate
from tcm_tui.services import first_steps
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

OWN_DATA_SECTION: Final = 1
SECOND_FACTOR_SECTION: Final = 4
"""Digits of „Meine Einstellungen“."""


class StepLine(Static, can_focus=True):
    """A line that does something: Enter, Space or a click.

    Args:
        do: What it does.
        id: Of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "follow", N_("Öffnen"), id="step.follow", show=False),
        Binding("down", "app.focus_next", N_("Weiter"), id="step.next", show=False),
        Binding("up", "app.focus_previous", N_("Zurück"), id="step.previous", show=False),
    ]
    ALLOW_SELECT = False

    def __init__(self, do: Callable[[], object], *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes="overview--step")
        self._do = do

    def action_follow(self) -> None:
        """Do it."""
        if self.can_focus:
            self._do()

    def on_click(self) -> None:
        """Do it."""
        self.action_follow()


class FirstSteps(Asks, Container):
    """The list, there as long as something in it is open and nobody has dismissed it.

    Args:
        invite: Goes to where people are invited.
    """

    def __init__(self, invite: Callable[[], object]) -> None:
        super().__init__(id="first-steps")
        ways: dict[FirstStep, Callable[[], object]] = {
            FirstStep.INVITE: invite,
            FirstStep.COMPANY_PROFILE: lambda: self.post_message(Navigate(Destination.MY_COMPANY)),
            FirstStep.OWN_DATA: lambda: self._to_settings(OWN_DATA_SECTION),
            FirstStep.SECOND_FACTOR: lambda: self._to_settings(SECOND_FACTOR_SECTION),
            FirstStep.PAYMENT: lambda: self.post_message(Navigate(Destination.PAYMENT)),
            FirstStep.BOOK: lambda: self.post_message(Navigate(Destination.MARKETPLACE)),
        }
        # Held, not looked up: an answer may come while „Übersicht“ is being taken away.
        self._heading = Static(id="first-steps-heading", classes="overview--heading")
        self._lines = {step: StepLine(way, id=f"step-{step.value}") for step, way in ways.items()}

    def compose(self) -> ComposeResult:
        """A place for each step, so that a focus on one outlives every reload."""
        yield self._heading
        yield from self._lines.values()
        yield StepLine(self._dismiss, id="hide-steps")

    def on_mount(self) -> None:
        """Show nothing before it is known."""
        self.display = False
        self.query_one("#hide-steps", StepLine).update(txt(f"› {_('Ausblenden')}"))

    @work(group="load", exclusive=True)
    async def refresh_data(self) -> None:
        """Read which steps there are; why that fails, „Übersicht“ says."""
        try:
            states = await self.ask(first_steps.first_steps)
        except DomainError:
            return
        self.show(states)

    def show(self, states: Sequence[StepState]) -> None:
        """Tell the steps; none take the list away."""
        if not states and self.has_focus_within:
            self.screen.focus_next()
        self.display = bool(states)
        done = sum(state.done for state in states)
        heading = Content.assemble(
            _("ERSTE SCHRITTE"), f"  {_('{n} von {all}').format(n=done, all=len(states))}"
        )
        self._heading.update(heading)
        found = {state.step: state for state in states}
        following = next((state.step for state in states if not state.done), None)
        for step in self._lines:
            self._show_line(step, found.get(step), following=step is following)

    def _show_line(self, step: FirstStep, state: StepState | None, *, following: bool) -> None:
        line = self._lines[step]
        line.set_class(state is None, "-gone")
        if state is None:
            return
        if state.done and line.has_focus:
            self.screen.focus_next()
        line.can_focus = not state.done
        line.set_class(state.done, "-done")
        line.set_class(following, "-next")
        line.update(txt(f"{'✓' if state.done else '○'} {step_label(step)}"))

    def _to_settings(self, section: int) -> None:
        self.post_message(Navigate(Destination.MY_SETTINGS, section))

    @work(group="submit")
    async def _dismiss(self) -> None:
        with self.asking(self):
            await self.ask(first_steps.dismiss)
            self.show(())
