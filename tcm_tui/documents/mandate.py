"""A SEPA mandate to be kept: the same words as text and as PDF."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.documents.typesetting import typeset
from tcm_tui.domain.countries import country_name
from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _, language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tcm_tui.documents.typesetting import Value
    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.mandates import MandateShown

LINE: Final = 76
"""Columns of the text."""


@dataclass(frozen=True)
class Part:
    """A heading with lines below it: what each tells, and what is told."""

    heading: str
    facts: tuple[tuple[str, str], ...]


def parts(mandate: MandateShown, zone: ZoneInfo) -> tuple[Part, ...]:
    """Everything that stands above the words of the consent; what is not known is left out."""
    return (
        _part(
            _("Gläubiger"),
            (_("Name"), mandate.creditor),
            (_("Gläubiger-Identifikationsnummer"), mandate.creditor_id),
            (_("Mandatsreferenz"), mandate.reference),
        ),
        _part(_("Kontoinhaber"), (_("Name"), mandate.holder), *_lines(mandate.address)),
        _part(
            _("Konto"),
            (_("IBAN"), mandate.iban),
            (_("BIC"), mandate.bic),
            (_("Bank"), mandate.bank),
        ),
        _part(
            _("Mandat"),
            (_("Zahlungsart"), _("Wiederkehrende Zahlungen")),
            (_("Erteilt am"), long_moment(mandate.consented_at, zone)),
        ),
    )


def as_text(mandate: MandateShown, zone: ZoneInfo) -> str:
    """The mandate in lines of `LINE` columns."""
    found = parts(mandate, zone)
    widest = max(len(label) for part in found for label, _value in part.facts)
    lines = [_title(), "=" * len(_title())]
    for part in found:
        lines += ["", part.heading, "-" * len(part.heading)]
        for label, value in part.facts:
            lines += textwrap.wrap(
                shown(value),
                LINE,
                initial_indent=f"{label:{widest}}  ",
                subsequent_indent=" " * (widest + 2),
            )
    lines += ["", *textwrap.wrap(shown(mandate.text), LINE), "", _how_given(), ""]
    return "\n".join(lines)


def as_pdf(mandate: MandateShown, zone: ZoneInfo) -> bytes:
    """The mandate on a sheet of A4, with our letterhead.

    Raises:
        Unavailable: The extra `documents` is not installed.
    """
    values: dict[str, Value] = {
        "language": language(),
        "title": _title(),
        "creditor": mandate.creditor,
        "reference": mandate.reference,
        "parts": [
            {"heading": part.heading, "facts": [list(fact) for fact in part.facts]}
            for part in parts(mandate, zone)
        ],
        "text": mandate.text,
        "how_given": _how_given(),
    }
    return typeset("mandate", values, mandate.consented_at)


def _part(heading: str, *facts: tuple[str, str]) -> Part:
    return Part(heading, tuple(fact for fact in facts if fact[1]))


def _lines(address: BillingAddress) -> tuple[tuple[str, str], ...]:
    return (
        (_("Unternehmen"), address.company),
        (_("Straße"), address.street),
        (_("Ort"), f"{address.postcode} {address.city}".strip()),
        (_("Land"), country_name(address.country)),
    )


def _title() -> str:
    return _("SEPA-Lastschriftmandat")


def _how_given() -> str:
    return _("Elektronisch erteilt, ohne Unterschrift.")
