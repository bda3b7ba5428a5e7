"""Password hashes: argon2id, at most two at once (SECURITY.md C11).

A check takes a sixth of a second and 64 MiB on purpose, so nothing here runs inside a transaction.
"""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

AT_ONCE: Final = 2
"""Hashes of one process at the same time; more wait, so that sign-ins cannot fill the memory."""
_SALT_BYTES: Final = 16
_TAG_BYTES: Final = 32
_slots: Final = threading.BoundedSemaphore(AT_ONCE)


def _bytes(password: str) -> bytes:
    """`password` in bytes. A lone surrogate must cost a check like anything else, not a crash."""
    return password.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Hasher:
    """argon2id with these parameters. Blocking: call it in a thread.

    Args:
        time_cost: Passes.
        memory_cost: KiB.
        parallelism: Lanes.
    """

    time_cost: int = 3
    memory_cost: int = 65_536
    parallelism: int = 4

    @cached_property
    def _argon2(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # noqa: PLC0415 - not before somebody signs in

        return PasswordHasher(
            time_cost=self.time_cost,
            memory_cost=self.memory_cost,
            parallelism=self.parallelism,
            hash_len=_TAG_BYTES,
            salt_len=_SALT_BYTES,
        )

    @cached_property
    def _dummy(self) -> str:
        """A hash of these parameters that no known password has; making it costs nothing."""
        salt, tag = (
            base64.b64encode(bytes(length)).decode("ascii").rstrip("=")
            for length in (_SALT_BYTES, _TAG_BYTES)
        )
        costs = f"m={self.memory_cost},t={self.time_cost},p={self.parallelism}"
        return f"$argon2id$v=19${costs}${salt}${tag}"

    def hash(self, password: str) -> str:
        """The hash to store; it names its parameters and its random salt."""
        with _slots:
            return self._argon2.hash(_bytes(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one of `stored`; always exactly one check of a hash.

        None stands for nobody: a fixed hash is checked, so that the answer takes as long.
        """
        from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - as above

        with _slots:
            try:
                self._argon2.verify(stored or self._dummy, _bytes(password))
            except VerifyMismatchError:
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether `stored` was made with other parameters and should be made anew."""
        return self._argon2.check_needs_rehash(stored)
