"""People and their addresses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import clean_text, invisible_in, skeleton
from tcm_tui.i18n import _

ADDRESS_MAX: Final = 254
"""Octets of an address, RFC 5321 section 4.5.3.1.3."""
LOCAL_PART_MAX: Final = 64
"""Octets before the @, RFC 5321 section 4.5.3.1.1."""
NAME_MAX: Final = 80

_PLAIN_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+-]*(\.[A-Za-z0-9_+-]+)*", re.ASCII)
_PLAIN_DOMAIN: Final = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_ENCODED: Final = "xn--"
"""Begins a part of a domain that stands for other letters."""
_UNSAFE_STARTS: Final = ("=", "-", "+")
"""What a spreadsheet would take for a formula (SECURITY.md 5.7, F9)."""


class MembershipState(StrEnum):
    """Whether a member may act for the company."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True)
class CheckedEmail:
    """An address that keeps the rules.

    `address` is what mail goes to (the local part as typed, the domain in lower case);
    `canonical` is what addresses are compared by (SECURITY.md C8, A8).
    """

    address: str
    canonical: str

    @property
    def local_part(self) -> str:
        """What stands before the @."""
        return self.address.rpartition("@")[0]


def _likely_mistake(text: str) -> str | None:
    """The sentence for the mistakes people really make, or None when there is none of them."""
    local, at, domain = text.rpartition("@")
    mistakes = {
        _("Geben Sie eine E-Mail-Adresse ein."): not text,
        _("Die Adresse ist länger als {n} Zeichen.").format(n=ADDRESS_MAX): (
            len(text.encode("utf-8", "replace")) > ADDRESS_MAX
        ),
        _("Die Adresse enthält Leerzeichen oder unsichtbare Zeichen."): (
            " " in text or invisible_in(text) or clean_text(text, max_len=len(text) * 4) != text
        ),
        _("In der Adresse fehlt das @."): not at,
        _("Nur ein @ ist erlaubt."): "@" in local,
        _("Vor dem @ fehlt der Name des Postfachs."): not local,
        _("Nach dem @ fehlt die Domain."): not domain,
        _("Die Adresse darf nicht mit {sign} beginnen.").format(sign=text[:1]): (
            text.startswith(_UNSAFE_STARTS)
        ),
        _("Vor dem @ stehen mehr als {n} Zeichen.").format(n=LOCAL_PART_MAX): (
            len(local.encode("utf-8", "replace")) > LOCAL_PART_MAX
        ),
        _("Die Domain ist unvollständig."): "." not in domain.strip("."),
    }
    return next((sentence for sentence, made in mistakes.items() if made), None)


@lru_cache(maxsize=4096)
def _checked_domain(domain: str) -> str | None:
    """`domain` in its canonical ASCII-or-Unicode form, or None when no mail can go there."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - costs 40 ms

    try:
        return str(validate_email(f"a@{domain}", check_deliverability=False).domain)
    except EmailNotValidError:
        return None


def _validated(local: str, domain: str) -> tuple[str, str] | None:
    """Local part and domain in normal form, or None when no mail can go there."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - costs 40 ms

    try:
        found = validate_email(f"{local}@{domain}", check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None
    return found.local_part, found.domain


def _plain(text: str) -> CheckedEmail | None:
    """The usual address: none of the questions that `check_email` asks has to be asked."""
    local, _at, domain = text.rpartition("@")
    if (
        text.isascii()
        and len(text) <= ADDRESS_MAX
        and len(local) <= LOCAL_PART_MAX
        and _PLAIN_LOCAL_PART.fullmatch(local)
        and (checked := _checked_domain(domain))
    ):
        return CheckedEmail(f"{local}@{checked}", f"{skeleton(local)}@{checked.lower()}")
    return None


def check_email(value: str, field: str | None = "email") -> CheckedEmail:
    """`value` as an address that mail can go to.

    Raises:
        Invalid: It is none, in a sentence that says what is wrong.
    """
    text = unicodedata.normalize("NFC", value.strip())  # „ü“ arrives as two characters from a Mac
    if plain := _plain(text):
        return plain
    if sentence := _likely_mistake(text):
        raise Invalid(sentence, field)
    local, _at, typed_domain = text.rpartition("@")
    if (domain := _checked_domain(typed_domain)) is None:
        raise Invalid(_("Diese Domain kann es nicht geben."), field)
    if not _PLAIN_LOCAL_PART.fullmatch(local):
        found = _validated(local, typed_domain)
        if found is None:
            raise Invalid(_("Das ist keine gültige E-Mail-Adresse."), field)
        local, domain = found
    # Domains are not case-folded: straße.example and strasse.example have different owners.
    return CheckedEmail(f"{local}@{domain}", f"{skeleton(local)}@{domain.lower()}")


def canonical(value: str) -> str | None:
    """What the address `value` is compared by, None when it can be nobody's.

    For finding somebody who is there: the usual form is not checked, so that signing in need not
    load what checks it (60 ms). Of every address that `check_email` takes it is the same.
    """
    text = value.strip()
    local, _at, domain = text.rpartition("@")
    plain = _PLAIN_LOCAL_PART.fullmatch(local) and _PLAIN_DOMAIN.fullmatch(domain)
    if plain and _ENCODED not in domain.lower():
        return f"{skeleton(local)}@{domain.lower()}"
    try:
        return check_email(value).canonical
    except Invalid:
        return None


def check_name(value: str, field: str) -> str:
    """`value` as a first or last name.

    Raises:
        Invalid: Empty or longer than `NAME_MAX`.
    """
    name = clean_text(value, max_len=NAME_MAX, field=field)
    if not any(c.isalpha() for c in name):
        raise Invalid(_("Bitte ausfüllen."), field)
    return name


def display_name(first_name: str, last_name: str) -> str:
    """„Derya Çelik“."""
    return f"{first_name} {last_name}".strip()


def person_name(first_name: str, last_name: str) -> str:
    """The same of somebody with an account, which has no name once it is deleted."""
    return display_name(first_name, last_name) or _("Gelöschtes Konto")


def acting_name(name: str, reseller: str | None) -> str:
    """„Nora Nord (Nordlicht IT-Beratung GmbH)“ of a guest, the name alone of anybody else."""
    return f"{name} ({reseller})" if reseller else name


def list_name(first_name: str, last_name: str) -> str:
    """„Çelik, Derya“, or what there is of it."""
    return ", ".join(part for part in (last_name, first_name) if part)


def initials(name: str) -> str:
    """At most two letters for the narrow top bar: „Anna Muster“ → „AM“."""
    words = [word for word in name.split() if word]
    return "".join(
        word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    )
