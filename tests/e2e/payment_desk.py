"""A person at „Bezahlverfahren“, in a real terminal: what they type there, and what they see."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.demo import PASSWORD
from tcm_tui.domain.sessions import PROOF_LASTS

from .portal import LONG

if TYPE_CHECKING:
    from collections.abc import Callable

    from .terminal import Terminal

KINDS: Final = (
    "Telekom-Rechnung",
    "Telekom Mobilfunk-Rechnung",
    "Kreditkarte",
    "PayPal",
    "Lastschrift",
)
_LINE: Final = re.compile(rf"(?:{'|'.join(KINDS)})  +\S.*")
_ACTIVE: Final = "● aktiv"
_ASKED: Final = "Passwort bestätigen"
_LEAST: Final = PROOF_LASTS.total_seconds() - 30
"""Seconds after which a password may be asked for again, with some for a busy machine."""


class Do(Enum):
    """What else is done with a field than typing in it."""

    KEEP = "keep"
    TICK = "tick"


@dataclass(frozen=True)
class Number:
    """A number that is nobody else's business.

    Args:
        text: What is typed.
        shy: Whether it is dots even while it is typed.
        wrong: Whether its field refuses it, and keeps it in view to be mended.
    """

    text: str = field(repr=False)
    shy: bool = False
    wrong: bool = False

    def is_on(self, screen: str) -> bool:
        """Whether somebody who looks at the screen could read it."""
        return self.text in screen.replace(" ", "")


Typed = str | Number | Do


@dataclass
class Desk:
    """One person at one terminal.

    Args:
        terminal: In which somebody is signed in who may choose how the company pays.
        typed: Every number that was typed so far.
        asked_at: When the password was asked for last.
    """

    terminal: Terminal
    typed: list[Number] = field(default_factory=list)
    asked_at: float | None = None
    _legible: list[tuple[int, int]] = field(default_factory=list)
    """From where to where the terminal was sent what somebody saw who typed a number."""
    _since: int | None = None
    """From where on one is being typed."""

    # The list

    def come(self) -> None:
        """To the list, from any tab."""
        self.terminal.press("1")
        self.terminal.wait_for("Neuigkeiten", LONG)
        self.terminal.press("b")
        self.terminal.wait_for("› Verlauf", LONG)
        assert self.terminal.wait_until(lambda: len(self.lines()) >= len(KINDS), LONG)

    def lines(self) -> list[str]:
        """The lines of the list, as they are seen."""
        return [line for _cursor, line in self._drawn()]

    def active(self) -> str:
        """The line that says that it is the active one."""
        (found,) = [line for line in self.lines() if _ACTIVE in line]
        return found

    def wait_active(self, kind: str, masked: str) -> None:
        """Wait until it is the active one."""

        def reached() -> bool:
            found = [line for line in self.lines() if _ACTIVE in line]
            return len(found) == 1 and found[0].startswith(f"{kind}  ") and masked in found[0]

        assert self.terminal.wait_until(reached, LONG), self.terminal.screen_text()

    def point_at(self, kind: str, masked: str = "") -> None:
        """Put the cursor on a line of a kind, or on the one with this account."""
        deadline = time.monotonic() + LONG
        while (step := self._step_to(kind, masked)) != 0:
            assert time.monotonic() < deadline, self.terminal.screen_text()
            if step is not None:
                self.terminal.press("down" if step > 0 else "up")
            self.terminal.wait_quiet()

    def _step_to(self, kind: str, masked: str) -> int | None:
        """How many lines below the cursor it is; None while the list is not there."""
        drawn = list(enumerate(self._drawn()))
        here = [number for number, (cursor, _line) in drawn if cursor]
        fits = [n for n, (_, line) in drawn if line.startswith(f"{kind}  ") and masked in line]
        return fits[0] - here[0] if here and fits else None

    def _drawn(self) -> list[tuple[bool, str]]:
        """Each line of the list, with whether the cursor is on it: it alone has its colour."""
        cells = self.terminal.cells()
        found = []
        for place, row in enumerate(self.terminal.screen_text().split("\n")):
            if line := _LINE.search(row):
                colour = getattr(cells[place][line.start()], "bg", None)
                found.append((colour, line[0].rstrip()))
        usual = Counter(colour for colour, _line in found).most_common(1)
        return [(colour != usual[0][0], line) for colour, line in found]

    # The forms

    def activate(self, kind: str, masked: str, *values: Typed) -> None:
        """Fill in the form of a kind, and see it active."""
        self.send(kind, *values)
        self.confirm_if_asked(lambda: any(_ACTIVE in one and masked in one for one in self.lines()))
        self.wait_active(kind, masked)

    def send(self, kind: str, *values: Typed) -> None:
        """Fill in the form of a kind, field by field, and press the key of its button."""
        self.point_at(kind)
        self.terminal.press("a")
        self.terminal.wait_for(f"{kind} aktivieren", LONG)
        for value in values:
            self._fill_in(value)
        self.terminal.press("ctrl+s")

    def be_refused(self, sentence: str, kind: str, *values: Typed) -> None:
        """Fill in the form, read why not, leave it, and see that the old one is still active."""
        before = self.active()
        self.send(kind, *values)
        self.confirm_if_asked(lambda: sentence in self._words())
        assert sentence in self._words(), self.terminal.screen_text()
        self.terminal.press("escape")
        self.terminal.wait_for("Eingaben verwerfen?")
        self.terminal.press("right", "enter")
        self.terminal.wait_gone(f"{kind} aktivieren")
        self._see_no_number()
        self.terminal.press("f5")
        self.terminal.wait_quiet()
        assert self.active() == before

    def _fill_in(self, value: Typed) -> None:
        """Fill in the field with the cursor; Enter goes to the next one."""
        if isinstance(value, Number):
            self._type_number(value)
        elif isinstance(value, str):
            self.terminal.type(value)
            self.terminal.wait_for(value)
        elif value is Do.TICK:
            self.terminal.press("space")
        if not (isinstance(value, Number) and value.wrong):
            self.terminal.press("enter")
            self._see_no_number()

    def _words(self) -> str:
        """What the dialog says, whatever lines it is broken into; not what stands beside it."""
        rows = self.terminal.screen_text().split("\n")
        inside = (row.partition("│")[2].rpartition("│")[0] for row in rows)
        return re.sub(r"[\s│]+", " ", " ".join(inside))

    # The password

    def confirm_if_asked(self, done: Callable[[], bool]) -> None:
        """Wait for something; type the password if it is asked for, once in five minutes."""
        ended = self.terminal.wait_until(lambda: self._is_asked() or done(), LONG)
        assert ended, self.terminal.screen_text()
        if not self._is_asked():
            return
        now = time.monotonic()
        assert self.asked_at is None or now - self.asked_at > _LEAST, "asked for again"
        self.asked_at = now
        self.terminal.type(PASSWORD)
        self.terminal.press("enter")
        assert self.terminal.wait_until(done, LONG), self.terminal.screen_text()

    def _is_asked(self) -> bool:
        return _ASKED in self.terminal.screen_text()

    # The numbers

    def sent(self) -> bytes:
        """All that the terminal was sent, but for what somebody saw who typed a number."""
        parts, start = [], 0
        for first, last in self._legible:
            parts.append(self.terminal.raw[start:first])
            start = last
        return b"\n".join([*parts, self.terminal.raw[start:]])

    def _type_number(self, number: Number) -> None:
        """It may be read while the cursor is in its field, and not again afterwards."""
        self.typed.append(number)
        if number.shy:
            self.terminal.type(number.text)
            self.terminal.wait_for("•" * len(number.text))
            return
        self._since = len(self.terminal.raw)
        self.terminal.type(number.text)
        seen = self.terminal.wait_until(lambda: number.is_on(self.terminal.screen_text()))
        assert seen, self.terminal.screen_text()

    def _see_no_number(self) -> None:
        """From here on none may be read."""

        def gone() -> bool:
            screen = self.terminal.screen_text()
            return not any(one.is_on(screen) for one in self.typed if not one.shy)

        assert self.terminal.wait_until(gone), self.terminal.screen_text()
        if self._since is not None:
            self._legible.append((self._since, len(self.terminal.raw)))
            self._since = None
