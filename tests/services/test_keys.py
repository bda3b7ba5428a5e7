"""The keys of an installation: made, rotated, lost, mixed up (SECURITY.md 2.2, I8)."""

from __future__ import annotations

import base64
import json
import shutil
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, update

from tcm_tui.data import encryption, second_factors
from tcm_tui.data.encryption import Place, Unreadable, Vault
from tcm_tui.data.models import PaymentMethod, SecondFactor
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import NotPermitted, Unavailable
from tcm_tui.domain.keys import SealedKind
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.second_factor import KeyLost
from tcm_tui.services import keys
from tcm_tui.services.installation import _copy
from tcm_tui.services.keys import init, rotate
from tcm_tui.services.second_factor import check
from tcm_tui.services.transaction import Transaction
from tests.builders import START, Person, add_company, add_member, everything, signed_in

from .factors import code_of, given, set_up
from .inviting import journal
from .paying import DEBIT, pay_by
from .sealing import IBAN, SECRET, add_values, methods, opened

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tcm_tui.services.context import Context

PLAIN = [IBAN + b"0", IBAN + b"1", IBAN + b"2", SECRET]


@pytest.fixture
def operator(nobody: Context) -> Context:
    """A command of the host's administrator."""
    return replace(nobody, operator=True)


def path_of(ctx: Context) -> Path:
    """Where the key file is."""
    assert ctx.vault.path is not None
    return ctx.vault.path


def lines(ctx: Context) -> list[str]:
    """Of the key file."""
    return path_of(ctx).read_text("ascii").splitlines()


# --- making -----------------------------------------------------------------------------------


def test_the_key_is_made_once(operator: Context) -> None:
    """Whoever asks again learns that there is one, and it stays the same."""
    assert init(operator).made
    before = lines(operator)
    assert len(before) == 2
    assert path_of(operator).stat().st_mode & 0o777 == 0o600
    assert not init(operator).made
    assert lines(operator) == before
    assert len(journal(operator, AuditAction.KEYS_MADE)) == 1


def test_only_the_operator_touches_the_keys(nobody: Context, ctx: Context) -> None:
    """Neither somebody at the sign-in screen nor an administrator of a company."""
    for who in (nobody, ctx):
        for deed in (init, rotate):
            with pytest.raises(NotPermitted):
                deed(who)
    assert not path_of(nobody).exists()


def test_without_a_place_for_the_key_the_setting_is_named(operator: Context) -> None:
    """Service mode has one only when it is named."""
    for deed in (init, rotate):
        with pytest.raises(Unavailable, match="key_file"):
            deed(replace(operator, vault=Vault()))


# --- rotating ---------------------------------------------------------------------------------


def test_i8_after_a_rotation_everything_opens_with_the_new_key_alone(
    operator: Context, anna: Person, tmp_path: Path
) -> None:
    """And nothing with the old one, whoever has kept it."""
    add_values(operator, anna)
    kept = tmp_path / "kept.key"
    shutil.copy2(path_of(operator), kept)
    before = lines(operator)
    report = rotate(operator)
    assert (report.made, report.sealed_again, report.losses()) == (False, 4, [])
    assert opened(operator) == PLAIN
    fingerprint, *keys = lines(operator)
    assert fingerprint == before[0]
    assert len(keys) == 1
    assert keys[0] != before[1]
    with pytest.raises(Unreadable):
        opened(replace(operator, vault=Vault(kept)))


def test_nothing_else_changes_with_the_keys(operator: Context, anna: Person) -> None:
    """A form that somebody has open stays good, and the same account is known again."""
    add_values(operator, anna)
    known, before = operator.vault.fingerprint("iban", IBAN), everything(operator)
    rotate(operator)
    after = everything(operator)
    changed = {table for table, rows in after.items() if rows != before[table]}
    assert changed == {"audit_entries", "payment_methods", "second_factors"}
    assert [one.version for one in methods(operator)] == [2, 2, 2]
    assert operator.vault.fingerprint("iban", IBAN) == known


def test_an_authenticator_goes_on_working(operator: Context, ctx: Context, anna: Person) -> None:
    """Whoever has a second factor notices nothing."""
    secret, _codes = set_up(ctx)
    rotate(operator)
    later = timedelta(seconds=30)
    with ctx.database.transaction(writing=True) as session:
        tx = Transaction(session, START + later, ctx.origin, vault=ctx.vault)
        assert check(tx, anna.user_id, code_of(ctx, secret, later))


