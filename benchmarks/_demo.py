"""The portal that benchmarks start: a demo that was made before, as `tcm-tui demo` finds it."""

from __future__ import annotations

import argparse
import io
import shlex
import tempfile
from contextlib import contextmanager, redirect_stderr
from typing import TYPE_CHECKING

from benchmarks.pty import PROGRAM
from tcm_tui import cli

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def demo_folder(members: int = 0) -> Iterator[str]:
    """A folder with a demo in it, for the length of a `with` block."""
    with tempfile.TemporaryDirectory(prefix="tcm-bench-") as folder:
        make_demo(folder, members)
        yield folder


def make_demo(folder: str, members: int = 0) -> None:
    """Make the demo, with `members` beyond the sample."""
    told = io.StringIO()
    with redirect_stderr(told):
        made = cli.run(["demo", "--at", folder, "--members", str(members)])
    if isinstance(made, int):
        raise SystemExit(told.getvalue())


def command(folder: str) -> list[str]:
    """What opens the demo in `folder`."""
    return [PROGRAM, "demo", "--at", folder]


def arguments(argv: Sequence[str], about: str) -> argparse.Namespace:
    """The options of whatever starts the portal."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--command", type=shlex.split, help="what is measured (default: a demo made before)"
    )
    parser.add_argument("--runs", type=int, default=15, help="runs that count (default: 15)")
    return parser.parse_args(argv)
