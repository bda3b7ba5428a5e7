"""A field that two people edited: both values, and the mark at the one that shall stay."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.i18n import N_
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult

_NOTHING: Final = "–"
_MARKS: Final = {True: "●", False: "○"}


class Whose(StrEnum):
    """Whose value of a field."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Compared:
    """A field with both its values, as they are told.

    Args:
        name: The domain's name of it.
        label: What people call it.
        mine: What stands in the form.
        theirs: What the other stored.
        whose: Which of them is chosen at first.
    """

    name: str
    label: str
    mine: str
    theirs: str
    whose: Whose = Whose.MINE


def compared(
    name: str, label: str, mine: str, theirs: str, *, before: str | None = None
) -> Compared:
    """A field; where only the other changed what was there `before`, theirs is chosen."""
    untouched = before is not None and mine.strip() == before.strip()
    return Compared(name, label, mine, theirs, Whose.THEIRS if untouched else Whose.MINE)


def differing(fields: Iterable[Compared]) -> list[Compared]:
    """Those of `fields` between whose values one has to choose."""
    return [field for field in fields if field.mine.strip() != field.theirs.strip()]


class ComparedRow(Horizontal, can_focus=True):
    """A line of „Inzwischen geändert“; ← and → choose, Space takes the other one.

    Args:
        field: What it shows.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose('mine')", N_("Meinen Wert"), id="compared.mine", show=False),
        Binding("right", "choose('theirs')", N_("Anderen Wert"), id="compared.theirs", show=False),
        Binding("space", "switch", N_("Umschalten"), id="compared.switch", show=False),
        Binding("enter", "pass", N_("Weiter"), id="compared.next", show=False),
        Binding("down", "app.focus_next", N_("Feld danach"), id="compared.down", show=False),
        Binding("up", "app.focus_previous", N_("Feld davor"), id="compared.up", show=False),
    ]
    DEFAULT_CSS = """
    ComparedRow {
        height: auto;
        padding: 0 1;
        &:focus { background: $panel; }
        & Static { width: 1fr; height: auto; }
        & .compared--label { width: 17; padding-right: 1; }
        & .compared--mark { width: 2; }
        &:focus .compared--label { text-style: bold; }
        & .compared--mark, & .compared--value { color: $text-muted; pointer: pointer; }
        & .compared--value { padding-right: 2; }
        & .-chosen { color: $foreground; text-style: bold; }
    }
    """

    whose: reactive[Whose] = reactive(Whose.MINE, init=False)
    """Whose value is chosen."""

    @dataclass
    class Passed(Message):
        """Enter was pressed: on to the next."""

        row: ComparedRow

    def __init__(self, field: Compared) -> None:
        super().__init__(id=f"compared-{field.name}")
        self.field = field
        values = {Whose.MINE: field.mine, Whose.THEIRS: field.theirs}
        self._cells = {
            whose: (
                Static(classes="compared--mark"),
                Static(txt(value.strip() or _NOTHING), classes="compared--value"),
            )
            for whose, value in values.items()
        }
        self.set_reactive(ComparedRow.whose, field.whose)

    def compose(self) -> ComposeResult:
        """Label, mine, theirs."""
        yield Static(txt(self.field.label), classes="compared--label")
        for mark, value in self._cells.values():
            yield mark
            yield value

    def on_mount(self) -> None:
        """Show the first choice."""
        self.watch_whose()

    def watch_whose(self) -> None:
        """Mark what is chosen, by a sign and by weight."""
        for whose, cells in self._cells.items():
            chosen = whose is self.whose
            cells[0].update(_MARKS[chosen])
            for cell in cells:
                cell.set_class(chosen, "-chosen")

    def action_choose(self, whose: str) -> None:
        """Choose one of them."""
        self.whose = Whose(whose)

    def action_switch(self) -> None:
        """Choose the other one."""
        self.whose = Whose.THEIRS if self.whose is Whose.MINE else Whose.MINE

    def action_pass(self) -> None:
        """On to the next."""
        self.post_message(self.Passed(self))

    def on_click(self, event: events.Click) -> None:
        """A click on a value chooses it."""
        for whose, cells in self._cells.items():
            if event.widget in cells:
                self.whose = whose
