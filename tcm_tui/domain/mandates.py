"""SEPA mandates: their reference, the words consented to, and what is shown of them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.domain.billing_address import BillingAddress

CREDITOR: Final = "Telekom Cloud Marketplace"
CREDITOR_ID: Final = "DE98ZZZ09999999999"
"""The Deutsche Bundesbank's example: nobody is debited under it."""

_REFERENCE: Final = re.compile(r"TCM-[0-9]{4}-[0-9]{6}")
_NUMBERS: Final = 1_000_000


@dataclass(frozen=True)
class MandateShown:
    """A mandate as it is shown. `iban` is masked, unless it was asked for in full."""

    method_id: int
    reference: str
    consented_at: datetime
    text: str
    company: str
    holder: str
    iban: str = field(repr=False)
    bank: str
    bic: str
    address: BillingAddress
    creditor: str = CREDITOR
    creditor_id: str = CREDITOR_ID


def new_mandate_reference(now: datetime) -> str:
    """„TCM-2026-000417“: a number of the year that follows from the instant alone.

    Who asks makes sure that no mandate has it yet; another microsecond gives another.
    """
    digest = hashlib.sha256(now.isoformat().encode("ascii")).digest()
    return f"TCM-{now.year}-{int.from_bytes(digest[:8]) % _NUMBERS:06}"


def check_reference(value: str) -> str:
    """`value` as the reference of a mandate.

    Raises:
        Invalid: It does not look like ours; its field is `reference`.
    """
    if not _REFERENCE.fullmatch(value):
        raise Invalid(_("Das ist keine Mandatsreferenz."), "reference")
    return value


def consent_text(reference: str) -> str:
    """The line beside the tick."""
    return _("Ich erteile das SEPA-Lastschriftmandat (Referenz {reference}).").format(
        reference=reference
    )


def mandate_text(reference: str) -> str:
    """What is consented to (the words of the core scheme, EPC130-08), in the language in use."""
    return _(
        "Mandatsreferenz {reference}: Ich ermächtige {creditor} "
        "(Gläubiger-Identifikationsnummer {creditor_id}), Zahlungen von meinem Konto mittels "
        "Lastschrift einzuziehen. Zugleich weise ich mein Kreditinstitut an, die von {creditor} "
        "auf mein Konto gezogenen Lastschriften einzulösen. Hinweis: Ich kann innerhalb von acht "
        "Wochen, beginnend mit dem Belastungsdatum, die Erstattung des belasteten Betrages "
        "verlangen. Es gelten dabei die mit meinem Kreditinstitut vereinbarten Bedingungen."
    ).format(reference=reference, creditor=CREDITOR, creditor_id=CREDITOR_ID)
