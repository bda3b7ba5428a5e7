"""„Postfach“: the mails of this data folder, so that every flow works without a mail server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import N_, _
from tcm_tui.screens.mailbox.letters import Letters, columns, letter_key, read
from tcm_tui.screens.mailbox.reading_pane import ReadingPane
from tcm_tui.services.mailbox import Letter
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

FIRST: Final = 200
"""So many mails are shown before the rest is read: 10,000 take a second."""
_SIDE_BY_SIDE: Final = 160
"""Cells from which list and mail stand beside each other."""


class LetterTable(RecordTable[Letter]):
    """The list. Nothing is done to several mails at once, so nothing is marked."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of marks to the screen."""
        return "mark" not in action and super().check_action(action, parameters)


class Mailbox(Vertical):
    """The list, newest first, with a search, and the mail under the cursor.

    Posts `ReadingPane.CodeChosen` when the code of a mail is to be used.

    Args:
        folder: The Maildir.
        zone: In which times are told.
        now: What „heute“ is.
        vim_keys: Whether j, k and so on move in the list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "use_code",
            N_("Code verwenden"),
            id="mailbox.use_code",
            tooltip=N_("Öffnet das Formular, für das der Code in der E-Mail gedacht ist"),
        ),
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="mailbox.search",
            tooltip=N_("Sucht in Adressen und Betreff"),
        ),
        Binding(
            "f5",
            "reload",
            N_("Neu lesen"),
            id="mailbox.reload",
            tooltip=N_("Liest das Postfach neu"),
        ),
    ]

    def __init__(
        self, folder: Path, zone: ZoneInfo, now: Callable[[], datetime], *, vim_keys: bool = True
    ) -> None:
        super().__init__()
        self._vim_keys = vim_keys
        self._folder = folder
        self._zone = zone
        self._now = now
        self._letters = Letters()

    def compose(self) -> ComposeResult:
        """Warning, search, list, mail."""
        warning = _("! Hier liegen die E-Mails aller Personen dieses Datenordners.")
        yield Static(txt(warning), id="mailbox-warning")
        yield SearchInput()
        with Container(id="mailbox-both"):
            yield LetterTable(
                columns(self._zone, self._now),
                key=letter_key,
                vim_keys=self._vim_keys,
                id="letters",
            )
            yield ReadingPane(self._folder, self._zone)

    def on_mount(self) -> None:
        """Begin in the list, so that letters are keys."""
        self.table.order, self.table.descending = "date", True
        self.table.focus()
        self.action_reload()

    def on_resize(self) -> None:
        """List and mail beside each other where there is room."""
        self.set_class(self.size.width < _SIDE_BY_SIDE, "-narrow")

    @property
    def table(self) -> LetterTable:
        """The list."""
        return self.query_one(LetterTable)

    @property
    def pane(self) -> ReadingPane:
        """The mail under the cursor."""
        return self.query_one(ReadingPane)

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out: the mail has no code; "" when it is not."""
        if action != "use_code" or self.pane.code is not None:
            return ""
        if self.table.cursor_row is None:
            return _("Hier steht keine E-Mail, in der ein Code sein kann.")
        return _("In dieser E-Mail steht kein Code.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what there is a reason against."""
        del parameters
        return None if self.why_not(action) else True

    def action_use_code(self) -> None:
        """Hand on the code of the mail under the cursor."""
        self.pane.action_use_code()

    def action_search(self) -> None:
        """To the search."""
        self.query_one(SearchInput).focus()

    def action_reload(self) -> None:
        """Read the folder again; the cursor stays on its mail."""
        self._load()

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        try:
            for limit in (FIRST, None):
                found = await asyncio.to_thread(read, self._folder, limit)
                self._letters.fill(found)
                self._show()
                if len(found) < FIRST:
                    break
        except DomainError as error:
            self._letters.fail(error)
            self._show()

    def _show(self) -> None:
        """Show what the search leaves, and say why there is nothing."""
        self.table.empty_text = (
            N_("Noch keine E-Mails. Hier erscheint, was das Programm sendet.")
            if self._letters.empty
            else N_("Keine E-Mail passt zur Suche. Esc leert sie.")
        )
        if self.table.source is None:
            self.table.source = self._letters
        else:
            self.table.reload()

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._letters.search(event.text)
        self._show()

    @on(SearchInput.Left)
    def _to_list(self, event: SearchInput.Left) -> None:
        event.stop()
        self.table.focus()

    @on(RecordTable.Highlighted)
    def _highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.pane.open(event.row if isinstance(event.row, Letter) else None)

    @on(RecordTable.Selected)
    def _opened(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.pane.focus()

    @on(ReadingPane.Shown)
    def _shown(self, event: ReadingPane.Shown) -> None:
        """Take the mark of the unread from it."""
        event.stop()
        self.refresh_bindings()
        if event.letter is not None and event.letter.unread:
            self._letters.mark_read(event.letter.key)
            self.table.reload()
