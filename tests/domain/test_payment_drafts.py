"""What is typed for each kind, where its bills go, and what is shown of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.mandates import (
    CREDITOR_ID,
    check_reference,
    consent_text,
    mandate_text,
    new_mandate_reference,
)
from tcm_tui.domain.payment import CreditRefused, PaymentKind, mask_address, paypal_text
from tcm_tui.domain.payment_checks import check_line, check_number
from tcm_tui.domain.payment_drafts import (
    KINDS,
    CreditCard,
    DirectDebit,
    MobileInvoice,
    PaymentDraft,
    PayPal,
    TelekomInvoice,
    kept,
    kind_of,
)
from tcm_tui.domain.payment_provider import offline_text
from tcm_tui.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY: Final = date(2026, 11, 23)
TELEKOM = TelekomInvoice(" 123 456 78 90 ", "98765-04711", " Muster  Maschinenbau GmbH ")
MOBILE = MobileInvoice("1234 5678", "9876501234", "0151/23456789", postpaid=True)
CARD = CreditCard("Anna Muster", "4111-1111-1111-1111", "9/28", " 737 ")
PAYPAL = PayPal(" buchhaltung@MUSTER.example ", consent=True)
DEBIT = DirectDebit(
    "Muster GmbH", "de89 3704 0044 0532 0130 00", consent=True, reference="TCM-2026-000417"
)
ALL: Final[tuple[PaymentDraft, ...]] = (TELEKOM, MOBILE, CARD, PAYPAL, DEBIT)
ADDRESS = BillingAddress("Muster GmbH", "Musterstraße 1", "12345", "Musterstadt", "de", "")


@pytest.mark.parametrize(
    ("typed", "checked"),
    [
        (TELEKOM, TelekomInvoice("1234567890", "9876504711", "Muster Maschinenbau GmbH")),
        (MOBILE, MobileInvoice("12345678", "9876501234", "+49 1512 3456789", postpaid=True)),
        (CARD, CreditCard("Anna Muster", "4111111111111111", "09/28", "737")),
        (PAYPAL, PayPal("buchhaltung@muster.example", consent=True)),
        (DEBIT, replace(DEBIT, iban="DE89370400440532013000")),
    ],
)
def test_what_is_typed_is_taken_in_one_writing(typed: PaymentDraft, checked: PaymentDraft) -> None:
    """Numbers without what groups them; checking twice changes nothing."""
    assert typed.checked(TODAY) == checked
    assert checked.checked(TODAY) == checked


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "0228 1234567",
        "+43 664 1234567",
        "0800 3301000",
        "0900 1234567",
        "0151",
        "0151 23456789 0123",
        "+49 151 23456789 ext. 5",
        "٠١٥١ ٢٣٤٥٦٧٨٩",
        "Büro",
    ],
)
def test_a_mobile_contract_has_a_german_mobile_number(phone: str) -> None:
    """No fixed line, no other country, no service number."""
    with pytest.raises(Invalid) as refused:
        replace(MOBILE, phone=phone).checked(TODAY)
    assert refused.value.field == "phone"


@pytest.mark.parametrize(
    "phone",
    ["0151 23456789", "0160 1234567", "(0170) 1234567", "+49 175 1234567", "0049 1522 3456789"],
)
def test_german_mobile_numbers_are_known(phone: str) -> None:
    """Of whichever network: numbers are taken along."""
    assert replace(MOBILE, phone=phone).checked(TODAY).phone.startswith("+49 1")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "ausfüllen"),
        ("123456789", "hat 10 Ziffern, nicht 9"),
        ("12345678901", "hat 10 Ziffern, nicht 11"),
        ("123456789O", "Nur Ziffern"),
        ("+123456789", "Nur Ziffern"),
        ("१२३४५६७८९०", "Nur Ziffern"),
        ("1" * 1_000, "hat 10 Ziffern, nicht 1000"),
    ],
)
def test_a_number_has_its_digits(value: str, says: str) -> None:
    """As many as it has, and nothing else."""
    with pytest.raises(Invalid, match=says) as refused:
        check_number(value, 10, "customer_number")
    assert refused.value.field == "customer_number"


@pytest.mark.parametrize(
    "name",
    [
        "4111 1111 1111 1111",
        "Anna 4111-1111-1111-1111 Muster",
        "4111111111111111",
        "４１１１１１１１１１１１１１１１",
        "DE89 3704 0044 0532 0130 00",
        "5500 0000 0000 0004 737",
        "4111_1111|1111·1111",
        "4111, 1111, 1111, 1111",
        "4111\u200b1111\u00ad1111\u20091111",
        "٤١١١ ١١١١ ١١١١ ١١١١",
        "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏",
        "NL91ABNA0417164300",
        "Jan nl91 abna 0417 1643 00",
        "ＮＬ９１ＡＢＮＡ０４１７１６４３００",
    ],
)
def test_i1_a_number_in_the_wrong_field_is_not_stored_in_clear(name: str) -> None:
    """Names and addresses stand in the database as they are."""
    with pytest.raises(Invalid, match="Konto- oder Kartennummer"):
        check_line(name, "holder")
    with pytest.raises(Invalid, match="Konto- oder Kartennummer"):
        replace(CARD, holder=name).checked(TODAY)
    for attribute in ("company", "street", "city"):
        with pytest.raises(Invalid, match="Konto- oder Kartennummer") as refused:
            replace(ADDRESS, **{attribute: name}).checked()
        assert refused.value.field == f"billing_{attribute}"


@pytest.mark.parametrize(
    "name",
    [
        "Müller & Söhne GmbH",
        "Haus 12345678901",
        "3. Stock, 12-14",
        "Halle 12, Tor 3456, 1.-7. Etage",
        "AB12CDEF345678",
    ],
)
def test_a_name_with_some_digits_is_a_name(name: str) -> None:
    """Eleven digits are no card's yet."""
    assert check_line(name, "holder") == name


