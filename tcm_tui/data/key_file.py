"""The key file: the keys of an installation, a line each, which nobody else may read.

The first line is the key of fingerprints, which stays the same for good. Those that follow encrypt:
the last of them whatever is encrypted from now on, all of them together what was encrypted before.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, field, replace
from glob import escape
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

ID_BYTES: Final = 8
_SECRET_BYTES: Final = 32
_FILE_MAX: Final = 4096
_FINGERPRINT: Final = "fingerprint"
"""Begins the line of the key that fingerprints are made with; no id of a key reads like this."""


@dataclass(frozen=True)
class Key:
    """One key; `identifier` stands beside each value that was encrypted with it."""

    identifier: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Key:
        """Another one than ever before."""
        return cls(secrets.token_bytes(ID_BYTES), secrets.token_bytes(_SECRET_BYTES))


@dataclass(frozen=True)
class Ring:
    """What stands in a key file: at least one key, the newest last."""

    fingerprint: bytes = field(repr=False)
    keys: tuple[Key, ...]

    @classmethod
    def new(cls) -> Ring:
        """For an installation that has none yet."""
        return cls(secrets.token_bytes(_SECRET_BYTES), (Key.new(),))

    @property
    def newest(self) -> Key:
        """What encrypts."""
        return self.keys[-1]

    def extended(self) -> Ring:
        """With a new key, which encrypts from then on."""
        return replace(self, keys=(*self.keys, Key.new()))

    def reduced(self) -> Ring:
        """With the newest key alone."""
        return replace(self, keys=(self.newest,))


class KeyFile:
    """A ring of keys on the disk.

    Args:
        path: Where; None for a context that was made without one.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[tuple[bytes, bytes], Key] = {}

    @property
    def is_named(self) -> bool:
        """Whether there is a place for it."""
        return self._path is not None

    def read(self) -> Ring | None:
        """The keys, None when there are none yet.

        Raises:
            Unavailable: The file cannot be used; the sentence says what to do.
        """
        path = self._given()
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(path) from error
        with open(handle, "rb") as file:
            _refuse_shared(path, os.fstat(handle))
            content = file.read(_FILE_MAX)
        try:
            ring = _parsed(content)
        except ValueError as error:
            raise _unusable(path) from error
        self._known.update({(ring.fingerprint, key.identifier): key for key in ring.keys})
        return ring

    def find(self, identifier: bytes) -> Key | None:
        """The key called so, None when it is lost.

        One that a rotation has dropped since this process began still counts: what it opens may
        have been read from the database a moment before.

        Raises:
            Unavailable: The file cannot be used.
        """
        ring = self.read()
        return self._known.get((ring.fingerprint, identifier)) if ring else None

    def make(self) -> Ring:
        """New keys; of several processes that make them at once, the first one's count.

        Raises:
            Unavailable: The file cannot be written.
        """
        path, ring = self._given(), Ring.new()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = _draft(path, ring)
            try:
                with suppress(FileExistsError):
                    os.link(draft, path)  # unlike a rename, it never takes another's place
            finally:
                draft.unlink(missing_ok=True)
            _sync(path.parent)
        except OSError as error:
            raise _unusable(path) from error
        return self.read() or ring

    def put(self, ring: Ring) -> None:
        """Let these be the keys, in one step; one process at a time may do so.

        Raises:
            Unavailable: The file cannot be written.
        """
        path = self._given()
        try:
            mode = stat.S_IMODE(path.lstat().st_mode)
            draft = _draft(path, ring)
            draft.chmod(mode)
            draft.replace(path)
            for left in path.parent.glob(f".{escape(path.name)}.*.draft"):
                left.unlink()  # of somebody who was killed: it holds keys, too
            _sync(path.parent)
        except OSError as error:
            raise _unusable(path) from error

    def _given(self) -> Path:
        if self._path is None:
            raise Unavailable(_("Es ist kein Ort für den Schlüssel eingestellt: key_file"))
        return self._path


def _draft(path: Path, ring: Ring) -> Path:
    """A file beside `path` with all of `ring`; it outlives this process, as what is sealed does."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as file:
        file.write(_text(ring))
        file.flush()
        os.fsync(handle)
    return draft


def _sync(folder: Path) -> None:
    """Let the name of a file outlive a failure of power, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(ring: Ring) -> str:
    lines = [(_FINGERPRINT, ring.fingerprint)]
    lines += [(key.identifier.hex(), key.secret) for key in ring.keys]
    return "".join(f"{name} {base64.b64encode(secret).decode('ascii')}\n" for name, secret in lines)


def _parsed(content: bytes) -> Ring:
    """The ring that `content` is.

    Raises:
        ValueError: It is none.
    """
    first, *rest = content.decode("ascii").splitlines()
    name, secret = first.split()
    if name == _FINGERPRINT:
        keys = tuple(map(_key, rest))
        if not keys:
            raise ValueError(name)
        return Ring(_secret(secret), keys)
    # Written before there were fingerprints: its only key gives theirs until a rotation writes it.
    (key,) = map(_key, [first, *rest])
    derived = hmac.digest(key.secret, _FINGERPRINT.encode("ascii"), "sha256")
    return Ring(derived, (key,))


def _key(line: str) -> Key:
    name, secret = line.split()
    identifier = bytes.fromhex(name)
    if len(identifier) != ID_BYTES:
        raise ValueError(name)
    return Key(identifier, _secret(secret))


def _secret(text: str) -> bytes:
    secret = base64.b64decode(text, validate=True)
    if len(secret) != _SECRET_BYTES:
        raise ValueError(len(secret))
    return secret


def _refuse_shared(path: Path, status: os.stat_result) -> None:
    """A key that others can read, or could put in our way, protects nothing."""
    if not stat.S_ISREG(status.st_mode) or status.st_uid not in {0, os.geteuid()}:
        raise _unusable(path)
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Unavailable(
            _("{path} kann von anderen gelesen werden: chmod 600 {path}").format(path=path)
        )


def _unusable(path: Path) -> Unavailable:
    return Unavailable(_("Die Schlüsseldatei ist nicht benutzbar: {path}").format(path=path))
