"""Two people edited the same: both values side by side, and for each field whose shall stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

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
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult


@dataclass(frozen=True)
class Change:
    """What the other did: a sentence, who they are ("" for unknown), and when, None for unknown."""

    sentence: str
    who: str
    at: datetime | None


class ConflictDialog(Dialog["Mapping[str, Whose] | None"]):
    """For each field whose value shall stay; `None` means to go on editing.

    Args:
        change: What happened since the form was opened.
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

    def __init__(self, change: Change, fields: Iterable[Compared], zone: ZoneInfo) -> None:
        super().__init__(_("Inzwischen geändert"))
        self._change = change
        self._rows = [ComparedRow(field) for field in fields]
        self._zone = zone

    def compose_body(self) -> ComposeResult:
        """Who, when, and a line for each field."""
        at = self._change.at
        when = f" ({long_moment(at, self._zone)})" if at is not None else ""
        yield Static(txt(f"{self._change.sentence}{when}"), id="who")
        with Horizontal(id="heads"):
            yield Static(txt(""), classes="compared--label")
            yield Static(txt(f"  {_('Meine')}"))
            yield Static(txt(f"  {self._change.who or _('Andere')}"))
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


def taken(theirs: Mapping[str, Any], chosen: Mapping[str, Whose]) -> dict[str, Any]:
    """What of `theirs`, by the names of the fields, was chosen."""
    return {name: theirs[name] for name, whose in chosen.items() if whose is Whose.THEIRS}


def untouched(theirs: Mapping[str, Any], fields: Iterable[Compared]) -> dict[str, Any]:
    """What of `theirs` only the other changed: who goes on editing must not save over it."""
    return taken(theirs, {field.name: field.whose for field in fields})
