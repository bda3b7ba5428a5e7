"""What waits to be saved on „Apps zuweisen“: a line each, to be taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from tcm_tui.domain.numbers import number
from tcm_tui.domain.pending_assignments import PendingChange
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.administration.assign_apps.columns import waiting_columns
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.pending_assignments import Pair, PendingAssignments


class Waiting(Vertical):
    """The list of changes; one line as long as there are none.

    Args:
        pending: What waits.
        vim_keys: Whether j, k and so on move as well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete",
            "drop",
            N_("Verwerfen"),
            id="assign.drop",
            tooltip=N_("Verwirft diese eine Änderung, bevor sie gespeichert ist"),
        ),
    ]
    DEFAULT_CSS = """
    Waiting {
        height: 1;
        padding: 0 2;
        & RecordTable { display: none; height: 1fr; }
        & #trouble { display: none; height: auto; color: $text-error; padding: 0 1; }
        & #no-changes { color: $text-muted; }
        &.-any {
            height: 30%;
            min-height: 6;
            border: round $border-blurred;
            border-title-color: $foreground;
            border-title-style: bold;
            padding: 0 1;
            & RecordTable { display: block; }
            & #no-changes { display: none; }
        }
        &.-any:focus-within { border: round $border; }
        & #trouble.-shown { display: block; }
    }
    """

    @dataclass
    class Dropped(Message):
        """One of them is not wanted any more."""

        pair: Pair

    def __init__(self, pending: PendingAssignments, *, vim_keys: bool) -> None:
        super().__init__(id="waiting")
        self._pending = pending
        self.table: UnmarkedTable[PendingChange] = UnmarkedTable(
            waiting_columns(troubled=False),
            key=lambda change: change.pair,
            vim_keys=vim_keys,
            id="changes",
        )
        """The lines."""

    def compose(self) -> ComposeResult:
        """The lines, the whole of a reason, or that there are none."""
        yield self.table
        yield Static(txt(""), id="trouble")
        yield Static(
            txt(_("Noch keine Änderung. Was Sie rechts anhaken, steht dann hier.")), id="no-changes"
        )

    def on_mount(self) -> None:
        """Show what waits already."""
        self.table.order = ""  # what was ticked last stands first: no header carries an arrow
        self.show()

    def show(self) -> None:
        """Show what waits now."""
        changes = self._pending.changes
        self.set_class(bool(changes), "-any")
        self.border_title = txt(_("Änderungen: {text}").format(text=summary(changes)))
        self.table.columns = waiting_columns(troubled=any(one.trouble for one in changes[:1]))
        source = ListSource(changes, key=lambda change: change.pair)
        if self.table.has_focus:
            self.table.replace_source(source)
        else:
            self.table.source = source  # so that what was ticked last is in view

    def action_drop(self) -> None:
        """Take the change under the cursor away."""
        if (row := self.table.cursor_row) is not None:
            self.post_message(self.Dropped(row.pair))

    @on(RecordTable.Highlighted)
    def _highlighted(self, event: RecordTable.Highlighted) -> None:
        """Say the whole of a reason that its column may cut."""
        event.stop()
        trouble = event.row.trouble if isinstance(event.row, PendingChange) else ""
        line = self.query_one("#trouble", Static)
        line.update(txt(trouble))
        line.set_class(bool(trouble), "-shown")

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()


def summary(changes: list[PendingChange]) -> str:
    """„3 zuweisen · 1 zurücknehmen“."""
    given = sum(change.give for change in changes)
    withdrawn = len(changes) - given
    parts = [_("{n} zuweisen").format(n=number(given))] * bool(given)
    parts += [_("{n} zurücknehmen").format(n=number(withdrawn))] * bool(withdrawn)
    return " · ".join(parts)


def changes_text(count: int) -> str:
    """„3 Änderungen“."""
    return ngettext("{n} Änderung", "{n} Änderungen", count).format(n=number(count))
