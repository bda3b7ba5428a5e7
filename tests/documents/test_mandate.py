"""A SEPA mandate as text and as PDF: all of it, set as it is, from nothing but the template."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

from tcm_tui.documents import typesetting
from tcm_tui.documents.facts import LINE
from tcm_tui.documents.mandate import as_pdf, as_text
from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.mandates import MandateShown, mandate_text
from tcm_tui.i18n import set_language

from .pdf import objects, pages, squeezed, streams, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BERLIN: Final = ZoneInfo("Europe/Berlin")
REFERENCE: Final = "TCM-2026-000417"
MANDATE: Final = MandateShown(
    method_id=1,
    reference=REFERENCE,
    consented_at=datetime(2026, 11, 16, 9, 4, tzinfo=UTC),
    text=mandate_text(REFERENCE),
    company="Muster Maschinenbau GmbH",
    holder="Anna Müller-Łukasik",
    iban="DE89 3704 0044 0532 0130 00",
    bank="Commerzbank",
    bic="COBADEFFXXX",
    address=BillingAddress("Muster Maschinenbau GmbH", "Weg 418", "53227", "Bonn", "DE"),
)
STANDS_IN_IT: Final = (
    "SEPA-Lastschriftmandat",
    "Telekom Cloud Marketplace",
    "DE98ZZZ09999999999",
    REFERENCE,
    "Anna Müller-Łukasik",
    "Muster Maschinenbau GmbH",
    "Weg 418",
    "53227 Bonn",
    "Deutschland",
    "DE89 3704 0044 0532 0130 00",
    "COBADEFFXXX",
    "Commerzbank",
    "16.11.2026, 10:04 Uhr",
    MANDATE.text,
)
MARKUP: Final = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.1"',
    "#panic()",
    "*fett* _kursiv_ `Code`",
    "$x^2$",
    "= Überschrift",
    "[a](b) <c> @d",
    "\\ \\u{41} \\#",
    "// weg /* auch weg */",
    '"} } #sys.inputs {{',
    "https://muster.example/x",
    "-- --- ... ~",
)
"""What would mean something to the typesetter, were it read as a document."""


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English for one test."""
    set_language("en")
    yield
    set_language("de")


@pytest.mark.parametrize("what", STANDS_IN_IT)
def test_everything_of_a_mandate_stands_in_both(what: str) -> None:
    """The account number in full: it is what a mandate is for."""
    assert squeezed(what) in words(as_pdf(MANDATE, BERLIN))
    assert squeezed(what) in squeezed(as_text(MANDATE, BERLIN))


def test_the_text_fits_into_a_letter() -> None:
    """Also with words that are longer than a line; each fact begins where the others do."""
    text = as_text(replace(MANDATE, holder="Donau" * 30), BERLIN)
    assert max(map(len, text.splitlines())) <= LINE
    assert text.endswith("\n")
    column = {line.rindex("  ") for line in text.splitlines() if line.endswith(("Bonn", REFERENCE))}
    assert len(column) == 1


def test_what_is_not_known_is_left_out() -> None:
    """A bank that nobody knows leaves no empty line."""
    unknown = replace(MANDATE, bank="", bic="")
    for text in (as_text(unknown, BERLIN), words(as_pdf(unknown, BERLIN))):
        assert "BIC" not in text
        assert "Bank" not in text
        assert "Commerzbank" not in text


def test_a_pdf_is_one_sheet_of_a4_with_our_letterhead() -> None:
    """Its title and language are told to whatever reads it aloud."""
    pdf = as_pdf(MANDATE, BERLIN)
    assert pages(pdf) == 1
    assert b"/MediaBox[0 0 595.2756 841.8898]" in pdf
    assert words(pdf).startswith("CloudMarketplace")
    assert b"0.8862745 0 0.45490196 scn" in streams(pdf)  # our magenta
    assert f"/Title(SEPA-Lastschriftmandat {REFERENCE})".encode() in pdf
    assert b"/Lang(de)" in pdf
    assert b"/StructTreeRoot" in pdf


