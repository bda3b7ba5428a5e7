"""A SEPA mandate to be kept: the same words as text and as PDF."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tcm_tui.documents.facts import LINE, address_facts, as_values, headline, part, told
from tcm_tui.documents.typesetting import typeset
from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _, language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tcm_tui.documents.facts import Part
    from tcm_tui.documents.typesetting import Value
    from tcm_tui.domain.mandates import MandateShown


def parts(mandate: MandateShown, zone: ZoneInfo) -> tuple[Part, ...]:
    """Everything that stands above the words of the consent; what is not known is left out."""
    return (
        part(
            _("Gläubiger"),
            (_("Name"), mandate.creditor),
            (_("Gläubiger-Identifikationsnummer"), mandate.creditor_id),
            (_("Mandatsreferenz"), mandate.reference),
        ),
        part(_("Kontoinhaber"), (_("Name"), mandate.holder), *address_facts(mandate.address)),
        part(
            _("Konto"),
            (_("IBAN"), mandate.iban),
            (_("BIC"), mandate.bic),
            (_("Bank"), mandate.bank),
        ),
        part(
            _("Mandat"),
            (_("Zahlungsart"), _("Wiederkehrende Zahlungen")),
            (_("Erteilt am"), long_moment(mandate.consented_at, zone)),
        ),
    )


def as_text(mandate: MandateShown, zone: ZoneInfo) -> str:
    """The mandate in lines of `LINE` columns."""
    lines = headline(_title()) + told(parts(mandate, zone))
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
        "parts": as_values(parts(mandate, zone)),
        "text": mandate.text,
        "how_given": _how_given(),
    }
    return typeset("mandate", values, mandate.consented_at)


def _title() -> str:
    return _("SEPA-Lastschriftmandat")


def _how_given() -> str:
    return _("Elektronisch erteilt, ohne Unterschrift.")
