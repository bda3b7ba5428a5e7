"""Saving changes of licences: what will become of each, asked once, all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.administration.assign_apps.report_rows import ReportRows, counts_text
from tcm_tui.screens.administration.assign_apps.review_jobs import Phase, Reviewed
from tcm_tui.widgets.result_dialog import ResultDialog
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from tcm_tui.screens.administration.assign_apps.review_jobs import ReviewJobs


GLANCE: Final = 0.1
"""Seconds between two looks at how far the reading is."""


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
        self._glances = self.set_interval(GLANCE, self._glance, pause=self._jobs.progress is None)
        self._check()

    def on_unmount(self) -> None:
        """A reading must not outlive its dialog."""
        if self._jobs.cancel is not None:
            self._jobs.cancel()

    @property
    def report(self) -> ReportRows:
        """The rows."""
        return self.query_one(ReportRows)

    # -- what can be done

    def verbs(self) -> dict[str, str]:
        """The keys say what their buttons say."""
        return {"review.go": self._verb, "review.leave": self._leaving}

    @property
    def _leaving(self) -> str:
        return _("Schließen") if self.phase is Phase.TOLD else _("Abbrechen")

    @property
    def _verb(self) -> str:
        count = self.report.counted(Verdict.CHANGED)
        pattern = ngettext("{n} Änderung speichern", "{n} Änderungen speichern", count)
        return pattern.format(n=number(count))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the phase; nothing overtakes the saving."""
        del parameters
        resting = self.phase in {Phase.ASKING, Phase.TOLD}
        match action:
            case "go":
                return self.phase is Phase.ASKING and self.report.counted(Verdict.CHANGED) > 0
            case "save":
                return resting and self._jobs.write is not None and bool(self.report.rows)
            case "choose_rows":
                return resting
            case "leave":
                return None if self.phase is Phase.WORKING else True
        return True

    def watch_phase(self) -> None:
        """Show what can be done now."""
        self.report.display = self.phase is not Phase.CHECKING
        for name in ("go", "save"):
            button = self.query_one(f"#{name}", Button)
            button.display = bool(self.check_action(name, ()))
        for name, label in (("go", self._verb), ("leave", self._leaving)):
            button = self.query_one(f"#{name}", Button)
            button.label = txt(label)
            button.refresh(layout=True)  # its width was kept with the old words
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

    def _glance(self) -> None:
        if self.phase is Phase.CHECKING and self._jobs.progress is not None:
            self._head(self._jobs.progress())

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
        finally:
            self._glances.stop()
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
        refused = any(row.verdict is Verdict.REFUSED for row in seen.rows)
        if not seen.saved:
            self._show(seen)
            self.refuse(_("Inzwischen hat sich etwas geändert. Gespeichert ist noch nichts."))
        elif refused and self._jobs.write is not None:
            self._show(seen, Phase.TOLD)  # nowhere else would they stand
        else:
            self.dismiss(seen)

    def _show(self, seen: Reviewed, phase: Phase = Phase.ASKING) -> None:
        self._seen = seen
        self.report.show(seen.rows)
        self._head(counts_text(seen.rows) or _("Es gibt nichts zu ändern."))
        self.say("#notes", seen.notes)
        self.phase = phase
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
        return await self._jobs.write(path)
