"""Opens the demo in a folder with a clock that a file shifts: `shifted FOLDER FILE`, in minutes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tcm_tui.terminal_guard.environment import prepare_environment


def main(folder: str, file: str) -> int:
    """Run the portal; the exit code."""
    prepare_environment()
    # Only now: Textual reads the environment while it is imported.
    from tcm_tui.app import MarketplaceApp  # noqa: PLC0415
    from tcm_tui.bootstrap import load_settings, start_demo  # noqa: PLC0415
    from tcm_tui.terminal_guard.app import run  # noqa: PLC0415

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(minutes=float(Path(file).read_text("utf-8")))

    start = start_demo(load_settings({}), folder)
    assert start is not None
    return run(MarketplaceApp(start, clock=clock))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
