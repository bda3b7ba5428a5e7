"""Opening a file that somebody named: only regular ones, never too large (SECURITY.md E2)."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.role_words import quoted_word
from tcm_tui.i18n import _
from tcm_tui.sheets.protocol import FILE_MAX, Refusal
from tcm_tui.sheets.wording import refusal

if TYPE_CHECKING:
    from tcm_tui.domain.errors import DomainError


def open_upload(path: str | Path, jail: Path | None = None) -> BinaryIO:
    """The file at `path`, open for reading.

    Args:
        path: As typed; `~` is the home folder. With a jail it counts from there.
        jail: The only folder that may be read, in service mode; None in local mode.

    Raises:
        Invalid: It is missing, outside the jail, no regular file, empty or too large.
    """
    try:
        return _open(real_path(path, jail))
    except OSError as error:
        raise _unreadable(path, error) from error


def real_path(path: str | Path, jail: Path | None) -> Path:
    """Where `path` leads after every link.

    Raises:
        Invalid: It is no path, or leads out of the jail.
        OSError: It leads nowhere.
    """
    try:
        if jail is None:
            return Path(path).expanduser().resolve(strict=True)
        folder = jail.resolve(strict=True)
        target = (folder / path).resolve(strict=True)
    except (ValueError, RuntimeError) as error:  # a NUL in it, an unknown home, a loop of links
        raise Invalid(_("Diesen Pfad kann es nicht geben."), "path") from error
    if not target.is_relative_to(folder):
        raise Invalid(_("Nur Dateien aus dem Ordner für Importe sind erlaubt."), "path")
    return target


def _open(target: Path) -> BinaryIO:
    # Links were followed above; whatever is swapped in since then is refused by the kernel.
    # Without O_NONBLOCK opening a FIFO would wait for a writer that never comes.
    handle = os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY)
    try:
        _check(os.fstat(handle))
    except Invalid:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def _check(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Invalid(_("Das ist keine gewöhnliche Datei."), "path")
    if status.st_size > FILE_MAX:
        raise refusal(Refusal.TOO_LARGE)
    if status.st_size == 0:
        raise refusal(Refusal.EMPTY)


def _unreadable(path: str | Path, error: OSError) -> DomainError:
    name = quoted_word(Path(path).name or str(path))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Invalid(_("„{name}“ gibt es nicht.").format(name=name), "path")
    if isinstance(error, PermissionError):
        return Invalid(_("„{name}“ dürfen Sie nicht lesen.").format(name=name), "path")
    return Invalid(_("„{name}“ lässt sich nicht öffnen.").format(name=name), "path")
