"""What changing people and taking it back share: one at a time, refusals told, results saved."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.screens.host import host
from tcm_tui.services import change_reports
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tcm_tui.domain.member_changes import ChangeReport
    from tcm_tui.screens.asks import Asks


@contextmanager
def under_way(where: Asks, refused: Callable[[], None]) -> Iterator[None]:
    """Let no other change begin; a refusal is told in a corner, and `refused` is called."""
    undo = host(where).undo
    undo.busy = True
    where.refresh_bindings()
    try:
        yield
    except SessionEnded:
        pass  # the sign-in screen says so
    except DomainError as refusal:
        toast(where, refusal.message, severity="error")
        refused()
    finally:
        undo.busy = False
        where.refresh_bindings()


async def save_report(
    where: Asks, path: Path, report: ChangeReport, *, taken_back: bool = False
) -> Path:
    """Write what became of the rows; returns where it is."""
    # Replacing a file was agreed to where it was chosen, so it may be overwritten.
    return await asyncio.to_thread(
        change_reports.save_report,
        path,
        report,
        taken_back=taken_back,
        overwrite=True,
        jail=host(where).export_jail,
    )
