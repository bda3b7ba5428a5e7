"""A section that is a form: it submits itself, and a refusal stands at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import N_, _
from tcm_tui.screens.sections.section import Section
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FormSection(Section):
    """Fields, a line for what none of them caused, and the button with the verb.

    A subclass gives `button`, `compose_form` and `submit`.
    """

    button: ClassVar[str]
    """What the button says, a German source."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", N_("Speichern"), id="form.submit"),
    ]

    busy: reactive[bool] = reactive(False, init=False, bindings=True)
    """A submission is under way."""

    def compose_form(self) -> ComposeResult:
        """The fields and what stands between them."""
        raise NotImplementedError

    async def submit(self) -> None:
        """Run the use case with what is filled in; called when every field keeps its rule.

        Raises:
            DomainError: Refused; everything typed stays.
        """
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The form and its foot."""
        yield from self.compose_form()
        yield Static(txt(""), classes="section--error")
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_(self.button)), "primary", classes="section--submit", compact=True)

    def verb(self, name: str) -> str:
        """The key of the button says what the button says."""
        return _(self.button) if name == "form.submit" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out the button while busy."""
        if action == "submit" and self.busy:
            return None
        return super().check_action(action, parameters)

    def watch_busy(self) -> None:
        """Show that it is being worked on."""
        self.query_one(".section--submit", Button).disabled = self.busy

    def action_submit(self) -> None:
        """Check every field, then run the use case; a second time meanwhile changes nothing."""
        self.say("")
        if wrong := [field for field in self.query(FormField) if not field.validate_now()]:
            wrong[0].focus_input()
        elif not self.busy:
            self.busy = True
            self._run()

    def say(self, sentence: str) -> None:
        """Say what no field caused, or nothing any more."""
        line = self.query_one(".section--error", Static)
        line.update(txt(sentence))
        line.set_class(bool(sentence), "-shown")

    def show(self, refusal: DomainError) -> None:
        """Show a refusal at the field it names, else above the button."""
        for field in self.query(FormField):
            if refusal.field is not None and field.name == refusal.field:
                field.show_error(refusal.message)
                field.focus_input()
                return
        self.say(refusal.message)

    @work(group="submit")
    async def _run(self) -> None:
        try:
            await self.submit()
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.show(refusal)
        finally:
            self.busy = False

    @on(Button.Pressed, ".section--submit")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_submit()

    @on(FormField.Submitted)
    def _next_field(self, event: FormField.Submitted) -> None:
        """Enter goes to the next field, on the last one it submits."""
        event.stop()
        fields = [field for field in self.query(FormField) if field.display and not field.disabled]
        after = fields[fields.index(event.field) + 1 :]
        if after:
            after[0].focus_input()
        else:
            self.action_submit()
