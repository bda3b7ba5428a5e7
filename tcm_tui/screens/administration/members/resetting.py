"""„Passwort zurücksetzen“: asking, and having the mail sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.asking import who_text
from tcm_tui.services import passwords
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from tcm_tui.domain.members import MemberRow, RowKey
    from tcm_tui.screens.portal_screen import PortalPane


class Resetting:
    """Asks, then has a code mailed; the password stays until its owner uses it.

    Args:
        pane: Where it happens.
    """

    def __init__(self, pane: PortalPane) -> None:
        self._pane = pane

    def begin(self, key: RowKey, seen: MemberRow | None) -> None:
        """Ask; `seen` is the member, where it is known."""
        self._pane.run_worker(self._ask(key, who_text(1, seen)))

    async def _ask(self, key: RowKey, name: str) -> None:
        question = Confirm(
            _(
                "{name} bekommt eine E-Mail mit einem Code für ein neues Passwort."
                " Bis dahin gilt das alte."
            ).format(name=name),
            title=_("Passwort zurücksetzen"),
            yes=_("E-Mail senden"),
        )
        if await self._pane.app.push_screen_wait(question):
            self._pane.run_worker(self._send(key, name), group="submit")

    async def _send(self, key: RowKey, name: str) -> None:
        try:
            await self._pane.ask(passwords.send_reset, key.id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self._pane, refusal.message, severity="error")
        else:
            toast(self._pane, _("E-Mail an {name} versendet").format(name=name))
