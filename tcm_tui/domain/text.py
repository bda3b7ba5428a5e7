"""Text from outside: made harmless, and made comparable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import ngettext

_BIDI: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
FORBIDDEN: Final[dict[int, None]] = dict.fromkeys(
    [*range(0x20), 0x7F, *range(0x80, 0xA0), *_BIDI, 0x2028, 0x2029, 0xFEFF]
)
"""C0, DEL, C1, bidi controls, line separators and BOM, as a table for `str.translate`.

The same table is applied once more under the renderer (`terminal_guard`), see SECURITY.md A1, A2.
"""
_INVISIBLE: Final = frozenset(
    (0x00AD, 0x034F, 0x115F, 0x1160, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065))
).union((0x3164, 0xFFA0), range(0xFE00, 0xFE10), range(0xE0000, 0xE0080))
"""Characters that are drawn as nothing: they make twins of names and addresses."""
_JOINED: Final = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # which look the character before shall have
    "|[\u20e3\U000e0020-\U000e007f]"  # a key around it, letters that make a flag of it
    "|[\U0001f3fb-\U0001f3ff]"  # the skin of the one before
    "|\u200d[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]?"  # one picture of two
    "|[\u00ad\u034f\u180e\u200b\u200c\u2060-\u2064]"  # nothing to see, but maybe a cell
)
"""What is as wide as each terminal likes: pictures of several characters, and invisible ones."""
_FLAG_LETTERS: Final = {0x1F1E6 + n: ord("A") + n for n in range(26)}
"""Two of them are a flag; alone they are two cells in one terminal and one in the next."""
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
_UMLAUTS: Final = re.compile(r"([aou])e")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def _harmless(value: str, *, multiline: bool) -> str:
    text = _LINE_ENDS.sub("\n", value)
    if not multiline:
        text = text.replace("\n", " ")
    text = _SPACES.sub(" ", text)
    text = "".join(
        c
        for c in text
        if c == "\n" or (ord(c) not in FORBIDDEN and not 0xD800 <= ord(c) <= 0xDFFF)  # noqa: PLR2004 - surrogates
    )
    text = _SPACES.sub(" ", text)  # two that became neighbours
    return unicodedata.normalize("NFC", text).strip()


def clean_text(
    value: str, *, max_len: int, multiline: bool = False, field: str | None = None
) -> str:
    r"""`value` without anything that could act on a terminal, a mail header or a column.

    NFC; control, bidi and separator characters and surrogates are dropped, white space is folded
    and trimmed. With `multiline` line ends stay, as `\n`.

    Raises:
        Invalid: More than `max_len` code points are left.
    """
    if value.isascii() and value.isprintable() and "  " not in value:
        text = value.strip()  # nothing to do, in a tenth of the time: lists have 10,000 of them
    else:
        text = _harmless(value, multiline=multiline)
    if len(text) > max_len:
        raise Invalid(
            ngettext(
                "Höchstens {n} Zeichen; kürzen Sie den Text.",
                "Höchstens {n} Zeichen; kürzen Sie den Text.",
                max_len,
            ).format(n=max_len),
            field,
        )
    return text


def shown(value: str) -> str:
    """`value` as it may be drawn: each dangerous character becomes U+FFFD, none is lost silently.

    For names that others chose and that cannot be cleaned at the source, such as file names.
    """
    return "".join(
        "\ufffd" if ord(c) in FORBIDDEN or 0xD800 <= ord(c) <= 0xDFFF else c  # noqa: PLR2004 - surrogates
        for c in value
    )


def drawable(value: str) -> str:
    """`value` as it may be drawn, and as wide in every terminal as it is measured here.

    Harmless as `shown`; of a picture made of several characters the first is kept (of a family
    one person, of a keycap the digit), of a flag its letters. What is stored stays as it is.
    """
    if value.isascii() and value.isprintable():
        return value
    return _JOINED.sub("", shown(value)).translate(_FLAG_LETTERS)


def sort_key(value: str) -> str:
    """The key that lists sort and search by: DIN 5007-1, without marks and case.

    „Çelik“ → `celik`, „Größe“ → `grosse`. Compared binary on both databases.
    """
    if value.isascii():
        return value.lower()  # the same, in a tenth of the time: lists have 10,000 of them
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.translate(_LETTERS)


def spellings(word: str) -> tuple[str, ...]:
    """The ways `word`, a sort key, may be stored: „ue“ also finds „ü“, whose key is „u“."""
    plain = _UMLAUTS.sub(r"\1", word)
    return (word,) if plain == word else (word, plain)


def skeleton(value: str) -> str:
    """`value` as two people would confuse it: NFKC, case-folded, without invisible characters."""
    if value.isascii():
        return value.lower()  # as above
    visible = "".join(c for c in unicodedata.normalize("NFKC", value) if ord(c) not in _INVISIBLE)
    return unicodedata.normalize("NFKC", visible.casefold())


def invisible_in(value: str) -> bool:
    """Whether `value` holds a character that is drawn as nothing."""
    return any(ord(c) in _INVISIBLE for c in value)
