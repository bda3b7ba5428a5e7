"""Where an export goes: private, whole or not at all, and never over something else unasked."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tcm_tui.domain.errors import DomainError, Invalid, Unavailable
from tcm_tui.domain.role_words import quoted_word
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator


class AlreadyThere(Invalid):
    """A file of that name exists: ask, then write with `overwrite`."""

    def __init__(self, name: str) -> None:
        super().__init__(_("„{name}“ gibt es schon.").format(name=quoted_word(name)), "path")


@dataclass(frozen=True)
class Staged:
    """A file being written: what goes into `file` takes the name `target` when it is whole."""

    file: BinaryIO
    target: Path


@contextmanager
def staged(
    path: str | Path, *, overwrite: bool = False, jail: Path | None = None
) -> Iterator[Staged]:
    """Write a file piece by piece, for the length of a `with` block that only its owner may read.

    Until the block ends the file has another name, beside its own; when the block fails or is
    interrupted nothing of it stays.

    Args:
        path: As typed; `~` is the home folder. With a jail a plain file name.
        overwrite: Replace a regular file of that name.
        jail: The only folder that may be written to, in service mode.

    Raises:
        AlreadyThere: There is one, and `overwrite` was not asked for.
        Invalid: The path is none that may be written to.
        Unavailable: The disk is full, or it cannot be written for another reason.
    """
    try:
        target = _target(path, jail)
        _check_free(target, overwrite=overwrite)
        with _beside(target, overwrite=overwrite) as file:
            yield Staged(file, target)
    except OSError as error:
        raise _unwritable(path, error) from error


def save(
    content: bytes, path: str | Path, *, overwrite: bool = False, jail: Path | None = None
) -> Path:
    """Write all of `content` to a file, as `staged` does; where it went.

    Raises:
        AlreadyThere, Invalid, Unavailable: As `staged`.
    """
    with staged(path, overwrite=overwrite, jail=jail) as place:
        place.file.write(content)
    return place.target


def _target(path: str | Path, jail: Path | None) -> Path:
    name = Path(path).name
    if not name or name == ".." or shown(str(path)) != str(path):
        raise Invalid(_("Geben Sie einen Dateinamen an."), "path")
    if jail is None:
        try:
            return Path(path).expanduser().parent.resolve(strict=True) / name
        except RuntimeError as error:  # an unknown home, a loop of links
            raise Invalid(_("Diesen Pfad kann es nicht geben."), "path") from error
    folder = jail.resolve(strict=True)
    if (folder / path).parent != folder:
        raise Invalid(_("Geben Sie nur einen Dateinamen an, ohne Ordner."), "path")
    return folder / name


def _check_free(target: Path, *, overwrite: bool) -> None:
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise Invalid(_("Das ist keine gewöhnliche Datei."), "path")
    if not overwrite:
        raise AlreadyThere(target.name)


@contextmanager
def _beside(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """A finished file takes the name in one step; until then it has another one."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tcm-tui-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not overwrite:  # somebody may have taken the name meanwhile
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _unwritable(path: str | Path, error: OSError) -> DomainError:
    name = Path(path).name
    if isinstance(error, FileExistsError):
        return AlreadyThere(name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Invalid(_("Diesen Ordner gibt es nicht."), "path")
    if isinstance(error, PermissionError):
        return Invalid(_("In diesen Ordner dürfen Sie nicht schreiben."), "path")
    return Unavailable(
        _("„{name}“ lässt sich nicht schreiben: {reason}.").format(
            name=quoted_word(name), reason=error.strerror or type(error).__name__
        ),
        "path",
    )
