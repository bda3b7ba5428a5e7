"""Fields of a form: a label, something to fill in, and a line below that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget


class FormField(Vertical):
    """What every field of a form has: a name, a control, and a line for a sentence below it.

    Args:
        control: The widget that takes the focus.
        name: The domain's name of the field, which `DomainError.field` uses; also its id.
    """

    DEFAULT_CSS = """
    FormField {
        height: auto;
        & .field--label { color: $text-muted; padding: 0 2; }
        & .field--line { height: auto; min-height: 1; padding: 0 2; }
        &.-invalid .field--line { color: $text-error; }
        &.-noted .field--line { color: $text-warning; }
        & Input {
            background: transparent;
            border: round $border-blurred;
            padding: 0 1;
        }
        & Input:focus { border: round $border; background-tint: transparent; }
        &.-invalid Input, &.-invalid Input:focus { border: round $error; }
    }
    """

    @dataclass
    class Changed(Message):
        """Something was typed, pasted or ticked."""

        field: FormField

        @property
        def control(self) -> FormField:
            """The field it happened to."""
            return self.field

    @dataclass
    class Submitted(Message):
        """Enter was pressed in it: on to the next one."""

        field: FormField

        @property
        def control(self) -> FormField:
            """The field it happened to."""
            return self.field

    def __init__(self, control: Widget, *, name: str) -> None:
        super().__init__(name=name, id=name)
        self._control = control
        self._line = Static(txt(""), classes="field--line")
        self._sentence = ""

    @property
    def state(self) -> object:
        """What is filled in, to be compared with what was there at first."""
        raise NotImplementedError

    @property
    def error(self) -> str:
        """The sentence shown as wrong, empty when nothing is."""
        return self._sentence if self.has_class("-invalid") else ""

    @property
    def line(self) -> str:
        """The sentence below the control, be it an error or a note."""
        return self._sentence

    def check(self) -> None:
        """Run the rule on what is filled in.

        Raises:
            DomainError: It breaks the rule.
        """

    def validate_now(self) -> bool:
        """Run the rule, show what is wrong, and tell whether nothing is."""
        try:
            self.check()
        except DomainError as error:
            self.show_error(error.message)
            return False
        if not self.has_class("-noted"):
            self.clear_line()
        return True

    def show_error(self, sentence: str) -> None:
        """Say below the control what is wrong with it."""
        self._say(sentence, "-invalid")

    def show_note(self, sentence: str) -> None:
        """Say something below the control that is not an error."""
        self._say(sentence, "-noted")

    def clear_line(self) -> None:
        """Say nothing any more."""
        self._say("", "")

    def focus_input(self) -> None:
        """Bring the cursor here, and the field into view."""
        self._control.focus()
        self.scroll_visible(animate=False)
        # Once more with what is said below it, which has no place on the screen before.
        self.call_after_refresh(self.scroll_visible, animate=False)

    def submitted(self) -> None:
        """Tell that Enter was pressed: straight to the parent, ahead of what follows the key.

        By way of the field's own queue it would come behind, and the next key of a burst would
        still be typed here.
        """
        if self.parent is not None:
            self.parent.post_message(self.Submitted(self))

    def changed(self) -> None:
        """React to a change: a note has been read, an error may be mended."""
        if self.has_class("-noted"):
            self.clear_line()
        elif self.error:
            self.validate_now()
        self.post_message(self.Changed(self))

    def _say(self, sentence: str, state: str) -> None:
        self._sentence = sentence
        self.set_class(state == "-invalid", "-invalid")
        self.set_class(state == "-noted", "-noted")
        self._line.update(txt(sentence))


class Field(FormField):
    """A labelled line of text.

    Args:
        label: What to fill in.
        name: The domain's name of the field, which `DomainError.field` uses.
        value: What stands in it at first.
        rule: The domain's `check_*` with one argument; raises a DomainError. Run when the field
            is left and filled, and by `validate_now`.
        placeholder: Shown while it is empty.
        max_length: Most characters that can be typed or pasted.
        extract: See `FieldInput`.
    """

    input_class: ClassVar[type[FieldInput]] = FieldInput

    def __init__(
        self,
        label: str,
        *,
        name: str,
        value: str = "",
        rule: Callable[[str], object] | None = None,
        placeholder: str = "",
        max_length: int | None = None,
        extract: Callable[[str], str] | None = None,
    ) -> None:
        self.input = self.input_class(
            value, placeholder=placeholder, max_length=max_length, extract=extract
        )
        super().__init__(self.input, name=name)
        self._label = label
        self._rule = rule

    def compose(self) -> ComposeResult:
        """Label, input, line."""
        yield Static(txt(self._label), classes="field--label")
        yield self.input
        yield self._line

    @property
    def value(self) -> str:
        """What stands in the field, as typed."""
        return self.input.value

    @value.setter
    def value(self, value: str) -> None:
        self.input.value = value

    @property
    def state(self) -> object:
        """What is typed."""
        return self.value

    def check(self) -> None:
        """Run the rule.

        Raises:
            DomainError: What is typed breaks it.
        """
        if self._rule is not None:
            self._rule(self.value)

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        if self.value.strip():
            self.validate_now()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.submitted()

    @on(FieldInput.Noted)
    def _noted(self, event: FieldInput.Noted) -> None:
        event.stop()
        self.show_note(event.sentence)
