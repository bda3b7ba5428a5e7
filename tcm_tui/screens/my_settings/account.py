"""„Konto“: taking one's own data along, and deleting the account."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tcm_tui.domain.dates import local_day
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Topic
from tcm_tui.screens.host import host
from tcm_tui.screens.my_settings.delete_account import DeleteAccount
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import account_deletion, own_data
from tcm_tui.widgets.export_file import ExportFileDialog
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from tcm_tui.domain.account_deletion import DeletionPlan

FORMATS: Final = {".xlsx": N_("Excel (.xlsx)"), ".json": N_("JSON (.json)")}


class AccountSection(Section):
    """What concerns the account as a whole."""

    heading: ClassVar[str] = N_("Konto")
    topic: ClassVar[Topic] = Topic.ACCOUNT
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x",
            "export",
            N_("Eigene Daten exportieren"),
            id="account.export",
            tooltip=N_("Speichert alles, was über Sie gespeichert ist, als Excel oder JSON"),
        ),
        Binding(
            "delete",
            "delete_account",
            N_("Konto löschen"),
            id="account.delete",
            tooltip=N_("Zeigt zuerst, was gelöscht wird und was bleibt"),
        ),
    ]

    DEFAULT_CSS = """
    AccountSection #deleting { margin-top: 1; }
    """

    _plan: DeletionPlan | None = None

    def compose(self) -> ComposeResult:
        """Both, each with what it is and its button."""
        taking = _(
            "Alles, was über Sie gespeichert ist, als Excel- oder JSON-Datei. Passwörter und Codes"
            " sind nicht dabei; von ihnen ist nur ein Prüfwert gespeichert."
        )
        deleting = _(
            "Löscht Ihr Konto in allen Unternehmen. Das lässt sich nicht rückgängig machen."
        )
        yield Static(txt(_("Eigene Daten")), classes="section--heading")
        yield Static(txt(taking), classes="section--text")
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("Eigene Daten exportieren")), id="export-own-data", compact=True)
        yield Static(txt(_("Konto löschen")), id="deleting", classes="section--heading")
        yield Static(txt(deleting), classes="section--text")
        yield Static(txt(""), classes="section--error")
        with Horizontal(classes="section--buttons"):
            yield Button(txt(_("Konto löschen")), id="delete-account", compact=True)

    def refresh_data(self) -> None:
        """Read whether the account can be deleted."""
        self._read()

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out; "" when it is not."""
        if action == "delete_account" and self._plan is not None:
            return self._plan.refusal()
        return super().why_not(action)

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self, quietly=True):
            self._plan = await self.ask(account_deletion.plan)
            self._tell_refusal(self._plan.refusal())

    def _tell_refusal(self, refusal_text: str) -> None:
        """Say why the account cannot be deleted, or nothing when it can."""
        line = self.query_one(".section--error", Static)
        line.update(txt(refusal_text))
        line.set_class(bool(refusal_text), "-shown")
        self.query_one("#delete-account", Button).disabled = bool(refusal_text)
        self.refresh_bindings()

    @on(Button.Pressed, "#export-own-data")
    def _export_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_export()

    @on(Button.Pressed, "#delete-account")
    def _delete_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_delete_account()

    @work
    async def action_export(self) -> None:
        """Choose where to, then write the file."""
        app = host(self)
        day = local_day(app.clock(), app.zone)
        name = _("Meine-Daten-{day}.xlsx").format(day=day.isoformat())
        dialog = ExportFileDialog(app.export_jail, name, FORMATS)
        path: Path | None = await self.app.push_screen_wait(dialog)
        if path is not None:
            self._write(path)

    @work(group="submit")
    async def _write(self, path: Path) -> None:
        # Replacing a file was agreed to where it was chosen.
        jail = host(self).export_jail
        write = partial(own_data.export_to_file, overwrite=True, jail=jail)
        with self.asking(self.query_one("#export-own-data", Button)):
            written = await self.ask(write, path)
            toast(self, _("Exportiert: {path}").format(path=shown(str(written))))

    @work
    async def action_delete_account(self) -> None:
        """Show what goes and what stays; after that there is nobody left to ask."""
        if self._plan is None:
            return
        app = host(self)
        deleting = partial(account_deletion.delete, letters=app.letters, farewell=not app.mailbox)

        async def delete(typed: str) -> None:
            await self.ask(deleting, typed)

        deleted: bool | None = await self.app.push_screen_wait(DeleteAccount(self._plan, delete))
        if deleted:
            self.app.call_later(app.leave_portal, _("Ihr Konto ist gelöscht."))
