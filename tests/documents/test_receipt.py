"""The receipt of an order as text and as PDF: every figure, set as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from tcm_tui.documents.facts import LINE
from tcm_tui.documents.receipt import as_pdf, as_text
from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.orders import Receipt
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.quotes import Quote, QuoteLine
from tcm_tui.i18n import language, speaking

from .pdf import pages, squeezed, words

BERLIN: Final = ZoneInfo("Europe/Berlin")
QUOTE: Final = Quote(
    (
        QuoteLine(1, "Microsoft 365 Business Basic", 25, 560),
        QuoteLine(4, "Microsoft 365 Business Copilot", 5, 2810),
    ),
    12,
    Charging.MONTHLY,
    date(2026, 11, 22),
    method_id=1,
)
RECEIPT: Final = Receipt(
    order_id=42,
    placed_at=datetime(2026, 11, 22, 9, 4, tzinfo=UTC),
    product_id=1,
    name="Vertrieb Nord",
    buyer="Anna Müller-Łukasik",
    requester="Derya Çelik",
    address=BillingAddress("Muster Maschinenbau GmbH", "Weg 418", "53227", "Bonn", "DE"),
    kind=PaymentKind.DIRECT_DEBIT,
    masked="DE89 … 3000",
    quote=QUOTE,
    subscription_ids=(1, 2),
)
STANDS_IN_IT: Final = (
    "Bestellbestätigung",
    "B-2026-000042",
    "22.11.2026, 10:04 Uhr",
    "Anna Müller-Łukasik",
    "Derya Çelik",
    "Vertrieb Nord",
    "Muster Maschinenbau GmbH",
    "53227 Bonn",
    "Lastschrift DE89 … 3000",
    "12 Monate",
    "monatlich",
    "22.12.2026",
    "Microsoft 365 Business Basic",
    "5,60 €",
    "140,00 €",
    "Microsoft 365 Business Copilot",
    "28,10 €",
    "140,50 €",
    "280,50 €",  # net
    "53,30 €",  # VAT, rounded for each line
    "Gesamt im Monat",
    "333,80 €",  # gross
    "keine Rechnung",
)


@pytest.mark.parametrize("what", STANDS_IN_IT)
def test_every_figure_stands_in_both(what: str) -> None:
    """What was agreed on, whoever keeps it in which form."""
    assert squeezed(what) in words(as_pdf(RECEIPT, BERLIN))
    assert squeezed(what) in squeezed(as_text(RECEIPT, BERLIN))


def test_a_trial_and_an_end_are_told_where_there_are_any() -> None:
    """And nothing is due on the first day of a trial."""
    quote = replace(QUOTE, trial_until=date(2026, 12, 21), ends_on=date(2027, 5, 31))
    other = replace(RECEIPT, quote=quote, requester="", name="")
    for text in (squeezed(as_text(other, BERLIN)), words(as_pdf(other, BERLIN))):
        for what in ("Testphase bis", "21.12.2026", "Endet am", "31.05.2027", "22.12.2026"):
            assert squeezed(what) in text
        assert squeezed("Bei Bestellung fällig") + squeezed("0,00 €") in text
        assert squeezed("Angefragt von") not in text
        assert squeezed("Abonnement-Name") not in text
    for text in (squeezed(as_text(RECEIPT, BERLIN)), words(as_pdf(RECEIPT, BERLIN))):
        assert squeezed("Testphase") not in text
        assert squeezed("Endet am") not in text


def test_a_day_behind_the_end_is_not_told() -> None:
    """Nothing falls due then."""
    text = as_text(replace(RECEIPT, quote=replace(QUOTE, ends_on=QUOTE.starts_on)), BERLIN)
    assert "Erste Zahlung" in text
    assert "Nächste Zahlung" not in text


def test_the_text_fits_into_a_letter() -> None:
    """Amounts stand in one column, whatever was ordered."""
    long = replace(QUOTE, lines=(replace(QUOTE.lines[0], title="Donau" * 30), QUOTE.lines[1]))
    text = as_text(replace(RECEIPT, quote=long, name="Rhein" * 30), BERLIN)
    lines = text.splitlines()
    assert max(map(len, lines)) <= LINE
    assert {len(line) for line in lines if line.endswith("€")} == {LINE}


def test_a_short_order_is_one_sheet_and_a_long_one_has_more() -> None:
    """With the number of the order on each of them."""
    assert pages(as_pdf(RECEIPT, BERLIN)) == 1
    many = replace(QUOTE, lines=QUOTE.lines * 40)
    pdf = as_pdf(replace(RECEIPT, quote=many), BERLIN)
    assert pages(pdf) > 1
    assert words(pdf).count("B-2026-000042") == 1 + pages(pdf)


def test_the_same_order_gives_the_same_bytes() -> None:
    """Neither the clock nor the machine stands in it."""
    assert as_pdf(RECEIPT, BERLIN) == as_pdf(RECEIPT, BERLIN)


@pytest.mark.parametrize(
    "attack", ['#read("/etc/passwd")', "#panic()", "*fett* $x^2$", "\\ #", '"} } #sys.inputs {{']
)
def test_f_what_people_typed_is_no_markup(attack: str) -> None:
    """It stands there letter by letter, wherever it was typed."""
    hostile = replace(
        RECEIPT,
        name=attack,
        buyer=attack,
        requester=attack,
        address=replace(RECEIPT.address, company=attack),
        quote=replace(QUOTE, lines=(replace(QUOTE.lines[0], title=attack),)),
    )
    assert words(as_pdf(hostile, BERLIN)).count(squeezed(attack)) == 5
    assert squeezed(as_text(hostile, BERLIN)).count(squeezed(attack)) == 5


def test_it_speaks_to_whom_it_goes() -> None:
    """In their language, while everybody else goes on in the one in use."""
    with speaking("en"):
        pdf = as_pdf(RECEIPT, BERLIN)
    assert b"/Lang(en)" in pdf
    assert "€140.00" in words(pdf)
    assert language() == "de"
