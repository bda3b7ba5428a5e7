"""SMTP over a real connection: what is refused, what waits, what leaves, and what goes by wire."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import closing
from dataclasses import replace
from email.parser import BytesParser
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.mail_server import SmtpSecurity, SmtpServer
from tcm_tui.mail import smtp
from tcm_tui.mail.outcome import NotNow, Refused, Undeliverable
from tcm_tui.mail.render import Letterhead, render
from tcm_tui.mail.smtp import SmtpDeliverer

from ..smtp import DROP, HOST, SILENCE, MailServer, certificate
from .letters import CODE, promise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.mail.outcome import FinishedMail

MAIL = render(promise(), Letterhead())
SHORT = 0.2
"""Seconds of patience where a test makes the server say nothing."""


def mails(number: int) -> list[FinishedMail]:
    """Different mails to different people."""
    return [
        render(
            promise(recipient=f"person{n}@muster.example", message_id=f"{n:032x}@tcm-tui.invalid"),
            Letterhead(),
        )
        for n in range(number)
    ]


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A server that takes everything."""
    with MailServer() as running:
        yield running


def deliverer(server: MailServer, *, timeout: float = 10, **other: object) -> SmtpDeliverer:
    """Speaks to `server`, in clear unless `other` says more."""
    plan = SmtpServer(HOST, server.port, SmtpSecurity.NONE)
    return SmtpDeliverer(replace(plan, **other), timeout=timeout)  # type: ignore[arg-type]  # fields of it


def refused(sender: SmtpDeliverer, mail: FinishedMail = MAIL) -> str:
    """The sentence of a try that may be repeated."""
    with pytest.raises(NotNow) as error:
        sender.deliver(mail)
    return str(error.value)


def test_a_mail_reaches_its_one_recipient_unchanged(server: MailServer) -> None:
    """Every byte of it, with the line ends of the wire; the code stands in one line (G5)."""
    sender = deliverer(server)
    sender.deliver(MAIL)
    sender.close()
    (letter,) = server.letters
    assert letter.recipients == (MAIL.recipient,)
    assert letter.sender == MAIL.sender
    assert letter.content == MAIL.content.rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"
    assert [line for line in letter.content.splitlines() if CODE.encode() in line]
    assert letter.message["Message-ID"] == f"<{MAIL.message_id}>"


def test_a_line_that_is_a_dot_arrives_as_one(server: MailServer) -> None:
    """It ends no mail early, and nothing behind it is taken for a command."""
    content = MAIL.content + b".\nMAIL FROM:<a@b.example>\n..\n"
    sender = deliverer(server)
    sender.deliver(replace(MAIL, content=content))
    sender.close()
    (letter,) = server.letters
    assert letter.content.endswith(b"\r\n.\r\nMAIL FROM:<a@b.example>\r\n..\r\n")
    assert server.times("MAIL") == 1


def test_a_round_uses_one_connection_and_says_goodbye(server: MailServer) -> None:
    """The next round opens another one."""
    sender = deliverer(server)
    for mail in mails(5):
        sender.deliver(mail)
    sender.settle()
    assert server.times("BANNER") == 1
    sender.close()
    sender.deliver(MAIL)
    sender.close()
    assert server.times("BANNER") == 2
    assert len(server.letters) == 6


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "."])
def test_g2_a_temporary_refusal_can_be_repeated(server: MailServer, step: str) -> None:
    """In the server's words; the next mail leaves over the same connection."""
    sender = deliverer(server)
    server.answers[step] = "451 4.3.0 Please come back later"
    assert refused(sender) == "451 4.3.0 Please come back later"
    server.answers.clear()
    sender.deliver(MAIL)
    sender.close()
    assert server.times("BANNER") == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "."])
def test_g2_a_refusal_for_good_is_not_repeated(server: MailServer, step: str) -> None:
    """And holds up no other mail."""
    sender = deliverer(server)
    server.answers[step] = "550 5.1.1 No such user here"
    with pytest.raises(Refused, match=r"^550 5\.1\.1 No such user here$"):
        sender.deliver(MAIL)
    server.answers.clear()
    sender.deliver(MAIL)
    sender.close()
    assert server.times("BANNER") == 1


