"""No card number, no check digits and no account number in any byte that is written (I1, K3)."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Final

import pytest

from tcm_tui.data.encryption import Unreadable, Vault
from tcm_tui.data.models import PaymentMethod
from tcm_tui.data.payment_methods import place
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.payment_drafts import CreditCard, PaymentDraft
from tcm_tui.domain.payment_provider import Accepted
from tcm_tui.incidents import log_incident
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.render import Letterhead
from tcm_tui.services import payment_switch
from tcm_tui.services.mail import deliver_as_operator
from tcm_tui.services.own_data import export_to_file
from tcm_tui.services.payment_methods import (
    history,
    mandate,
    mandate_in_full,
    overview,
    prepare,
    reactivate,
)
from tests.builders import START, everything

from .paying import (
    ALL,
    CARD,
    DEBIT,
    MOBILE,
    PAYPAL,
    TELEKOM,
    crashes,
    pay_by,
    refuses,
    stored,
    with_provider,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.services.context import Context

CARDS: Final = (
    CARD,
    CreditCard("Anna Muster", "5555 5555 5555 4444", "01/29", "841"),
    CreditCard("Anna Muster", "3622 720627 1667", "02/29", "962"),
    CreditCard("Anna Muster", "6011-1111-1111-1117", "03/29", "573"),
    CreditCard("Anna Muster", "3566002020360505", "04/29", "684"),
)
DECLINED: Final = replace(CARD, number="4000 0000 0000 0002", check_digits="395")
TYPED: Final = (*CARDS, DECLINED, TELEKOM, MOBILE, PAYPAL, DEBIT)
MIDDLE: Final = 14
"""Signs of a number whose middle alone gives it away."""
RANDOM: Final = frozenset({"fingerprint", "unit", "message_id", "code_hash", "password_hash"})
"""Columns of random signs, in which any three digits turn up."""


def numbers_of(draft: PaymentDraft) -> list[str]:
    """What must stand nowhere: every number that was typed, without what groups it."""
    texts = [re.sub(r"[ /-]", "", text) for text in astuple(draft) if isinstance(text, str)]
    numbers = [text for text in texts if sum(sign.isdigit() for sign in text) >= 8]
    if draft is DEBIT:
        numbers = [DEBIT.iban.replace(" ", "")]
    return [*numbers, PAYPAL.account] if draft is PAYPAL else numbers


def needles(number: str) -> Iterator[bytes]:
    """A number in the ways in which it might end up somewhere."""
    plain = number.encode()
    # The last four are shown, and the first four of an IBAN; shorter numbers have no middle, and
    # instants end in zeros.
    middle = number[4:-4] if len(number) >= MIDDLE else ""
    inner = middle.encode() if middle.strip("0") else plain
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4)).encode()
    yield from (plain, inner, grouped, grouped.replace(b" ", b"-"), plain[::-1])
    yield from (plain.hex().encode(), base64.b64encode(plain).rstrip(b"="))
    yield from (hashlib.new(name, plain).hexdigest().encode() for name in ("md5", "sha1", "sha256"))
    yield plain.decode().encode("utf-16-le")


@dataclass(frozen=True)
class Traces:
    """Everything that is left of a run: each file's and each table's bytes."""

    found: dict[str, bytes]

    def of(self, number: str) -> list[str]:
        """Where something of `number` stands."""
        return [
            f"{place}: {needle!r}"
            for place, content in self.found.items()
            for needle in needles(number)
            if needle in content
        ]


def traces(ctx: Context, folder: Path) -> Traces:
    """Files, and what a dump of the database would hold."""
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found |= {
        f"table {name}": b"\n".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in rows
            for value in row
        )
        for name, rows in everything(ctx).items()
    }
    return Traces(found)


def use_everything(ctx: Context, folder: Path) -> None:
    """All that can be done with what was typed: refused, crashed, mailed, exported, revealed."""
    for draft in (*CARDS, *ALL):
        pay_by(ctx, draft)
    for does in (refuses, crashes):
        for draft in TYPED:
            with pytest.raises(DomainError) as refused:
                pay_by(with_provider(ctx, does)[0], draft)
            log_incident(folder / "log" / "tcm-tui.log", "1", refused.value, START)
    with pytest.raises(DomainError):
        pay_by(ctx, DECLINED)
    (debit,) = [row for row in overview(ctx).rows if row.kind == "direct_debit"]
    told = [overview(ctx), history(ctx), prepare(ctx, debit.kind), mandate(ctx, debit.id)]
    (folder / "told.txt").write_text(repr(told), encoding="utf-8")
    assert DEBIT.iban in mandate_in_full(ctx, debit.id).iban
    reactivate(ctx, overview(ctx).rows[-1].id)
    for name in ("own.json", "own.xlsx"):
        export_to_file(ctx, folder / name)
    deliverer = MaildirDeliverer(folder / "mail")
    deliver_as_operator(replace(ctx, operator=True), deliverer, Letterhead())


def crash_while_recording(
    ctx: Context, folder: Path, monkeypatch: pytest.MonkeyPatch, draft: PaymentDraft
) -> None:
    """A fault after the provider's yes, with everything typed in the frames around it."""

    def fail(*told: object) -> None:
        raise RuntimeError(f"{told} {vars(draft)}")

    with monkeypatch.context() as patch:
        patch.setattr(payment_switch, "tell", fail)
        with pytest.raises(RuntimeError) as crashed:
            pay_by(ctx, draft)
    log_incident(folder / "log" / "tcm-tui.log", "2", crashed.value, START)


