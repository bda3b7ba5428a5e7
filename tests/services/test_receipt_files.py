"""Receipts as files, and with the mail that confirms an order."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

from tcm_tui.documents import typesetting
from tcm_tui.documents.formats import DocumentFormat
from tcm_tui.domain.errors import Invalid, NotFound, Unavailable
from tcm_tui.domain.permissions import Role
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.mail import deliver_round
from tcm_tui.services.receipt_files import formats, save_receipt
from tcm_tui.sheets.destination import AlreadyThere
from tests.builders import add_member, signed_in
from tests.documents.pdf import squeezed, words

from .ordering import booked, colleague, open_shop, order, reprice
from .post import Tray, full

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.orders import Receipt
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

BERLIN: Final = ZoneInfo("Europe/Berlin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are saved."""
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.fixture
def made(ctx: Context) -> Receipt:
    """Something that Anna bought."""
    return order(ctx, open_shop(ctx).wish(), licences=25, name="Vertrieb Nord")


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DocumentFormat)
def test_a_receipt_is_saved_whole(
    ctx: Context, made: Receipt, folder: Path, kind: DocumentFormat
) -> None:
    """As text or as PDF, for its owner alone."""
    path = folder / f"beleg.{kind}"
    assert save_receipt(ctx, made.order_id, path, zone=BERLIN) == path
    assert path.stat().st_mode & 0o777 == 0o600
    content = path.read_bytes()
    text = words(content) if kind is DocumentFormat.PDF else squeezed(content.decode("utf-8"))
    for what in (made.number, "Vertrieb Nord", "166,60 €", "Anna Muster"):
        assert squeezed(what) in text
    assert list(folder.iterdir()) == [path]


def test_e3_a_file_that_is_there_stays(ctx: Context, made: Receipt, folder: Path) -> None:
    """Unless it is to be replaced; and in service mode only one folder is written to."""
    path = folder / "beleg.txt"
    path.write_text("mine")
    with pytest.raises(AlreadyThere):
        save_receipt(ctx, made.order_id, path, zone=BERLIN)
    assert path.read_text() == "mine"
    save_receipt(ctx, made.order_id, path, zone=BERLIN, overwrite=True)
    assert made.number in path.read_text("utf-8")
    with pytest.raises(Invalid):
        save_receipt(ctx, made.order_id, folder.parent / "b.txt", zone=BERLIN, jail=folder)


def test_what_may_not_be_read_is_not_saved(ctx: Context, made: Receipt, folder: Path) -> None:
    """Nor what was not bought; nothing is left of the file."""
    with pytest.raises(NotFound):
        save_receipt(colleague(ctx), made.order_id, folder / "b.txt", zone=BERLIN)
    with pytest.raises(NotFound):
        save_receipt(ctx, 999_999, folder / "b.txt", zone=BERLIN)
    assert list(folder.iterdir()) == []


def test_without_the_extra_there_is_text(
    ctx: Context, made: Receipt, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a sentence that says what to install."""
    monkeypatch.setattr(typesetting, "installed", lambda: False)
    assert formats() == (DocumentFormat.TEXT,)
    with pytest.raises(Unavailable, match="documents"):
        save_receipt(ctx, made.order_id, folder / "b.pdf", zone=BERLIN)
    save_receipt(ctx, made.order_id, folder / "b.txt", zone=BERLIN)


# --- with the mail ----------------------------------------------------------------------------


def delivered(ctx: Context, made: Receipt) -> list[EmailMessage]:
    """The mails about an order, as mail programs see them."""
    tray = Tray()
    result = deliver_round(ctx, tray, Letterhead())
    assert result.failed == 0
    read = [message_from_bytes(mail.content, policy=default) for mail in tray.mails]
    return [
        one for one in read if isinstance(one, EmailMessage) and made.number in str(one["Subject"])
    ]


def attachments(mail: EmailMessage) -> list[tuple[str | None, bytes]]:
    """Names and contents."""
    return [(one.get_filename(), one.get_content()) for one in mail.iter_attachments()]


def test_the_receipt_goes_with_the_mail(ctx: Context, made: Receipt, folder: Path) -> None:
    """The same as is saved; beside words that say it all."""
    (mail,) = delivered(ctx, made)
    ((name, content),) = attachments(mail)
    assert name == f"{made.number}.pdf"
    save_receipt(ctx, made.order_id, folder / "b.pdf", zone=BERLIN)
    assert content == (folder / "b.pdf").read_bytes()
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    assert made.number in str(body.get_content())


def test_it_speaks_the_language_of_whoever_gets_it(
    ctx: Context, anna: Person, nobody: Context
) -> None:
    """Whoever delivers it, and whoever bought it."""
    buyer = signed_in(
        nobody,
        add_member(
            ctx.database,
            anna.company_id,
            "ben@muster.example",
            role=Role.BILLING_ADMIN,
            language="en",
        ),
    )
    made = order(buyer, open_shop(ctx).wish())
    (mail,) = delivered(ctx, made)
    ((_name, content),) = attachments(mail)
    assert b"/Lang(en)" in content


def test_without_the_extra_the_mail_says_everything(
    ctx: Context, made: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a file that cannot be made."""
    monkeypatch.setattr(typesetting, "installed", lambda: False)
    (mail,) = delivered(ctx, made)
    assert attachments(mail) == []
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    said = " ".join(str(body.get_content()).split())
    for what in (made.number, "25 × Microsoft 365 Business Basic", "166,60 €", "Vertrieb Nord"):
        assert what in said


def test_g3_the_same_mail_is_the_same_at_every_try(
    ctx: Context, clock: Clock, made: Receipt
) -> None:
    """One that was accepted but not recorded is recognised, also after prices changed."""
    first, again = Tray(settling=full), Tray()
    deliver_round(ctx, first, Letterhead())
    reprice(ctx, made.quote.lines[0].edition_id, 999)
    clock.forward(hours=1)
    deliver_round(ctx, again, Letterhead())
    contents = {mail.id: mail.content for mail in first.mails}
    assert {mail.id: mail.content for mail in again.mails} == contents
    assert made.number.encode() in b"".join(contents.values())


def test_nothing_slow_holds_a_transaction(
    ctx: Context, made: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the PDF is being made, others write."""
    seen = []

    def slow(*arguments: object, **more: object) -> bytes:
        other = booked(replace(ctx), open_shop(ctx, method=False).wish())
        seen.append(other.id)
        return make(*arguments, **more)  # type: ignore[arg-type]  # handed on as they came

    make = typesetting.typeset
    monkeypatch.setattr("tcm_tui.documents.receipt.typeset", slow)
    (mail,) = delivered(ctx, made)
    assert len(attachments(mail)) == len(seen) == 1