@pytest.mark.parametrize("answer", ["530 5.7.0 Authentication required", "535 5.7.8 Expired"])
def test_a_refusal_that_is_about_us_fails_no_mail(server: MailServer, answer: str) -> None:
    """The operator mends it; meanwhile every mail waits."""
    server.answers["MAIL"] = answer
    sender = deliverer(server)
    assert refused(sender) == answer
    sender.close()


@pytest.mark.parametrize("step", ["BANNER", "EHLO"])
@pytest.mark.parametrize("answer", ["421 4.3.2 Closing down", "554 5.3.2 Not today"])
def test_g2_a_server_that_does_not_want_to_talk_fails_no_mail(
    server: MailServer, step: str, answer: str
) -> None:
    """Whatever number it says; and nobody asks again before the next round."""
    server.answers[step] = answer
    sender = deliverer(server)
    assert refused(sender) == answer
    server.answers.clear()
    assert refused(sender) == answer
    assert server.times("BANNER") == 1
    sender.close()
    sender.deliver(MAIL)
    sender.close()
    assert len(server.letters) == 1


def test_a_server_that_closes_is_left(server: MailServer) -> None:
    """421 in the middle: the next mail takes a new connection."""
    sender = deliverer(server)
    server.answers["RCPT"] = "421 4.3.2 Shutting down"
    assert refused(sender) == "421 4.3.2 Shutting down"
    server.answers.clear()
    sender.deliver(MAIL)
    sender.close()
    assert server.times("BANNER") == 2


