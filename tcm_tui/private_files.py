"""Files that settings come from: who may read and who may write them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_WRITTEN_BY_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH
_ROOT: Final = 0


def read_secret(path: Path) -> str:
    """The content of a file that only its owner can read, without white space around it.

    Raises:
        Invalid: It cannot be read, or others can read it too.
    """
    try:
        refuse_wide(path)
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(_("{path} ist nicht lesbar.").format(path=path)) from error


def refuse_wide(path: Path) -> None:
    """Refuse a file with a password that others can read.

    Raises:
        Invalid: They can.
        OSError: There is no such file.
    """
    if path.stat().st_mode & _OTHERS:
        raise Invalid(
            _(
                "{path} enthält ein Passwort und kann von anderen gelesen werden: chmod 600 {path}"
            ).format(path=path)
        )


def refuse_foreign(path: Path) -> None:
    """Refuse a file or folder that somebody else than root or this account could change.

    Raises:
        Invalid: Somebody could.
    """
    found = path.stat()
    if found.st_uid not in {_ROOT, os.geteuid()}:
        raise Invalid(
            _("{path} muss root oder dem Konto gehören, unter dem das Programm läuft.").format(
                path=path
            )
        )
    if found.st_mode & _WRITTEN_BY_OTHERS:
        raise Invalid(
            _("{path} kann von anderen geändert werden: chmod go-w {path}").format(path=path)
        )
