"""„Mehrere einladen“: the dialog."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import on, work

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.invite_import import ParsedRows, parse_pasted
from tcm_tui.domain.invite_list import InviteList
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Role
from tcm_tui.i18n import _
from tcm_tui.screens.administration.invite_dialog import wording
from tcm_tui.screens.administration.invite_dialog.busy import Job
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput
from tcm_tui.screens.administration.invite_dialog.jobs import Reading
from tcm_tui.screens.administration.invite_dialog.list_work import add_rows, look_up, send_ready
from tcm_tui.screens.administration.invite_dialog.saving import Saving
from tcm_tui.screens.administration.invite_dialog.table import InviteTable
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.file_picker import OpenFileDialog
from tcm_tui.widgets.folders import Folders
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual import events

    from tcm_tui.domain.invite_rows import NewRow
    from tcm_tui.screens.administration.invite_dialog.jobs import InviteJobs
    from tcm_tui.screens.administration.invite_dialog.list_work import Sending

LISTS: Final = (".xlsx", ".csv", ".tsv", ".txt")
PATIENCE: Final = 0.15
"""Seconds without a key before the database is asked about what was typed."""


class InviteDialog(Saving):
    """Rows typed, pasted or imported; answers how many invitations went out, None for none.

    Args:
        jobs: The work behind it.
        default_role: The company's, preset in every row.
        rows: What it opens with.
        vim_keys: Whether j, k and so on move while rows are chosen.
    """

    def __init__(
        self,
        jobs: InviteJobs,
        default_role: Role = Role.USER,
        *,
        rows: Sequence[NewRow] = (),
        vim_keys: bool = True,
    ) -> None:
        super().__init__(InviteList(default_role), jobs, vim_keys=vim_keys)
        self._rows = rows
        self._sent = 0

    def on_mount(self) -> None:
        """Load what judges addresses before the first one is typed; fill in what was given."""
        self._prepare()
        if self._rows:
            self._take_rows(ParsedRows(tuple(self._rows)))

    def on_unmount(self) -> None:
        """A reading must not outlive its dialog."""
        self.reading.cancellation.cancel()

    @work(group="load")
    async def _prepare(self) -> None:
        await asyncio.to_thread(check_email, "anna@beispiel.example")

    # -- sending and leaving

    def action_submit(self) -> None:
        """Send what is ready; what is not stays open."""
        if self.job is None:
            self._submit()

    @work(group="submit")
    async def _submit(self, *, doubtful: bool = False) -> None:
        self.table.commit()
        self.workers.cancel_group(self, "look-up")
        try:
            with self.working(Job.SENDING):
                sending = await send_ready(self.invitations, self.jobs, doubtful=doubtful)
        except DomainError as error:
            self.refuse(error.message)
            return
        self._sent += sending.sent
        if sending.idle and self.invitations.counts().doubtful:
            self._ask_about_doubtful()
        else:
            self._tell_sent(sending)

    @work(group="leave", exclusive=True)
    async def _ask_about_doubtful(self) -> None:
        """What may deceive is sent when nothing else is left, and on purpose."""
        if await self.app.push_screen_wait(
            Confirm(
                wording.deceiving(self.invitations.counts().doubtful),
                title=_("Trotzdem einladen?"),
                yes=_("Trotzdem einladen"),
                no=_("Zurück"),
            )
        ):
            self._submit(doubtful=True)

    def _tell_sent(self, sending: Sending) -> None:
        if sending.idle:
            self.refuse(wording.nothing_to_send(self.invitations.counts()))
        elif self.invitations.dirty:
            still_open = wording.filled(self.invitations.counts())
            self.tell(wording.sent_line(sending.sent, sending.rows, still_open))
            self.table.action_edge(end=False)
        else:
            self.dismiss(self._sent)

    def action_cancel(self) -> None:
        """End an import, or leave; ask first when typed rows would be lost."""
        self.table.commit()
        if self.job is Job.IMPORTING:
            self.reading.cancellation.cancel()
        elif self.invitations.dirty:
            self._ask_to_leave()
        else:
            self.dismiss(self._sent or None)

    @work(group="leave", exclusive=True)
    async def _ask_to_leave(self) -> None:
        if await self.app.push_screen_wait(
            Confirm(
                wording.lost_rows(wording.filled(self.invitations.counts())),
                title=_("Zeilen verwerfen?"),
                yes=_("Zeilen verwerfen"),
                no=_("Weiter bearbeiten"),
            )
        ):
            self.dismiss(self._sent or None)

    # -- what was typed

    @on(InviteTable.Edited)
    def _edited(self, event: InviteTable.Edited) -> None:
        event.stop()
        self.tell("")
        self.show_counts()
        self.show_reason()
        if self.invitations.unknown_canonicals():
            self._look_up()

    @on(InviteTable.Refused)
    def _refused(self, event: InviteTable.Refused) -> None:
        event.stop()
        self.refuse(event.sentence)

    @on(FieldInput.Noted)
    def _noted(self, event: FieldInput.Noted) -> None:
        event.stop()
        self.refuse(event.sentence)

    @work(group="look-up", exclusive=True)
    async def _look_up(self, patience: float = PATIENCE) -> None:
        await asyncio.sleep(patience)
        try:
            await look_up(self.invitations, self.jobs)
        except DomainError as error:
            self.refuse(error.message)
        self.table.reload()
        self.show_counts()
        self.show_reason()

    # -- what was pasted or read

    def on_paste(self, event: events.Paste) -> None:
        """Take a list pasted anywhere in the dialog."""
        event.stop()
        self.take(event.text)

    @on(AddressInput.ListPasted)
    def _list_pasted(self, event: AddressInput.ListPasted) -> None:
        event.stop()
        self.take(event.text)

    def take(self, text: str) -> None:
        """Fill rows with pasted `text`."""
        if self.job is not None:
            toast(self, _("Warten Sie, bis die Liste bereit ist."), severity="warning")
        elif text.strip():
            self._take(text)

    @work(group="submit")
    async def _take_rows(self, parsed: ParsedRows) -> None:
        with self.working(Job.ADDING):
            sentence = await self._fill(parsed)
        self.tell(sentence)
        self._look_up(0)

    @work(group="submit")
    async def _take(self, text: str) -> None:
        with self.working(Job.ADDING):
            sentence = await self._fill(await asyncio.to_thread(parse_pasted, text))
        self.tell(sentence)
        self._look_up(0)

    @work(group="choose", exclusive=True)
    async def action_import_list(self) -> None:
        """Choose a file and read it."""
        path = await self.app.push_screen_wait(
            OpenFileDialog(
                title=_("Excel-Liste importieren"), folders=Folders(self.jobs.import_jail, LISTS)
            )
        )
        if path is not None:
            self._import(path)

    @work(group="submit")
    async def _import(self, path: Path) -> None:
        self.reading = Reading()
        try:
            with self.working(Job.IMPORTING):
                parsed = await self.jobs.read_list(path, self.reading)
            with self.working(Job.ADDING):
                sentence = await self._fill(parsed)
        except DomainError as error:
            self.refuse(error.message)
        else:
            self.tell(sentence)
            self._look_up(0)

    async def _fill(self, parsed: ParsedRows) -> str:
        """Judge `parsed` row by row; says what came of it."""
        total = len(parsed.rows)

        def told(done: int) -> None:
            self.progress = wording.taking_line(done, total)

        left_over = await add_rows(self.invitations, parsed.rows, told)
        return wording.taken_over(total - left_over, left_over, parsed.notes)
