"""One of a few, each with a line that says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tcm_tui.i18n import N_, _
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

Value = TypeVar("Value")


@dataclass(frozen=True)
class Pick(Generic[Value]):
    """One of them.

    Args:
        value: What choosing it answers.
        label: What it is called.
        line: What it means.
    """

    value: Value
    label: str
    line: str


class PickDialog(Dialog[Value | None], Generic[Value]):
    """Choose one; Enter on it does, too. None when it was left.

    Args:
        picks: What can be chosen.
        title: Stands in the upper border.
        asked: What it is about, a sentence.
        verb: What the primary button says.
        chosen: Where the cursor stands at first.
    """

    AUTO_FOCUS = "#picks"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "choose", N_("Weiter"), id="pick.choose"),
        Binding("escape", "leave", N_("Abbrechen"), id="pick.leave"),
    ]
    DEFAULT_CSS = """
    PickDialog {
        & > .dialog { max-width: 80; }
        &.-narrow.-low > .dialog { height: auto; }
        & #asked { padding: 0 2 1 2; }
        & #picks { height: auto; border: none; background: transparent; padding: 0; }
        & #picks > .option-list--option { padding: 0 2; }
    }
    """

    def __init__(
        self,
        picks: Sequence[Pick[Value]],
        *,
        title: str,
        asked: str,
        verb: str,
        chosen: int = 0,
    ) -> None:
        super().__init__(title)
        self._picks = picks
        self._asked = asked
        self._verb = verb
        self._chosen = chosen

    def compose_body(self) -> ComposeResult:
        """What it is about, and the list."""
        yield Static(txt(self._asked), id="asked")
        yield OptionList(*(Option(_told(pick)) for pick in self._picks), id="picks")

    def compose_buttons(self) -> ComposeResult:
        """„Abbrechen“ and the verb."""
        yield Button(_("Abbrechen"), id="cancel", action="screen.leave", compact=True)
        yield Button(txt(self._verb), "primary", id="choose", action="screen.choose", compact=True)

    def verbs(self) -> dict[str, str]:
        """The key of the primary button says what the button says."""
        return {"pick.choose": self._verb}

    def on_mount(self) -> None:
        """Begin at what is so now."""
        self.query_one(OptionList).highlighted = self._chosen

    def action_choose(self) -> None:
        """Take the one under the cursor."""
        if (place := self.query_one(OptionList).highlighted) is not None:
            self.dismiss(self._picks[place].value)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._picks[event.option_index].value)


def _told(pick: Pick[Value]) -> Content:
    return Content.assemble(txt(pick.label).stylize("bold"), "\n", txt(pick.line))
