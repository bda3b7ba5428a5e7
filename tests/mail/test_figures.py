"""Amounts, days, terms and what was ordered, in the language of whoever reads the mail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.catalogue import Charging, TermMonths
from tcm_tui.domain.mail import MailKind
from tcm_tui.i18n import LANGUAGES
from tcm_tui.mail.message import Attachment
from tcm_tui.mail.outcome import Undeliverable
from tcm_tui.mail.render import Letterhead, render

from .letters import promise
from .test_render import ATTACKS, HEAD, HEADERS, parsed, part

if TYPE_CHECKING:
    from tcm_tui.domain.mail import PromisedMail


def order(**values: str) -> PromisedMail:
    """The receipt of an order, with these values in the place of the usual ones."""
    return promise(MailKind.ORDER_RECEIPT, **values)


def said(mail: PromisedMail, form: str = "plain") -> str:
    """What is read, in one line."""
    return " ".join(part(render(mail, HEAD).content, form).split())


@pytest.mark.parametrize("form", ["plain", "html"])
@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "de",
            (
                "25 × Microsoft 365 Business Basic zu je 67,20 €: 1.680,00 €",
                "1.999,20 €",
                "319,20 €",
                "22. Dezember 2026",
                "12 Monate",
                "jährlich",
                "MwSt. 19 %",
                "Lastschrift DE89 … 3000",
            ),
        ),
        (
            "en",
            (
                "25 × Microsoft 365 Business Basic at €67.20 each: €1,680.00",
                "€1,999.20",
                "€319.20",
                "22 December 2026",
                "12 months",
                "yearly",
                "VAT 19 %",
                "Direct debit DE89 … 3000",
            ),
        ),
    ],
)
def test_figures_are_told_as_people_read_them(
    language: str, told: tuple[str, ...], form: str
) -> None:
    """In both forms of the mail."""
    text = said(promise(MailKind.ORDER_RECEIPT, language=language), form)
    assert [what for what in told if what not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("charging", Charging)
@pytest.mark.parametrize("term", TermMonths)
def test_every_term_and_charging_has_a_word(
    term: TermMonths, charging: Charging, language: str
) -> None:
    """Without one, every order of that kind would be undeliverable."""
    mail = promise(
        MailKind.ORDER_RECEIPT,
        language=language,
        term_months=str(int(term)),
        charging=charging.value,
    )
    words = {"de": ("Monat", "monatlich", "jährlich"), "en": ("month", "monthly", "yearly")}
    month, monthly, yearly = words[language]
    text = said(mail)
    assert f"{int(term)} {month}" in text
    assert (monthly if charging is Charging.MONTHLY else yearly) in text


def test_what_has_no_day_is_told_by_a_dash() -> None:
    """Instead of nothing at all."""
    assert "danach am –" in said(order(next_due_on=""))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("charging", "weekly"),
        ("first_due_on", "bald"),
        ("gross_cents", "viel"),
        ("lines", "kein JSON"),
        ("lines", "[1, 2]"),
        ("lines", '[["Basic", 1]]'),
        ("lines", '[["Basic", "x", "y"]]'),
        ("lines", "7"),
        ("term_months", "7"),
    ],
)
def test_a_figure_that_is_none_can_never_be_sent(name: str, value: str) -> None:
    """Values written by another release, or past the services."""
    with pytest.raises(Undeliverable):
        render(order(**{name: value}), HEAD)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_g4_what_was_ordered_changes_neither_headers_nor_parts(attack: str) -> None:
    """Whatever an operator called a product, and whatever somebody wrote as a reason."""
    lines = json.dumps([[attack, 2, 560], ["Basic", 1, 560]])
    asked = promise(MailKind.ORDER_REQUESTED, lines=lines, reason=attack)
    content = render(asked, HEAD).content
    message = parsed(content)
    assert message.keys() == HEADERS
    assert len(list(message.walk())) == 3
    assert not {b for b in content if b < 0x20} - {0x0A}
    assert max(map(len, content.split(b"\n"))) <= 998
    markup = part(content, "html")
    assert markup.count("<script") == markup.count("<img") == 0
    assert "1 × Basic" in part(content, "plain")


# --- what goes with a mail --------------------------------------------------------------------

FILE = Attachment("B-2026-000042.pdf", "pdf", b"%PDF-1.7\n--x\n\x00\xff" * 400)


def test_a_file_goes_with_the_words() -> None:
    """Byte for byte; the words are found as in any other mail."""
    mail = render(order(), HEAD, FILE)
    message = parsed(mail.content)
    assert message.keys() == HEADERS
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (FILE.name, FILE.content)
    assert part(mail.content, "plain") == part(render(order(), HEAD).content, "plain")
    assert max(map(len, mail.content.split(b"\n"))) <= 998
    assert not {b for b in mail.content if b < 0x20} - {0x0A}


def test_the_same_promise_with_the_same_file_is_the_same_mail() -> None:
    """A second try must be recognisable as the same mail."""
    assert render(order(), HEAD, FILE) == render(order(), HEAD, FILE)


@pytest.mark.parametrize("name", ['a.pdf"\nBcc: x@y.example', "a.pdf\n\nBoese"])
def test_g4_a_file_name_that_is_not_as_planned_does_not_leave(name: str) -> None:
    """The look at the finished bytes holds for attachments, too."""
    with pytest.raises(Undeliverable):
        render(order(), Letterhead(), Attachment(name, "pdf", b"x"))
