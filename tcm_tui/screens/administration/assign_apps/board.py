"""One direction of „Apps zuweisen“: whom or what one chooses, and what is ticked for it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.search import found_in
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.record_columns import cut
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.assignments import LicenceRow
    from tcm_tui.domain.pending_assignments import Pair, PendingAssignments
    from tcm_tui.domain.ticking import Ticks
    from tcm_tui.screens.administration.assign_apps.desk import Desk
    from tcm_tui.screens.administration.assign_apps.side import Side

_WIDE: Final = 100
"""Cells from which a subscription's name has a column of its own."""
_QUOTED: Final = 24
"""Cells of a search that is told again."""


class Board(Horizontal):
    """Two lists side by side. Ticks go into `pending`; nothing is saved from here.

    Args:
        desk: What is asked.
        pending: What waits to be saved.
        left: Whom or what one chooses.
        right: What is ticked for it.
        id: Of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "to_right", N_("Zum Anhaken"), id="assign.to_right", show=False),
        Binding("left", "to_left", N_("Zur Auswahl"), id="assign.to_left", show=False),
    ]
    DEFAULT_CSS = """
    Board {
        width: 1fr;
        height: 1fr;
        & > .-left { width: 2fr; }
        & > .-right { width: 3fr; }
    }
    """

    class Changed(Message):
        """Something else waits to be saved now."""

    def __init__(
        self,
        desk: Desk,
        pending: PendingAssignments,
        left: Side[Any],
        right: Side[Any],
        *,
        id: str,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        left.add_class("-left")
        right.add_class("-right")
        self.left = left
        """Whom or what one chooses."""
        self.right = right
        """What is ticked for it."""
        self.desk = desk
        self.pending = pending

    def compose(self) -> ComposeResult:
        """Both lists."""
        yield self.left
        yield self.right

    def on_resize(self, event: events.Resize) -> None:
        """Say of subscriptions what fits."""
        self.lay_out(brief=event.size.width < _WIDE)

    def lay_out(self, *, brief: bool) -> None:
        """Give the list of subscriptions its columns."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read again; cursors, marks and ticks stay."""
        raise NotImplementedError

    def keys_of(self, pairs: Collection[Pair]) -> set[object]:
        """The rows of the right list that these changes are about."""
        raise NotImplementedError

    def tell(self) -> None:
        """Write titles and feet anew."""
        raise NotImplementedError

    # -- ticking

    def take(self, ticks: Ticks) -> None:
        """Have what was ticked wait, and say what could not be."""
        if ticks.changes:
            self.pending.add(ticks.changes)
            self.show_changes([change.pair for change in ticks.changes])
            self.post_message(self.Changed())
        if ticks.told:
            toast(self, ticks.told, severity="warning")

    def show_changes(self, pairs: Collection[Pair]) -> None:
        """Show what these rows are ticked for now, and how many licences are left."""
        keys = self.keys_of(pairs)
        self.right.table.refresh_rows(keys)
        self.left.table.refresh_rows({pair.subscription_id for pair in pairs})
        self.tell()

    @contextmanager
    def telling_refusals(self) -> Iterator[None]:
        """Tell a refusal in a corner; it ends the `with` block and nothing else."""
        try:
            yield
        except SessionEnded:
            pass  # the sign-in screen says so
        except DomainError as refusal:
            toast(self, refusal.message, severity="error")

    # -- moving

    @property
    def at_right(self) -> bool:
        """Whether one is at what is ticked."""
        return self.right.table.has_focus

    def step_back(self) -> None:
        """From a search to its list, from what is ticked to what one chooses, and out of a search.

        The way back of what one came by.
        """
        if self.right.search.has_focus or self.left.search.has_focus:
            side = self.right if self.right.search.has_focus else self.left
            self.screen.set_focus(side.table)
        elif self.at_right and self.right.search.value:
            self.right.search.action_forget()
        elif self.at_right:
            self.screen.set_focus(self.left.table)
        elif self.left.table.has_focus:
            self.left.search.action_forget()
        else:
            self.screen.set_focus(self.left.table)

    def action_to_right(self) -> None:
        """To what is ticked."""
        self.screen.set_focus(self.right.table)

    def action_to_left(self) -> None:
        """To what one chooses."""
        self.screen.set_focus(self.left.table)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrows are keys of the lists only: in a search they move the cursor."""
        if action in {"to_left", "to_right"}:
            return self.at_right if action == "to_left" else self.left.table.has_focus
        return super().check_action(action, parameters)

    def find(self) -> None:
        """To the search of the list one is at."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus((self.right if self.at_right else self.left).search)

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        """Enter on whom one chooses leads to the ticks."""
        event.stop()
        self.screen.set_focus(self.right.table)


@dataclass
class Licences:
    """Subscriptions in memory, with what they are found by."""

    rows: Sequence[LicenceRow] = ()

    @cached_property
    def _keys(self) -> list[str]:
        return [sort_key(row.app.label) for row in self.rows]

    def matching(self, search: str) -> Sequence[LicenceRow]:
        """Those in which every word looked for occurs."""
        if not search:
            return self.rows  # as they are read with every step of the cursor
        pairs = zip(self.rows, self._keys, strict=True)
        return [row for row, key in pairs if found_in(search, [key])]


def nothing_matches(search: str) -> str:
    """Why a list is empty that is searched."""
    sought = cut(search, min(_QUOTED, 2 * len(search))).rstrip()
    return _("Nichts passt zu „{text}“. Esc leert die Suche.").format(text=sought)


def no_licences() -> str:
    """Why there is nothing to assign."""
    return _("Noch kein Abonnement mit Lizenzen. F2 öffnet „Marktplatz“.")
