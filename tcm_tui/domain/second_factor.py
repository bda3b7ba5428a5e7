"""The second factor: codes of an authenticator (RFC 6238), and recovery codes in its place."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

STEP: Final = timedelta(seconds=30)
DIGITS: Final = 6
TOLERANCE: Final = 1
"""Steps that the clock of a telephone may be early or late."""
SECRET_BYTES: Final = 20
"""What RFC 4226 recommends; 32 letters."""
RECOVERY_CODES: Final = 10
ISSUER: Final = "Marketplace"
"""What an authenticator calls us; short, so that the picture fits into a small terminal."""
URI_MAX: Final = 106
"""Bytes that fit into the largest picture there is room for in 24 lines (version 5-L)."""
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECOVERY_LETTERS: Final = 24
"""120 bits: from 112 on a code need not be hashed like a password (ASVS 6.5.2)."""
_SLIPS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CodeKind(StrEnum):
    """What somebody typed as a second factor."""

    AUTHENTICATOR = "authenticator"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class GivenCode:
    """A code in the one writing that is compared. `text` is digits, or letters without groups."""

    kind: CodeKind
    text: str = field(repr=False)


@dataclass(frozen=True)
class NewFactor:
    """A secret that is not in use yet, and the address that an authenticator reads as a picture."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True)
class FactorStatus:
    """How somebody's second factor stands.

    Args:
        set_up_at: Since when it is asked for; None without one.
        readable: Whether codes of the authenticator can be checked: the key may be lost.
        codes_left: Recovery codes that are unused.
        required: Whether a company asks it of this person's role.
        available: Whether the program has what it needs for it.
    """

    set_up_at: datetime | None
    readable: bool
    codes_left: int
    required: bool
    available: bool


class KeyLost(Unavailable):
    """What would check the codes of an authenticator cannot be read any more."""

    def __init__(self) -> None:
        super().__init__(lost_key_text(), "code")


def lost_key_text() -> str:
    """What somebody can do whose authenticator cannot be checked any more."""
    return _(
        "Codes Ihrer App lassen sich nicht mehr prüfen, weil der Schlüssel dieser Installation"
        " fehlt. Nehmen Sie einen Wiederherstellungscode, oder bitten Sie Ihre Administratoren,"
        " den zweiten Faktor zurückzusetzen."
    )


def installed() -> bool:
    """Whether the packages are there that the program needs for second factors."""
    return find_spec("pyotp") is not None and find_spec("segno") is not None


def missing_text() -> str:
    """Says what is missing where they are not."""
    return _("Für den zweiten Faktor fehlt ein Zusatzpaket: pip install 'tcm-tui[mfa]'")


def check_installed() -> None:
    """Refuse what cannot be done without the extra.

    Raises:
        Unavailable: It is not installed; the sentence says how that is done.
    """
    if not installed():
        raise Unavailable(missing_text())


def new_secret(email: str) -> NewFactor:
    """A secret nobody can guess, for the authenticator of `email`."""
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
    return NewFactor(secret, _uri(secret, email))


def _uri(secret: str, email: str) -> str:
    """What the picture says. Of a long address the end is left out: it is a label, no more."""
    pattern = f"otpauth://totp/{ISSUER}:{{}}?secret={secret}"
    room = URI_MAX - len(pattern.format(""))
    label = email
    while len(quote(label, safe="@")) > room:
        label = label[:-1]
    return pattern.format(quote(label, safe="@"))


def grouped(text: str, size: int = 4, between: str = " ") -> str:
    """`text` in groups that are easily typed."""
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that `code` belongs to, None when it is wrong.

    All steps are compared, so that the time taken tells nothing.

    Raises:
        Unavailable: What computes codes is not installed.
    """
    check_installed()
    from pyotp import TOTP  # noqa: PLC0415 - an extra

    totp = TOTP(secret, digits=DIGITS, interval=int(STEP.total_seconds()))
    step = int(now.timestamp() // STEP.total_seconds())
    steps = range(step - TOLERANCE, step + TOLERANCE + 1)
    right = [
        one for one in steps if hmac.compare_digest(totp.generate_otp(one).encode(), code.encode())
    ]
    return right[-1] if right else None


def find_code(text: str) -> GivenCode | None:
    """What was typed, in any writing; None when it can be neither kind."""
    letters = re.sub(r"[\s‐–-]", "", text)
    if re.fullmatch(rf"[0-9]{{{DIGITS}}}", letters):
        return GivenCode(CodeKind.AUTHENTICATOR, letters)
    letters = letters.upper().translate(_SLIPS)
    if re.fullmatch(rf"[{_CROCKFORD}]{{{_RECOVERY_LETTERS}}}", letters):
        return GivenCode(CodeKind.RECOVERY, letters)
    return None


def check_code(text: str) -> str:
    """`text`, which can be a code of either kind.

    Raises:
        Invalid: It can be none.
    """
    if find_code(text) is not None:
        return text
    raise Invalid(
        _(
            "Geben Sie die sechs Ziffern aus Ihrer App ein, oder einen Wiederherstellungscode aus"
            " sechs Gruppen zu vier Zeichen."
        )
        if text.strip()
        else _("Bitte ausfüllen."),
        "code",
    )


def check_digits(text: str) -> str:
    """`text`, which can be a code of an authenticator.

    Raises:
        Invalid: It cannot.
    """
    found = find_code(text)
    if found is None or found.kind is not CodeKind.AUTHENTICATOR:
        raise Invalid(_("Geben Sie die sechs Ziffern aus Ihrer App ein."), "code")
    return found.text


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes, each in six groups of four."""
    return tuple(
        grouped("".join(secrets.choice(_CROCKFORD) for _each in range(_RECOVERY_LETTERS)), 4, "-")
        for _code in range(RECOVERY_CODES)
    )


def hash_recovery_code(code: str) -> str:
    """SHA-256 in hex of a recovery code in any writing."""
    found = find_code(code)
    letters = found.text if found is not None else ""
    return hashlib.sha256(letters.encode("ascii")).hexdigest()
