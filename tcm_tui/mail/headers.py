"""The last look at a finished mail: its headers must be the planned ones, and no more (G4).

Python before 3.11.10 lets an encoded word smuggle a line end into a header, so what goes in is not
what comes out. Only the finished bytes tell.
"""

from __future__ import annotations

from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32, default
from typing import TYPE_CHECKING, Final

from tcm_tui.mail.outcome import Undeliverable

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE_MAX: Final = 998
"""Octets of a line without its end, RFC 5322 section 2.1.1."""
_ADDED: Final = ("MIME-Version", "Content-Type")
_PARTS: Final = (
    ["Content-Type", "Content-Transfer-Encoding"],
    ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"],
)


def check_headers(content: bytes, plan: Mapping[str, str]) -> None:
    """Compare the finished mail with its plan.

    Raises:
        Undeliverable: A header is missing, changed or too many, there is not exactly one
            recipient, a part is too many, or a line is too long.
    """
    found = BytesHeaderParser(policy=default).parsebytes(content)
    if found.keys() != [*plan, *_ADDED]:
        raise Undeliverable("headers differ from the plan")
    for name, value in plan.items():
        if str(found[name]) != value:
            raise Undeliverable(f"header {name} differs from the plan")
    if len(found["To"].addresses) != 1:
        raise Undeliverable("not exactly one recipient")
    _whole, *parts = BytesParser(policy=compat32).parsebytes(content).walk()
    if [part.keys() for part in parts] != list(_PARTS):
        raise Undeliverable("parts differ from the plan")
    if max(map(len, content.split(b"\n"))) > LINE_MAX:
        raise Undeliverable("a line is too long")
