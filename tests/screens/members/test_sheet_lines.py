"""What a sheet says of names and values of any kind: folded, harmless, cut with „…“."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tcm_tui.screens.administration.members.sheet_lines import fold

WIDTHS = (1, 2, 7, 40)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text",
    ["漢字" * 30, "e\u0301" * 60, "a\u202eb\x1b[31m" * 20, "😀 " * 40, "x" * 10_000, "", "  a  b "],
    ids=["wide", "combining", "bidi", "emoji", "endless", "empty", "blanks"],
)
def test_no_line_is_wider_than_there_is_room(text: str, width: int) -> None:
    """And never more than eight of them, none with a control character in it."""
    lines = fold(text, width)
    assert 1 <= len(lines) <= 8
    assert all(cell_len(line) <= max(width, 2) for line in lines)
    assert not any(c in line for line in lines for c in "\x1b\u202e\n")


def test_words_stay_whole_where_they_can() -> None:
    """Only a word that is longer than a line is broken."""
    assert fold("zuletzt heute · SSH von 203.0.113.9", 24) == [
        "zuletzt heute · SSH von",
        "203.0.113.9",
    ]
    assert fold("ab abcdefghij", 4) == ["ab", "abcd", "efgh", "ij"]


def test_what_is_cut_says_so() -> None:
    """An address of any length is whole; ten thousand characters are not."""
    address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
    assert "".join(fold(address, 40)) == address
    assert fold("x" * 10_000, 40)[-1].endswith("…")
