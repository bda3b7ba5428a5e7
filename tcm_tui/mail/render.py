"""A promised mail as finished bytes: subject, text and HTML from the files in `templates/`.

The same promise always gives the same bytes, so that a mail delivered twice is recognised as one.
"""

from __future__ import annotations

import html
import textwrap
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.mail import VALUES
from tcm_tui.domain.people import check_email
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import LANGUAGES, SOURCE_LANGUAGE
from tcm_tui.mail.figures import LISTS, in_words
from tcm_tui.mail.message import assemble
from tcm_tui.mail.outcome import FinishedMail, Undeliverable

if TYPE_CHECKING:
    from tcm_tui.domain.mail import PromisedMail
    from tcm_tui.mail.message import Attachment

LINE: Final = 76
"""Columns of the text part, and the most a line with a code may have (SECURITY.md G5)."""
VALUE_MAX: Final = 150
"""Code points of one value; a line of HTML stays below RFC 5322's 998 octets even when escaped."""
LONG_MAX: Final = 1_000
"""Code points of a value in `LONG`, which is broken into lines."""
LONG: Final = frozenset({"answer", "question", "reason"})
_PAYMENTS: Final = frozenset({"kind", "old_kind"})
"""Values that are ways to pay."""
_NO_LIMIT: Final = 1_000_000
_VERBATIM: Final = "    "


@dataclass(frozen=True)
class Letterhead:
    """What every mail of an installation shares.

    Args:
        sender: The From address, with or without a name.
        public_url: Where the portal is reached in a browser, "" when it is not.
        timezone: The zone that instants are told in.

    Raises:
        ValueError: `sender` is no address.
    """

    sender: str = "Cloud Marketplace <no-reply@cloud-marketplace.example>"
    public_url: str = ""
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))

    def __post_init__(self) -> None:
        name, address = parseaddr(self.sender)
        if "@" not in address or _cleaned(self.sender) != self.sender:
            raise ValueError(f"not a sender: {self.sender!r}")
        object.__setattr__(self, "sender", str(Address(name, addr_spec=address)))


def render(
    promise: PromisedMail, letterhead: Letterhead, attachment: Attachment | None = None
) -> FinishedMail:
    """`promise` in the recipient's language, as bytes that are safe to hand on.

    Args:
        promise: Which mail.
        letterhead: What every mail shares.
        attachment: What goes with it.

    Raises:
        Undeliverable: It can never be sent: the address is none, a value is missing, or the
            finished headers are not the planned ones.
    """
    recipient = _recipient(promise.recipient)
    language = promise.language if promise.language in LANGUAGES else SOURCE_LANGUAGE
    values = _values(promise, language, letterhead)
    subject, text, markup = _parts(promise.kind.value, language, values, letterhead.public_url)
    headers = {
        "From": letterhead.sender,
        "To": recipient,
        "Subject": subject,
        "Date": format_datetime(promise.created_at.astimezone(letterhead.timezone)),
        "Message-ID": f"<{promise.message_id}>",
        "Auto-Submitted": "auto-generated",
    }
    return FinishedMail(
        id=promise.id,
        message_id=promise.message_id,
        sender=parseaddr(letterhead.sender)[1],
        recipient=recipient,
        created_at=promise.created_at,
        content=assemble(headers, text, markup, attachment),
    )


def _recipient(address: str) -> str:
    """`address`, checked once more: the row may have been written past the services."""
    try:
        checked = check_email(address).address
    except DomainError as refusal:
        raise Undeliverable(refusal.message) from refusal
    local, _at, domain = checked.rpartition("@")
    if domain.isascii():
        return checked
    from email_validator import validate_email  # noqa: PLC0415 - costs 40 ms, rarely needed

    # A header holds the domain as the name servers know it.
    return f"{local}@{validate_email(f'a@{domain}', check_deliverability=False).ascii_domain}"