def test_every_kind_has_a_draft() -> None:
    """And every draft a kind."""
    assert sorted(KINDS.values()) == sorted(PaymentKind)
    assert [kind_of(draft) for draft in ALL] == list(PaymentKind)


@pytest.mark.parametrize("draft", ALL)
def test_i1_no_number_stands_in_a_repr(draft: PaymentDraft) -> None:
    """Neither as typed, nor checked, nor as it is kept."""
    checked = draft.checked(TODAY)
    for text in (repr(draft), repr(checked), repr(kept(checked))):
        for number in ("12345678", "1234 5678", "98765", "4111", "737", "3704", "buchhaltung"):
            assert number not in text


def test_i1_nothing_of_a_card_is_kept_but_its_mark() -> None:
    """Brand, last four, end; the number only to make a keyed hash of."""
    found = kept(CARD.checked(TODAY))
    assert found.numbers == {}
    assert (found.mark.last_four, found.mark.expires_on) == ("1111", date(2028, 9, 30))


@pytest.mark.parametrize(
    ("draft", "masked", "short"),
    [
        (TELEKOM, "Buchungskonto … 4711", "… 4711"),
        (MOBILE, "Kundenkonto … 1234", "… 1234"),
        (CARD, "Visa … 1111 · 09/28", "Visa … 1111 · 09/28"),
        (PAYPAL, "b…g@muster.example", "b…g@muster.example"),
        (DEBIT, "DE89 … 3000 · Commerzbank", "DE89 … 3000"),
    ],
)
def test_a12_what_is_shown_is_masked(draft: PaymentDraft, masked: str, short: str) -> None:
    """In a list, and in a mail of any language."""
    mark = kept(draft.checked(TODAY)).mark
    assert (mark.masked, mark.short) == (masked, short)


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("buchhaltung@muster.example", "b…g@muster.example"),
        ("abc@m.example", "a…c@m.example"),
        ("ab@m.example", "…@m.example"),
        ("a@m.example", "…@m.example"),
    ],
)
def test_of_an_address_little_is_shown(address: str, masked: str) -> None:
    """Nothing of a short one."""
    assert mask_address(address) == masked


