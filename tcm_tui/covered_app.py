"""CoveredApp: what lies over the screens, the idle lock and the line for a small window."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from textual import events, work

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.sessions import ENDS_SOON, SESSION_LIFE, life_over_text
from tcm_tui.i18n import _
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.screens.system.too_small import TooSmall, too_small
from tcm_tui.session_app import SessionApp
from tcm_tui.widgets.secret import SecretField
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from datetime import datetime

    from textual.geometry import Size
    from textual.screen import Screen
    from textual.worker import Worker

    from tcm_tui.bootstrap import StartPortal
    from tcm_tui.domain.sign_in import SignedIn

IDLE_LOOK: Final = 15.0
"""Seconds between two looks whether somebody is there, at most."""
_SHORTEST_LOOK: Final = 1.0
_END_SHOWN: Final = 60.0
"""Seconds that the notice of the session's end stays."""
_LOOKS: Final = 20
"""Looks within the idle time of the company: the lock is late by no more than such a part."""


class CoveredApp(SessionApp):
    """A program that covers its screens when nobody is there, or when they do not fit.

    Args:
        start: How it opens.
        idle_look: Seconds between two looks whether somebody is there, at most.
        options: Those of SessionApp.
    """

    def __init__(
        self,
        start: StartPortal,
        *,
        idle_look: float = IDLE_LOOK,
        **options: Any,  # noqa: ANN401 - those of SessionApp
    ) -> None:
        super().__init__(start, **options)
        self._idle_look = idle_look
        self._last_input = self.clock()
        self._end_told = False
        self._locking: Worker[None] | None = None

    def on_mount(self) -> None:
        """Begin to look whether somebody is there."""
        self._idle_timer = self.set_interval(self._idle_look, self.look_whether_idle)

    @property
    def covered(self) -> bool:
        """Whether something lies over the screens that neither help nor menus may cover."""
        return self.locked or isinstance(self.screen, TooSmall)

    # --- nobody there ------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there; whoever comes back too late finds the lock."""
        if isinstance(event, events.InputEvent | events.Paste):
            if not self.locked and self.look_whether_idle():
                return  # meant for what the lock now lies over
            self._last_input = self.clock()
        await super().on_event(event)

    def resumed(self) -> None:
        """The process was stopped for a while: nothing is drawn that is to be locked by now."""
        self.call_later(self._look_and_draw)

    def _look_and_draw(self) -> None:
        self.look_whether_idle()
        super().resumed()

    async def enter_portal(self, signed_in: SignedIn) -> None:
        """Go on as `signed_in`, who is there."""
        self._last_input = self.clock()
        self._end_told = False
        self._look_often_enough(timedelta(minutes=signed_in.idle_minutes))
        await super().enter_portal(signed_in)

    def _look_often_enough(self, allowed: timedelta) -> None:
        part = max(allowed.total_seconds() / _LOOKS, _SHORTEST_LOOK)
        self._idle_timer.stop()
        self._idle_timer = self.set_interval(min(part, self._idle_look), self.look_whether_idle)

    def look_whether_idle(self) -> bool:
        """Lock when nobody has touched key or mouse for as long as the company allows.

        Nor does a session go on for ever. The answer is whether the screens were covered by it.
        """
        signed_in = self.signed_in
        if signed_in is None or self._look_at_end(signed_in) or self.locked:
            return False
        if self.clock() - self._last_input < timedelta(minutes=signed_in.idle_minutes):
            return False
        self._lock(signed_in)
        return True

    def _look_at_end(self, signed_in: SignedIn) -> bool:
        """Say that the session ends soon, or let it end; whether it did."""
        left = signed_in.started_at + SESSION_LIFE - self.clock()
        if left <= timedelta(0):
            self.call_later(self.session_over, signed_in, self._farewell())
            return True
        if left <= ENDS_SOON and not self._end_told and not self.locked:
            self._end_told = True
            self._tell_end(signed_in.started_at + SESSION_LIFE)
        return False

    def _tell_end(self, at: datetime) -> None:
        from tcm_tui.domain.dates import clock_time  # noqa: PLC0415 - not before the first paint

        sentence = _(
            "Ihre Sitzung endet um {time}, {n} Stunden nach der Anmeldung."
            " Speichern Sie bis dahin Ihre Eingaben, und melden Sie sich neu an."
        ).format(time=clock_time(at, self.zone), n=SESSION_LIFE // timedelta(hours=1))
        toast(self.screen, sentence, severity="warning", timeout=_END_SHOWN)

    def _farewell(self) -> str:
        """Why „Anmelden“ is there again, and that something typed is gone, if it is."""
        from tcm_tui.widgets.dialog import FormDialog  # noqa: PLC0415 - not before the first paint

        lost = any(
            isinstance(screen, PortalScreen | FormDialog) and screen.unsaved
            for screen in self.screen_stack
        )
        more = _(" Was Sie zuletzt eingegeben hatten, wurde nicht gespeichert.") if lost else ""
        return life_over_text() + more

    @property
    def locked(self) -> bool:
        """Whether the lock lies over the screens."""
        return any(screen.has_class("-lock") for screen in self.screen_stack)

    def _lock(self, signed_in: SignedIn) -> None:
        from tcm_tui.screens.sign_in.locked import Locked  # noqa: PLC0415 - not before the paint

        self.session.cover(covered=True)
        for screen in self.screen_stack:  # dialogs, and what lies below them
            for secret in screen.query(SecretField):
                secret.clear()
        self.clear_notifications()
        self.push_screen(Locked(signed_in.name, self._unlock, self._sign_out), self._unlocked)
        self._locking = self._note_lock(signed_in)

    @work(group="lock")
    async def _note_lock(self, who: SignedIn) -> None:
        try:
            await self.session.lock()
        except SessionEnded as ended:
            await self.session_over(who, ended.message)
        except DomainError:
            return  # the screen is locked all the same; the row in the journal is missing

    async def _unlock(self, password: str) -> None:
        who = self.signed_in
        if self._locking is not None:
            await self._locking.wait()  # written down later, it would lock what is open by then
        try:
            await self.session.unlock(password)
        except SessionEnded as ended:
            self.call_later(self.session_over, who, ended.message)
            raise

    def _sign_out(self) -> None:
        self.call_later(self.leave_portal)

    def _unlocked(self, _result: None) -> None:
        self._last_input = self.clock()
        self.session.cover(covered=False)

    # --- too small ---------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small."""
        self._look_at_size(event.size)

    async def show_only(self, screen: Screen[Any]) -> None:
        """Show `screen` and nothing else; in a small window the line over it."""
        await super().show_only(screen)
        self._look_at_size(self.size)

    def _look_at_size(self, size: Size) -> None:
        if too_small(size) and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
