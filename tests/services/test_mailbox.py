"""The Maildir read back: newest first, cheap, and harmless whatever stands in it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.errors import NotFound, Unavailable
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.text import FORBIDDEN
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.render import Letterhead, render
from tcm_tui.services import mailbox

from ..builders import START
from ..mail.letters import CODE, promise

if TYPE_CHECKING:
    from pathlib import Path

HEAD = Letterhead()


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Three mails, a minute between them."""
    deliverer = MaildirDeliverer(tmp_path)
    for number, kind in enumerate((MailKind.INVITATION, MailKind.JOINED, MailKind.ACCOUNT_PAUSED)):
        mail = promise(
            kind,
            id=number,
            message_id=f"{number}@tcm-tui.invalid",
            created_at=START + timedelta(minutes=number),
        )
        deliverer.deliver(render(mail, HEAD))
    return tmp_path


def put(box: Path, name: str, content: bytes) -> None:
    """A mail of another program's."""
    (box / "new" / name).write_bytes(content)


def test_the_newest_mail_is_first(box: Path) -> None:
    """With its headers decoded."""
    found = mailbox.letters(box)
    assert [letter.subject for letter in found] == [
        "Ihr Konto pausiert nach mehreren falschen Passwörtern",
        "Derya Çelik hat die Registrierung abgeschlossen",
        "Anna Muster lädt Sie zu Muster & Söhne Maschinenbau GmbH ein",
    ]
    assert found[2].recipient == "derya.celik@muster-maschinenbau.example"
    assert found[2].sender == "Cloud Marketplace <no-reply@cloud-marketplace.example>"
    assert found[2].date == START
    assert all(letter.unread for letter in found)


def test_pages_continue_behind_the_last_one(box: Path) -> None:
    """Also when a new mail has arrived in between, and opening no more than is shown."""
    mailbox._headers.cache_clear()
    first = mailbox.letters(box, limit=2)
    assert mailbox._headers.cache_info().misses == 2
    put(box, "1999999999.x.other", b"Subject: neu\n\n")
    rest = mailbox.letters(box, after=first[-1], limit=2)
    assert [letter.key for letter in first + rest] == [
        letter.key for letter in mailbox.letters(box)[1:]
    ]


def test_headers_are_read_once(box: Path) -> None:
    """Ten thousand mails must not be opened again at every look."""
    mailbox.letters(box)
    before = mailbox._headers.cache_info().misses
    mailbox.letters(box)
    assert mailbox._headers.cache_info().misses == before


def test_the_code_is_found_in_the_text(box: Path) -> None:
    """A mail without one has none."""
    paused, _joined, invitation = mailbox.letters(box)
    body = mailbox.letter(box, invitation.key)
    assert body.code == CODE
    assert f"\n    {CODE}\n" in body.text
    assert CODE not in repr(body)
    assert mailbox.letter(box, paused.key).code is None


def test_a_name_like_a_code_does_not_hide_the_code(tmp_path: Path) -> None:
    """Whoever names a company so cannot lead the invited to another code."""
    other = "A234-A234-A234-A234-A234-A234-A234-A234"
    MaildirDeliverer(tmp_path).deliver(render(promise(inviter=f"Anna {other}"), HEAD))
    (found,) = mailbox.letters(tmp_path)
    assert mailbox.letter(tmp_path, found.key).code == CODE


def test_a_mail_read_stays_the_same_mail(box: Path) -> None:
    """It keeps its key and its place, and every mail program sees it as read."""
    before = mailbox.letters(box)
    for _twice in range(2):
        mailbox.mark_read(box, before[1].key)
    after = mailbox.letters(box)
    assert after == [before[0], replace(before[1], unread=False), before[2]]
    assert [path.name for path in (box / "cur").iterdir()] == [f"{before[1].key}:2,S"]
    assert mailbox.letter(box, before[1].key).text


