"""Addresses as people write them into mails and lists, taken apart without losing anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.role_words import is_role_word

if TYPE_CHECKING:
    from collections.abc import Iterator

_ANGLE: Final = re.compile(r"<([^<>]*)>")
_MAILTO: Final = "mailto:"
_AROUND: Final = "<>()[]{}\"'„“”‚‘’,;"
_CLOSING: Final = {'"': '"', "<": ">"}
_INVERTED_NAME: Final = 2
"""„Muster, Anna“ has this many parts around its comma."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address as found, and the words that stood with it. `email` need not be valid.

    Without any address near, the words themselves are the `email`: they become a faulty row
    instead of vanishing.
    """

    email: str
    name: str = ""
    role_word: str = ""


def bare_address(text: str) -> str:
    """`text` without `mailto:`, brackets and quotes around it, and a full stop behind it."""
    found = text.strip().strip(_AROUND).strip()
    if found[: len(_MAILTO)].lower() == _MAILTO:
        address, _, query = found[len(_MAILTO) :].partition("?")
        found = found if "@" in query else address  # ?cc=… would name somebody else
    return found.rstrip(".:").strip(_AROUND)


def split_name(name: str) -> tuple[str, str]:
    """First and last name of „Anna Muster“ or „Muster, Anna“; one word alone is a last name."""
    parts = [part.strip() for part in name.strip(" \"'").split(",")]
    if len(parts) == _INVERTED_NAME and all(parts):
        return parts[1], parts[0]
    words = " ".join(part for part in parts if part).split()
    return " ".join(words[:-1]), "".join(words[-1:])


def split_outside_quotes(text: str, separators: str) -> list[str]:
    """`text` cut at `separators` that stand neither in quotes nor in angle brackets.

    A quote that never closes is an ordinary character: it must not swallow what follows.
    """
    pieces, start, at = [], 0, 0
    last = {opening: text.rfind(closing) for opening, closing in _CLOSING.items()}
    while at < len(text):
        if last.get(text[at], -1) > at:
            at = text.index(_CLOSING[text[at]], at + 1)
        elif text[at] in separators:
            pieces.append(text[start:at])
            start = at + 1
        at += 1
    pieces.append(text[start:])
    return [piece for piece in (piece.strip() for piece in pieces) if piece]


def mailboxes(line: str) -> Iterator[Mailbox]:
    """Everything that one line of a list of addresses holds, in its order."""
    for piece in split_outside_quotes(line, ";"):
        parts = [piece] if piece.count("@") <= 1 and "<" in piece else _at_commas(piece)
        for part in parts:
            yield from _of_part(part)


def _at_commas(piece: str) -> list[str]:
    """Cut at commas, but „Muster, Anna <…>“ stays together."""
    parts: list[str] = []
    for part in split_outside_quotes(piece, ","):
        named = "<" in part and not part.startswith("<")
        if parts and named and not {"@", "<"} & set(parts[-1]):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    return parts


def _of_part(part: str) -> Iterator[Mailbox]:
    """Words, an address in angle brackets, words: the words before it are its name."""
    end = 0
    for match in _ANGLE.finditer(part):
        before = list(_of_words(part[end : match.start()]))
        end = match.end()
        name = ""
        if before and "@" not in before[-1].email:
            name = before.pop().email.strip(" \"'")
        yield from before
        yield Mailbox(bare_address(match[1]) or match[0], name)
    yield from _of_words(part[end:])


def _of_words(text: str) -> Iterator[Mailbox]:
    """Bare addresses between blanks; words beside a single one are its name or its role."""
    words = text.split()
    addresses = [word for word in words if "@" in word]
    others = " ".join(word for word in words if "@" not in word)
    if not addresses:
        if others.strip(_AROUND + " .-"):
            yield Mailbox(others)
        return
    if len(addresses) == 1:
        yield _described(addresses[0], others)
        return
    yield from (Mailbox(bare_address(word) or word) for word in addresses)
    if others.strip(_AROUND + " .-"):
        yield Mailbox(others)


def _described(address: str, others: str) -> Mailbox:
    email = bare_address(address) or address
    words = others.strip(_AROUND + " .-")
    return Mailbox(email, role_word=words) if is_role_word(words) else Mailbox(email, name=words)
