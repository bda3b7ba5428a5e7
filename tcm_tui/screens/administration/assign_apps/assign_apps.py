"""„Apps zuweisen“: licences for many people at once, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.containers import Container, Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.members import RowKey
from tcm_tui.domain.pending_assignments import PendingAssignments
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.assign_apps.board import Board
from tcm_tui.screens.administration.assign_apps.by_app import ByApp
from tcm_tui.screens.administration.assign_apps.by_people import ByPeople
from tcm_tui.screens.administration.assign_apps.desk import Desk
from tcm_tui.screens.administration.assign_apps.directions import Direction, Directions
from tcm_tui.screens.administration.assign_apps.keys import KEYS
from tcm_tui.screens.administration.assign_apps.saving import Saving, saved_text
from tcm_tui.screens.administration.assign_apps.waiting import Waiting
from tcm_tui.screens.host import host
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcm_tui.screens.administration.assign_apps.review_jobs import Reviewed

TABLES: Final = (".xlsx", ".csv", ".tsv")
_LOW: Final = 24
"""Lines of this tab below which no line is left empty."""
_SCARCE: Final = 14
"""Lines of this tab below which rows are all that there is room for."""


class AssignAppsTab(PortalPane):
    """„Apps zuweisen“.

    `Navigate` brings the key of a member or an invitation, several of them, or the number of a
    subscription.
    """

    destination = Destination.ASSIGN_APPS
    asks_to_leave = True
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    DEFAULT_CSS = """
    AssignAppsTab {
        padding: 0 2;
        & #head { height: 1; margin-bottom: 1; }
        & #save { min-width: 0; }
        & #boards { height: 1fr; }
        &.-low { padding: 0 1; }
        &.-low #head { margin-bottom: 0; }
        &.-scarce Foot, &.-scarce #trouble.-shown { display: none; }
        &.-scarce Waiting.-any { height: 4; min-height: 4; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.pending = PendingAssignments()
        """What waits to be saved; both directions have it in common."""
        self._desk = Desk(self.ask)
        self._boards: dict[Direction, Board] = {}

    def compose(self) -> ComposeResult:
        """Which direction, its lists, what waits."""
        with Horizontal(id="head"):
            yield Directions(id="directions")
            yield Static(classes="gap")
            yield Button(txt(_("Speichern")), "primary", id="save", compact=True, disabled=True)
        with Container(id="boards"):
            yield self._made(Direction.BY_PEOPLE)
        yield Waiting(self.pending, vim_keys=host(self).vim_keys)

    def on_resize(self, event: events.Resize) -> None:
        """Save lines where there are few."""
        self.set_class(event.size.height < _LOW, "-low")
        self.set_class(event.size.height < _SCARCE, "-scarce")

    def _made(self, direction: Direction) -> Board:
        """The lists of a direction, made when they are first shown."""
        kind = ByPeople if direction is Direction.BY_PEOPLE else ByApp
        board = kind(self._desk, self.pending, vim_keys=host(self).vim_keys)
        self._boards[direction] = board
        return board

    @property
    def board(self) -> Board:
        """The lists in front."""
        return self._boards[self.query_one(Directions).value]

    @property
    def waiting(self) -> Waiting:
        """The list of changes."""
        return self.query_one(Waiting)

    # -- what the frame asks

    @property
    def unsaved(self) -> bool:
        """Whether something waits to be saved."""
        return bool(self.pending)

    def discard(self) -> None:
        """Forget what waits."""
        self.pending.clear()
        self._changed()

    def focus_first(self) -> None:
        """Begin in the list of whom or what one chooses."""
        self.screen.set_focus(self.board.left.table)

    def refresh_data(self) -> None:
        """Read again; cursors, marks and what waits stay."""
        for board in self._boards.values():
            board.reload()

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Choose somebody, several people, or a subscription."""
        if isinstance(item, int):
            self._open_app(item)
        elif keys := [item] if isinstance(item, RowKey) else list(item):
            self._open_people(keys)

    def _open_app(self, subscription_id: int) -> None:
        board = self._turn_to(Direction.BY_APP)
        if isinstance(board, ByApp):
            board.call_later(board.open, subscription_id)

    def _open_people(self, keys: list[RowKey]) -> None:
        board = self._turn_to(Direction.BY_PEOPLE)
        if isinstance(board, ByPeople):
            board.call_later(board.open, keys)

    # -- directions

    @on(Directions.Chosen)
    def _direction_chosen(self, event: Directions.Chosen) -> None:
        event.stop()
        self.action_turn()

    def _turn_to(self, direction: Direction) -> Board:
        """Bring a direction to the front."""
        directions = self.query_one(Directions)
        if direction not in self._boards:
            self.query_one("#boards").mount(self._made(direction))
        directions.value = direction
        for one, board in self._boards.items():
            board.display = one is direction
        return self._boards[direction]

    def action_turn(self) -> None:
        """To the other direction; what waits is the same in both."""
        board = self._turn_to(self.query_one(Directions).value.other)
        board.call_after_refresh(self.screen.set_focus, board.left.table)

    # -- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without changes there is nothing to save, to go to, or to take back."""
        if action == "undo":
            return self.pending.undoable  # else the key takes back what was done elsewhere
        if action in {"save", "changes"}:
            return True if self.pending else None
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Nothing was ticked yet."""
        if action in {"save", "changes"} and not self.pending:
            return _("Noch ist nichts geändert. Leer hakt an.")
        return super().why_not(action)

    def action_search(self) -> None:
        """To the search of the list one is in."""
        self.board.find()

    def action_changes(self) -> None:
        """To what waits."""
        self.screen.set_focus(self.waiting.table)

    def action_back(self) -> None:
        """One step back."""
        self.board.step_back()

    def action_undo(self) -> None:
        """Take the last ticks back."""
        if pairs := self.pending.undo():
            self._changed()
            self.board.show_changes(pairs)

    @on(Waiting.Dropped)
    def _dropped(self, event: Waiting.Dropped) -> None:
        event.stop()
        self.pending.drop([event.pair])
        self._changed()
        self.board.show_changes([event.pair])

    @on(Board.Changed)
    def _board_changed(self, event: Board.Changed) -> None:
        event.stop()
        self._changed()

    def _changed(self) -> None:
        """Show what waits now."""
        self.waiting.show()
        self.query_one("#save", Button).disabled = not self.pending
        if not self.pending and self.waiting.table.has_focus:
            self.focus_first()
        self.refresh_bindings()

    # -- saving

    @on(Button.Pressed, "#save")
    def _save_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    @work(exclusive=True, group="saving")
    async def action_save(self) -> None:
        """Show what will happen, do it, and tell what could not be."""
        saving = Saving(self._desk, self.pending)
        seen = await self.app.push_screen_wait(saving.dialog(vim_keys=host(self).vim_keys))
        saving.settle(seen)
        self._settled(seen)

    def _settled(self, seen: Reviewed) -> None:
        """Tell what was saved, and show what is different now."""
        if seen.saved:
            toast(self, saved_text(seen))
            self.refresh_data()
        self._changed()

    @work(exclusive=True, group="saving")
    async def action_file(self) -> None:
        """Choose a file, show what it would change."""
        # The dialogs and what they stand on are imported when they are wanted.
        from tcm_tui.screens.administration.assign_apps.from_file import FromFile  # noqa: PLC0415
        from tcm_tui.widgets.file_picker import OpenFileDialog  # noqa: PLC0415
        from tcm_tui.widgets.folders import Folders  # noqa: PLC0415

        app = host(self)
        folders = Folders(app.import_jail, TABLES)
        choose = OpenFileDialog(title=_("Apps aus Datei zuweisen"), folders=folders)
        if (path := await self.app.push_screen_wait(choose)) is not None:
            dialog = FromFile(self._desk, app, path).dialog()
            self._settled(await self.app.push_screen_wait(dialog))
