"""„Zweiten Faktor zurücksetzen“: asking, and taking away what a member has lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.asking import who_text
from tcm_tui.services import second_factor
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.members import MemberRow, RowKey
    from tcm_tui.screens.portal_screen import PortalPane


class ResettingFactor:
    """Asks, then takes a member's second factor away; another one only they can set up.

    Args:
        pane: Where it happens.
        changed: Called when something is different now.
    """

    def __init__(self, pane: PortalPane, changed: Callable[[], None]) -> None:
        self._pane = pane
        self._changed = changed

    def begin(self, key: RowKey, seen: MemberRow | None) -> None:
        """Ask; `seen` is the member, where it is known."""
        self._pane.run_worker(self._ask(key, who_text(1, seen)))

    async def _ask(self, key: RowKey, name: str) -> None:
        question = Confirm(
            _(
                "{name} meldet sich dann nur mit dem Passwort an und bekommt darüber eine E-Mail."
                " Prüfen Sie vorher, ob wirklich diese Person darum bittet."
            ).format(name=name),
            title=_("Zweiten Faktor zurücksetzen"),
            yes=_("Zweiten Faktor zurücksetzen"),
        )
        if await self._pane.app.push_screen_wait(question):
            self._pane.run_worker(self._reset(key, name), group="submit")

    async def _reset(self, key: RowKey, name: str) -> None:
        try:
            had_one = await self._pane.ask(second_factor.reset_for, key.id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self._pane, refusal.message, severity="error")
            return
        pattern = (
            _("Zweiter Faktor von {name} zurückgesetzt")
            if had_one
            else _("{name} hat keinen zweiten Faktor.")
        )
        toast(self._pane, pattern.format(name=name))
        self._changed()