def test_i1_no_number_is_found_in_any_byte(
    ctx: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Database, its log, outbox, mails, exports, log file, incidents, standard output."""
    caplog.set_level(logging.DEBUG)
    use_everything(ctx, tmp_path)
    other = replace(DEBIT, reference="TCM-2026-000418")
    for draft in (*CARDS, TELEKOM, MOBILE, PAYPAL, other):
        crash_while_recording(ctx, tmp_path, monkeypatch, draft)
    (tmp_path / "records.txt").write_text(caplog.text, encoding="utf-8")
    (tmp_path / "output.txt").write_text("".join(capfd.readouterr()), encoding="utf-8")
    left = traces(ctx, tmp_path)
    assert len(list((tmp_path / "mail" / "new").iterdir())) >= len(ALL)
    if ctx.database.is_sqlite:
        assert left.found[f"{tmp_path}/tcm.db-wal"]
    for draft in TYPED:
        for number in numbers_of(draft):
            assert left.of(number) == []


def test_i1_no_check_digits_are_in_any_value(ctx: Context, tmp_path: Path) -> None:
    """Three digits stand in many random bytes, so each value of the database is looked at."""
    use_everything(ctx, tmp_path)
    wanted = re.compile(
        r"(?<![0-9A-Za-z])(?:" + "|".join(c.check_digits for c in (*CARDS, DECLINED)) + r")(?!\w)"
    )
    with ctx.database.transaction(writing=False) as session:
        for table in everything(ctx):
            for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}").mappings():  # noqa: S608 - names of our tables
                for name, value in row.items():
                    if name not in RANDOM and isinstance(value, str):
                        assert not wanted.search(value), f"{table}.{name}: {value}"
    for mail in (tmp_path / "mail" / "new").iterdir():
        body = mail.read_text("utf-8").partition("\n\n")[2]
        assert not wanted.search(body)


def test_i1_of_a_card_nothing_is_even_encrypted(ctx: Context) -> None:
    """What nobody keeps, nobody can decrypt."""
    for draft in (*CARDS, *ALL):
        pay_by(ctx, draft)
    for method in stored(ctx):
        if method.kind == "credit_card":
            assert method.sealed is None
            assert len(method.fingerprint) == 64
            continue
        assert method.sealed is not None
        numbers = json.loads(ctx.vault.open(method.sealed, place(method.id)))
        assert numbers
        with pytest.raises(Unreadable):
            ctx.vault.open(method.sealed, place(method.id + 1))


def test_i8_a_lost_key_loses_the_numbers_and_nothing_else(ctx: Context, tmp_path: Path) -> None:
    """The mandate is shown masked, the method pays on, another one can be activated."""
    row = pay_by(ctx, DEBIT)
    lost = replace(ctx, vault=Vault(tmp_path / "other.key"))
    lost.vault.make()
    assert mandate(lost, row.id).iban == "DE89 … 3000"
    with pytest.raises(Unreadable):
        mandate_in_full(lost, row.id)
    assert overview(lost).active == row
    assert pay_by(lost, PAYPAL).active
    assert reactivate(lost, row.id).active


def test_i1_the_search_would_find_it(ctx: Context, tmp_path: Path) -> None:
    """Hidden in a file, or in a column: the search of these tests is no decoration."""
    row = pay_by(ctx, CARD)
    number = numbers_of(CARD)[0]
    with ctx.database.transaction(writing=True) as session:
        session.get_one(PaymentMethod, row.id).bank = number
    (tmp_path / "note.bin").write_bytes(b"\0" + base64.b64encode(number.encode()))
    found = traces(ctx, tmp_path).of(number)
    assert any(place.startswith("table payment_methods") for place in found)
    assert any("note.bin" in place for place in found)
    assert not traces(ctx, tmp_path).of("5105105105105100")


def test_i1_what_a_provider_is_told_stands_in_no_repr(ctx: Context) -> None:
    """Where a request or an answer ends up in a log."""
    asking, provider = with_provider(ctx, lambda _request: Accepted("token-of-4111"))
    pay_by(asking, CARD)
    (request,) = provider.asked
    assert isinstance(request.draft, CreditCard)
    assert (request.draft.number, request.draft.check_digits) == ("4111111111111111", "737")
    assert "4111" not in repr(request)
    assert "4111" not in repr(Accepted("4111"))