def test_flags_of_other_programs_stay(box: Path) -> None:
    """Flagged and answered elsewhere, now read here."""
    key = mailbox.letters(box)[0].key
    (box / "new" / key).rename(box / "cur" / f"{key}:2,FR")
    assert mailbox.letters(box)[0].unread
    mailbox.mark_read(box, key)
    assert [path.name for path in (box / "cur").iterdir()] == [f"{key}:2,FRS"]


@pytest.mark.parametrize("key", ["fort", "", "../../etc/passwd", "."])
def test_what_is_gone_is_said_so(box: Path, key: str) -> None:
    """Deleted by another program, or never there."""
    with pytest.raises(NotFound):
        mailbox.letter(box, key)
    with pytest.raises(NotFound):
        mailbox.mark_read(box, key)


def test_no_folder_is_an_empty_mailbox(tmp_path: Path) -> None:
    """Nothing has been delivered yet."""
    assert mailbox.letters(tmp_path / "nirgends") == []


def test_an_unreadable_folder_is_not_an_empty_one(tmp_path: Path) -> None:
    """„Failed“ is not „empty“."""
    (tmp_path / "new").touch()
    with pytest.raises(Unavailable):
        mailbox.letters(tmp_path)


HOSTILE = [
    b"",
    b"\n",
    b"\xff\xfe\x00\x01" * 100,
    b"Subject: \x1b]52;c;Ym9lc2U=\x07 \x9b6n \xe2\x80\xae\nFrom: \x1b[2J\n\n\x1b[2J\x9b\n",
    b"Subject: =?utf-8?q?=1B]0;x=07=0ABcc:_x?=\nDate: gestern\n\nText",
    b"Subject: =?utf-8?b?%%%?= =?gibtsnicht?q?x?=\nDate: Mon, 99 Foo 99999 99:99\n\nText",
    b"Date: Mon, 01 Jan 0001 00:00:00 +2359\nSubject: alt\n\nText",
    b"Content-Type: text/plain; charset=gibtsnicht\n\n\xff",
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n!!!",
    b"Content-Type: text/html\n\n<script>x</script>",
    b"Content-Type: multipart/mixed; boundary=\n\n--\n\n",
    b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\n--x--",
    b"Content-Type: message/rfc822\n\nSubject: innen\n\nText",
    b"Content-Type: " + b"a/" * 5000 + b"\n\n",
    b"From: " + b"<" * 2000 + b"\nTo: " + b"(" * 2000 + b"\n\n",
    b"Subject: " + b"x" * 100_000 + b"\n\n" + b"y" * 2_000_000,
    "Subject: ungefaltet ä\n\nZeile\tTab\u2028Neu".encode(),
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a1_nothing_in_a_mail_reaches_the_terminal(box: Path, content: bytes) -> None:
    """Whatever a file holds: it is listed and opened, and no control character is left in it."""
    put(box, "1900000000.1.other", content)
    found = mailbox.letters(box)[0]
    assert found.key == "1900000000.1.other"
    assert found.date.tzinfo is UTC
    body = mailbox.letter(box, found.key)
    shown = [found.sender, found.recipient, found.subject, *body.text.split("\n")]
    assert not any(ord(c) in FORBIDDEN for text in shown for c in text)


def test_a_mail_without_a_date_takes_that_of_its_name(box: Path) -> None:
    """As a Maildir's file names begin with the second of delivery."""
    put(box, "1900000000.1.other", b"Subject: x\n\n")
    put(box, "irgendwas", b"Subject: y\n\n")
    dates = {letter.subject: letter.date for letter in mailbox.letters(box)}
    assert dates["x"] == datetime.fromtimestamp(1_900_000_000, UTC)
    assert dates["y"] == datetime.fromtimestamp(0, UTC)


def test_only_plain_files_are_read(box: Path) -> None:
    """No link is followed, no pipe waited for."""
    before = mailbox.letters(box)
    (box / "new" / "1900000000.link").symlink_to("/etc/passwd")
    os.mkfifo(box / "new" / "1900000000.pipe")
    (box / "new" / "1900000000.dir").mkdir()
    (box / "new" / ".hidden").touch()
    assert mailbox.letters(box) == before
    with pytest.raises(NotFound):
        mailbox.letter(box, "1900000000.link")
