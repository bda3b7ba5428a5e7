"""Build the wheel and look into it: what is missing there is missing for everybody who installs it.

Run by `make check` as `python -m tests.wheel`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
MUST_HOLD = {
    "styles": "tcm_tui/*.tcss",
    "migrations": "tcm_tui/data/migrations/versions/*.py",
    "migration template": "tcm_tui/data/migrations/script.py.mako",
    "catalogue": "tcm_tui/data/catalogue/*.toml",
    "mail templates": "tcm_tui/mail/templates/*/*",
    "document templates": "tcm_tui/documents/templates/*.typ",
    "compiled English": "tcm_tui/i18n/locales/en/LC_MESSAGES/tcm_tui.mo",
    "compiled German of the command line": "tcm_tui/i18n/locales/de/LC_MESSAGES/click.mo",
    "type marker": "tcm_tui/py.typed",
    "licence": "*.dist-info/licenses/LICENSE",
    "notice": "*.dist-info/licenses/NOTICE",
}
MUST_NOT_HOLD = ("tests/*", "benchmarks/*", "*.db", "*.log")


def missing_and_surplus(names: list[str]) -> list[str]:
    """What is wrong with the list of files, a line each."""
    paths = [Path(name) for name in names]
    wrong = [
        f"missing: {what} ({pattern})"
        for what, pattern in MUST_HOLD.items()
        if not any(path.match(pattern) for path in paths)
    ]
    wrong += [
        f"does not belong there: {path}"
        for path in paths
        if any(path.match(pattern) for pattern in MUST_NOT_HOLD)
    ]
    return wrong


def main() -> int:
    """0 when the wheel is whole."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            wrong = missing_and_surplus(archive.namelist())
            count = len(archive.namelist())
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"The wheel holds {count} files{'' if wrong else ', all that it must'}.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
