"""Values that the database holds encrypted, and the keys, which stand outside of it.

AES-256-GCM with a random nonce for each value. What a value belongs to is authenticated with it, so
that one copied into another row is refused. This protects copies of the database, not against
whoever runs as the account that may read the keys.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from tcm_tui.data.key_file import ID_BYTES, KeyFile
from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session
    from sqlalchemy.sql.functions import Function

    from tcm_tui.data.key_file import Key, Ring

_NONCE_BYTES: Final = 12
_LOCK: Final = int.from_bytes(b"tcm-key")
"""What PostgreSQL's advisory lock is called; other programs share the numbers."""


@dataclass(frozen=True)
class Place:
    """Where a value stands; it can be read there and nowhere else.

    Args:
        table: Name of the table.
        row: What the row belongs to and keeps for as long as it exists, such as its id.
        column: Name of the column.
    """

    table: str
    row: int
    column: str


class Unreadable(Unavailable):
    """A value was encrypted with a key that is gone, or belongs to another place, or is damaged."""


class Vault:
    """Encrypts and decrypts with the keys in a file, which is made when it is first needed.

    Args:
        path: Where the keys are; None for a context that was made without one.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._file = KeyFile(path)
        self._session: Session | None = None

    @property
    def path(self) -> Path | None:
        """Where the keys are, or will be."""
        return self._path

    def within(self, session: Session) -> Vault:
        """The same for one transaction: no rotation passes between what it seals and its commit."""
        bound = Vault(self._path)
        bound._file, bound._session = self._file, session
        return bound

    def seal(self, plain: bytes, place: Place) -> bytes:
        """`plain` encrypted for `place`: the key's id, the nonce, the encrypted value.

        Raises:
            Unavailable: The keys cannot be read or made.
        """
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - costs 30 ms
            AESGCM,
        )

        if self._session is not None:
            _let_nobody_rotate(self._session)  # before the keys are read, or they are old ones
        key = self._ring().newest
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return key.identifier + nonce + AESGCM(key.secret).encrypt(nonce, plain, _bond(key, place))

    def open(self, sealed: bytes, place: Place) -> bytes:
        """What was sealed for `place`.

        Raises:
            Unreadable: It was sealed with another key or for another place, or was damaged.
            Unavailable: The keys cannot be read.
        """
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - costs 30 ms
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

        identifier, rest = sealed[:ID_BYTES], sealed[ID_BYTES:]
        key = self._file.find(identifier)
        if key is None:
            raise _unreadable()
        nonce, value = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return AESGCM(key.secret).decrypt(nonce, value, _bond(key, place))
        except (InvalidTag, ValueError) as error:  # ValueError: too short to be one of ours
            raise _unreadable() from error

    def fingerprint(self, purpose: str, value: bytes) -> str:
        """64 characters by which `value` is known again, and from which nobody gets it back.

        They stay the same when the keys are rotated.

        Args:
            purpose: What is compared: for another one the same value has another fingerprint.
            value: In one writing, or it is not known again.

        Raises:
            Unavailable: The keys cannot be read or made.
        """
        message = b"\0".join((purpose.encode("utf-8"), value))
        return hmac.new(self._ring().fingerprint, message, "sha256").hexdigest()

    def make(self) -> bool:
        """Make the keys now; False when there are some.

        Raises:
            Unavailable: They cannot be made, or those there are cannot be used.
        """
        if self._file.read() is not None:
            return False
        self._file.make()
        return True

    def begin_rotation(self) -> None:
        """Let a new key encrypt from now on, beside the old one; a rotation under way goes on.

        One process at a time.

        Raises:
            Unavailable: The keys cannot be read or written.
        """
        ring = self._file.read()
        if ring is None:
            self._file.make()
        elif ring.newest is ring.keys[0]:
            self._file.put(ring.extended())

    def end_rotation(self) -> None:
        """Forget every key but the newest: what was sealed with them was sealed anew, or is lost.

        One process at a time.

        Raises:
            Unavailable: The keys cannot be read or written.
        """
        self._file.put(self._ring().reduced())

    def is_newest(self, sealed: bytes) -> bool:
        """Whether `sealed` was sealed with the key that encrypts now.

        Raises:
            Unavailable: The keys cannot be read.
        """
        return sealed.startswith(self._ring().newest.identifier)

    def check(self) -> None:
        """Refuse keys that others can read; that there are none yet is fine.

        Raises:
            Unavailable: They cannot be used; the sentence says what to do.
        """
        if self._file.is_named:
            self._file.read()

    def _ring(self) -> Ring:
        """The keys, made when there are none yet."""
        return self._file.read() or self._file.make()


def stop_sealing(session: Session) -> None:
    """Wait until whoever sealed has committed; whoever seals next waits for this transaction."""
    _take(session, func.pg_advisory_xact_lock)


def _let_nobody_rotate(session: Session) -> None:
    """Many at once may seal, none of them beside a rotation."""
    _take(session, func.pg_advisory_xact_lock_shared)


def _take(session: Session, lock: Callable[[int], Function[Any]]) -> None:
    connection = session.connection()  # begins: SQLite has no two writers at once from here on
    if connection.dialect.name == "postgresql":
        connection.execute(select(lock(_LOCK)))


def _bond(key: Key, place: Place) -> bytes:
    """What is authenticated beside a value."""
    parts = (place.table, str(place.row), place.column, key.identifier.hex())
    return "|".join(parts).encode("utf-8")


def _unreadable() -> Unreadable:
    return Unreadable(_("Diese Angabe lässt sich nicht entschlüsseln: Der Schlüssel fehlt."))
