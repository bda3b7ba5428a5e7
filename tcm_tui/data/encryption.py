"""Values that the database holds encrypted, and the key, which stands outside of it.

AES-256-GCM with a random nonce for each value. What a value belongs to is authenticated with it, so
that one copied into another row is refused. This protects copies of the database, not against
whoever runs as the account that may read the key.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES: Final = 32
_ID_BYTES: Final = 8
_NONCE_BYTES: Final = 12
_FILE_MAX: Final = 4096


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


@dataclass(frozen=True)
class _Key:
    identifier: bytes
    secret: bytes = field(repr=False)

    def bound_to(self, place: Place) -> bytes:
        """What is authenticated beside a value."""
        parts = (place.table, str(place.row), place.column, self.identifier.hex())
        return "|".join(parts).encode("utf-8")


class Vault:
    """Encrypts and decrypts with the key in a file, which is made when it is first needed.

    Args:
        path: Where the key is; None for a context that was made without one.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def seal(self, plain: bytes, place: Place) -> bytes:
        """`plain` encrypted for `place`: the key's id, the nonce, the encrypted value.

        Raises:
            Unavailable: The key cannot be read or made.
        """
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - costs 30 ms
            AESGCM,
        )

        key = self._read() or self._make()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(key.secret).encrypt(nonce, plain, key.bound_to(place))
        return key.identifier + nonce + sealed

    def open(self, sealed: bytes, place: Place) -> bytes:
        """What was sealed for `place`.

        Raises:
            Unreadable: It was sealed with another key or for another place, or was damaged.
            Unavailable: The key cannot be read.
        """
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - costs 30 ms
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

        key = self._read()
        identifier, rest = sealed[:_ID_BYTES], sealed[_ID_BYTES:]
        if key is None or key.identifier != identifier:
            raise _unreadable()
        nonce, value = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return AESGCM(key.secret).decrypt(nonce, value, key.bound_to(place))
        except (InvalidTag, ValueError) as error:  # ValueError: too short to be one of ours
            raise _unreadable() from error

    def check(self) -> None:
        """Refuse a key that others can read; one that is not there yet is fine.

        Raises:
            Unavailable: It cannot be used; the sentence says what to do.
        """
        if self._path is not None:
            self._read()

    def _read(self) -> _Key | None:
        """The key, None when there is none yet."""
        path = self._given()
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(path) from error
        with open(handle, "rb") as file:
            _refuse_shared(path, os.fstat(handle))
            return _parsed(path, file.read(_FILE_MAX))

    def _make(self) -> _Key:
        """A new key; of several processes that make one at once, the first one's counts."""
        path = self._given()
        key = _Key(secrets.token_bytes(_ID_BYTES), secrets.token_bytes(KEY_BYTES))
        line = f"{key.identifier.hex()} {base64.b64encode(key.secret).decode('ascii')}\n"
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "w", encoding="ascii") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())  # values sealed with it outlive this process
            with suppress(FileExistsError):
                os.link(draft, path)  # unlike a rename, it never takes another's place
        except OSError as error:
            raise _unusable(path) from error
        finally:
            draft.unlink(missing_ok=True)
        return self._read() or key

    def _given(self) -> Path:
        if self._path is None:
            raise Unavailable(_("Es ist kein Ort für den Schlüssel eingestellt: key_file"))
        return self._path


def _refuse_shared(path: Path, status: os.stat_result) -> None:
    """A key that others can read, or could put in our way, protects nothing."""
    if not stat.S_ISREG(status.st_mode) or status.st_uid not in {0, os.geteuid()}:
        raise _unusable(path)
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Unavailable(
            _("{path} kann von anderen gelesen werden: chmod 600 {path}").format(path=path)
        )


def _parsed(path: Path, content: bytes) -> _Key:
    try:
        identifier, secret = content.decode("ascii").split()
        key = _Key(bytes.fromhex(identifier), base64.b64decode(secret, validate=True))
    except (ValueError, binascii.Error) as error:
        raise _unusable(path) from error
    if len(key.identifier) != _ID_BYTES or len(key.secret) != KEY_BYTES:
        raise _unusable(path)
    return key


def _unusable(path: Path) -> Unavailable:
    return Unavailable(_("Die Schlüsseldatei ist nicht benutzbar: {path}").format(path=path))


def _unreadable() -> Unreadable:
    return Unreadable(_("Diese Angabe lässt sich nicht entschlüsseln: Der Schlüssel fehlt."))
