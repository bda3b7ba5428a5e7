"""A `RecordTable` in which nothing is done to several rows at once."""

from __future__ import annotations

from typing import TypeVar

from tcm_tui.widgets.record_table import RecordTable

Row = TypeVar("Row")


class UnmarkedTable(RecordTable[Row]):
    """Rows without marks."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of marks to the screen."""
        return "mark" not in action and super().check_action(action, parameters)
