"""The filter under the renderer: data never acts on the terminal, in whatever widget it is drawn.

Textual passes ESC, NUL and C1 characters of any string on to the terminal (SECURITY.md 5.1). Every
strip of every widget is turned into bytes by `Strip.render`; that is where the filter sits.
"""

from __future__ import annotations

import re
from functools import wraps
from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import _compositor
from textual.geometry import Region
from textual.strip import Strip

from tcm_tui.domain.text import FORBIDDEN
from tcm_tui.i18n import _
from tcm_tui.terminal_guard import private_names
from tcm_tui.terminal_guard.environment import GuardFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DROPPED: Final[dict[int, str | None]] = {
    **FORBIDDEN,
    # A lone surrogate cannot be written as UTF-8 at all; it takes one cell, so it keeps one.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_PROBE: Final = "\x1b]52;c;QQ==\x07\x9b6n\x00\u202e\u2066"
"""A clipboard write, a report request in C1 form, NUL and bidi controls."""
_OWN: Final = re.compile(r"\x1b\[[0-9;]*[mH]|\n")
"""What a drawn strip consists of besides text: colours, cursor positions, line ends."""
_MARK: Final = "_tcm_filter"


def install() -> None:
    """Put the filter under the renderer. Doing it again changes nothing.

    Raises:
        GuardFailed: This Textual has no such place.
    """
    original: Callable[[Strip, Console], str] | None = getattr(Strip, "render", None)
    if original is None:
        raise GuardFailed(_refusal())
    if hasattr(original, _MARK):
        return

    @wraps(original)
    def render(strip: Strip, console: Console) -> str:
        if _is_harmless(strip):
            return original(strip, console)
        return original(Strip(_harmless(strip)), console)

    setattr(render, _MARK, True)
    Strip.render = render  # type: ignore[method-assign,assignment]  # the purpose of this module


def _is_harmless(strip: Strip) -> bool:
    """Whether nothing of `strip` needs the filter; nearly every strip, so it has to be cheap.

    `isprintable` is false for all that is forbidden, and for a few harmless characters besides.
    """
    return all(
        text.isprintable() and not (style is not None and style.link)
        for text, style, _control in strip
    )


def _harmless(strip: Strip) -> Iterator[Segment]:
    """The segments of `strip` without control characters and without terminal hyperlinks."""
    for text, style, _control in strip:
        plain = style.update_link(None) if style is not None and style.link else style
        yield Segment(text.translate(_DROPPED), plain)


def self_test() -> None:
    """Draw a hostile text through Textual's real path and look at what would leave.

    Raises:
        GuardFailed: Something passed, or the path is no longer there.
    """
    if private_names.missing():
        raise GuardFailed(_refusal())
    try:
        drawn = list(_drawn_probes())
    except (AttributeError, TypeError) as changed:
        raise GuardFailed(_refusal()) from changed
    for text in drawn:
        rest = _OWN.sub("", text)
        if rest != rest.translate(_DROPPED) or "]52" not in rest:
            raise GuardFailed(_refusal())


def _drawn_probes() -> Iterator[str]:
    """What Textual would write for the probe, styled, unstyled and linked, in both its ways."""
    console = Console(file=StringIO(), force_terminal=True, color_system="truecolor")
    link = Style(link=f"https://portal.example/{_PROBE}")
    for style in (Style(bold=True), None, link):
        strip = Strip([Segment(_PROBE, style)])
        width = max(1, strip.cell_length)
        region = Region(0, 0, width, 1)
        yield _compositor.LayoutUpdate([[strip]], region).render_segments(console)
        again = Strip([Segment(_PROBE, style)])
        yield _compositor.ChopsUpdate([{0: again}], [(0, 0, width)], [[width]]).render_segments(
            console
        )


def _refusal() -> str:
    return _(
        "Die Schutzschicht für die Anzeige fehlt oder ist undicht, daher startet tcm-tui nicht."
        " Installieren Sie genau die vorgesehene Version von Textual."
    )
