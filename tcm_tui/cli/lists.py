"""Lists of people that commands read: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_import import parse_pasted
from tcm_tui.domain.invite_rows import list_is_full
from tcm_tui.domain.sheet_columns import ALL

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.bootstrap import Settings
    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.domain.sheet_columns import Column

STANDARD_INPUT: Final = "-"
PASTED_MAX: Final = 10 * 1024 * 1024
"""Characters of standard input, as many as a file may have bytes."""


def read_people(target: str, chosen: Settings, wanted: Collection[Column] = ALL) -> ParsedRows:
    """The rows of a file, or of standard input for „-“, made of the columns `wanted`.

    Raises:
        Invalid: It cannot be used; the sentence says why.
    """
    if target == STANDARD_INPUT:
        text = sys.stdin.read(PASTED_MAX + 1)
        if len(text) > PASTED_MAX:
            raise Invalid(list_is_full())
        return parse_pasted(text, wanted)
    from tcm_tui.services.invite_lists import read_list  # noqa: PLC0415 - as late as possible

    return read_list(Path(target), jail=chosen.import_jail, wanted=wanted)
