"""„Benutzer“ in a terminal: what keys cost there, and memory, for `benchmarks.members`."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Final

from benchmarks._demo import command
from benchmarks.pty import Session, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESSES: Final = 9
KEYS: Final = {
    "cursor key": b"\x1b[B",
    "page key": b"\x1b[6~",
    "change of sort": b"s",
}
_OWN: Final = "memory, MiB"
_FLAT: Final = 1.15
_MEMORY: Final = 1.05


class Shown(Session):
    """The portal, on its way to „Benutzer“."""

    def rows(self) -> float:
        """Milliseconds until there are rows: the keys for it are typed at the first paint."""
        self.first_paint()
        self.press(b"\r")
        self.wait_for("Neuigkeiten")
        self.press(b"2")
        return self.wait_for("Albrecht")


def measured(folders: Mapping[int, str], runs: int) -> list[Verdict]:
    """Print what the list does at every size; how the largest does against the smallest."""
    found: dict[int, list[dict[str, float]]] = {size: [] for size in folders}
    for number in range(runs):
        for size in list(folders)[:: -1 if number % 2 else 1]:
            found[size].append(_figures(folders[size]))
    medians = {
        size: {name: statistics.median(one[name] for one in ones) for name in ones[0]}
        for size, ones in found.items()
    }
    for name in next(iter(medians.values())):
        print(f"{name:40}" + "".join(f"{figures[name]:20,.1f}" for figures in medians.values()))
    least, most = medians[min(folders)], medians[max(folders)]
    return [
        Verdict(
            f"{name}, {max(folders):,} / {min(folders):,}",
            most[name],
            least[name],
            _MEMORY if name == _OWN else _FLAT,
            name.split(", ")[-1],
        )
        for name in least
    ]


def _figures(folder: str) -> dict[str, float]:
    """Every figure of one run; the first press of a key does not count."""
    with Shown(command(folder)) as session:
        session.rows()
        session.settle(0.5)
        figures = {_OWN: session.memory()}
        for name, keys in KEYS.items():
            session.answer(keys)
            pressed = [session.answer(keys) for _ in range(PRESSES)]
            figures[f"{name}, ms"] = statistics.median(took for took, _size in pressed)
            figures[f"{name}, bytes"] = statistics.median(size for _took, size in pressed)
        session.quit()
    return figures
