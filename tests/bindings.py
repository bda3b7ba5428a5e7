"""Every key the program binds, as its classes declare it.

`python -m tests.bindings` writes them into `tcm_tui/default_keys.py` and `docs/keys.md`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.message_pump import MessagePump

import tcm_tui
from tcm_tui.widgets.key_bar import key_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "keys.md"
TABLE = ROOT / "tcm_tui" / "default_keys.py"


@dataclass(frozen=True)
class Declared:
    """A binding: its id, its keys, and the German words beside it."""

    id: str
    keys: tuple[str, ...]
    text: str

    @property
    def row(self) -> str:
        """A line of `docs/keys.md`."""
        names = ", ".join(key_name(key) for key in self.keys)
        return f"| `{self.id}` | `{','.join(self.keys)}` | {names} | {self.text} |"


def bindings() -> Iterator[tuple[type[Any], Binding]]:
    """What every class of ours declares, in the order of their names."""
    for module in pkgutil.walk_packages(tcm_tui.__path__, "tcm_tui."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    ours = {one for one in _below(MessagePump) if one.__module__.startswith("tcm_tui.")}
    for one in sorted(ours, key=lambda one: (one.__module__, one.__qualname__)):
        for binding in Binding.make_bindings(one.__dict__.get("BINDINGS", [])):
            yield one, binding


def declared() -> list[Declared]:
    """All bindings by their ids; several classes may declare one id."""
    found: dict[str, list[Binding]] = {}
    for _class, binding in bindings():
        found.setdefault(binding.id or "", []).append(binding)
    return [
        Declared(
            name,
            tuple(dict.fromkeys(one.key for one in same)),
            " / ".join(dict.fromkeys(one.description for one in same)),
        )
        for name, same in sorted(found.items())
    ]


def _below(cls: type[Any]) -> set[type[Any]]:
    return {one for sub in cls.__subclasses__() for one in {sub, *_below(sub)}}


def write() -> None:
    """Bring both tables up to date."""
    found = declared()
    rows = "\n".join(one.row for one in found)
    page = re.sub(r"(?ms)^\| `.*", lambda _match: f"{rows}\n", PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page, encoding="utf-8")
    lines = "".join(f'    "{one.id}": "{",".join(one.keys)}",\n' for one in found)
    table = TABLE.read_text(encoding="utf-8")
    table = re.sub(r"(?ms)(^DEFAULTS[^\n]*\{\n).*?(^\})", rf"\g<1>{lines}\g<2>", table)
    TABLE.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    write()
