"""Encrypted values and their key: bound to their place, useless elsewhere (SECURITY.md 2.2, I8)."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.encryption import Place, Unreadable, Vault
from tcm_tui.domain.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAIN = b"JBSWY3DPEHPK3PXP"
PLACE = Place("second_factors", 7, "secret")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the key will be, in a folder that is not there yet."""
    return tmp_path / "settings" / "installation.key"


def test_what_was_sealed_opens_again(path: Path) -> None:
    """Also by another process, which reads the same file; the plain text stands nowhere."""
    sealed = Vault(path).seal(PLAIN, PLACE)
    assert PLAIN not in sealed
    assert Vault(path).open(sealed, PLACE) == PLAIN


def test_no_two_sealed_values_are_alike(path: Path) -> None:
    """Whoever reads the database cannot see that two secrets are the same one."""
    vault = Vault(path)
    assert vault.seal(PLAIN, PLACE) != vault.seal(PLAIN, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [replace(PLACE, row=8), replace(PLACE, table="users"), replace(PLACE, column="other")],
)
def test_i8_a_value_moved_elsewhere_is_refused(path: Path, elsewhere: Place) -> None:
    """Copied into another row, table or column, it is not what it was."""
    vault = Vault(path)
    with pytest.raises(Unreadable):
        vault.open(vault.seal(PLAIN, PLACE), elsewhere)


def test_i8_a_changed_byte_is_refused(path: Path) -> None:
    """Wherever it stands: in the key's id, the nonce, the value or its proof."""
    vault = Vault(path)
    sealed = vault.seal(PLAIN, PLACE)
    for place in range(len(sealed)):
        spoilt = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            vault.open(spoilt, PLACE)
    for length in (0, 8, 19, 20, len(sealed) - 1):
        with pytest.raises(Unreadable):
            vault.open(sealed[:length], PLACE)


def test_i8_another_key_reads_nothing(path: Path, tmp_path: Path) -> None:
    """The key of another installation is no key here."""
    sealed = Vault(path).seal(PLAIN, PLACE)
    other = Vault(tmp_path / "other.key")
    other.seal(PLAIN, PLACE)
    with pytest.raises(Unreadable):
        other.open(sealed, PLACE)


def test_a_lost_key_is_told_and_another_is_made(path: Path) -> None:
    """What was sealed with it is lost; what is sealed from now on is not."""
    vault = Vault(path)
    sealed = vault.seal(PLAIN, PLACE)
    path.unlink()
    with pytest.raises(Unreadable):
        vault.open(sealed, PLACE)
    assert vault.open(vault.seal(PLAIN, PLACE), PLACE) == PLAIN


def test_e1_only_its_owner_can_read_the_key(path: Path) -> None:
    """Whatever the umask; nothing else is left in the folder."""
    before = os.umask(0)
    try:
        Vault(path).seal(PLAIN, PLACE)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_e1_a_key_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    """At the start and at each use, with the command that mends it."""
    vault = Vault(path)
    sealed = vault.seal(PLAIN, PLACE)
    path.chmod(mode)
    uses: list[Callable[[], object]] = [
        vault.check,
        lambda: vault.seal(PLAIN, PLACE),
        lambda: vault.open(sealed, PLACE),
    ]
    for use in uses:
        with pytest.raises(Unavailable) as refused:
            use()
        assert f"chmod 600 {path}" in refused.value.message
    path.chmod(0o400)
    vault.check()


@pytest.mark.parametrize(
    "content",
    ["", "no key", "00 00", "zz" * 8 + " " + "A" * 44, "ü", "fingerprint " + "A" * 43 + "="],
)
def test_what_is_no_key_is_refused(path: Path, content: str) -> None:
    """It is not replaced either: it may be the spoilt copy of one that can be found again."""
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Unavailable):
        Vault(path).seal(PLAIN, PLACE)
    assert path.read_text(encoding="utf-8") == content


def test_a_link_or_a_pipe_is_no_key(path: Path, tmp_path: Path) -> None:
    """Neither is followed or waited for."""
    Vault(tmp_path / "real.key").seal(PLAIN, PLACE)
    path.parent.mkdir()
    path.symlink_to(tmp_path / "real.key")
    with pytest.raises(Unavailable):
        Vault(path).check()
    path.unlink()
    os.mkfifo(path, 0o600)
    with pytest.raises(Unavailable):
        Vault(path).check()


def test_of_several_that_make_the_key_one_counts(path: Path) -> None:
    """What each has sealed can be read with the key that stays."""
    with ThreadPoolExecutor(8) as threads:
        sealed = list(threads.map(lambda _n: Vault(path).seal(PLAIN, PLACE), range(8)))
    assert {Vault(path).open(one, PLACE) for one in sealed} == {PLAIN}


@pytest.mark.parametrize("name", ["installation.key", "[service] *.key"])
def test_i8_a_rotation_leaves_no_copy_of_a_key(tmp_path: Path, name: str) -> None:
    """Whoever was killed while writing one left it there; what else lies beside it stays."""
    path = tmp_path / "settings" / name
    Vault(path).make()
    (path.parent / f".{name}.0123456789abcdef.draft").write_text("keys of before", "ascii")
    other = path.parent / ".other.key.0123456789abcdef.draft"
    other.touch()
    Vault(path).begin_rotation()
    Vault(path).end_rotation()
    assert sorted(path.parent.iterdir()) == sorted([other, path])


def test_a_fingerprint_is_the_same_for_every_process_and_tells_nothing(path: Path) -> None:
    """The same account is known again; without the key nobody can try out all there are."""
    first, second = Vault(path).fingerprint("iban", PLAIN), Vault(path).fingerprint("iban", PLAIN)
    assert first == second
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert first != sha256(PLAIN).hexdigest()
    assert first != sha256(b"iban\0" + PLAIN).hexdigest()


def test_a_fingerprint_differs_by_value_purpose_and_installation(path: Path) -> None:
    """Nor do two values run together with their purposes into the same one."""
    vault = Vault(path)
    prints = {
        vault.fingerprint("iban", PLAIN),
        vault.fingerprint("iban", PLAIN[1:]),
        vault.fingerprint("account", PLAIN),
        vault.fingerprint("iba", b"n" + PLAIN),
        Vault(path.with_name("other.key")).fingerprint("iban", PLAIN),
    }
    assert len(prints) == 5


def test_a_key_file_from_before_there_were_fingerprints_is_still_good(path: Path) -> None:
    """Its only line is the key: what was sealed with it opens, and fingerprints are steady."""
    Vault(path).seal(PLAIN, PLACE)
    _fingerprint, line = path.read_text("ascii").splitlines()
    path.write_text(f"{line}\n", "ascii")
    sealed = Vault(path).seal(PLAIN, PLACE)
    assert Vault(path).open(sealed, PLACE) == PLAIN
    assert Vault(path).fingerprint("iban", PLAIN) == Vault(path).fingerprint("iban", PLAIN)
    assert path.read_text("ascii") == f"{line}\n"


def test_without_a_place_for_the_key_nothing_is_sealed() -> None:
    """Service mode has one only when it is named; the sentence names the setting."""
    Vault().check()
    with pytest.raises(Unavailable, match="key_file"):
        Vault().seal(PLAIN, PLACE)
