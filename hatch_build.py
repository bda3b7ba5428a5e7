"""Compile the gettext catalogues when the package is built or installed in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write a `.mo` beside every `.po` below `root`; the paths written."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only the build environment has it
    from babel.messages.pofile import read_po  # noqa: PLC0415

    written = []
    for source in sorted((root / "tcm_tui" / "i18n" / "locales").rglob("*.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po))
        written.append(target)
    return written


class CatalogueBuildHook(BuildHookInterface):  # type: ignore[misc]  # hatchling ships no types
    """Hatchling calls this for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are collected."""
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
