"""„Postfach“: the Maildir read back, newest first.

A Maildir's files never change and are renamed only within the part after „:“, so headers once read
are kept by file name. Whoever can put files there can write anything into them: all text is
cleaned, and only plain files of a reasonable size are read.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32, default
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.codes import find_code
from tcm_tui.domain.errors import NotFound, Unavailable
from tcm_tui.domain.people import canonical
from tcm_tui.domain.text import clean_text, shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection
    from email.message import EmailMessage, Message

SIZE_MAX: Final = 1024 * 1024
"""Octets of a mail that are read; ours have some 3,000."""
_HEADERS_MAX: Final = 16 * 1024
_KEPT: Final = 20_000
_SEEN: Final = ":2,S"
_NO_LIMIT: Final = 10 * SIZE_MAX


@dataclass(frozen=True)
class Letter:
    """A mail of the Maildir by its headers. `key` stays the same when it is read."""

    key: str
    sender: str
    recipient: str
    subject: str
    date: datetime
    unread: bool


@dataclass(frozen=True)
class LetterBody:
    """The text of a mail, and the code in it, None without one."""

    text: str = field(repr=False)
    code: str | None = field(repr=False)


@dataclass(frozen=True)
class _Headers:
    sender: str
    recipient: str
    subject: str
    date: datetime


def letters(folder: Path, *, after: Letter | None = None, limit: int | None = None) -> list[Letter]:
    """The mails in the Maildir `folder`, newest first; none when it does not exist yet.

    Args:
        folder: The Maildir.
        after: Begin behind this one.
        limit: At most so many; only these are opened.

    Raises:
        Unavailable: The folder cannot be read.
    """
    names = _listed(folder)
    keys = sorted(names if after is None else (key for key in names if key < after.key))
    found: list[Letter] = []
    for key in reversed(keys):
        if limit is not None and len(found) >= limit:
            break
        if letter := _letter(folder / names[key], key):
            found.append(letter)
    return found


def letter(folder: Path, key: str) -> LetterBody:
    """The text of one mail.

    Raises:
        NotFound: It is there no more.
    """
    content = _content(folder / _place(folder, key), SIZE_MAX)
    if content is None:
        raise _gone()
    message = BytesParser(policy=default).parsebytes(content)
    lines = _plain_text(message).expandtabs().splitlines()
    text = "\n".join(shown(line.rstrip()) for line in lines)
    return LetterBody(text, find_code(text))


def mark_read(folder: Path, key: str) -> None:
    """Move the mail from `new` to `cur`, as every mail program does.

    Raises:
        NotFound: It is there no more.
    """
    place = _place(folder, key)
    _key, _colon, flags = place.name.partition(":2,")
    if place.parent.name == "cur" and "S" in flags:
        return
    # The Maildir rule: flags in alphabetical order.
    name = f"{key}:2,{''.join(sorted({*flags, 'S'}))}"
    try:
        (folder / place).rename(folder / "cur" / name)
    except FileNotFoundError as error:
        raise _gone() from error


def remove_letters(folder: Path, addresses: Collection[str], message_ids: Collection[str]) -> None:
    """Delete the mails to these addresses, in canonical form, and those with these Message-IDs.

    Raises:
        Unavailable: The folder cannot be read or written to.
    """
    parts = {one.partition("@")[0] for one in message_ids}
    for key, place in _listed(folder).items():
        letter = _letter(folder / place, key)
        # A file's name holds the Message-ID, see `mail.deliverers`.
        theirs = key.rpartition("_")[2].partition(".")[0] in parts
        if theirs or (letter is not None and canonical(letter.recipient) in addresses):
            try:
                (folder / place).unlink(missing_ok=True)
            except OSError as error:
                raise Unavailable(_("Das Postfach kann nicht geändert werden.")) from error


def _gone() -> NotFound:
    return NotFound(_("Diese E-Mail gibt es nicht mehr."))


def _listed(folder: Path) -> dict[str, Path]:
    """Every mail by its key, with its path below `folder`."""
    found: dict[str, Path] = {}
    # First `new`: what is moved in between is then seen at least once.
    for name in ("new", "cur"):
        try:
            files = os.listdir(folder / name)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Unavailable(_("Das Postfach kann nicht gelesen werden.")) from error
        found |= {
            file.partition(":")[0]: Path(name, file) for file in files if not file.startswith(".")
        }
    return found


def _place(folder: Path, key: str) -> Path:
    """Where the mail `key` is now; looked up, never made of the key."""
    try:
        return _listed(folder)[key]
    except KeyError as error:
        raise _gone() from error


def _letter(path: Path, key: str) -> Letter | None:
    """The mail at `path` by its headers; None when it was moved or is no plain file."""
    headers = _headers(path.parent.parent, path.parent.name, path.name)
    if headers is None:
        return None
    _key, _colon, flags = path.name.partition(":2,")
    return Letter(
        key=key,
        sender=headers.sender,
        recipient=headers.recipient,
        subject=headers.subject,
        date=headers.date,
        unread="S" not in flags,
    )


@lru_cache(maxsize=_KEPT)
def _headers(folder: Path, part: str, name: str) -> _Headers | None:
    """The headers of a file whose content never changes."""
    content = _content(folder / part / name, _HEADERS_MAX)
    if content is None:
        return None
    # The old policy: with the new one 10,000 mails take seven seconds instead of one.
    message = BytesHeaderParser(policy=compat32).parsebytes(content.partition(b"\n\n")[0])
    return _Headers(
        sender=_header(message, "From"),
        recipient=_header(message, "To"),
        subject=_header(message, "Subject"),
        date=_date(message, name),
    )


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))
    # What is no proper encoded word is shown as it stands.
    with suppress(MessageError, ValueError, LookupError):
        value = str(make_header(decode_header(value)))
    return clean_text(value, max_len=_NO_LIMIT)


def _date(message: Message, name: str) -> datetime:
    """The Date header, else the second that a Maildir's file name begins with."""
    try:
        written = parsedate_to_datetime(str(message.get("Date")))
        return (written.replace(tzinfo=UTC) if written.tzinfo is None else written).astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # none, or none that can be read
    try:
        return datetime.fromtimestamp(int(name.partition(".")[0]), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _content(path: Path, most: int) -> bytes | None:
    """The first `most` octets of a plain file; None for anything else, and for what is gone."""
    try:
        # A link, a pipe or a device in the folder must neither be followed nor block.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(most)


def _plain_text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return _("Diese E-Mail enthält keinen Text.")
    try:
        return str(part.get_content())
    except (LookupError, ValueError, MessageError):  # an unknown character set, broken base64
        return _("Der Text dieser E-Mail ist nicht lesbar.")
