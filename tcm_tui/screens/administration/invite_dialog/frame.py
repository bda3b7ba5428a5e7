"""How „Mehrere einladen“ looks: rows, counts, buttons, and what it is busy with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.invite_rows import SIGNS, Verdict
from tcm_tui.i18n import _
from tcm_tui.navigation import Topic
from tcm_tui.screens.administration.invite_dialog import wording
from tcm_tui.screens.administration.invite_dialog.busy import GLANCE, SENTENCES, Job
from tcm_tui.screens.administration.invite_dialog.counts_line import CountsLine
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput
from tcm_tui.screens.administration.invite_dialog.jobs import Reading
from tcm_tui.screens.administration.invite_dialog.keys import CHOOSING, DIALOG_KEYS
from tcm_tui.screens.administration.invite_dialog.table import InviteTable
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcm_tui.domain.invite_list import InviteList


class InviteFrame(Dialog[int | None]):
    """The rows with their verdicts, the counts below them, the buttons and keys.

    Args:
        invitations: What it shows and changes.
        vim_keys: Whether j, k and so on move while rows are chosen.
    """

    AUTO_FOCUS = "AddressInput"
    topic = Topic.INVITE_MANY
    BINDINGS: ClassVar[list[BindingType]] = [*DIALOG_KEYS]
    DEFAULT_CSS = """
    InviteFrame {
        & > .dialog { width: 94%; max-width: 140; }
        &.-narrow > .dialog { width: 100%; max-width: 100%; }
        & .dialog--body { overflow: hidden; height: auto; }
        & .dialog--error { padding: 0 1 0 3; }
        & InviteTable { height: auto; min-height: 5; background: $surface; }
        & AddressInput, & RoleChoice {
            position: absolute;
            offset: 3 1;
            width: 20;
            height: 1;
            padding: 0;
            border: none;
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        & AddressInput:focus {
            border: none;
            background: $background;
            background-tint: transparent;
            color: $foreground;
        }
        & RoleChoice:focus {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
        & #invite-counts { margin-top: 1; height: auto; padding: 0 1 0 3; color: $text-muted; }
        & #invite-reason, & #invite-told { height: auto; padding: 0 1 0 3; display: none; }
        & #invite-reason { color: $text-warning; }
        & #invite-reason.-faulty { color: $text-error; }
        & #invite-reason.-shown, & #invite-told.-shown { display: block; }
        & #invite-files { height: 1; margin-top: 1; padding: 0 2; }
        & #invite-files Button { min-width: 0; background: transparent; color: $text-accent; }
        & #invite-files Button { text-style: none; }
        & #invite-files Button:focus { text-style: bold reverse; }
        & #invite-files Button:disabled { color: $text-disabled; }
        &.-low {
            & > .dialog { height: 100%; }
            & .dialog--body { height: 1fr; }
            & InviteTable { height: 1fr; }
            & #invite-counts, & #invite-files { margin-top: 0; }
        }
    }
    """

    job: reactive[Job | None] = reactive(None, init=False, bindings=True)
    """What is being done; nothing else may overtake it."""

    def __init__(self, invitations: InviteList, *, vim_keys: bool) -> None:
        super().__init__(_("Mehrere einladen"))
        self.invitations = invitations
        self.table = InviteTable(invitations, vim_keys=vim_keys)
        self.reading = Reading()
        self.progress = ""
        """How far the work is; shown now and then, because showing takes longer than a slice."""

    def compose_body(self) -> ComposeResult:
        """Rows, the whole of a cut reason, counts, what happened, files."""
        yield self.table
        yield Static(txt(""), id="invite-reason")
        yield CountsLine(txt(""), id="invite-counts")
        yield Static(txt(""), id="invite-told")
        with Horizontal(id="invite-files"):
            yield Button(
                _("Vorlage speichern"), id="template", action="screen.save_template", compact=True
            )
            yield Button(
                _("Ergebnisliste speichern"),
                id="verdicts",
                action="screen.save_verdicts",
                compact=True,
            )

    def compose_buttons(self) -> ComposeResult:
        """„Excel-Liste importieren“, „Abbrechen“, „Einladungen absenden (2)“."""
        yield Button(
            _("Excel-Liste importieren"), id="import", action="screen.import_list", compact=True
        )
        yield Button(_("Abbrechen"), id="cancel", action="screen.cancel", compact=True)
        send = txt(wording.send_label(0))
        yield Button(send, "primary", id="submit", action="screen.submit", compact=True)

    def on_mount(self) -> None:
        """Count, and look at a running import now and then."""
        self.set_interval(GLANCE, self._glance)
        self.show_counts()

    # -- what is said

    def tell(self, sentence: str) -> None:
        """What happened; an error told before is settled."""
        self.say("#invite-told", sentence)
        self.say(".dialog--error", "")

    def refuse(self, sentence: str) -> None:
        """What could not be done."""
        self.say("#invite-told", "")
        self.say(".dialog--error", sentence)

    def show_counts(self) -> None:
        """How many rows have which verdict, and how many would be sent."""
        counts = self.invitations.counts()
        sentence = self.progress or wording.counts_line(counts)
        if self.job is not None and not self.progress:
            sentence = _(SENTENCES[self.job])
        self.say("#invite-counts", sentence)
        self._label("#submit", wording.send_label(counts.ready))
        self.query_one("#verdicts").display = self.invitations.dirty

    def _label(self, place: str, label: str) -> None:
        button = self.query_one(place, Button)
        if str(button.label) != label:
            button.label = txt(label)
            button.refresh(layout=True)  # its width was kept with the old words

    def show_reason(self) -> None:
        """The whole reason of the row under the cursor, where its column cuts it."""
        reason = self.table.cut_reason()
        self.say("#invite-reason", reason)
        faulty = reason.startswith(SIGNS[Verdict.FAULTY])
        self.query_one("#invite-reason").set_class(faulty, "-faulty")

    def _glance(self) -> None:
        if self.job is Job.IMPORTING:
            self.progress = wording.reading_line(self.reading.rows)
        if self.job is not None:
            self.show_counts()

    # -- what it is busy with

    @contextmanager
    def working(self, job: Job) -> Iterator[None]:
        """Nothing can be typed, sent or left while the body runs; then all is shown anew."""
        typing = isinstance(self.focused, AddressInput)
        self.job = job
        self.table.set_locked(True)
        try:
            yield
        finally:
            self.progress = ""
            self.job = None
            self.table.set_locked(False)
            self.list_changed()
            if typing or self.focused is None:
                self.table.edit()

    def list_changed(self) -> None:
        """Show rows and counts anew."""
        self.table.list_changed()
        self.show_counts()
        self.show_reason()

    def watch_job(self) -> None:
        """Show that it is being worked on."""
        importing = self.job is Job.IMPORTING
        self.query_one(".dialog").set_class(self.job is not None, "-busy")
        for button in self.query(Button):
            button.disabled = self.job is not None and not (importing and button.id == "cancel")
        self._label("#cancel", _("Import abbrechen") if importing else _("Abbrechen"))
        self.show_counts()
        self.show_hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters are keys only while rows are chosen; while busy only an import can be left."""
        del parameters
        if action in CHOOSING and not self.table.choosing:
            return False
        own = action in {binding.action for binding in DIALOG_KEYS}
        if own and self.job is not None:
            return True if action == "cancel" and self.job is Job.IMPORTING else None
        return True

    def hints(self) -> list[tuple[str, str]]:
        """The keys that work now."""
        if self.job is Job.IMPORTING:
            return [("escape", _("Import abbrechen"))]
        if self.table.choosing and self.job is None:
            own = {key: text for key, text in super().hints() if len(key) == 1 or key == "delete"}
            return [("space", _("Markieren")), *own.items(), ("enter", _("Bearbeiten"))]
        return super().hints()

    def show_hints(self) -> None:
        """The keys, or while busy that the answer is awaited."""
        super().show_hints()
        if self.job is not None and self.job is not Job.IMPORTING:
            self.query_one(".dialog").border_subtitle = txt(_("Bitte warten …"))

    @on(InviteTable.ModeChanged)
    def _mode_changed(self, event: InviteTable.ModeChanged) -> None:
        event.stop()
        self.refresh_bindings()
        self.show_hints()

    @on(InviteTable.Highlighted)
    def _cursor_moved(self) -> None:
        self.show_reason()

    @on(InviteTable.Finished)
    def _finished(self, event: InviteTable.Finished) -> None:
        event.stop()
        self.query_one("#submit", Button).focus()