def test_a_billing_address_is_taken_in_one_writing() -> None:
    """Its country in capitals, nothing stands for Germany; the VAT number may be left out."""
    found = replace(ADDRESS, country="", vat_id="de 136 695 976", postcode="D-12345").checked()
    assert (found.country, found.vat_id, found.postcode) == ("DE", "DE136695976", "12345")
    assert found.checked() == found
    assert replace(ADDRESS, country="at", postcode="1010").checked().country == "AT"


def test_a_reference_follows_from_the_instant() -> None:
    """Of its year; another microsecond gives another."""
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    first = new_mandate_reference(now)
    assert first == new_mandate_reference(now) == check_reference(first)
    assert first.startswith("TCM-2026-")
    others = {new_mandate_reference(now + timedelta(microseconds=n)) for n in range(100)}
    assert len(others) > 95


@pytest.mark.parametrize("reference", ["", "TCM-2026-00041", "TCM-2026-0004177", "tcm-2026-000417"])
def test_another_reference_is_none_of_ours(reference: str) -> None:
    """It cannot be made up."""
    with pytest.raises(Invalid) as refused:
        replace(DEBIT, reference=reference).checked(TODAY)
    assert refused.value.field == "reference"


def test_the_consent_names_reference_and_creditor() -> None:
    """As SEPA asks for; no number of the account."""
    assert "TCM-2026-000417" in consent_text("TCM-2026-000417")
    text = mandate_text("TCM-2026-000417")
    assert "TCM-2026-000417" in text
    assert CREDITOR_ID in text
    assert "acht Wochen" in text


@pytest.mark.parametrize(("count", "says"), [(1, "1 Rechnung ist"), (3, "3 Rechnungen sind")])
def test_debts_are_counted(count: int, says: str) -> None:
    """In a sentence."""
    assert says in CreditRefused(count).message


@pytest.mark.parametrize("kind", PaymentKind)
def test_offline_every_dialog_says_so(kind: PaymentKind) -> None:
    """In words of its own."""
    assert "ffline" in offline_text(kind)


def test_paypal_names_what_it_debits() -> None:
    """All four."""
    for way in ("Lastschrift", "giropay", "Kreditkarte", "PayPal-Guthaben"):
        assert way in paypal_text()


TEXTS = st.text(max_size=40)
MAKERS: Final[tuple[Callable[[str], PaymentDraft], ...]] = (
    lambda text: TelekomInvoice(text, text, text),
    lambda text: MobileInvoice(text, text, text, postpaid=True),
    lambda text: CreditCard(text, text, text, text),
    lambda text: PayPal(text, consent=True),
    lambda text: DirectDebit(text, text, consent=True, reference=text),
)


@given(TEXTS, st.sampled_from(MAKERS))
def test_whatever_is_typed_is_refused_at_a_field(
    text: str, make: Callable[[str], PaymentDraft]
) -> None:
    """Never another error, and always one of the form's own fields."""
    draft = make(text)
    try:
        checked = draft.checked(TODAY)
    except Invalid as refused:
        name = refused.field
        assert name in vars(draft)
    else:
        assert checked.checked(TODAY) == checked


@given(TEXTS, TEXTS)
def test_whatever_is_typed_as_an_address_is_refused_at_a_field(text: str, other: str) -> None:
    """The same for the billing address."""
    address = BillingAddress(text, other, text, other, text, other)
    try:
        checked = address.checked()
    except Invalid as refused:
        name = (refused.field or "").removeprefix("billing_")
        assert name in vars(address)
    else:
        assert checked.checked() == checked


def test_the_masks_follow_the_language() -> None:
    """As far as they have words."""
    mark = kept(TELEKOM.checked(TODAY)).mark
    set_language("en")
    assert mark.short in mark.masked
