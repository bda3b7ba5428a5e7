"""What a mail says, and that nobody can make it say or do anything else."""

from __future__ import annotations

import os
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib.resources import files
from pathlib import Path
from string import Template

import pytest

from tcm_tui.domain.mail import VALUES, MailKind
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.permissions import Role
from tcm_tui.i18n import LANGUAGES
from tcm_tui.mail.message import check
from tcm_tui.mail.outcome import Undeliverable
from tcm_tui.mail.render import LINE, Letterhead, render

from .letters import CODE, promise, values

EXPECTED = Path(__file__).parent / "expected"
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
]
HEAD = Letterhead()
WITH_LINK = Letterhead(public_url="https://portal.example/verwaltung?a=1&b=2")
IN_WORDS = {"charging", "kind", "lines", "old_kind", "role", "term_months", "what"}
ATTACKS = [
    "Muster\r\nBcc: alle@boese.example",
    "Muster\nBcc: alle@boese.example",
    "Muster\rBcc: alle@boese.example",
    "Muster\r\n\r\n<h1>Neuer Text</h1>",
    "Muster\x85Bcc: alle@boese.example",
    "Muster\u2028Bcc: alle@boese.example",
    "Muster\u2029Bcc: alle@boese.example",
    "Muster\x0bBcc: a@boese.example\x0cCc: b@boese.example",
    "Muster\x00Bcc: alle@boese.example",
    "Muster\x1b]52;c;Ym9lc2U=\x07",
    "Muster\x9b6n\x7f",
    "Muster\ud800GmbH",
    "\u202eHbmG retsuM\u2066",
    "=?utf-8?q?Hallo=0ABcc:_alle@boese.example?=",
    "=?utf-8?q?Hallo=0D=0ABcc:_alle@boese.example?=",
    "=?UTF-8?B?SGFsbG8KQmNjOiBhbGxlQGJvZXNlLmV4YW1wbGU=?=",
    "=?utf-8?q?Hallo=0A?= =?utf-8?q?Bcc:_alle@boese.example?=",
    "a=?utf-8?q?=0A_Bcc:_alle@boese.example?=b",
    "=?iso-8859-1?q?=85Bcc:_alle@boese.example?=",
    "=?unbekannt?q?=0ABcc:x?=",
    "=?utf-8?q?",
    "?==?=?=??=",
    "=" * 40 + "?" * 40,
    "$code ${code} $$ %(code)s {code}",
    "--03a68d6cc32636bc88bac2f4a51be412b9dab808--",
    "\n--\nContent-Type: text/html\n\nBoese",
    '<a@b.example>, "c" <d@e.example>; gruppe: f@g.example;',
    "Subject: Re: Re:",
    "</title></head><script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "&lt;b&gt; & &amp;",
    "ä" * 500,
    '"' * 500,
    "Wort " * 200,
    "🦊" * 200,
    "  ",
    "",
]


