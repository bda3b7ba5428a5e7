"""„Nicht zugestellte E-Mails“: what the mail server said of each, and sending again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tcm_tui.domain.dates import short_moment
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.failed_mails import FailedMail, kind_label
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.navigation import Topic
from tcm_tui.screens.host import host
from tcm_tui.services import failed_mails
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from tcm_tui.domain.failed_mails import Resent

SHOWN: Final = 1_000
"""Rows that are listed; „Alle erneut senden“ means those beyond as well."""


class Rows(RecordTable[FailedMail]):
    """Mails to look at: none of them is marked."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of marks to the dialog."""
        return "mark" not in action and super().check_action(action, parameters)


class FailedMailsDialog(Dialog[None]):
    """Mails of the company that could not be delivered."""

    topic = Topic.FAILED_MAILS
    AUTO_FOCUS = "#failed-mails"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "v",
            "resend",
            N_("Erneut senden"),
            id="failed_mails.resend",
            tooltip=N_("Sendet die E-Mail unter dem Cursor noch einmal"),
        ),
        Binding(
            "ctrl+s",
            "resend_all",
            N_("Alle erneut senden"),
            id="failed_mails.resend_all",
            tooltip=N_("Sendet alle noch einmal, bei denen das möglich ist"),
        ),
        Binding("f5", "reload", N_("Neu lesen"), id="failed_mails.reload", show=False),
        Binding("escape", "leave", N_("Schließen"), id="failed_mails.leave"),
    ]
    DEFAULT_CSS = """
    FailedMailsDialog {
        & > .dialog { max-width: 130; width: 90%; }
        & RecordTable { height: 16; background: $surface; }
        &.-low RecordTable { height: 9; }
        & #advice { height: auto; min-height: 2; padding: 0 2; color: $text-muted; }
        & #done { height: auto; padding: 0 2; color: $text-success; display: none; }
        & #done.-shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(_("Nicht zugestellte E-Mails"))
        self._busy = False

    def compose_body(self) -> ComposeResult:
        """The mails, and what is to be said of the one under the cursor."""
        portal = host(self)
        yield Rows(
            _columns(portal.zone, portal.clock),
            key=lambda mail: mail.id,
            empty_text=N_("Alle E-Mails sind zugestellt oder unterwegs."),
            vim_keys=portal.vim_keys,
            id="failed-mails",
        )
        yield Static(txt(""), id="advice")
        yield Static(txt(""), id="done")

    def compose_buttons(self) -> ComposeResult:
        """Away, one, all."""
        yield Button(_("Schließen"), id="close", action="screen.leave", compact=True)
        yield Button(_("Erneut senden"), id="one", action="screen.resend", compact=True)
        yield Button(
            _("Alle erneut senden"), "primary", id="all", action="screen.resend_all", compact=True
        )

    def on_mount(self) -> None:
        """Read what there is; it stands in the order in which it was promised."""
        self.table.order = ""
        self.action_reload()

    @property
    def table(self) -> Rows:
        """The mails."""
        return self.query_one(Rows)

    @property
    def mail(self) -> FailedMail | None:
        """The one under the cursor."""
        row = self.table.cursor_row
        return row if isinstance(row, FailedMail) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is sent twice, and nothing that does not help."""
        del parameters
        if action == "resend" and (self.mail is None or not self.mail.can_resend):
            return None
        if action == "resend_all" and self.mail is None:
            return None
        return None if self._busy and action.startswith("resend") else True

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()

    def action_reload(self) -> None:
        """Read again."""
        self._load()

    def action_resend(self) -> None:
        """Send the mail under the cursor once more."""
        if self.mail is not None:
            self._begin([self.mail.id])

    def action_resend_all(self) -> None:
        """Send everything once more that can be."""
        self._begin(None)

    def _begin(self, ids: Sequence[int] | None) -> None:
        if not self._busy:
            self._busy = True
            self.refresh_bindings()
            self._resend(ids)

    @work(group="submit")
    async def _resend(self, ids: Sequence[int] | None) -> None:
        try:
            resent: Resent = await host(self).ask(failed_mails.resend, ids)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.say(".dialog--error", refusal.message)
        else:
            self.say("#done", _done(resent))
            self.say(".dialog--error", next(iter(resent.left.values()), ""))
            self._load()
        finally:
            self._busy = False
            self.refresh_bindings()

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        try:
            found = await host(self).ask(failed_mails.page, limit=SHOWN)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.say(".dialog--error", refusal.message)
            return
        source = ListSource(found, key=lambda mail: mail.id)
        if self.table.source is None:
            self.table.source = source
        else:
            self.table.replace_source(source)

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        """Tell all of what the server said, and what can be done."""
        event.stop()
        mail = event.row if isinstance(event.row, FailedMail) else None
        lines = f"{mail.reason}\n{mail.advice}" if mail else ""
        self.query_one("#advice", Static).update(txt(lines))
        self.refresh_bindings()
        self.show_hints()


def _done(resent: Resent) -> str:
    if not resent.sent:
        return ""
    return ngettext(
        "{n} E-Mail wird noch einmal gesendet.",
        "{n} E-Mails werden noch einmal gesendet.",
        resent.sent,
    ).format(n=resent.sent)


def _columns(zone: ZoneInfo, now: Callable[[], datetime]) -> list[Column[FailedMail]]:
    return [
        Column(
            name="recipient",
            label=N_("An"),
            render=lambda mail: mail.recipient,
            width=24,
            flexible=True,
        ),
        Column(
            name="kind",
            label=N_("E-Mail"),
            render=lambda mail: kind_label(mail.kind),
            width=21,
            priority=1,
        ),
        Column(
            name="promised_at",
            label=N_("vom"),
            render=lambda mail: short_moment(mail.promised_at, now(), zone),
            width=11,
            priority=2,
            tone=lambda _mail: Tone.MUTED,
        ),
        Column(
            name="reason",
            label=N_("Antwort des Servers"),
            render=lambda mail: mail.reason,
            width=24,
            flexible=True,
            tone=lambda _mail: Tone.ERROR,
        ),
    ]
