"""Two people edited the same: both values side by side, and for each field whose shall stay."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.dates import long_moment
from tcm_tui.i18n import N_, _
from tcm_tui.screens.compared_row import Compared, ComparedRow, Whose
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult
    from textual.widget import Widget


class EditedByTwo(Protocol):
    """A refusal: somebody else stored the same since the form was filled in.

    `who` is "" and `at` None where that is not known.
    """

    message: str
    who: str
    at: datetime | None


class Way(StrEnum):
    """How a form goes on."""

    EDIT = "edit"
    SAVE = "save"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Settled:
    """What comes of it.

    Args:
        way: On editing, on saving, or nothing is left to save of one's own.
        values: What of the other's values goes into the form, by the names of the fields.
    """

    way: Way
    values: Mapping[str, Any]


class ConflictDialog(Dialog["Mapping[str, Whose] | None"]):
    """For each field whose value shall stay; `None` means to go on editing.

    Args:
        conflict: What happened since the form was filled in.
        fields: Those that differ, in the order of the form.
        zone: In which times are told.
    """

    AUTO_FOCUS = "ComparedRow"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", N_("Übernehmen"), id="conflict.take"),
        Binding(
            "m",
            "all('mine')",
            N_("Meine"),
            id="conflict.mine",
            tooltip=N_("Wählt in jedem Feld Ihren Wert"),
        ),
        Binding(
            "a",
            "all('theirs')",
            N_("Andere"),
            id="conflict.theirs",
            tooltip=N_("Wählt in jedem Feld den Wert der anderen Person"),
        ),
        Binding("escape", "edit", N_("Weiter bearbeiten"), id="conflict.edit"),
    ]
    DEFAULT_CSS = """
    ConflictDialog {
        & #who { padding: 0 1 1 1; height: auto; }
        & #heads { height: 1; padding: 0 1; color: $text-muted; }
        & #heads Static { width: 1fr; }
        & #heads .compared--label { width: 17; }
    }
    """

    def __init__(self, conflict: EditedByTwo, fields: Iterable[Compared], zone: ZoneInfo) -> None:
        super().__init__(_("Inzwischen geändert"))
        self._conflict = conflict
        self._rows = [ComparedRow(field) for field in fields]
        self._zone = zone

    def compose_body(self) -> ComposeResult:
        """Who, when, and a line for each field."""
        at = self._conflict.at
        when = f" ({long_moment(at, self._zone)})" if at is not None else ""
        yield Static(txt(f"{self._conflict.message}{when}"), id="who")
        with Horizontal(id="heads"):
            yield Static(txt(""), classes="compared--label")
            yield Static(txt(f"  {_('Meine')}"))
            yield Static(txt(f"  {self._conflict.who or _('Andere')}"))
        yield from self._rows

    def compose_buttons(self) -> ComposeResult:
        """The harmless one, the ways to choose everywhere, and what saves the choice."""
        yield Button(txt(_("Weiter bearbeiten")), id="edit", action="screen.edit", compact=True)
        label = txt(_("Überall andere"))
        yield Button(label, id="theirs", action="screen.all('theirs')", compact=True)
        label = txt(_("Überall meine"))
        yield Button(label, id="mine", action="screen.all('mine')", compact=True)
        yield Button(txt(_("Übernehmen")), "primary", id="take", action="screen.take", compact=True)

    def action_edit(self) -> None:
        """Back to the form; nothing typed is lost."""
        self.dismiss(None)

    def action_all(self, whose: str) -> None:
        """Choose the same person's value everywhere."""
        for row in self._rows:
            row.whose = Whose(whose)

    def action_take(self) -> None:
        """Go on with what is chosen."""
        self.dismiss({row.field.name: row.whose for row in self._rows})

    @on(ComparedRow.Passed)
    def _next_row(self, event: ComparedRow.Passed) -> None:
        """Enter goes to the next field, on the last one it takes what is chosen."""
        event.stop()
        after = self._rows[self._rows.index(event.row) + 1 :]
        if after:
            after[0].focus()
        else:
            self.action_take()


async def settle(
    form: Widget,
    conflict: EditedByTwo,
    theirs: Mapping[str, Any],
    differences: Sequence[Compared],
    zone: ZoneInfo,
) -> Settled:
    """Ask whose values shall stay; whoever goes on editing has seen the others. Call in a worker.

    Args:
        form: Any widget of the form.
        conflict: What the use case refused with.
        theirs: The values that are stored, by the names of the fields.
        differences: The fields that differ; without any there is nothing to ask.
        zone: In which times are told.
    """
    if not differences:
        return Settled(Way.SAVE, {})
    dialog = ConflictDialog(conflict, differences, zone)
    chosen: Mapping[str, Whose] | None = await form.app.push_screen_wait(dialog)
    if chosen is None:  # what only the other changed must not be saved over all the same
        return Settled(Way.EDIT, _taken(theirs, {one.name: one.whose for one in differences}))
    way = Way.THEIRS if set(chosen.values()) == {Whose.THEIRS} else Way.SAVE
    return Settled(way, _taken(theirs, chosen))


def _taken(theirs: Mapping[str, Any], chosen: Mapping[str, Whose]) -> dict[str, Any]:
    return {name: theirs[name] for name, whose in chosen.items() if whose is Whose.THEIRS}