def parsed(content: bytes) -> EmailMessage:
    """The mail as a mail program sees it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(content: bytes, kind: str) -> str:
    """The text or the HTML of a mail."""
    body = parsed(content).get_body(preferencelist=(kind,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
def test_a_mail_reads_as_expected(kind: MailKind, language: str) -> None:
    """Every kind in every language, byte for byte; TCM_WRITE_EXPECTED=1 writes the files anew."""
    content = render(promise(kind, language=language), WITH_LINK).content
    file = EXPECTED / f"{kind.value}.{language}.eml"
    if os.environ.get("TCM_WRITE_EXPECTED") == "1":
        file.write_bytes(content)
    assert content.decode() == file.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("name", ["subject.{}.txt", "text.{}.txt", "body.{}.html"])
def test_templates_ask_for_nothing_that_is_not_promised(
    kind: MailKind, language: str, name: str
) -> None:
    """A misspelt placeholder is found here, not when the mail is due."""
    file = files("tcm_tui.mail").joinpath("templates", kind.value, name.format(language))
    asked = set(Template(file.read_text("utf-8")).get_identifiers())
    shared = {"greeting", "link", "call_begin", "call_end"}
    shared |= {f"{value}_block" for value in VALUES[kind] & {"code"}}
    assert asked <= VALUES[kind] | shared


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["txt", "html"])
def test_how_a_code_is_used_is_told_in_one_place(language: str, form: str) -> None:
    """With the code itself and the link, in words that every mail with a code shares."""
    file = files("tcm_tui.mail").joinpath("templates", "common", f"code.{language}.{form}")
    text = file.read_text("utf-8")
    assert set(Template(text).get_identifiers()) == {"code", "link"}
    told = next(line for line in text.splitlines() if "tcm-tui," in line)
    for kind in (kind for kind in MailKind if "code" in VALUES[kind]):
        content = render(promise(kind, language=language), HEAD).content
        assert told.removeprefix("<p>") in part(content, "plain" if form == "txt" else "html")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("form", ["plain", "html"])
def test_every_promised_value_is_in_the_mail(kind: MailKind, language: str, form: str) -> None:
    """A value left out by one language or one form would be missed by half the readers."""
    content = render(promise(kind, language=language), HEAD).content
    said = " ".join(part(content, form).split())
    for name in VALUES[kind]:
        if name in IN_WORDS or name.endswith(("_at", "_until", "_cents", "_on")):
            continue  # these are put into the reader's language
        if name == "order":
            continue  # what is attached is found by it
        for shown in values(kind)[name].splitlines():
            assert shown in said or shown.replace("&", "&amp;") in said


@pytest.mark.parametrize(
    ("language", "role", "instant"),
    [
        ("de", "Rechnungsadministrator", "6. Dezember 2026 um 10:00 Uhr"),
        ("en", "Billing administrator", "6 December 2026 at 10:00"),
    ],
)
def test_role_and_date_are_in_the_recipients_language(
    language: str, role: str, instant: str
) -> None:
    """Nine o'clock UTC is ten o'clock in Berlin in winter."""
    text = part(render(promise(language=language), HEAD).content, "plain")
    assert role in text
    assert instant in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_word_in_every_language(role: Role, language: str) -> None:
    """A role without one would make every invitation to it undeliverable."""
    text = part(render(promise(language=language, role=role.value), HEAD).content, "plain")
    assert role.value not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["", *PaymentKind])
def test_every_way_to_pay_has_a_word_in_every_language(kind: str, language: str) -> None:
    """None was active before the first; the new one is said before the old one."""
    changed = promise(
        MailKind.PAYMENT_METHOD_CHANGED, language=language, old_kind=kind, old_mask=""
    )
    new, old = ("Direct debit", "none yet") if language == "en" else ("Lastschrift", "noch keines")
    text = part(render(changed, HEAD).content, "plain")
    assert "_" not in text
    assert new in text
    assert (old in text) == (not kind)


def test_without_a_name_the_greeting_has_no_gap() -> None:
    """Many are invited by address alone."""
    assert part(render(promise(name=""), HEAD).content, "plain").startswith("Guten Tag,\n")


def test_an_unknown_language_gets_the_first_one() -> None:
    """A mail in German is better than none."""
    assert "Guten Tag" in part(render(promise(language="fr"), HEAD).content, "plain")


def test_the_link_is_there_only_with_an_address() -> None:
    """Without a public address the mail speaks of no browser, and has no hole in its place."""
    without = part(render(promise(), HEAD).content, "plain")
    assert "Browser" not in without
    assert "\n\n\n" not in without
    assert WITH_LINK.public_url in part(render(promise(), WITH_LINK).content, "plain")


def test_g5_the_code_stands_in_one_line_of_the_raw_file() -> None:
    """In text and HTML, with long names around it, readable with `less`."""
    long = "Ganz außerordentlich lange Gesellschaft für Maschinenbau " * 3
    content = render(promise(company=long, inviter=long, name=long), WITH_LINK).content
    lines = content.decode().splitlines()
    assert [line.strip() for line in lines].count(CODE) == 2
    with_code = [line for line in lines if CODE[:4] in line or "tcm-tui open" in line]
    assert len(with_code) == 4
    assert all(len(line) < LINE for line in with_code)
    assert b"quoted-printable" not in content
    assert b"base64" not in content


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("name", ["company", "inviter", "name"])
def test_g4_no_value_changes_the_headers(name: str, attack: str) -> None:
    """The mail has the planned headers and parts, one recipient, and nothing that acts."""
    content = render(promise(**{name: attack}), HEAD).content
    message = parsed(content)
    assert message.keys() == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == [
        "derya.celik@muster-maschinenbau.example"
    ]
    assert [p.get_content_type() for p in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert not {b for b in content if b < 0x20} - {0x0A}
    assert max(map(len, content.split(b"\n"))) <= 998
    text = content.decode()
    assert not set(text) & set("\x7f\x85\x9b\u2028\u2029\u202e\u2066")
    markup = part(content, "html")
    assert markup.count("<script") == markup.count("<img") == 0


def test_g4_values_are_literal() -> None:
    """A placeholder in a name is not filled, markup in it is not markup."""
    content = render(promise(company="$code <b>&amp;</b>"), HEAD).content
    assert "$code <b>&amp;</b>" in " ".join(part(content, "plain").split())
    assert "$code &lt;b&gt;&amp;amp;&lt;/b&gt;" in part(content, "html")
    assert str(parsed(content)["Subject"]) == "Anna Muster lädt Sie zu $code <b>&amp;</b> ein"


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "niemand",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "<a@b.example>",
        "Anna <a@b.example>",
        "a@b.example;",
        "=?utf-8?q?a=40b.example=0ABcc:c?=@d.example\n",
    ],
)
def test_g4_only_one_plain_address_is_a_recipient(recipient: str) -> None:
    """Also when the row was written past the services."""
    with pytest.raises(Undeliverable):
        render(promise(recipient=recipient), HEAD)


@pytest.mark.parametrize(
    "message_id",
    [
        "x@y.invalid>\nBcc: z@boese.example",
        "x@y.invalid>\r\n\r\n<h1>Neuer Text</h1>",
        "x@y.invalid>\n <b",
        "=?utf-8?q?x=0ABcc:_y?=",
    ],
)
def test_g4_a_mail_that_is_not_as_planned_does_not_leave(message_id: str) -> None:
    """The one header value that no rule has cleaned, written past the services."""
    with pytest.raises(Undeliverable):
        render(promise(message_id=message_id), HEAD)


PLAN = {
    "From": "a@b.example",
    "To": "c@d.example",
    "Subject": "Hallo",
}
GOOD = (
    b"From: a@b.example\nTo: c@d.example\nSubject: Hallo\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/alternative; boundary="x"\n\n'
    b"--x\nContent-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\nText\n"
    b"--x\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\nHTML\n"
    b"--x--\n"
)


def test_g4_finished_bytes_as_planned_pass() -> None:
    """The counterpart of the refusals below."""
    check(GOOD, PLAN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: Hallo\n", b"Subject: Hallo\nBcc: x@y.example\n"),
        (b"Subject: Hallo\n", b"Subject: Hallo\nTo: x@y.example\n"),
        (b"Subject: Hallo\n", b"Subject: Anders\n"),
        (b"Subject: Hallo\n", b""),
        (b"Subject: Hallo\n", b"Subject: Hallo\n\n"),
        (b"To: c@d.example\n", b"To: c@d.example, x@y.example\n"),
        (b"Text\n", b"Text\n--x\nContent-Type: text/html\n\nBoese\n"),
        (b"Text\n", b"T" * 999 + b"\n"),
        (b"text/plain\n", b"text/plain\nX-Boese: 1\n"),
    ],
)
def test_g4_finished_bytes_unlike_the_plan_are_refused(old: bytes, new: bytes) -> None:
    """Whatever the library may let through, this look at the bytes does not."""
    with pytest.raises(Undeliverable):
        check(GOOD.replace(old, new, 1), PLAN)


def test_g4_two_planned_recipients_are_refused() -> None:
    """One mail, one recipient: even if both were planned."""
    two = "c@d.example, x@y.example"
    with pytest.raises(Undeliverable):
        check(GOOD.replace(b"c@d.example", two.encode()), PLAN | {"To": two})


@pytest.mark.parametrize(
    "changes",
    [
        {"values": {}},
        {"values": values(MailKind.INVITATION) | {"more": "x"}},
        {"role": "king"},
        {"expires_at": "bald"},
    ],
)
def test_a_promise_that_fits_no_template_can_never_be_sent(changes: dict[str, object]) -> None:
    """Values written by another release, or past the services."""
    with pytest.raises(Undeliverable):
        render(promise(**changes), HEAD)


def test_the_same_promise_is_the_same_mail() -> None:
    """A second try must be recognisable as the same mail."""
    assert render(promise(), HEAD) == render(promise(attempts=3), HEAD)
    other = render(promise(message_id="fedcba9876543210@tcm-tui.invalid"), HEAD)
    assert other.content != render(promise(), HEAD).content


def test_an_address_outside_ascii_keeps_its_local_part() -> None:
    """The domain is written as the name servers know it."""
    mail = render(promise(recipient="jörg@bücher.example"), HEAD)
    assert mail.recipient == "jörg@xn--bcher-kva.example"
    assert parsed(mail.content)["To"] == mail.recipient


def test_c5_nothing_that_is_logged_shows_the_code() -> None:
    """Promise and mail can stand in any message of any log."""
    waiting = promise()
    assert CODE not in repr(waiting)
    assert CODE not in repr(render(waiting, HEAD))
    with pytest.raises(Undeliverable) as refused:
        render(replace(waiting, recipient="niemand"), HEAD)
    assert CODE not in str(refused.value)


@pytest.mark.parametrize(
    "sender", ["a@b.example", "Märkte für alle <a@b.example>", '"Muster, GmbH" <a@b.example>']
)
def test_the_sender_is_the_installations(sender: str) -> None:
    """With any name, or none."""
    mail = render(promise(), Letterhead(sender=sender))
    assert str(parsed(mail.content)["From"]) == sender
    assert mail.sender == "a@b.example"


@pytest.mark.parametrize("sender", ["", "Marketplace", "a@b.example\nBcc: c@d.example"])
def test_a_letterhead_needs_a_sender(sender: str) -> None:
    """Told at start, not at the first mail."""
    with pytest.raises(ValueError, match="sender"):
        Letterhead(sender=sender)


@pytest.mark.parametrize(
    "question", ["wort " * 300, "x" * 5000, "&" * 2000, "ü" * 1000, "a\r\n.\r\nb"]
)
def test_a_long_question_stays_a_mail(question: str) -> None:
    """Broken into lines that every server takes; cut where the form would have refused it."""
    mail = render(promise(MailKind.HELP_REQUEST, question=question), HEAD)
    assert max(map(len, mail.content.split(b"\n"))) < 998
    assert max(map(len, part(mail.content, "plain").splitlines())) <= LINE
