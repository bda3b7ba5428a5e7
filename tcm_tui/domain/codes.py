"""Mailed secrets: 160 random bits, shown in groups of four, stored as a hash (SECURITY.md C5)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import chain
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _

CODE_BYTES: Final = 20
_GROUPS: Final = 8
_LIKELY_SLIPS: Final = str.maketrans({"0": "O", "1": "I", "8": "B"})
_GROUPED: Final = re.compile(
    r"(?<![A-Z0-9-])[A-Z0-9]{4}(?:[-‐–][A-Z0-9]{4}){7}(?![A-Z0-9-])", re.IGNORECASE | re.ASCII
)
_UNGROUPED: Final = re.compile(
    r"(?<![A-Z0-9-])[A-Z0-9]{32}(?![A-Z0-9@-])", re.IGNORECASE | re.ASCII
)
"""Looked for last, and not before an @: a mail's Message-ID may be 32 such letters."""


class TokenPurpose(StrEnum):
    """What a code is good for; it is good for nothing else."""

    ADDRESS = "address"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a purpose
    REGISTRATION = "registration"


LIVES: Final = {
    TokenPurpose.ADDRESS: timedelta(hours=24),
    TokenPurpose.INVITATION: timedelta(days=14),
    TokenPurpose.PASSWORD_RESET: timedelta(minutes=60),
    TokenPurpose.REGISTRATION: timedelta(days=7),
}
"""How long a code can be used (PRODUCT.md section 4)."""


@dataclass(frozen=True)
class Code:
    """A fresh secret. `text` leaves by mail only; `hash` is what is stored."""

    text: str = field(repr=False)
    hash: str


def _letters(text: str) -> str:
    """The 32 letters of a code, in upper case, with look-alikes put right."""
    return re.sub(r"[^A-Z0-9]", "", text.upper()).translate(_LIKELY_SLIPS)


def hash_code(text: str) -> str:
    """SHA-256 of a code in hex; groups and case do not matter."""
    return hashlib.sha256(_letters(text).encode("ascii")).hexdigest()


def new_code() -> Code:
    """A code nobody can guess."""
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode("ascii")
    text = "-".join(letters[i : i + 4] for i in range(0, 4 * _GROUPS, 4))
    return Code(text, hash_code(text))


def find_code(text: str) -> str | None:
    """The code inside `text`, which may be a whole pasted mail; None without one.

    A line that holds nothing else comes first: a name in the mail may look like a code, too.
    """
    lone = [line for line in text.splitlines() if len(line.split()) == 1]
    return next((code for part in (*lone, text) if (code := _first_code(part))), None)


def _first_code(text: str) -> str | None:
    for found in chain(_GROUPED.finditer(text), _UNGROUPED.finditer(text)):
        letters = _letters(found[0])
        if re.fullmatch(r"[A-Z2-7]{32}", letters):
            return "-".join(letters[i : i + 4] for i in range(0, 4 * _GROUPS, 4))
    return None


def check_code(text: str, field: str = "code") -> str:
    """The code inside `text`, in groups of four.

    Raises:
        Invalid: There is none, or only a part of one.
    """
    if found := find_code(text):
        return found
    if not text.strip():
        raise Invalid(_("Geben Sie den Code aus der E-Mail ein."), field)
    if len(text.split()) == 1 and len(_letters(text)) < 4 * _GROUPS:
        raise Invalid(_("Der Code ist unvollständig: acht Gruppen zu vier Zeichen."), field)
    raise Invalid(_("In diesem Text steht kein Code."), field)