def _values(promise: PromisedMail, language: str, letterhead: Letterhead) -> dict[str, str]:
    """The promised values, clean and in the recipient's language, with the greeting."""
    if promise.values.keys() != VALUES[promise.kind]:
        differing = sorted(promise.values.keys() ^ VALUES[promise.kind])
        raise Undeliverable(f"{promise.kind}: {', '.join(differing)}")
    from babel.dates import format_datetime as format_in_words  # noqa: PLC0415 - not to open data

    words = _words(language)
    values = {
        name: _in_lines(value) if name in LONG else _cleaned(value)
        for name, value in promise.values.items()
    }
    try:
        if "role" in values:
            values["role"] = words["roles"][values["role"]]
        for name in values.keys() & _PAYMENTS:
            values[name] = words["payments"][values[name]]
        values |= in_words(promise.values, language, words, _cleaned)
        for name in values.keys() & words["instants"].keys():
            instant = datetime.fromisoformat(values[name])
            values[name] = format_in_words(
                instant, words["instants"][name], tzinfo=letterhead.timezone, locale=language
            )
    except (KeyError, ValueError) as error:
        raise Undeliverable(f"{promise.kind}: no role, payment, figure or instant") from error
    greeting = Template(words["greeting_by_name" if values["name"] else "greeting"])
    return values | {"greeting": greeting.substitute(values)}


def _cleaned(value: str) -> str:
    """`value` without anything that acts, cut to `VALUE_MAX` with „…“."""
    text = clean_text(value, max_len=_NO_LIMIT)
    return text if len(text) <= VALUE_MAX else f"{text[: VALUE_MAX - 1]}…"


def _in_lines(value: str) -> str:
    """`value` without anything that acts, in lines that fit a mail even when escaped."""
    text = clean_text(value, max_len=_NO_LIMIT)[:LONG_MAX]
    return textwrap.fill(text, LINE, break_on_hyphens=False)


def _parts(
    kind: str, language: str, values: dict[str, str], public_url: str
) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    escaped = {name: html.escape(value) for name, value in values.items()}
    for name in values.keys() & LISTS:
        lines = values[name].splitlines()
        values[name] = "\n".join(f"{_VERBATIM}{line}" for line in lines)
        escaped[name] = "<br>\n".join(html.escape(line) for line in lines)
    subject = _template(kind, f"subject.{language}.txt").substitute(values).strip()
    text = _template(kind, f"text.{language}.txt").substitute(
        _with_common(values, f"{language}.txt", public_url)
    )
    content = _template(kind, f"body.{language}.html").substitute(
        _with_common(escaped, f"{language}.html", html.escape(public_url))
    )
    markup = _template("common", "frame.html").substitute(
        language=language, subject=html.escape(subject), content=content
    )
    return subject, _filled(text), markup


def _with_common(values: dict[str, str], form: str, public_url: str) -> dict[str, str]:
    """`values` with the parts that mails share: the link, and for a code how it is used."""
    link = _template("common", f"link.{form}").substitute(url=public_url) if public_url else ""
    begin, end = _call(public_url)
    values = values | {"link": link, "call_begin": begin, "call_end": end}
    if "code" in values:
        block = _template("common", f"code.{form}").substitute(values)
        values["code_block"] = block.removesuffix("\n")
    return values


def _call(public_url: str) -> tuple[str, str]:
    """What HTML has around the words that call upon to go on: a link, if there is a page."""
    return (f'<a href="{public_url}">', "</a>") if public_url else ("<strong>", "</strong>")


def _filled(text: str) -> str:
    """`text` with its paragraphs broken at `LINE`; indented lines stay as they are.

    Values have any length, and mail must be readable with `less`.
    """
    blocks: list[str] = []
    for block in text.strip().split("\n\n"):
        stripped = block.strip("\n")
        if not stripped:
            continue
        if not stripped.startswith(_VERBATIM):
            stripped = textwrap.fill(stripped, LINE, break_long_words=False, break_on_hyphens=False)
        blocks.append(stripped)
    return "\n\n".join(blocks) + "\n"


@cache
def _template(folder: str, name: str) -> Template:
    return Template(_read(folder, name))


@cache
def _words(language: str) -> dict[str, Any]:
    """Words that templates share: greeting, roles, patterns of instants."""
    return tomllib.loads(_read("common", f"words.{language}.toml"))


def _read(folder: str, name: str) -> str:
    return files("tcm_tui.mail").joinpath("templates", folder, name).read_text("utf-8")
