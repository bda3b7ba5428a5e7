"""A choice among few as a field of a form: a label above, what is chosen below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Vertical
from textual.widgets import Static

from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class ChoiceField(FormField):
    """A labelled choice; Enter, Space or ↓ open the list, Tab moves on.

    Args:
        label: What is chosen.
        options: Each value with what it is called.
        value: What is chosen at first; one of the options.
        name: The domain's name of the field, which `DomainError.field` uses.
    """

    DEFAULT_CSS = """
    ChoiceField {
        & .field--choice { border: round $border-blurred; height: 3; padding: 0 1; }
        & .field--choice:focus-within { border: round $border; }
        &.-invalid .field--choice { border: round $error; }
        & Choice { width: 1fr; }
    }
    """

    def __init__(
        self, label: str, options: Sequence[tuple[Any, str]], value: object, *, name: str
    ) -> None:
        self.choice: Choice[Any] = Choice(options, value)
        super().__init__(self.choice, name=name)
        self._label = label

    def compose(self) -> ComposeResult:
        """Label, choice, line."""
        yield Static(txt(self._label), classes="field--label")
        with Vertical(classes="field--choice"):
            yield self.choice
        yield self._line

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever the options are
        """What is chosen."""
        return self.choice.value

    @property
    def state(self) -> object:
        """What is chosen."""
        return self.value

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self.changed()
