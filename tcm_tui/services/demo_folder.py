"""The folder of the demo: told apart from every other one, and emptied of what the demo made."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK: Final = "demo.toml"
DATABASE: Final = "tcm.db"
_FILES: Final = (
    MARK,  # first: emptied half-way, it must not count as made to the end
    DATABASE,
    "tcm.db-wal",
    "tcm.db-shm",
    "tcm.lock",
    "tcm-*.backup.db",
    "????????????????????????????????.key",
    "log/tcm-tui.log*",
    "mail/cur/*",
    "mail/new/*",
    "mail/tmp/*",
)
_FOLDERS: Final = ("mail/cur", "mail/new", "mail/tmp", "mail", "log")


def is_demo(folder: Path) -> bool:
    """Whether `folder` holds a demo that was made to the end."""
    try:
        return tomllib.loads((folder / MARK).read_text(encoding="utf-8")).get("kind") == "demo"
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def mark(folder: Path) -> None:
    """Write down that the demo stands; the last thing that making it does."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).touch(mode=0o600)
    (folder / MARK).write_text(
        '# Sample data of tcm-tui; "tcm-tui demo --fresh" makes it anew.\nkind = "demo"\n',
        encoding="utf-8",
    )


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder in which something stands that no demo made.

    Raises:
        Unavailable: It holds something else, or is no folder.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Unavailable(_("{path} ist kein Ordner.").format(path=folder))
    known = {path.relative_to(folder).parts[0] for path in _known(folder)}
    known |= {name for name in _FOLDERS if "/" not in name}
    found = {one.name for one in folder.iterdir()}
    # Mail without a database beside it may be that of real data on a server.
    if found and not is_demo(folder) and (found - known or DATABASE not in found):
        raise Unavailable(
            _("In {path} liegt schon etwas anderes. Die Demo braucht einen eigenen Ordner.").format(
                path=folder
            )
        )


def clear(folder: Path) -> None:
    """Delete what a demo makes, and nothing else; call it only for a demo.

    Raises:
        Unavailable: Something cannot be deleted.
    """
    try:
        for path in list(_known(folder)):
            path.unlink(missing_ok=True)
        for name in _FOLDERS:
            if (folder / name).is_dir() and not any((folder / name).iterdir()):
                (folder / name).rmdir()
    except OSError as error:
        raise Unavailable(
            _("{path} lässt sich nicht leeren: {why}").format(path=folder, why=error.strerror)
        ) from error


def _known(folder: Path) -> Iterator[Path]:
    for pattern in _FILES:
        yield from (path for path in folder.glob(pattern) if not path.is_dir())
