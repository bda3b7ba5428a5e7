"""Where finished mail goes."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.mail.outcome import FinishedMail

BATCH: Final = 100
"""Mails of one claim. Claiming and recording cost two commits; a killed process writes at most
this many files again, each in its own place."""
STALE_AFTER: Final = 36 * 3600
"""Seconds after which a file in `tmp` was left by a process that died (the Maildir rule)."""


class Deliverer(Protocol):
    """Takes finished mails. Used by one thread at a time.

    `batch` is how many mails are claimed at a time; `per_minute` how many may leave within a
    minute, of all processes together, None for any number.
    """

    batch: int
    per_minute: int | None

    def deliver(self, mail: FinishedMail) -> None:
        """Hand `mail` on.

        Raises:
            OSError: Not now; a later try may succeed.
            Undeliverable: Never.
        """

    def settle(self) -> None:
        """Make safe what was delivered since the last call: afterwards it counts as sent.

        Raises:
            OSError: It may be lost; deliver it again.
        """

    def close(self) -> None:
        """The round is over: let go of what is held. The next one begins anew."""


class MaildirDeliverer:
    """Puts mails into a Maildir, so that every flow works without a server (SECURITY.md G8).

    A file's name is made of the promise and its Message-ID: a mail delivered again takes its own
    place. Files are 0600 in folders 0700, and complete on the disk before they appear in `new`.
    """

    batch = BATCH
    per_minute: int | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: frozenset[str] = frozenset()
        self._read_at = -1
        for path in (folder, *(folder / name for name in ("tmp", "new", "cur"))):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
        self._remove_stale()

    def deliver(self, mail: FinishedMail) -> None:
        """Write `mail` to `tmp`, then move it to `new`, unless somebody has read it already."""
        name = file_name(mail)
        if name in self._already_read():
            return
        # The random part keeps two processes with the same mail out of each other's file.
        draft = self.folder / "tmp" / f"{name}.{secrets.token_hex(8)}"
        try:
            _write(draft, mail.content)
            draft.rename(self.folder / "new" / name)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def settle(self) -> None:
        """Write the names to the disk: one call for many mails, as each costs as much as a file."""
        folder = os.open(self.folder / "new", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        """Nothing is held between two mails."""

    def _already_read(self) -> frozenset[str]:
        """The names in `cur`, listed again only when that folder has changed."""
        changed_at = (self.folder / "cur").stat().st_mtime_ns
        if changed_at != self._read_at:
            self._read = frozenset(
                name.partition(":")[0] for name in os.listdir(self.folder / "cur")
            )
            self._read_at = changed_at
        return self._read

    def _remove_stale(self) -> None:
        """Remove what a killed process left: it holds codes in clear."""
        for entry in os.scandir(self.folder / "tmp"):
            # Another process may clean up at the same time.
            with suppress(FileNotFoundError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE_AFTER:
                    os.unlink(entry.path)


def file_name(mail: FinishedMail) -> str:
    """The name of `mail` in a Maildir: sorted by name, mails are sorted by their promise."""
    unique = "".join(c for c in mail.message_id.partition("@")[0] if c.isalnum())
    return f"{int(mail.created_at.timestamp())}.{mail.id:010d}_{unique}.tcm-tui"


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
