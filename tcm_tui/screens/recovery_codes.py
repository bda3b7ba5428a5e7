"""Recovery codes, shown once: to be written down, or saved to a file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.file_picker import SaveFileDialog
from tcm_tui.widgets.folders import Folders
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

ENDING: Final = ".txt"


class RecoveryCodes(Dialog[None]):
    """Shows recovery codes until their owner says that they are kept.

    Args:
        codes: Those that were just made.
        email: Whose.
        jail: The only folder files are written to; None allows any.
    """

    topic = Topic.SECOND_FACTOR
    AUTO_FOCUS = "#save"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save", N_("In Datei speichern"), id="recovery_codes.save"),
        Binding("escape", "close", N_("Schließen"), id="recovery_codes.close"),
    ]
    DEFAULT_CSS = """
    RecoveryCodes {
        & > .dialog, &.-narrow > .dialog, &.-low > .dialog { max-width: 76; }
        &.-narrow.-low > .dialog { height: auto; }
        & .recovery--text { padding: 0 2 1 2; color: $text-muted; }
        & .recovery--codes { padding: 0 2 1 2; text-style: bold; }
    }
    """

    def __init__(self, codes: Sequence[str], *, email: str, jail: Path | None) -> None:
        super().__init__(_("Wiederherstellungscodes"))
        self._codes = codes
        self._email = email
        self._jail = jail
        self._kept = False

    def compose_body(self) -> ComposeResult:
        """What they are for, and the codes."""
        explanation = _(
            "Ohne Telefon melden Sie sich mit einem dieser Codes an, mit jedem einmal. Sie werden"
            " nur jetzt gezeigt: Schreiben Sie sie auf, oder speichern Sie sie, getrennt vom"
            " Telefon."
        )
        yield Static(txt(explanation), classes="recovery--text")
        yield Static(txt(self._lines()), classes="recovery--codes")

    def compose_buttons(self) -> ComposeResult:
        """Into a file, and the way out."""
        yield Button(_("In Datei speichern"), id="save", action="screen.save", compact=True)
        yield Button(_("Fertig"), "primary", id="close", action="screen.close", compact=True)

    def action_save(self) -> None:
        """Choose a file, write the codes into it."""
        self._save()

    def action_close(self) -> None:
        """Leave; ask first whether they are kept, for nobody can show them again."""
        if self._kept:
            self.dismiss(None)
        else:
            self._ask_to_leave()

    def _lines(self) -> str:
        """Two codes a line, so that all are seen at once."""
        pairs = zip(self._codes[::2], self._codes[1::2], strict=True)
        return "\n".join("    ".join(pair) for pair in pairs)

    @work(group="save", exclusive=True)
    async def _save(self) -> None:
        from tcm_tui.services.recovery_file import save  # noqa: PLC0415 - seldom needed

        path = await self.app.push_screen_wait(
            SaveFileDialog(
                title=_("Wiederherstellungscodes speichern"),
                folders=Folders(self._jail, (ENDING,)),
                name=_("Wiederherstellungscodes") + ENDING,
            )
        )
        if path is None:
            return
        try:
            # Replacing a file was agreed to where it was chosen.
            kept = await asyncio.to_thread(
                save, path, self._codes, email=self._email, overwrite=True, jail=self._jail
            )
        except DomainError as refusal:
            self.say(".dialog--error", refusal.message)
            return
        self._kept = True
        self.say(".dialog--error", "")
        toast(self, _("Gespeichert, nur für Sie lesbar: {path}").format(path=shown(str(kept))))
        self.query_one("#close").focus()

    @work(group="leave", exclusive=True)
    async def _ask_to_leave(self) -> None:
        if await self.app.push_screen_wait(
            Confirm(
                _("Die Codes lassen sich danach nicht mehr anzeigen."),
                title=_("Codes aufgeschrieben?"),
                yes=_("Codes sind aufgeschrieben"),
                no=_("Noch nicht"),
            )
        ):
            self.dismiss(None)
