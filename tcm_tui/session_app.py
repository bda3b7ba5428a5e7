"""SessionApp: the life of the program around its screens.

Opening the data, signing in and out, and the last resort. Which screen is where, `app` knows.
"""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from textual import work

from tcm_tui.bootstrap import open_portal
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.screens.sign_in.sign_in import Entrance, SignInScreen
from tcm_tui.screens.system.failure import failure_text
from tcm_tui.session import Session
from tcm_tui.terminal_guard.app import GuardedApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from textual.screen import Screen

    from tcm_tui.bootstrap import Portal, StartPortal
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.screens.undo import UndoStack
    from tcm_tui.services.context import Context

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


def collect_from_now_on() -> None:
    """Let Python look for garbage, which `__main__` put off: at start everything is kept anyway.

    What is there now stays until the end; leaving it out makes each look, and leaving, quicker.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def utc_now() -> datetime:
    """The instant, aware."""
    return datetime.now(UTC)


class SessionApp(GuardedApp):
    """A program with a session.

    Args:
        start: How it opens.
        open_data: Opens the data; blocking, called in a thread after the first paint.
        clock: Gives aware UTC instants.
    """

    def __init__(
        self,
        start: StartPortal,
        *,
        open_data: Callable[[], Portal] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        # Without colours only styles that name none are sent: no shades of grey in their place.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.start = start
        self.clock = clock
        self.local = start.settings.mode == "local"
        # The mail of a demo never leaves this machine.
        self.letters = start.settings.mail_dir
        self.mailbox = start.settings.has_mailbox or (self.local and start.demo is not None)
        self.help_phone = start.settings.help_phone
        self.help_email = start.settings.help_email
        self.vim_keys = start.settings.vim_keys
        self.import_jail = start.settings.import_jail
        self.export_jail = None if self.local else start.settings.export_dir
        self._open_data = open_data or self._open_portal
        self._session: Session | None = None
        self.animation_level = "none"
        self.set_keymap(dict(start.settings.keys))

    def begin(self, signed_in: SignedIn) -> Screen[Any]:
        """The screen that `signed_in` begins with."""
        raise NotImplementedError

    @cached_property
    def zone(self) -> ZoneInfo:
        """What times are shown in."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - „Anmelden“ shows no times

        return ZoneInfo(self.start.settings.timezone)

    @cached_property
    def undo(self) -> UndoStack:
        """What whoever is signed in can take back."""
        from tcm_tui.screens.undo import UndoStack  # noqa: PLC0415 - „Anmelden“ changes nothing

        return UndoStack()

    async def opened(self) -> None:
        """Go on with what the data was opened for."""
        raise NotImplementedError

    # --- start and end -----------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show „Anmelden“ and open the data right after the first paint."""
        self.push_screen(self.sign_in_screen())
        self.call_after_refresh(self._open)

    @property
    def session(self) -> Session:
        """The open data; made late, because it belongs to the running event loop."""
        if self._session is None:
            self._session = Session(self._open_data, self.role_changed)
        return self._session

    @property
    def signed_in(self) -> SignedIn | None:
        """Who is signed in."""
        return self._session.signed_in if self._session is not None else None

    @property
    def partner(self) -> bool:
        """Whether whoever is signed in is at home in a Vertriebspartner."""
        return bool(self.signed_in and self.signed_in.partner_number)

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
        finally:
            collect_from_now_on()
        await self.opened()

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
        from tcm_tui.incidents import log_incident  # noqa: PLC0415 - imported ahead

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
        who = self.signed_in
        try:
            return await self.session.ask(use_case, *args, **kwargs)
        except SessionEnded as ended:
            self.call_later(self.session_over, who, ended.message)
            raise

    # --- signing in and out ------------------------------------------------------------------

    async def enter_portal(self, signed_in: SignedIn) -> None:
        """Go on as `signed_in`."""
        await self.session.enter(signed_in)
        self.undo.clear()
        await self.show_only(self.begin(signed_in))

    async def leave_portal(self, sentence: str = "") -> None:
        """Sign out and show „Anmelden“ with `sentence`."""
        if self.signed_in is not None:
            await self.session.sign_out()
            self.undo.clear()
            await self.show_only(self.sign_in_screen(sentence))

    async def may_leave(self, *, home: bool = True) -> bool:
        """Whether the screens may be left; asks whoever would lose something typed.

        Args:
            home: Whether what lies below all others is left, too.
        """
        for screen in reversed(self.screen_stack[0 if home else 2 :]):
            if isinstance(screen, PortalScreen) and not await screen.may_leave():
                return False
        return True

    async def session_over(self, who: SignedIn | None, sentence: str) -> None:
        """Show „Anmelden“ because the session of `who` has ended; another one goes on."""
        now = self.signed_in
        if who is not None and now is not None and now.session_id == who.session_id:
            await self.leave_portal(sentence)

    def role_changed(self) -> None:
        """Whoever is signed in got another role: keys show what it may."""
        for screen in self.screen_stack:
            screen.refresh_bindings()

    async def show_only(self, screen: Screen[Any]) -> None:
        """Show `screen` and nothing else; whoever waits for a dialog below waits no more."""
        for group in ("flow", "menu"):
            self.workers.cancel_group(self, group)
        await self.pop_to(0)
        await self.push_screen(screen)
        self.session.cover(covered=False)

    @property
    def home(self) -> Screen[Any]:
        """What everything else lies upon: „Anmelden“ or „Verwaltung“."""
        return self.screen_stack[min(1, len(self.screen_stack) - 1)]

    async def pop_to(self, height: int) -> None:
        """Take screens away until `height` of them lie on Textual's empty one."""
        while len(self.screen_stack) > height + 1:
            await self.pop_screen()

    def sign_in_screen(self, sentence: str = "") -> SignInScreen:
        """„Anmelden“, and why one is there again."""
        return SignInScreen(
            Entrance(
                sign_in=lambda *who: self.session.sign_in(*who),  # noqa: PLW0108 - made when the loop runs
                is_open=lambda: self.session.is_open,
                demo=self.start.demo,
                sentence=sentence,
            )
        )