@pytest.mark.parametrize("step", ["BANNER", "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_g2_a_dropped_connection_can_be_repeated(server: MailServer, step: str) -> None:
    """Even after the content, when the server may have it: under the same Message-ID."""
    server.answers[step] = DROP
    sender = deliverer(server)
    assert refused(sender) == "Der Mailserver hat die Verbindung getrennt."
    sender.close()
    server.answers.clear()
    sender.deliver(MAIL)
    sender.close()
    kept = [letter.message["Message-ID"] for letter in server.letters]
    assert kept == [f"<{MAIL.message_id}>"] * (2 if step == "." else 1)


@pytest.mark.parametrize("step", ["BANNER", "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_g2_no_step_waits_for_ever(server: MailServer, step: str) -> None:
    """A server that says nothing is left; the next round finds it awake."""
    server.answers[step] = SILENCE
    sender = deliverer(server, timeout=SHORT)
    before = time.monotonic()
    assert refused(sender).startswith("Der Mailserver antwortet nicht binnen")
    assert time.monotonic() - before < 5
    sender.close()
    server.answers.clear()
    patient = deliverer(server)
    patient.deliver(MAIL)
    patient.close()


def test_g2_a_server_that_dribbles_is_left_too() -> None:
    """A byte now and then keeps no answer open: the patience is for the whole of it."""
    with closing(socket.create_server((HOST, 0))) as listener:
        ended = threading.Event()

        def dribble() -> None:
            connection, _address = listener.accept()
            with closing(connection):
                while not ended.wait(SHORT / 10):
                    connection.send(b"2")

        thread = threading.Thread(target=dribble)
        thread.start()
        server = SmtpServer(HOST, listener.getsockname()[1], SmtpSecurity.NONE)
        sender = SmtpDeliverer(server, timeout=SHORT)
        try:
            assert "antwortet nicht" in refused(sender)
        finally:
            ended.set()
            thread.join()


def test_g2_a_mail_has_an_end_however_many_steps_wait(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All steps together stay below the lease, else another process sends the mail as well."""
    monkeypatch.setattr(smtp, "MAIL_TIMEOUT", SHORT)
    server.answers["RCPT"] = SILENCE
    sender = deliverer(server, timeout=60)
    assert "antwortet nicht" in refused(sender)
    sender.close()


def test_the_times_are_those_that_were_promised() -> None:
    """Ten seconds a step, and the last mail of a batch ends before its lease."""
    from tcm_tui.domain.mail import LEASE  # noqa: PLC0415 - only here

    assert smtp.COMMAND_TIMEOUT == 10
    assert LEASE.total_seconds() / 2 + smtp.MAIL_TIMEOUT + smtp.COMMAND_TIMEOUT < 120
    assert SmtpDeliverer.per_minute == 300


def test_g2_nobody_listens(server: MailServer) -> None:
    """A sentence; and it is found again on the same port."""
    server.stop()
    sender = deliverer(server)
    assert refused(sender) == "Der Mailserver ist nicht erreichbar: Connection refused"
    sender.close()
    server.start()
    sender.deliver(MAIL)
    sender.close()
    assert len(server.letters) == 1


@pytest.mark.parametrize("security", [SmtpSecurity.STARTTLS, SmtpSecurity.TLS])
def test_an_encrypted_connection(tmp_path: Path, security: SmtpSecurity) -> None:
    """With the certificate checked, signed in; over STARTTLS the server is greeted anew."""
    context, trusted = certificate(tmp_path, HOST)
    implicit = security is SmtpSecurity.TLS
    with MailServer(context, implicit, {"portal": "geheim"}) as server:
        sender = deliverer(
            server, security=security, user="portal", password="geheim", ca_file=trusted
        )
        sender.deliver(MAIL)
        sender.close()
        assert len(server.letters) == 1
        assert server.times("EHLO") == (1 if implicit else 2)
        assert server.times("AUTH") == 1


@pytest.mark.parametrize("security", [SmtpSecurity.STARTTLS, SmtpSecurity.TLS])
@pytest.mark.parametrize("flaw", ["unknown", "name"])
def test_a_bad_certificate_gets_neither_mail_nor_password(
    tmp_path: Path, security: SmtpSecurity, flaw: str
) -> None:
    """Signed by nobody we trust, or for somebody else."""
    names = (HOST,) if flaw == "unknown" else ("mail.other.example",)
    context, trusted = certificate(tmp_path, *names)
    implicit = security is SmtpSecurity.TLS
    with MailServer(context, implicit, {"portal": "geheim"}) as server:
        sender = deliverer(
            server,
            security=security,
            user="portal",
            password="geheim",
            ca_file=None if flaw == "unknown" else trusted,
        )
        assert refused(sender).startswith("Das Zertifikat des Mailservers gilt nicht: ")
        assert not {"AUTH", "MAIL"} & set(server.commands)
        assert not server.letters
        sender.close()


@pytest.mark.parametrize("answer", [None, "454 4.7.0 TLS not available"])
def test_a_server_without_starttls_gets_nothing(tmp_path: Path, answer: str | None) -> None:
    """Taken out of the list by somebody in between, or refused: never in clear instead."""
    context, trusted = certificate(tmp_path, HOST)
    with MailServer(None if answer is None else context) as server:
        if answer is not None:
            server.answers["STARTTLS"] = answer
        sender = deliverer(server, security=SmtpSecurity.STARTTLS, ca_file=trusted)
        assert refused(sender) == (answer or "Der Mailserver bietet kein STARTTLS an.")
        assert not {"AUTH", "MAIL"} & set(server.commands)
        sender.close()


@pytest.mark.parametrize("said", [None, "535 5.7.8 AHBvcnRhbABnZWhlaW0= is wrong"])
def test_k3_a_refused_password_is_in_no_sentence(tmp_path: Path, said: str | None) -> None:
    """Not even when the server repeats it, and every mail waits."""
    context, trusted = certificate(tmp_path, HOST)
    with MailServer(context, accounts={"portal": "anders"}) as server:
        if said is not None:
            server.answers["AUTH"] = said
        sender = deliverer(
            server,
            security=SmtpSecurity.STARTTLS,
            user="portal",
            password="geheim",
            ca_file=trusted,
        )
        assert refused(sender) == "Der Mailserver lehnt die Anmeldung ab (535)."
        assert not server.letters
        sender.close()
    assert "geheim" not in repr(SmtpServer(HOST, 25, user="portal", password="geheim"))


def test_a_server_without_signing_in_gets_nothing(server: MailServer) -> None:
    """A user is set, so somebody must be asked."""
    sender = deliverer(server, user="portal", password="geheim")
    assert refused(sender) == "Der Mailserver bietet keine Anmeldung an."
    assert not server.letters
    sender.close()


def test_a13_words_of_a_server_are_harmless(server: MailServer) -> None:
    """Control characters, line ends and novels stay out of tables and terminals."""
    server.answers["RCPT"] = "550-\x1b]0;pwned\x07 \x9b2J\r\n550 " + "sehr " * 500
    sender = deliverer(server)
    with pytest.raises(Refused) as error:
        sender.deliver(MAIL)
    words = str(error.value)
    assert words.isprintable()
    assert words.startswith("550 ]0;pwned")
    assert len(words) <= smtp.WORDS_MAX
    sender.close()


def test_an_address_beyond_ascii_needs_a_server_for_it(server: MailServer) -> None:
    """One that knows such addresses gets the mail; of another the mail is told."""
    mail = render(promise(recipient="jörg@müller.example"), Letterhead())
    sender = deliverer(server)
    sender.deliver(mail)
    sender.close()
    assert server.letters[0].recipients == ("jörg@xn--mller-kva.example",)
    with MailServer(utf8=False) as old:
        sender = deliverer(old)
        with pytest.raises(Refused, match="nimmt diese Adresse nicht an"):
            sender.deliver(mail)
        sender.deliver(MAIL)
        sender.close()
        assert len(old.letters) == 1


ATTACKS = [
    "x\r\nBcc: opfer@evil.example",
    "x\nTo: opfer@evil.example",
    "x\u0085RCPT TO:<opfer@evil.example>",
    "x\u2028Cc: opfer@evil.example",
    "=?utf-8?q?Hallo=0ABcc:_opfer@evil.example?=",
    "=?utf-8?b?CkJjYzogb3BmZXJAZXZpbC5leGFtcGxl?=",
    "x\r\n.\r\nMAIL FROM:<a@evil.example>\r\nRCPT TO:<opfer@evil.example>",
    "x\n.\nRCPT TO:<opfer@evil.example>",
    "x\x00\r\nTo: opfer@evil.example",
    "\r\n\r\n<script>",
    '", opfer@evil.example, "',
    "<opfer@evil.example>",
    "Anna <a@b.example>, opfer@evil.example",
    "\u202eelpmaxe.live@refpo",
    "x" * 5000,
]


def test_g4_exactly_one_recipient_on_the_wire(server: MailServer) -> None:
    """Whatever stands in names, companies and roles: one RCPT, one To, no header of theirs."""
    sender = deliverer(server)
    sent = []
    for kind in (MailKind.INVITATION, MailKind.JOINED, MailKind.ROLE_CHANGED):
        for attack in ATTACKS:
            found = promise(kind, company=attack, name=attack, person=attack, inviter=attack)
            sent.append(render(found, Letterhead()))
            sender.deliver(sent[-1])
    sender.close()
    assert server.times("RCPT") == server.times("MAIL") == len(sent)
    for mail, letter in zip(sent, server.letters, strict=True):
        assert letter.recipients == (mail.recipient,)
        plain = BytesParser(policy=default).parsebytes(MAIL.content)
        assert letter.message.keys() == plain.keys()
        assert letter.message.get_all("To") == [mail.recipient]


@pytest.mark.parametrize(
    "address", ["a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example, c@d.example", "<a@b.example>"]
)
def test_g4_an_address_that_is_none_is_never_spoken(server: MailServer, address: str) -> None:
    """Written into the row past the services: refused before anything is on the wire."""
    with pytest.raises(Undeliverable):
        deliverer(server).deliver(render(promise(recipient=address), Letterhead()))
    assert not server.commands


def test_a_missing_file_of_certificates_is_a_fault_of_the_start(tmp_path: Path) -> None:
    """Not of every mail."""
    with pytest.raises(OSError, match="No such file"):
        SmtpDeliverer(SmtpServer(HOST, 25, ca_file=tmp_path / "nowhere"))
    (tmp_path / "empty").touch()
    with pytest.raises(ssl.SSLError):
        SmtpDeliverer(SmtpServer(HOST, 25, ca_file=tmp_path / "empty"))
