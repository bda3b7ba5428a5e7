"""Saving changes of licences: what will become of each, asked once, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.administration.assign_apps.report_rows import (
    ReportRow,
    ReportRows,
    counts_text,
)
from tcm_tui.widgets.result_dialog import ResultDialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult


class Phase(StrEnum):
    """What the dialog is at."""

    CHECKING = "checking"
    ASKING = "asking"
    WORKING = "working"


@dataclass(frozen=True)
class Reviewed:
    """What was looked at: rows with their verdicts, and what else there is to say.

    `saved` says whether those with the verdict CHANGED are so by now.
    """

    rows: Sequence[ReportRow] = field(default_factory=tuple)
    notes: str = ""
    saved: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewJobs:
    """The work behind the dialog; each raises DomainError with a sentence for the person.

    Args:
        title: Stands in its border.
        checking: What it says while it looks.
        check: What would become of each line.
        save: Saves those lines that were possible, all or none; what became of all of them.
        write: Writes the lines into a file; None where they come from none.
        export_jail: The only folder files are written to; None allows any.
    """

    title: str
    checking: str
    check: Callable[[], Awaitable[Reviewed]]
    save: Callable[[], Awaitable[Reviewed]]
    write: Callable[[Path, Sequence[ReportRow]], Awaitable[Path]] | None = None
    export_jail: Path | None = None


class ReviewDialog(ResultDialog[Reviewed]):
    """Shows what will become of each change, saves it when told to, and answers what it saw last.

    Args:
        jobs: The work behind it.
        vim_keys: Whether j, k and so on move in the rows.
    """

    AUTO_FOCUS = "#leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go", N_("Speichern"), id="review.go"),
        Binding("f", "choose_rows", N_("Zeilen wählen"), id="review.rows"),
        Binding("ctrl+r", "save", N_("Ergebnisliste"), id="review.save"),
        Binding("escape", "leave", N_("Abbrechen"), id="review.leave"),
    ]
    DEFAULT_CSS = """
    ReviewDialog {
        & > .dialog { width: 94%; max-width: 130; height: 80%; }
        &.-narrow > .dialog { width: 100%; max-width: 100%; }
        &.-low > .dialog { height: 100%; }
        & .dialog--body { overflow: hidden; height: 1fr; }
        & #line { padding: 0 1; height: auto; text-style: bold; }
        & #notes, & #saved { padding: 0 1; height: auto; display: none; color: $text-muted; }
        & #notes.-shown, & #saved.-shown { display: block; }
    }
    """

    phase: reactive[Phase] = reactive(Phase.CHECKING, init=False, bindings=True)
    """What it is at; each key means what fits it."""

    def __init__(self, jobs: ReviewJobs, *, vim_keys: bool) -> None:
        super().__init__(jobs.title)
        self._jobs = jobs
        self._vim_keys = vim_keys
        self._seen = Reviewed()

    def compose_body(self) -> ComposeResult:
        """A line, what was left aside, the rows, where they were written to."""
        yield Static(txt(self._jobs.checking), id="line")
        yield Static(txt(""), id="notes")
        yield ReportRows(vim_keys=self._vim_keys, numbered=self._jobs.write is not None)
        yield Static(txt(""), id="saved")

    def compose_buttons(self) -> ComposeResult:
        """The result list, the harmless one, the one that saves."""
        label = txt(_("Ergebnisliste"))
        yield Button(label, id="save", action="screen.save", compact=True)
        yield Button(txt(_("Abbrechen")), id="leave", action="screen.leave", compact=True)
        yield Button(txt(""), "primary", id="go", action="screen.go", compact=True)

    def on_mount(self) -> None:
        """Look at what would happen."""
        self.watch_phase()
        self._check()

    @property
    def report(self) -> ReportRows:
        """The rows."""
        return self.query_one(ReportRows)

    # -- what can be done

    def verbs(self) -> dict[str, str]:
        """The key says what its button says."""
        return {"review.go": self._verb}

    @property
    def _verb(self) -> str:
        count = self.report.counted(Verdict.CHANGED)
        pattern = ngettext("{n} Änderung speichern", "{n} Änderungen speichern", count)
        return pattern.format(n=number(count))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the phase; nothing overtakes the saving."""
        del parameters
        asking = self.phase is Phase.ASKING
        match action:
            case "go":
                return asking and self.report.counted(Verdict.CHANGED) > 0
            case "save":
                return asking and self._jobs.write is not None and bool(self.report.rows)
            case "choose_rows":
                return asking
            case "leave":
                return None if self.phase is Phase.WORKING else True
        return True

    def watch_phase(self) -> None:
        """Show what can be done now."""
        self.report.display = self.phase is not Phase.CHECKING
        for name in ("go", "save"):
            button = self.query_one(f"#{name}", Button)
            button.display = bool(self.check_action(name, ()))
        go = self.query_one("#go", Button)
        go.label = txt(self._verb)
        go.refresh(layout=True)  # its width was kept with the old words
        self.query_one("#leave", Button).disabled = self.phase is Phase.WORKING
        if self.phase is Phase.WORKING:
            self.report.table.focus()  # a second Enter must not close it
        self.show_hints()

    def action_go(self) -> None:
        """Save, once."""
        if self.phase is Phase.ASKING:
            self.phase = Phase.WORKING
            self.say(".dialog--error", "")
            self._head(_("Wird gespeichert …"))
            self._save()

    def action_leave(self) -> None:
        """Change nothing more; what was seen is told."""
        self.dismiss(self._seen)

    def action_choose_rows(self) -> None:
        """Choose which rows to show."""
        self.report.choice.action_open()

    # -- the work

    @work(group="load")
    async def _check(self) -> None:
        try:
            seen = await self._jobs.check()
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self._head("")
            self.refuse(refusal.message)
            return
        self._show(seen)
        if self.report.counted(Verdict.CHANGED):
            self.query_one("#go").focus()

    @work(group="submit")
    async def _save(self) -> None:
        try:
            seen = await self._jobs.save()
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self._show(self._seen)
            self.refuse(refusal.message)
            return
        if seen.saved:
            self.dismiss(seen)
            return
        self._show(seen)
        self.refuse(_("Inzwischen hat sich etwas geändert. Gespeichert ist noch nichts."))

    def _show(self, seen: Reviewed) -> None:
        self._seen = seen
        self.report.show(seen.rows)
        self._head(counts_text(seen.rows) or _("Es gibt nichts zu ändern."))
        self.say("#notes", seen.notes)
        self.phase = Phase.ASKING
        self.watch_phase()

    def _head(self, sentence: str) -> None:
        self.query_one("#line", Static).update(txt(sentence))

    # -- what is written

    @property
    def export_jail(self) -> Path | None:
        """The only folder that may be written to."""
        return self._jobs.export_jail

    async def save_to(self, path: Path) -> Path:
        """Write the lines with their verdicts."""
        if self._jobs.write is None:
            raise RuntimeError("Only lines of a file are written")
        return await self._jobs.write(path, self._seen.rows)
