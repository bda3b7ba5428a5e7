"""What a use case asks the database: as many questions for many rows as for one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.services.context import Context


@contextmanager
def counting_statements(ctx: Context) -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(ctx.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(ctx.database.engine, "before_cursor_execute", note)
