"""What a how-to is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HowTo:
    """A thing to do and its steps; German sources.

    `aliases` are further words that a search finds it by, in German or English.
    """

    title: str
    steps: tuple[str, ...]
    aliases: str = ""


@dataclass(frozen=True)
class HelpText:
    """One topic: its title, what it is for, how-tos; German sources."""

    title: str
    purpose: str
    how_tos: tuple[HowTo, ...] = ()
