"""The places of the portal that benchmarks look at, and the way there from the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.pty import Session

_SIGNED_IN: Final = ((b"\r", "Neuigkeiten"),)
"""The demo's form is filled in: Enter is enough."""
PLACES: Final = {
    "Anmelden": (),
    "Übersicht": _SIGNED_IN,
    "Benutzer": (*_SIGNED_IN, (b"2", "Sortiert")),
    "Mehrere einladen": (*_SIGNED_IN, (b"m", "absenden")),
}
"""For each place the keys that lead there, each with a word that shows when it has worked."""


def go(session: Session, place: str) -> None:
    """Go to `place` from the first paint, and wait until it is at rest."""
    session.first_paint()
    for keys, word in PLACES[place]:
        since = len(session.output)
        session.press(keys)
        session.wait_for(word, since)
        session.settle()
    session.settle()
