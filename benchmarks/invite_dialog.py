"""10,000 rows through „Mehrere einladen“: how late the keyboard is while the dialog works.

    python -m benchmarks.invite_dialog [--runs 3] [--rows 10000]

A second task of the same event loop wants to run every five milliseconds; how much later it runs
is what somebody typing would wait. Budget: 16 ms for 95 of 100 looks, in each phase. „idle“ is the
floor: what this machine does to a loop that has nothing to do.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual import work
from textual.app import App

from benchmarks import sheet_import
from benchmarks._lateness import TICK, Lateness, report
from benchmarks.invite import ACTOR, NOW, make_database
from tcm_tui.data.database import open_database
from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.screens.administration.invite_dialog.jobs import InviteJobs
from tcm_tui.services.context import Context
from tcm_tui.services.transaction import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot

SIZE: Final = (120, 40)


class Desk(App[None]):
    """Nothing but the dialog."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.dialog = InviteDialog(InviteJobs.asking(self.ask))
        self.sent: int | None = None

    def on_mount(self) -> None:
        """Begin."""
        self.invite()

    @work
    async def invite(self) -> None:
        """Keep the answer."""
        self.sent = await self.push_screen_wait(self.dialog)

    async def ask(self, use_case: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401 - any use case
        """Run it in a thread."""
        return await asyncio.to_thread(use_case, self.ctx, *args)


async def quiet(pilot: Pilot[None]) -> None:
    """Wait until the dialog has nothing more to do, without keeping the loop busy."""
    await pilot.pause()
    groups = {"load", "look-up", "submit"}
    while any(worker.group in groups for worker in pilot.app.workers):
        await asyncio.sleep(TICK)


async def clear(pilot: Pilot[None], dialog: InviteDialog) -> None:
    """Take all rows out again, as marking all and Entf do after a question."""
    dialog.invitations.remove([row.id for row in dialog.invitations.rows])
    dialog.list_changed()
    await quiet(pilot)


async def walk(ctx: Context, workbook: Path, rows: int, lateness: Lateness) -> None:
    """Import a workbook; then paste as many rows, type into some, and send all of them."""
    app = Desk(ctx)
    async with app.run_test(size=SIZE) as pilot:
        await quiet(pilot)
        async with lateness.phase("idle"):
            await asyncio.sleep(1)
        async with lateness.phase("import"):
            app.dialog._import(workbook)  # noqa: SLF001 - the file dialog would only add keys
            await quiet(pilot)
        await clear(pilot, app.dialog)
        async with lateness.phase("paste"):
            app.dialog.take("\n".join(f"eva.gross{n}@haus{n % 97}.example" for n in range(rows)))
            await quiet(pilot)
        async with lateness.phase("type"):
            for key in ("down", "x", "pagedown", "y", "up", "z") * 10:
                await pilot.press(key)
            await quiet(pilot)
        async with lateness.phase("send"):
            app.dialog.action_submit()
            await quiet(pilot)
    if app.sent != rows:
        raise SystemExit(f"{app.sent} of {rows} rows were sent")


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when every phase keeps the budget."""
    parser = argparse.ArgumentParser(description="How late the keyboard is.")
    parser.add_argument("--runs", type=int, default=3, help="walks (default: 3)")
    parser.add_argument("--rows", type=int, default=sheet_import.ROWS, help="rows (default: 10000)")
    options = parser.parse_args(argv)
    lateness = Lateness()
    with tempfile.TemporaryDirectory(prefix="tcm-invite-") as name:
        folder = Path(name)
        template, workbook = folder / "template.db", folder / "liste.xlsx"
        make_database(template)
        sheet_import.make_workbook(workbook)
        for run in range(options.runs):
            path = folder / f"run{run}.db"
            shutil.copyfile(template, path)
            path.chmod(0o600)
            database = open_database(f"sqlite:///{path}")
            ctx = Context(database, Origin("anna", "here", 1), ACTOR, clock=lambda: NOW)
            asyncio.run(walk(ctx, workbook, options.rows, lateness))
            database.dispose()
    return report(lateness.by_phase)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
