"""Every name of Textual 8.2.8 that is not promised to stay, and why it is touched.

Names with an underscore, and public ones whose place in the machinery matters: an override of a
method that was renamed would be silently ignored, so `missing` looks for all of them at each start.
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Final

METHODS: Final = {
    "textual.strip:Strip.render": "replaced: the last step in which text is still text",
    "textual._compositor:LayoutUpdate.render_segments": "self test: how a whole screen is drawn",
    "textual._compositor:ChopsUpdate.render_segments": "self test: how what changed is drawn",
    "textual.app:App._handle_exception": "overridden: Textual's own prints local variables",
    "textual.app:App._refresh_truecolor_filter": "called, as Textual does when a theme is chosen",
    "textual.app:App._set_pointer_shape": "overridden: an OSC sequence that no screen needs",
    "textual.app:App.copy_to_clipboard": "overridden: would copy out of password fields",
    "textual.app:App.open_url": "overridden: would start a browser",
    "textual.app:App.action_screenshot": "overridden: would write a file",
    "textual.app:App.action_suspend_process": "asks `can_suspend` of the driver, which says no",
    "textual.drivers.linux_driver:LinuxDriver.can_suspend": "overridden: never",
    "textual.drivers.linux_driver:LinuxDriver.run_input_thread": "overridden: spins or crashes",
    "textual.drivers.linux_driver:LinuxDriver.start_application_mode": "extended: remembers it",
    "textual.drivers.linux_driver:LinuxDriver.stop_application_mode": "extended: remembers it",
    "textual.drivers.linux_driver:LinuxDriver.resume_application_mode": "extended: draws anew",
    "textual._xterm_parser:XTermParser.feed": "called by our input thread",
    "textual._xterm_parser:XTermParser.tick": "called by our input thread",
}
ATTRIBUTES: Final = {
    "textual.app:App._driver": "gives the terminal back when the program is stuck",
    "textual.app:App._exception": "the first unexpected error, for Pilot, as Textual keeps it",
    "textual.app:App._exception_event": "tells Pilot, as Textual does",
    "textual.app:App._return_code": "exit code 1 after an unexpected error, as Textual sets it",
    "textual.drivers.linux_driver:LinuxDriver._debug": "handed to the parser, as Textual does",
    "textual.drivers.linux_driver:LinuxDriver._file": "replaced: survives a dead terminal",
    "textual.drivers.linux_driver:LinuxDriver._loop": "the way from the input thread to the app",
}
"""Made when an object is made, so no start can look for them; mypy does, and the tests."""


def missing() -> list[str]:
    """The methods this Textual does not have."""
    return [name for name in METHODS if not _exists(name)]


def _exists(name: str) -> bool:
    try:
        resolve_name(name)
    except (AttributeError, ImportError):
        return False
    return True
