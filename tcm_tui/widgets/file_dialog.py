"""The box in which a file is chosen: a path field with completion, and the folder below it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Button

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.field import Field, FormField
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.file_list import FileList
from tcm_tui.widgets.folders import Entry, Folders, completed, matching, split
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

_PATH_MAX = 4096


class PathInput(FieldInput):
    """A path that Tab completes; where there is nothing to complete, Tab goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", N_("Ergänzen"), id="path.complete", show=False),
        Binding("down", "screen.to_list", N_("Zur Liste"), id="path.list", show=False),
    ]

    entries: list[Entry] = []  # noqa: RUF012 - replaced as a whole, never changed in place

    def action_complete(self) -> None:
        """Complete the name as far as it is certain, else go to the list."""
        folder, typed = split(self.value)
        text = completed(self.entries, typed) if typed else typed
        if text == typed:
            self.screen.focus_next()
        else:
            self.value = f"{folder}{text}"
            self.cursor_position = len(self.value)


class PathField(Field):
    """A labelled path."""

    input_class = PathInput


class FileDialog(Dialog[Path | None]):
    """What opening and saving have in common. The folder last used is kept for the session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "choose", N_("Öffnen"), id="file.choose"),
        Binding("escape", "cancel", N_("Abbrechen"), id="file.cancel"),
    ]
    DEFAULT_CSS = """
    FileDialog {
        & > .dialog { height: 80%; }
        &.-narrow > .dialog, &.-low > .dialog { height: 100%; }
        & .dialog--body { height: 1fr; }
    }
    """

    last_folder: ClassVar[Path | None] = None
    """One person sits before the process, so there is one."""

    def __init__(self, *, title: str, verb: str, folders: Folders, name: str = "") -> None:
        super().__init__(title)
        self._verb = verb
        self._folders = folders
        self._start_name = name
        self._base = folders.jail or FileDialog.last_folder or Path.home()
        self._listed: Path | None = None
        self._entries: list[Entry] = []
        self._picked: tuple[str, Path] | None = None

    def compose_body(self) -> ComposeResult:
        """The field, the list."""
        yield PathField(_("Datei"), name="path", max_length=_PATH_MAX)
        yield FileList()

    def compose_buttons(self) -> ComposeResult:
        """„Abbrechen“ and the verb."""
        yield Button(_("Abbrechen"), id="cancel", action="screen.cancel", compact=True)
        yield Button(txt(self._verb), "primary", id="choose", action="screen.choose", compact=True)

    def hints(self) -> list[tuple[str, str]]:
        """The keys, and Tab."""
        return [("tab", _("Ergänzen")), *super().hints()]

    def verbs(self) -> dict[str, str]:
        """The key of the primary button says what the button says."""
        return {"file.choose": self._verb}

    @property
    def field(self) -> PathField:
        """Where the path is typed."""
        return self.query_one(PathField)

    def on_mount(self) -> None:
        """Show the folder to begin with."""
        self.go_to(self._base, self._start_name)

    def go_to(self, folder: Path, name: str = "") -> None:
        """Put `folder` into the field, so that the list follows; with `name` behind it."""
        self._base = folder
        text = f"{self._folders.text_of(folder)}{name}"
        self.pick(text, folder / name if name else folder)

    def pick(self, text: str, path: Path) -> None:
        """Put `text`, which stands for `path`, into the field.

        A name that is not valid UTF-8 cannot be typed or drawn, so both are kept.
        """
        self._picked = (shown(text), path)
        self.field.value = shown(text)
        self.field.input.cursor_position = len(self.field.value)

    def typed_path(self) -> Path:
        """The path in the field.

        Raises:
            Invalid: It lies outside the jail or cannot be a path.
        """
        text = self.field.value
        if self._picked is not None and self._picked[0] == text:
            return self._picked[1]
        return self._folders.path_of(text, self._base)

    async def settle_on(self, path: Path) -> Path | None:
        """The path to return for the one typed; None stays in the dialog.

        Raises:
            Invalid: It cannot be used.
        """
        raise NotImplementedError

    def action_to_list(self) -> None:
        """From the field to the list."""
        self.query_one(FileList).focus()

    def action_cancel(self) -> None:
        """Leave without a file."""
        self.dismiss(None)

    @work(group="submit", exclusive=True)
    async def action_choose(self) -> None:
        """Take what stands in the field; a folder is opened instead."""
        try:
            path = self.typed_path()
            if await asyncio.to_thread(path.is_dir):
                self.go_to(path)
                return
            chosen = await self.settle_on(path)
        except DomainError as error:
            self.field.show_error(error.message)
            self.field.focus_input()
            return
        if chosen is not None:
            FileDialog.last_folder = chosen.parent
            self.dismiss(chosen)

    @on(FormField.Submitted)
    def _enter(self, event: FormField.Submitted) -> None:
        event.stop()
        self.action_choose()

    @on(FormField.Changed)
    def _typed(self, event: FormField.Changed) -> None:
        event.stop()
        self._begin_anew()
        self._list()

    def _begin_anew(self) -> None:
        """Let a whole path, typed or pasted behind the proposed folder, take its place."""
        proposed = self._picked[0] if self._picked is not None else ""
        behind = self.field.value.removeprefix(proposed)
        if proposed.endswith("/") and behind.startswith(("/", "~/")) and behind != self.field.value:
            self.field.value = behind
            self.field.input.cursor_position = len(behind)

    @on(FileList.Opened)
    def _opened(self, event: FileList.Opened) -> None:
        event.stop()
        if event.entry.is_folder:
            self.go_to(event.entry.path)
        else:
            self.pick(str(event.entry.path), event.entry.path)
            self.action_choose()

    @on(FileList.ParentWanted)
    def _go_up(self, event: FileList.ParentWanted) -> None:
        event.stop()
        parent = (self._listed or self._base).parent
        if self._folders.allows(parent):
            self.go_to(parent)

    @work(group="load", exclusive=True)
    async def _list(self) -> None:
        """Show what the field's folder holds, as far as it begins with what is typed."""
        text, typed = split(self.field.value)
        picked = self._picked is not None and self._picked[0] == self.field.value
        try:
            folder = self._base if picked else self._folders.path_of(text, self._base)
            if folder != self._listed:
                self._entries = await asyncio.to_thread(self._folders.entries, folder)
                self._listed = folder
        except DomainError as error:
            self._entries, self._listed = [], None
            self._show([], error.message)
            return
        self.query_one(PathInput).entries = self._entries
        self._show(matching(self._entries, "" if picked else typed), _("Keine passende Datei."))

    def _show(self, entries: list[Entry], nothing: str) -> None:
        self.query_one(FileList).show(entries, nothing)