@pytest.mark.usefixtures("english")
def test_a_mandate_speaks_the_language_in_use() -> None:
    """But for the words of the consent, which stay those that were consented to."""
    pdf = as_pdf(MANDATE, BERLIN)
    assert b"/Lang(en)" in pdf
    assert squeezed(MANDATE.text) in words(pdf)


@pytest.mark.parametrize("attack", MARKUP)
def test_f_what_people_typed_is_no_markup(attack: str) -> None:
    """It stands there letter by letter, wherever it was typed."""
    hostile = replace(
        MANDATE,
        holder=attack,
        text=f"Text {attack}",
        bank=attack,
        address=replace(MANDATE.address, company=attack, street=attack, city=attack),
    )
    found = words(as_pdf(hostile, BERLIN))
    assert found.count(squeezed(attack)) == 6
    assert squeezed(as_text(hostile, BERLIN)).count(squeezed(attack)) == 6
    assert b"/URI" not in as_pdf(hostile, BERLIN)


def test_a7_what_turns_letters_around_is_shown_as_a_sign() -> None:
    """As everywhere else; a lone surrogate does not end the program."""
    hostile = replace(MANDATE, holder="Anna\u202egnp.exe\x1b[2J\ud800\x00")
    for text in (as_text(hostile, BERLIN), words(as_pdf(hostile, BERLIN))):
        assert not set("\u202e\x1b\ud800\x00") & set(text)


def test_a9_long_and_foreign_words_stay_on_the_sheet() -> None:
    """A name without a blank is broken; letters that no font of ours has do no harm."""
    wide = replace(MANDATE, holder="W" * 255, bank="漢字" * 40)
    assert pages(as_pdf(wide, BERLIN)) <= 2
    assert "W" * 255 in words(as_pdf(wide, BERLIN))


def test_a_mandate_given_at_any_microsecond_can_be_saved() -> None:
    """The typesetter counts seconds; the clock does not."""
    at = MANDATE.consented_at
    exact = replace(MANDATE, consented_at=at.replace(microsecond=123_456))
    assert as_pdf(exact, BERLIN) == as_pdf(MANDATE, BERLIN)


def test_the_same_mandate_gives_the_same_bytes() -> None:
    """Neither the clock nor the machine stands in it."""
    assert as_pdf(MANDATE, BERLIN) == as_pdf(MANDATE, BERLIN)


def test_f_templates_are_closed() -> None:
    """None of them asks for a package or a file; a template of ours gets words, nothing else."""
    templates = sorted(typesetting.TEMPLATES.iterdir())
    assert [one.name for one in templates] == ["mandate.typ", "receipt.typ", "sheet.typ"]
    for one in templates:
        code = re.sub(r"//.*", "", one.read_text("utf-8"))
        code = re.sub(r'^#import "sheet\.typ": [a-z, ]+$', "", code, flags=re.MULTILINE)
        assert not re.search(r"\b(import|include|read|plugin|image|eval|csv|xml|yaml|toml)\b", code)
        assert "@" not in code


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../outside.txt")'])
def test_f_even_a_template_reads_nothing_outside_of_its_folder(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the program gives the typesetter holds for whatever template comes later."""
    import typst  # noqa: PLC0415 - an extra

    (tmp_path / "outside.txt").write_text("secret")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "x.typ").write_text(source)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path / "inside")
    with pytest.raises(typst.TypstError):
        typesetting.typeset("x", {}, MANDATE.consented_at)


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text needs none."""
    monkeypatch.setattr(typesetting, "find_spec", lambda _name: None)
    with pytest.raises(Unavailable, match=r"tcm-tui\[documents\]"):
        as_pdf(MANDATE, BERLIN)
    assert REFERENCE in as_text(MANDATE, BERLIN)


def test_i1_the_pdf_tells_nothing_of_the_machine() -> None:
    """No folder, no name of whoever made it."""
    pdf = as_pdf(MANDATE, BERLIN)
    everything = pdf + streams(pdf)
    assert str(typesetting.TEMPLATES).encode() not in everything
    assert len(objects(pdf)) > 50
