"""argon2id with the parameters of the house, two at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tcm_tui.services.hashing import AT_ONCE, Hasher
from tests.builders import (
    PASSWORD,
)

if TYPE_CHECKING:
    from argon2 import PasswordHasher


def test_c11_hashes_are_argon2id_with_the_parameters_of_the_house() -> None:
    """64 MiB, three passes, four lanes; salted, so that equal passwords differ."""
    house = Hasher()
    stored = house.hash(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert house.verify(stored, PASSWORD)
    assert not house.outdated(stored)
    assert Hasher(1, 8, 1).outdated(stored)


def test_c1_the_check_for_nobody_has_the_same_parameters() -> None:
    """It costs what a real one costs, and no password passes it."""
    house = Hasher()
    assert not house.outdated(house._dummy)
    assert not house.verify(None, "")
    assert house._dummy.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


class Watched:
    """argon2 that notes how many checks run at the same time."""

    def __init__(self, real: PasswordHasher) -> None:
        self.real = real
        self.guard = threading.Lock()
        self.running = 0
        self.most = 0

    def verify(self, stored: str, password: bytes) -> bool:
        """Note, really check, note."""
        with self.guard:
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            return self.real.verify(stored, password)
        finally:
            with self.guard:
                self.running -= 1


def test_c11_at_most_two_hashes_at_once() -> None:
    """Twenty sign-ins at the same time queue up, also over several hashers of one process."""
    hashers = [Hasher(1, 8 * 1024, 1) for _number in range(2)]
    stored = hashers[0].hash(PASSWORD)
    watched = Watched(hashers[0]._argon2)
    for hasher in hashers:
        vars(hasher)["_argon2"] = watched  # where cached_property keeps it
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(hashers[n % 2].verify, stored, PASSWORD) for n in range(20)]
    assert all(answer.result() for answer in answers)
    assert watched.most == AT_ONCE == 2
