"""SessionApp: the life of the program around its screens.

Opening the data, signing in and out, the idle lock, a window too small, and the last resort.
Which screen is where, `app` knows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from textual import events, on, work

from tcm_tui.bootstrap import open_portal
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.incidents import log_incident
from tcm_tui.screens.sign_in.sign_in import DemoPeople, Entrance, SignInScreen
from tcm_tui.screens.system.failure import failure_text
from tcm_tui.screens.system.too_small import TooSmall, too_small
from tcm_tui.session import Session
from tcm_tui.terminal_guard.app import GuardedApp
from tcm_tui.themes import THEMES
from tcm_tui.widgets.secret import SecretInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.geometry import Size
    from textual.screen import Screen

    from tcm_tui.bootstrap import Portal, StartPortal
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context

Args = ParamSpec("Args")
Answer = TypeVar("Answer")

IDLE_LOOK: Final = 15.0
"""Seconds between two looks whether somebody is there."""


def utc_now() -> datetime:
    """The instant, aware."""
    return datetime.now(UTC)


class SessionApp(GuardedApp):
    """A program with a session.

    Args:
        start: How it opens.
        open_data: Opens the data; blocking, called in a thread after the first paint.
        clock: Gives aware UTC instants.
        idle_look: Seconds between two looks whether somebody is there.
    """

    def __init__(
        self,
        start: StartPortal,
        *,
        open_data: Callable[[], Portal] | None = None,
        clock: Callable[[], datetime] = utc_now,
        idle_look: float = IDLE_LOOK,
    ) -> None:
        super().__init__()
        self.start = start
        self.clock = clock
        self._idle_look = idle_look
        self.zone = ZoneInfo(start.settings.timezone)
        self.local = start.settings.mode == "local"
        self.help_phone = start.settings.help_phone
        self.import_jail = start.settings.import_jail
        self.export_jail = None if self.local else start.settings.export_dir
        self._open_data = open_data or self._open_portal
        self._session: Session | None = None
        self._last_input = clock()
        for theme in THEMES:
            self.register_theme(theme)
        known = start.settings.theme in self.available_themes
        self.theme = start.settings.theme if known else THEMES[0].name
        self.animation_level = "none"
        self.set_keymap(dict(start.settings.keys))

    def begin(self, signed_in: SignedIn) -> Screen[Any]:
        """The screen that `signed_in` begins with."""
        raise NotImplementedError

    def enter_code(self, code: str = "") -> object:
        """„Code eingeben“, and on to what it opens."""
        raise NotImplementedError

    # --- start and end -----------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show „Anmelden“ and open the data right after the first paint."""
        self.push_screen(self._sign_in_screen())
        self.call_after_refresh(self._open)
        self.set_interval(self._idle_look, self.look_whether_idle)

    @property
    def session(self) -> Session:
        """The open data; made late, because it belongs to the running event loop."""
        if self._session is None:
            self._session = Session(self._open_data)
        return self._session

    @property
    def signed_in(self) -> SignedIn | None:
        """Who is signed in."""
        return self._session.signed_in if self._session is not None else None

    def _open_portal(self) -> Portal:
        return open_portal(self.start.settings, demo=self.start.demo is not None)

    @work(group="open")
    async def _open(self) -> None:
        try:
            await self.session.open()
        except DomainError as refusal:
            if isinstance(self.screen, SignInScreen):
                self.screen.say(refusal.message)
            return
        if self.start.code is not None:
            self.enter_code(self.start.code)

    async def action_quit(self) -> None:
        """Say goodbye and leave."""
        await self.on_hang_up()
        self.exit()

    async def on_hang_up(self) -> None:
        """End the session, close the data."""
        if self._session is not None:
            await self._session.close()

    def failed(self, error: Exception, incident: str) -> None:
        """Write down where it happened, say under which number, leave."""
        path = self.start.settings.log_file
        try:
            log_incident(path, incident, error, self.clock())
        except OSError:
            self.leave_failed(incident)  # the disk may be what failed
            return
        self.leave_failed(incident, failure_text(path))

    # --- asking ------------------------------------------------------------------------------

    async def ask(
        self,
        use_case: Callable[Concatenate[Context, Args], Answer],
        *args: Args.args,
        **kwargs: Args.kwargs,
    ) -> Answer:
        """Run `use_case` in a thread with the context of the session, once the data is open.

        Raises:
            DomainError: What it refused. After `SessionEnded` the sign-in screen follows.
        """
        try:
            return await self.session.ask(use_case, *args, **kwargs)
        except SessionEnded as ended:
            self.call_later(self.leave_portal, ended.message)
            raise

    # --- signing in and out ------------------------------------------------------------------

    @on(SignInScreen.Done)
    async def _signed_in(self, event: SignInScreen.Done) -> None:
        await self.enter_portal(event.signed_in)

    async def enter_portal(self, signed_in: SignedIn) -> None:
        """Go on as `signed_in`."""
        await self.session.enter(signed_in)
        self._last_input = self.clock()
        await self._show_only(self.begin(signed_in))

    async def leave_portal(self, sentence: str = "") -> None:
        """Sign out and show „Anmelden“ with `sentence`."""
        if self.signed_in is not None:
            await self.session.sign_out()
            await self._show_only(self._sign_in_screen(sentence))

    def action_sign_out(self) -> None:
        """Sign out, once the key has been dealt with."""
        self.call_later(self.leave_portal)

    async def begin_again(self) -> None:
        """Compose anew what one began with, in another language."""
        who = self.signed_in
        await self._show_only(self.begin(who) if who else self._sign_in_screen())

    async def _show_only(self, screen: Screen[Any]) -> None:
        self.workers.cancel_group(self, "flow")
        await self.pop_to(0)
        await self.push_screen(screen)
        self.session.cover(covered=False)
        self._look_at_size(self.size)

    @property
    def home(self) -> Screen[Any]:
        """What everything else lies upon: „Anmelden“ or „Verwaltung“."""
        return self.screen_stack[min(1, len(self.screen_stack) - 1)]

    async def pop_to(self, height: int) -> None:
        """Take screens away until `height` of them lie on Textual's empty one."""
        while len(self.screen_stack) > height + 1:
            await self.pop_screen()

    def _sign_in_screen(self, sentence: str = "") -> SignInScreen:
        demo = self.start.demo
        return SignInScreen(
            Entrance(
                sign_in=lambda *who: self.session.sign_in(*who),  # noqa: PLW0108 - made when the loop runs
                is_open=lambda: self.session.is_open,
                demo=DemoPeople(demo.people, demo.password) if demo else None,
                sentence=sentence,
            )
        )

    # --- nobody there ------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._last_input = self.clock()
        await super().on_event(event)

    def look_whether_idle(self) -> None:
        """Lock when nobody has touched key or mouse for as long as the company allows."""
        signed_in = self.signed_in
        if signed_in is None or self.locked:
            return
        if self.clock() - self._last_input >= timedelta(minutes=signed_in.idle_minutes):
            self._lock(signed_in)

    @property
    def locked(self) -> bool:
        """Whether the lock lies over the screens."""
        return any(screen.has_class("-lock") for screen in self.screen_stack)

    def _lock(self, signed_in: SignedIn) -> None:
        from tcm_tui.screens.sign_in.locked import Locked  # noqa: PLC0415 - not before the paint

        self.session.cover(covered=True)
        for screen in self.screen_stack:
            for secret in screen.query(SecretInput):
                secret.value = ""
        self.clear_notifications()
        self.push_screen(Locked(signed_in.name, self._unlock, self.action_sign_out), self._unlocked)
        self._note_lock()

    @work(group="lock")
    async def _note_lock(self) -> None:
        try:
            await self.session.lock()
        except SessionEnded as ended:
            await self.leave_portal(ended.message)
        except DomainError:
            return  # the screen is locked all the same; the row in the journal is missing

    async def _unlock(self, password: str) -> None:
        try:
            await self.session.unlock(password)
        except SessionEnded as ended:
            self.call_later(self.leave_portal, ended.message)
            raise

    def _unlocked(self, _result: None) -> None:
        self._last_input = self.clock()
        self.session.cover(covered=False)

    # --- too small ---------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small."""
        self._look_at_size(event.size)

    def _look_at_size(self, size: Size) -> None:
        if too_small(size) and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
