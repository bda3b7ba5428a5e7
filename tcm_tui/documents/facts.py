"""Headings with facts below them, as all our documents tell them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.countries import country_name
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tcm_tui.documents.typesetting import Value
    from tcm_tui.domain.billing_address import BillingAddress

LINE: Final = 76
"""Columns of a document that is text."""


@dataclass(frozen=True)
class Part:
    """A heading with lines below it: what each tells, and what is told."""

    heading: str
    facts: tuple[tuple[str, str], ...]


def part(heading: str, *facts: tuple[str, str]) -> Part:
    """What is known of `facts`; the rest is left out."""
    return Part(heading, tuple(fact for fact in facts if fact[1]))


def address_facts(address: BillingAddress) -> tuple[tuple[str, str], ...]:
    """An address, a line each."""
    return (
        (_("Unternehmen"), address.company),
        (_("Straße"), address.street),
        (_("Ort"), f"{address.postcode} {address.city}".strip()),
        (_("Land"), country_name(address.country)),
    )


def as_values(parts: Iterable[Part]) -> list[Value]:
    """As templates get them."""
    return [{"heading": one.heading, "facts": [list(fact) for fact in one.facts]} for one in parts]


def headline(title: str) -> list[str]:
    """The title of a document that is text."""
    return [title, "=" * len(title)]


def told(parts: Sequence[Part]) -> list[str]:
    """Them in lines of `LINE` columns, all facts beginning in the same one."""
    widest = max(len(label) for one in parts for label, _value in one.facts)
    lines: list[str] = []
    for one in parts:
        lines += ["", one.heading, "-" * len(one.heading)]
        for label, value in one.facts:
            lines += textwrap.wrap(
                shown(value),
                LINE,
                initial_indent=f"{label:{widest}}  ",
                subsequent_indent=" " * (widest + 2),
            )
    return lines
