"""The bytes of a mail: put together, and looked at once more before they leave (SECURITY.md G4).

Written out here rather than by the library's EmailMessage: before Python 3.11.10 that one lets an
encoded word smuggle a line end into a header, and it changes long subjects while folding them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from email.header import Header
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32, default
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Final

from tcm_tui.mail.outcome import Undeliverable

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE_MAX: Final = 998
"""Octets of a line without its end, RFC 5322 section 2.1.1."""
_ADDED: Final = ("MIME-Version", "Content-Type")
_OF_A_PART: Final = ["Content-Type", "Content-Transfer-Encoding"]
_PLAIN: Final = re.compile(r"[A-Za-z0-9 .,:;!'()/+_-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail.

    Args:
        name: Of the file: letters, digits, `-` and `.` alone.
        subtype: Of `application/…`.
        content: Its bytes.
    """

    name: str
    subtype: str
    content: bytes = field(repr=False)


def assemble(
    headers: Mapping[str, str], text: str, markup: str, attachment: Attachment | None = None
) -> bytes:
    """A mail with `text` and `markup` as alternatives; the same input makes the same bytes.

    Args:
        headers: From, To, Subject and others by name, in the order they are written.
        text: The body for `text/plain`, with plain line feeds.
        markup: The body for `text/html`.
        attachment: What goes with it.

    Raises:
        Undeliverable: The finished bytes are not what was planned.
    """
    # Nobody can foresee the boundary: the Message-ID in it is random and not yet known to anyone.
    boundary = hashlib.sha256(headers["Message-ID"].encode()).hexdigest()
    inner, outer = boundary[:40], boundary[24:]
    lines = [f"{name}: {_encoded(name, value)}" for name, value in headers.items()]
    lines.append("MIME-Version: 1.0")
    body = _alternatives(inner, text, markup)
    lines += body if attachment is None else _mixed(outer, body, attachment)
    content = "\n".join([*lines, ""]).encode()
    check(content, headers, attachment.name if attachment else "")
    return content


def _alternatives(boundary: str, text: str, markup: str) -> list[str]:
    """The same words twice, from the header of the part on."""
    lines = ["Content-Type: multipart/alternative;", f' boundary="{boundary}"', ""]
    for subtype, body in (("plain", text), ("html", markup)):
        lines += [
            f"--{boundary}",
            f'Content-Type: text/{subtype}; charset="utf-8"',
            # 8bit breaks no line, so that codes and commands stay whole (SECURITY.md G5).
            "Content-Transfer-Encoding: 8bit",
            "",
            body,
        ]
    return [*lines, f"--{boundary}--"]


def _mixed(boundary: str, body: list[str], attachment: Attachment) -> list[str]:
    """The words, and a file behind them."""
    return [
        "Content-Type: multipart/mixed;",
        f' boundary="{boundary}"',
        "",
        f"--{boundary}",
        *body,
        f"--{boundary}",
        f"Content-Type: application/{attachment.subtype}",
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{attachment.name}"',
        "",
        base64.encodebytes(attachment.content).decode("ascii"),
        f"--{boundary}--",
    ]


def check(content: bytes, plan: Mapping[str, str], attached: str = "") -> None:
    """Read the finished mail as its recipient will, and compare it with its plan.

    Args:
        content: The finished mail.
        plan: The headers it is to have.
        attached: The name of the file that goes with it, "" for none.

    Raises:
        Undeliverable: A header is missing, changed or too many, there is not exactly one
            recipient, a part is too many, or a line is too long.
    """
    found = BytesHeaderParser(policy=default).parsebytes(content.partition(b"\n\n")[0])
    if found.keys() != [*plan, *_ADDED]:
        raise Undeliverable("headers differ from the plan")
    for name, value in plan.items():
        if str(found[name]) != value:
            raise Undeliverable(f"header {name} differs from the plan")
    if len(found["To"].addresses) != 1:
        raise Undeliverable("not exactly one recipient")
    _whole, *parts = BytesParser(policy=compat32).parsebytes(content).walk()
    planned = [_OF_A_PART, _OF_A_PART]
    if attached:
        planned = [["Content-Type"], *planned, [*_OF_A_PART, "Content-Disposition"]]
    named = parts[-1].get_filename("") if attached else ""
    if [part.keys() for part in parts] != planned or named != attached:
        raise Undeliverable("parts differ from the plan")
    if max(map(len, content.split(b"\n"))) > LINE_MAX:
        raise Undeliverable("a line is too long")


def _encoded(name: str, value: str) -> str:
    """`value` as it is written: what is not quite plain becomes encoded words, in ASCII."""
    if name == "From":
        return formataddr(parseaddr(value))
    if name != "Subject" or _PLAIN.fullmatch(value):
        return value
    return Header(value, "utf-8", header_name=name).encode()
