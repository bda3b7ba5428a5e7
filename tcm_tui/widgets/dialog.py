"""Dialogs: the question with yes and no, and the form that submits itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

Values = TypeVar("Values")
Result = TypeVar("Result")


class Confirm(Dialog[bool]):
    """A question whose harmless answer is the default: Enter and Escape say no.

    Args:
        question: What is asked, as a sentence.
        title: Stands in the upper border.
        yes: What the button that does it says, with its verb („Benutzer entfernen“).
        no: What the harmless button says.
    """

    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "no", N_("Abbrechen"), id="confirm.no"),
        Binding("left", "app.focus_previous", show=False, id="confirm.previous"),
        Binding("right", "app.focus_next", show=False, id="confirm.next"),
    ]
    DEFAULT_CSS = """
    Confirm {
        & > .dialog { max-width: 72; }
        &.-narrow > .dialog, &.-low > .dialog { max-width: 72; padding: 1 1 0 2; }
        &.-narrow.-low > .dialog { height: auto; }
        &.-low .dialog--foot { padding: 1 1 1 0; }
    }
    """

    def __init__(self, question: str, *, title: str, yes: str, no: str | None = None) -> None:
        super().__init__(title)
        self._question = question
        self._yes = yes
        self._no = no or _("Nein")

    def compose_body(self) -> ComposeResult:
        """The question."""
        yield Static(txt(self._question), id="question")

    def compose_buttons(self) -> ComposeResult:
        """The harmless one, the one with the verb."""
        yield Button(txt(self._no), id="no", action="screen.no", compact=True)
        yield Button(txt(self._yes), "primary", id="yes", action="screen.yes", compact=True)

    def action_no(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)


def discard_question() -> Confirm:
    """What is asked before something typed is thrown away."""
    return Confirm(
        _("Ihre Eingaben gehen verloren."),
        title=_("Eingaben verwerfen?"),
        yes=_("Eingaben verwerfen"),
        no=_("Weiter bearbeiten"),
    )


class FormDialog(Dialog[Result | None], Generic[Values, Result]):
    """A form that stays open until its submission succeeds; `None` means cancelled.

    Args:
        submit: Takes what `values` returns; a DomainError of it is shown at its field, or above
            the buttons, and the form stays open with everything typed.
        title: Stands in the upper border.
        verb: What the primary button says.

    A subclass gives `compose_form` and `values`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", N_("Speichern"), id="form.submit"),
        Binding("escape", "cancel", N_("Abbrechen"), id="form.cancel"),
    ]

    DEFAULT_CSS = """
    FormDialog {
        & .form--row { height: auto; }
        & .form--row > FormField { width: 1fr; }
        & .form--text { padding: 0 2 1 2; color: $text-muted; }
    }
    """

    busy: reactive[bool] = reactive(False, init=False, bindings=True)
    """A submission is under way; neither a second one nor a cancel may overtake it."""

    def __init__(
        self, submit: Callable[[Values], Awaitable[Result]], *, title: str, verb: str
    ) -> None:
        super().__init__(title)
        self._submit = submit
        self._verb = verb
        self._at_first: list[object] = []

    def compose_form(self) -> ComposeResult:
        """The fields and what stands between them."""
        raise NotImplementedError

    def values(self) -> Values:
        """What is filled in; called when every field keeps its rule."""
        raise NotImplementedError

    def typed(self) -> list[object]:
        """What would be lost by leaving; extend it for more than fields."""
        return [field.state for field in self.query(FormField)]

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose something."""
        return self.typed() != self._at_first

    def compose_body(self) -> ComposeResult:
        """The form."""
        yield from self.compose_form()

    def compose_buttons(self) -> ComposeResult:
        """„Abbrechen“ and the verb."""
        yield Button(_("Abbrechen"), id="cancel", action="screen.cancel", compact=True)
        yield Button(txt(self._verb), "primary", id="submit", action="screen.submit", compact=True)

    def verbs(self) -> dict[str, str]:
        """The key of the primary button says what the button says."""
        return {"form.submit": self._verb}

    def on_mount(self) -> None:
        """Remember what stood there, to know later what was typed."""
        self._at_first = self.typed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out both ways out while busy."""
        del parameters
        return None if self.busy and action in {"cancel", "submit"} else True

    def watch_busy(self) -> None:
        """Show that it is being worked on."""
        self.query_one(".dialog").set_class(self.busy, "-busy")
        for button in self.query(".dialog--buttons Button").results(Button):
            button.disabled = self.busy
        self.show_hints()

    def show_hints(self) -> None:
        """The keys, or while busy that the answer is awaited."""
        super().show_hints()
        if self.busy:
            self.query_one(".dialog").border_subtitle = txt(_("Bitte warten …"))

    def show(self, error: DomainError) -> None:
        """Show a refusal at the field it names, else above the buttons."""
        for field in self.query(FormField):
            if error.field is not None and field.name == error.field:
                field.show_error(error.message)
                field.focus_input()
                return
        self.say(".dialog--error", error.message)

    def action_submit(self) -> None:
        """Check every field, then run the use case."""
        self.say(".dialog--error", "")
        if wrong := [field for field in self.query(FormField) if not field.validate_now()]:
            wrong[0].focus_input()
        elif not self.busy:
            self.busy = True
            self._run(self.values())

    def action_cancel(self) -> None:
        """Leave without a result; ask first when something typed would be lost."""
        if self.unsaved:
            self._ask_to_leave()
        else:
            self.dismiss(None)

    @on(FormField.Submitted)
    def _next_field(self, event: FormField.Submitted) -> None:
        event.stop()
        fields = [field for field in self.query(FormField) if field.display and not field.disabled]
        after = fields[fields.index(event.field) + 1 :]
        if after:
            after[0].focus_input()
        else:
            self.action_submit()

    @work(group="submit", description="form")  # else its values, passwords too
    async def _run(self, values: Values) -> None:
        try:
            result = await self._submit(values)
        except DomainError as error:
            self.busy = False
            self.show(error)
        else:
            self.dismiss(result)

    @work(group="leave", exclusive=True)
    async def _ask_to_leave(self) -> None:
        if await self.app.push_screen_wait(discard_question()):
            self.dismiss(None)
