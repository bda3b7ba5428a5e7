"""What a folder holds, and which path a text means: everything blocking, called in a thread."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.domain.text import shown, sort_key
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARENT = ".."


@dataclass(frozen=True)
class Entry:
    """A folder or file. `path` is what the system calls it, `label` what may be drawn (E9)."""

    path: Path
    label: str
    key: str
    is_folder: bool
    size: int


@dataclass(frozen=True)
class Folders:
    """Where files may be looked for.

    Args:
        jail: In service mode the only folder that exists for the person; None allows any path.
        suffixes: Endings of the files worth showing, in lower case; empty shows all.
    """

    jail: Path | None = None
    suffixes: tuple[str, ...] = ()

    def path_of(self, text: str, folder: Path) -> Path:
        """The path that `text`, typed in `folder`, means; it need not exist.

        Raises:
            Invalid: It lies outside the jail or cannot be a path.
        """
        if "\0" in text:
            raise Invalid(_("Diesen Pfad kann es nicht geben."), "path")
        # Path.expanduser would raise where there is no such person
        typed = text if self.jail is not None else os.path.expanduser(text)
        path = Path(os.path.normpath(folder / typed))
        if not self.allows(path):
            raise Invalid(
                _("Es sind nur Dateien aus {folder} erlaubt.").format(folder=shown(str(self.jail))),
                "path",
            )
        return path

    def text_of(self, folder: Path) -> str:
        """`folder` as it is proposed in the field: with a slash at the end, the home as `~`."""
        home = Path.home()
        if self.jail is None and folder.is_relative_to(home):
            folder = "~" / folder.relative_to(home)
        return f"{str(folder).rstrip('/')}/"

    def allows(self, path: Path) -> bool:
        """Whether `path`, all links followed, lies inside the jail."""
        if self.jail is None:
            return True
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.jail))

    def entries(self, folder: Path) -> list[Entry]:
        """What is worth showing of `folder`: the way up, folders, then files, each by name.

        Hidden names, files with other endings and what is neither folder nor regular file are
        left out.

        Raises:
            Unavailable: It cannot be read.
        """
        try:
            with os.scandir(folder) as found:
                entries = [entry for item in found if (entry := self._entry(item)) is not None]
        except OSError as error:
            raise Unavailable(_("Dieser Ordner lässt sich nicht öffnen."), "path") from error
        entries.sort(key=lambda entry: (not entry.is_folder, entry.key))
        return [*self._parent(folder), *entries]

    def readable(self, path: Path) -> Path:
        """`path`, once it is known to be a regular file that may be read.

        Raises:
            Invalid: It is not.
        """
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            raise Invalid(_("Diese Datei gibt es nicht."), "path") from error
        if not stat.S_ISREG(mode):
            raise Invalid(_("Das ist keine gewöhnliche Datei."), "path")
        if not os.access(path, os.R_OK):
            raise Invalid(_("Diese Datei dürfen Sie nicht lesen."), "path")
        return path

    def writable(self, path: Path) -> Path:
        """`path` with the first suffix when it has none of them, once a file may stand there.

        Raises:
            Invalid: It may not.
        """
        if shown(str(path)) != str(path):
            sentence = _("Der Name enthält unzulässige Zeichen. Nehmen Sie einen anderen.")
            raise Invalid(sentence, "path")
        if self.suffixes and path.suffix.lower() not in self.suffixes:
            path = path.with_name(path.name + self.suffixes[0])
        if not path.parent.is_dir():
            raise Invalid(_("Diesen Ordner gibt es nicht."), "path")
        if path.exists() and not path.is_file():
            raise Invalid(_("Das ist keine gewöhnliche Datei."), "path")
        if not os.access(path.parent, os.W_OK):
            raise Invalid(_("In diesen Ordner dürfen Sie nicht schreiben."), "path")
        return path

    def _parent(self, folder: Path) -> Iterator[Entry]:
        if folder.parent != folder and self.allows(folder.parent):
            yield Entry(folder.parent, PARENT, "", is_folder=True, size=0)

    def _entry(self, item: os.DirEntry[str]) -> Entry | None:
        if item.name.startswith("."):
            return None
        try:
            found = item.stat()
        except OSError:  # a link to nowhere, or gone meanwhile
            return None
        is_folder = stat.S_ISDIR(found.st_mode)
        if not is_folder and not (stat.S_ISREG(found.st_mode) and self._wanted(item.name)):
            return None
        if item.is_symlink() and not self.allows(Path(item.path)):
            return None
        label = shown(item.name)
        return Entry(Path(item.path), label, sort_key(label), is_folder, found.st_size)

    def _wanted(self, name: str) -> bool:
        return not self.suffixes or name.lower().endswith(self.suffixes)


def split(text: str) -> tuple[str, str]:
    """The folder part of a typed path, and what is typed of the name."""
    head, slash, tail = text.rpartition("/")
    return f"{head}{slash}", tail


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Those whose name begins with `typed`; case and accents do not matter."""
    wanted = sort_key(typed)
    return [entry for entry in entries if not wanted or entry.key.startswith(wanted)]


def completed(entries: Sequence[Entry], typed: str) -> str:
    """`typed` as far as all matching names agree, with a slash behind a single folder."""
    found = [entry for entry in matching(entries, typed) if entry.label != PARENT]
    if not found:
        return typed
    if len(found) == 1:
        return f"{found[0].label}/" if found[0].is_folder else found[0].label
    first, last = min(entry.label for entry in found), max(entry.label for entry in found)
    same = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    common = first[:same]
    return common if len(common) > len(typed) else typed