def test_a_key_file_from_before_there_were_fingerprints_keeps_theirs(
    operator: Context, anna: Person
) -> None:
    """Although its only key, which they came from, is forgotten."""
    add_values(operator, anna)
    path_of(operator).write_text(f"{lines(operator)[1]}\n", "ascii")
    rotate(operator)
    add_values(operator, add_member(operator.database, anna.company_id, "paul@m.example"))
    known = operator.vault.fingerprint("iban", IBAN)
    assert len(lines(operator)) == 2
    rotate(operator)
    assert operator.vault.fingerprint("iban", IBAN) == known
    assert sorted(opened(operator)) == sorted(PLAIN * 2)


def test_e1_a_read_only_key_stays_so(operator: Context, anna: Person) -> None:
    """Rotated, it may still be read by its owner and written by nobody."""
    add_values(operator, anna)
    path_of(operator).chmod(0o400)
    rotate(operator)
    assert path_of(operator).stat().st_mode & 0o777 == 0o400


def test_the_first_rotation_of_an_empty_installation_makes_the_key(operator: Context) -> None:
    """There was nothing to put in the place of."""
    assert rotate(operator).made
    assert len(lines(operator)) == 2


# --- at the same time -------------------------------------------------------------------------


def test_i8_what_is_sealed_beside_a_rotation_is_not_lost(
    operator: Context, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed with the old key and written late: the rotation waits until it is committed."""
    add_values(operator, anna)
    paul = add_member(operator.database, anna.company_id, "paul@m.example").user_id
    sealed, begun, go_on = Event(), Event(), Event()
    begin = Vault.begin_rotation

    def begin_and_tell(vault: Vault) -> None:
        begin(vault)
        begun.set()

    def seal_and_hesitate() -> None:
        with operator.database.transaction(writing=True) as session:
            value = operator.vault.within(session).seal(SECRET, second_factors.place(paul))
            sealed.set()
            assert go_on.wait(20)
            second_factors.store(session, paul, value, 0, START)

    monkeypatch.setattr(Vault, "begin_rotation", begin_and_tell)
    with ThreadPoolExecutor(2) as threads:
        sealing = threads.submit(seal_and_hesitate)
        assert sealed.wait(20)
        rotating = threads.submit(rotate, operator)
        assert begun.wait(20)
        assert wait([rotating], timeout=0.5).not_done
        go_on.set()
        sealing.result(20)
        assert rotating.result(20).sealed_again == 5
    assert opened(operator) == [*PLAIN, SECRET]


def test_i8_what_was_read_just_before_a_rotation_still_opens(
    operator: Context, anna: Person
) -> None:
    """The key is forgotten by the file, not by whoever had it at that moment."""
    add_values(operator, anna)
    assert operator.vault.path is not None
    reader, late = Vault(operator.vault.path), Vault(operator.vault.path)
    reader.check()  # as every start does
    first = methods(operator)[0]
    assert first.sealed is not None
    rotate(operator)
    place = Place("payment_methods", first.id, "sealed")
    assert reader.open(first.sealed, place) == PLAIN[0]
    with pytest.raises(Unreadable):
        late.open(first.sealed, place)


def test_i8_two_rotations_at_once_come_one_after_the_other(operator: Context, anna: Person) -> None:
    """Each of them forgets only what nothing needs any more."""
    add_values(operator, anna)
    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(lambda _n: rotate(operator), range(4)))
    assert [report.sealed_again for report in reports] == [4] * 4
    assert opened(operator) == PLAIN
    assert len(lines(operator)) == 2


def test_i8_companies_go_on_paying_while_keys_are_rotated(
    operator: Context, nobody: Context, anna: Person
) -> None:
    """Whoever changes the way to pay meanwhile waits a moment, and loses nothing."""
    people = [anna] + [
        add_member(
            operator.database,
            add_company(operator.database, f"Firma {number}"),
            f"chef{number}@m.example",
            role=Role.COMPANY_ADMIN,
        )
        for number in range(3)
    ]
    companies = [signed_in(nobody, person) for person in people]

    def work(number: int) -> None:
        if number % 3 == 0:
            rotate(operator)
        else:
            draft = replace(DEBIT, reference=f"TCM-2026-{number:06}")
            pay_by(companies[number % 4], draft)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(work, range(18)))
    ibans = [json.loads(plain)["iban"] for plain in opened(operator)]
    assert ibans == [DEBIT.iban.replace(" ", "")] * 12
    assert len(lines(operator)) == 2


def test_i8_a_switch_beside_a_rotation_is_no_deadlock(
    operator: Context, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the keys before it has touched what the rotation waits for."""
    pay_by(ctx, DEBIT)
    errors, stopped, wanted = list[object](), Event(), Event()
    share = encryption._let_nobody_rotate

    def stop_and_wait(session: Session) -> None:
        encryption.stop_sealing(session)
        stopped.set()
        wanted.wait(0.2 if operator.database.is_sqlite else 20)  # there, it does not come that far

    def tell_and_share(session: Session) -> None:
        wanted.set()
        share(session)

    monkeypatch.setattr(keys, "stop_sealing", stop_and_wait)
    monkeypatch.setattr(encryption, "_let_nobody_rotate", tell_and_share)
    event.listen(operator.database.engine, "handle_error", errors.append)
    with ThreadPoolExecutor(2) as threads:
        rotating = threads.submit(rotate, operator)
        assert stopped.wait(20)
        other = replace(DEBIT, reference="TCM-2026-000418")
        assert threads.submit(pay_by, ctx, other).result(20).active
        assert rotating.result(20).sealed_again == 1
    assert errors == []


# --- lost, mixed up, copied -------------------------------------------------------------------


def test_i8_with_the_key_lost_it_is_told_what_has_to_be_entered_again(
    operator: Context, anna: Person
) -> None:
    """By both commands; what is sealed from now on opens, and nothing is thrown away."""
    add_values(operator, anna)
    path_of(operator).unlink()
    report = init(operator)
    assert report.lost == {SealedKind.PAYMENT_METHOD: 3, SealedKind.SECOND_FACTOR: 1}
    told = " ".join(report.losses())
    assert "3 Bezahlverfahren" in told
    assert "1 zweiter Faktor" in told
    add_values(operator, add_member(operator.database, anna.company_id, "paul@m.example"), 1)
    before = methods(operator)
    report = rotate(operator)
    assert (report.sealed_again, sum(report.lost.values())) == (2, 4)
    assert [one.sealed for one in methods(operator)][:3] == [one.sealed for one in before][:3]
    (entry,) = journal(operator, AuditAction.KEYS_ROTATED)
    assert entry.changes == {"rows": [None, "2"], "failed": [None, "4"]}


def test_i8_a_lost_key_found_again_opens_what_it_sealed(operator: Context, anna: Person) -> None:
    """Put back above the newer one, as the documents say."""
    add_values(operator, anna)
    fingerprint, old = lines(operator)
    path_of(operator).unlink()
    rotate(operator)
    path_of(operator).write_text("\n".join([fingerprint, old, lines(operator)[1], ""]), "ascii")
    assert opened(operator) == PLAIN
    assert rotate(operator).sealed_again == 4
    assert opened(operator) == PLAIN


def test_i8_a_wrong_key_opens_nothing_and_breaks_nothing_else(
    operator: Context, ctx: Context, anna: Person, tmp_path: Path
) -> None:
    """Another installation's: the second factor says so, everything else goes on."""
    secret, codes = set_up(ctx)
    wrong = replace(ctx, vault=Vault(tmp_path / "wrong.key"))
    wrong.vault.make()
    with pytest.raises(KeyLost):
        given(wrong, anna.user_id, code_of(ctx, secret))
    assert given(wrong, anna.user_id, codes[0])
    assert init(replace(operator, vault=wrong.vault)).lost == {SealedKind.SECOND_FACTOR: 1}


def test_i8_values_swapped_between_rows_and_columns_are_refused(
    operator: Context, anna: Person
) -> None:
    """Whoever writes into the database cannot let one company pay from another's account."""
    add_values(operator, anna, methods=2)
    first, second = methods(operator)
    with operator.database.transaction(writing=True) as session:
        factor = second_factors.stored(session, anna.user_id)
        assert factor is not None
        for number, sealed in ((first.id, second.sealed), (second.id, factor.sealed)):
            session.execute(
                update(PaymentMethod).where(PaymentMethod.id == number).values(sealed=sealed)
            )
        session.execute(update(SecondFactor).values(secret=first.sealed))
    with pytest.raises(Unreadable):
        opened(operator)
    assert init(operator).lost == {SealedKind.PAYMENT_METHOD: 2, SealedKind.SECOND_FACTOR: 1}
    assert rotate(operator).sealed_again == 0


def test_i8_neither_values_nor_keys_stand_in_the_database_or_its_copies(
    operator: Context, anna: Person, tmp_path: Path
) -> None:
    """Byte by byte: the file, its log, a backup, before and after a rotation; rows on a server."""
    add_values(operator, anna)
    old = lines(operator)
    rotate(operator)
    written = repr(everything(operator)).encode()
    if operator.database.is_sqlite:
        _copy(operator.database, tmp_path / "copy.backup.db")
        files = [one for one in tmp_path.iterdir() if ".db" in one.name]
        assert len(files) >= 3
        written += b"".join(one.read_bytes() for one in files)
    for line in {*old, *lines(operator)}:
        secret = line.split()[1]
        assert secret.encode() not in written
        assert base64.b64decode(secret) not in written
        assert repr(base64.b64decode(secret))[2:-1].encode() not in written
    for plain in (IBAN, SECRET):
        assert plain not in written
        assert base64.b64encode(plain) not in written
        assert plain.hex().encode() not in written
