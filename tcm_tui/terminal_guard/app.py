"""GuardedApp: the house rules every screen lives under, and `run`, the only way to start it."""

from __future__ import annotations

import asyncio
import os
import signal
from threading import Timer
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from rich.text import Text
from textual.widgets import Input
from textual.worker import WorkerFailed

from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.terminal_guard import output
from tcm_tui.terminal_guard.driver import GuardedDriver
from tcm_tui.terminal_guard.in_turn import KeysInTurn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType
    from textual.app import SystemCommand
    from textual.screen import Screen

LEAVING: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""Signals that mean: leave now, with 128 + number as exit code."""
_HOOK_LIMIT: Final = 1.0
"""Seconds the application has to say goodbye (close its session row, say) before it is left."""
_STUCK_LIMIT: Final = 1.6
"""Seconds after which a program told to leave ends, whatever one of its threads still does."""


class FileRefusedError(RuntimeError):
    """Something asked Textual to write a file; files are written by the services alone."""


class GuardedApp(KeysInTurn):
    """An app that fails, hangs up and leaves the way the house wants it.

    Override `failed` to log an unexpected error and `on_hang_up` to close what is open.
    """

    COMMANDS: ClassVar = set()  # Textual's own commands write screenshots

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - whatever App takes
        super().__init__(driver_class=GuardedDriver, **options)
        self._goodbye: asyncio.Task[None] | None = None
        self._incident = ""
        self._failing = False

    async def on_hang_up(self) -> None:
        """The terminal is gone or the process was told to end: close what is open, within 1 s."""

    def resumed(self) -> None:
        """The process goes on after a stop from outside: draw everything anew."""
        self.refresh(layout=True)

    def failed(self, error: Exception, incident: str) -> None:
        """An error nobody expected: log `error` under the number `incident`, then leave.

        An override may show a screen first; it ends with `leave_failed`.
        """
        del error  # its text may hold data: only a log that redacts may have it
        self.leave_failed(incident)

    def leave_failed(self, incident: str, more: str = "") -> None:
        """Leave with exit code 1 and a sentence that names the incident, `more` below it.

        All of it in one go: of several panics Textual prints the first, and how to debug the rest.
        """
        if self._failing:
            return
        self._failing = True
        sentence = _("Ein unerwarteter Fehler hat tcm-tui beendet. Fehlernummer: {incident}")
        said = [sentence.format(incident=incident), *more.splitlines()]
        self.panic(Text("\n".join(shown(line) for line in said)))

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave; after an unexpected error never with exit code 0."""
        failed = self._exception is not None
        super().exit(result, return_code or int(failed), message)

    async def run_async(self, **options: Any) -> Any:  # noqa: ANN401 - whatever App takes, gives
        """Run, and leave in good order when a signal asks for it."""
        loop = asyncio.get_running_loop()
        # What the parent ignores (nohup) stays ignored: then the dead terminal is what ends us.
        heard = [number for number in LEAVING if signal.getsignal(number) is not signal.SIG_IGN]
        for number in heard:
            loop.add_signal_handler(number, self.leave, 128 + number)
        try:
            return await super().run_async(**options)
        finally:
            for number in heard:
                loop.remove_signal_handler(number)

    def leave(self, code: int) -> None:
        """Say goodbye and exit with `code`; asking again changes nothing."""
        if self._goodbye is not None:
            return
        if isinstance(self._driver, GuardedDriver):
            stuck = Timer(_STUCK_LIMIT, _end_stuck, (self._driver, code))
            stuck.daemon = True
            stuck.start()
        self._goodbye = asyncio.create_task(self._say_goodbye(code))

    async def _say_goodbye(self, code: int) -> None:
        try:
            await asyncio.wait_for(self.on_hang_up(), _HOOK_LIMIT)
        except TimeoutError:
            pass  # whatever was open ends with the process
        except Exception as error:  # the last resort: nothing may keep us here
            self.unexpected(error)
        finally:
            self.exit(return_code=code)

    def terminal_gone(self) -> None:
        """Nobody will ever read the screen again."""
        self.leave(128 + signal.SIGHUP)

    def unexpected(self, error: Exception) -> None:
        """Treat `error` as one that nobody caught."""
        self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is not None:  # failing while failing: the first error is the cause
            self.leave_failed(self._incident)
            return
        self._exception = error
        self._exception_event.set()
        self._incident = new_incident()
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.failed(cause if isinstance(cause, Exception) else error, self._incident)

    def paste_too_long(self) -> None:
        """Say that a paste was cut."""
        self._say(_("Der eingefügte Text ist zu lang; nur das erste MiB wurde übernommen."))

    def copy_to_clipboard(self, text: str) -> None:
        """Send `text` to the terminal's clipboard, but never out of a password field."""
        if isinstance(self.focused, Input) and self.focused.password:
            self._say(_("Aus diesem Feld lässt sich nichts kopieren."))
            return
        super().copy_to_clipboard(text)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Show `url`: a browser started from here would run with the rights of this process."""
        del new_tab
        self._say(_("Öffnen Sie diese Adresse selbst: {url}").format(url=url))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own."""
        del screen
        return ()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Refuse: a picture of the screen holds other people's data."""
        del filename, path
        self._say(_("Bildschirmfotos sind abgeschaltet."))

    def save_screenshot(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse."""
        raise FileRefusedError

    def deliver_screenshot(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse."""
        raise FileRefusedError

    def deliver_text(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse."""
        raise FileRefusedError

    def deliver_binary(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse."""
        raise FileRefusedError

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the mouse pointer alone."""

    def _say(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False)


def run(app: GuardedApp) -> int:
    """Run `app` on the terminal; the exit code. The terminal is given back in every case.

    Raises:
        GuardFailed: The filter under the renderer does not hold; nothing was shown.
    """
    output.install()
    output.self_test()
    try:
        app.run()
    finally:
        if isinstance(app._driver, GuardedDriver):  # noqa: SLF001 - this module may
            app._driver.give_back_now()  # noqa: SLF001 - this module may
    return app.return_code or 0


def new_incident() -> str:
    """A number to tell support, and to find in the log."""
    return os.urandom(4).hex().upper()


def _end_stuck(driver: GuardedDriver, code: int) -> NoReturn:
    """End a program that was told to leave and did not: a thread waits for something slow.

    What such a thread had begun is rolled back by the database, as after a kill.
    """
    driver.give_back_now()
    os._exit(code)
