"""Reading a PDF of ours: its words as somebody would select them, and what it says of itself."""

from __future__ import annotations

import re
import zlib
from typing import Final

_OBJECT: Final = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM: Final = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_TO_UNICODE: Final = re.compile(rb"/ToUnicode (\d+) 0 R")
_FONT: Final = re.compile(rb"/(f\d+) (\d+) 0 R")
_PAIR: Final = re.compile(rb"<(\w{4})> <(\w+)>")
_PLAIN: Final = rb"\\.|[^\\()]"
_STRING: Final = re.compile(  # brackets in pairs need no backslash
    rb"\(((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*\))*)\)", re.DOTALL
)
_SHOWN: Final = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\[?((?:" + _STRING.pattern + rb"|[-\d. ])*)\]?T[Jj]", re.DOTALL
)
_ESCAPED: Final = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS: Final = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}
_SPACES: Final = re.compile(r"[\s\u200b]+")


def objects(pdf: bytes) -> dict[int, bytes]:
    """Every object by its number."""
    return {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}


def streams(pdf: bytes) -> bytes:
    """Everything that is compressed in it, in clear."""
    found = objects(pdf).values()
    return b"".join(_unpacked(one) for one in found if b"/FlateDecode" in one)


def pages(pdf: bytes) -> int:
    """How many sheets it has."""
    return len(re.findall(rb"/Type/Page/", pdf))


def words(pdf: bytes) -> str:
    """All that is written in it, without any white space."""
    every = objects(pdf)
    fonts = {
        name: _letters(every, int(number))
        for one in every.values()
        for name, number in _FONT.findall(one)
        if b"/ProcSet" in one
    }
    contents = [int(one) for one in re.findall(rb"/Contents (\d+) 0 R", pdf)]
    text, font = "", {0: ""}
    for number in contents:
        for found in _SHOWN.finditer(_unpacked(every[number])):
            if found[1]:
                font = fonts[found[1]]
                continue
            codes = b"".join(_ESCAPED.sub(_byte, one[1]) for one in _STRING.finditer(found[2]))
            text += "".join(
                font.get(int.from_bytes(codes[at : at + 2]), "�") for at in range(0, len(codes), 2)
            )
    return squeezed(text)


def squeezed(text: str) -> str:
    """`text` without white space, as lines may break anywhere."""
    return _SPACES.sub("", text)


def _unpacked(thing: bytes) -> bytes:
    found = _STREAM.search(thing)
    assert found
    return zlib.decompress(found[1])


def _letters(every: dict[int, bytes], font: int) -> dict[int, str]:
    """What each glyph of a font means."""
    found = _TO_UNICODE.search(every[font])
    assert found
    pairs = _PAIR.findall(_unpacked(every[int(found[1])]))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _byte(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8) if len(code) == 3 else _LETTERS.get(code, code[0])])
