"""Saving a mandate: with the whole IBAN, for its owner's eyes, and on record (I3, E3, K4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

from tcm_tui.documents import mandate as documents
from tcm_tui.documents import typesetting
from tcm_tui.documents.formats import DocumentFormat
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted, Unavailable
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sessions import PROOF_LASTS, ProofNeeded
from tcm_tui.services.mandate_files import formats, save_mandate
from tcm_tui.sheets.destination import AlreadyThere
from tests.builders import Clock, Person, add_company, add_member, signed_in
from tests.documents.pdf import squeezed, words

from .inviting import journal
from .paying import DEBIT, add_debit, pay_by

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.mandates import MandateShown
    from tcm_tui.services.context import Context

BERLIN: Final = ZoneInfo("Europe/Berlin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are saved."""
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.fixture
def debit(ctx: Context) -> int:
    """Anna's company pays by direct debit."""
    return pay_by(ctx, DEBIT).id


def revealed(ctx: Context) -> int:
    """How often an IBAN was shown in full, as it is on record."""
    return len(journal(ctx, AuditAction.MANDATE_REVEALED))


@pytest.mark.parametrize("kind", DocumentFormat)
def test_a_mandate_is_saved_whole(
    ctx: Context, debit: int, folder: Path, kind: DocumentFormat
) -> None:
    """As text or as PDF, for its owner alone; that the IBAN was revealed is on record once."""
    path = folder / f"mandat.{kind}"
    assert save_mandate(ctx, debit, path, zone=BERLIN) == path
    assert path.stat().st_mode & 0o777 == 0o600
    content = path.read_bytes()
    text = words(content) if kind is DocumentFormat.PDF else squeezed(content.decode("utf-8"))
    for what in (DEBIT.iban, DEBIT.reference, DEBIT.holder, "Musterstadt", "COBADEFFXXX"):
        assert squeezed(what) in text
    assert revealed(ctx) == 1
    assert list(folder.iterdir()) == [path]


def test_the_ending_of_the_name_is_the_format(folder: Path) -> None:
    """In whatever letters."""
    assert DocumentFormat.of(folder / "M.PDF") is DocumentFormat.PDF
    assert DocumentFormat.of(folder / "mandat.txt") is DocumentFormat.TEXT
    assert DocumentFormat.of(folder / "mandat") is DocumentFormat.TEXT


def test_e3_a_file_that_is_there_stays_and_nothing_is_revealed(
    ctx: Context, debit: int, folder: Path
) -> None:
    """Unless it is to be replaced."""
    path = folder / "mandat.txt"
    path.write_text("mine")
    with pytest.raises(AlreadyThere):
        save_mandate(ctx, debit, path, zone=BERLIN)
    assert (path.read_text(), revealed(ctx)) == ("mine", 0)
    save_mandate(ctx, debit, path, zone=BERLIN, overwrite=True)
    assert DEBIT.reference in path.read_text("utf-8")
    assert revealed(ctx) == 1


def test_e3_in_service_mode_only_the_folder_for_exports_is_written_to(
    ctx: Context, debit: int, folder: Path, tmp_path: Path
) -> None:
    """By a plain name."""
    for outside in (tmp_path / "m.txt", folder / ".." / "m.txt"):
        with pytest.raises(Invalid):
            save_mandate(ctx, debit, outside, zone=BERLIN, jail=folder)
    assert revealed(ctx) == 0
    saved = save_mandate(ctx, debit, folder / "m.txt", zone=BERLIN, jail=folder)
    assert saved == folder / "m.txt"


def test_i3_without_a_fresh_password_there_is_no_file(
    ctx: Context, debit: int, folder: Path
) -> None:
    """Nor what was begun of one."""
    assert isinstance(ctx.clock, Clock)
    ctx.clock.now += PROOF_LASTS
    with pytest.raises(ProofNeeded):
        save_mandate(ctx, debit, folder / "m.txt", zone=BERLIN)
    assert list(folder.iterdir()) == []
    assert revealed(ctx) == 0


def test_d2_only_the_own_companys_mandates_can_be_saved(
    nobody: Context, ctx: Context, anna: Person, folder: Path
) -> None:
    """By those who may choose how it pays; a card has none."""
    foreign = add_debit(ctx, add_company(ctx.database, "Fremd GmbH"))
    card = pay_by(ctx).id
    own = add_debit(ctx, anna.company_id)
    user = signed_in(nobody, add_member(ctx.database, anna.company_id, "u@m.example"))
    for who, number, refusal in (
        (ctx, foreign, NotFound),
        (ctx, card, NotFound),
        (user, own, NotPermitted),
    ):
        with pytest.raises(refusal):
            save_mandate(who, number, folder / "m.txt", zone=BERLIN)
    assert list(folder.iterdir()) == []
    billing = add_member(ctx.database, anna.company_id, "b@m.example", role=Role.BILLING_ADMIN)
    save_mandate(signed_in(nobody, billing), own, folder / "m.txt", zone=BERLIN)


def test_without_the_extra_text_is_what_there_is(
    ctx: Context, debit: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF is refused with what to install, before anything is revealed."""
    assert formats() == (DocumentFormat.PDF, DocumentFormat.TEXT)
    monkeypatch.setattr(typesetting, "find_spec", lambda _name: None)
    assert formats() == (DocumentFormat.TEXT,)
    with pytest.raises(Unavailable, match=r"tcm-tui\[documents\]"):
        save_mandate(ctx, debit, folder / "m.pdf", zone=BERLIN)
    assert list(folder.iterdir()) == []
    assert revealed(ctx) == 0
    save_mandate(ctx, debit, folder / "m.txt", zone=BERLIN)


def test_i8_with_the_key_lost_it_is_said_and_nothing_else_breaks(
    ctx: Context, debit: int, folder: Path
) -> None:
    """The IBAN has to be entered again; until then there is no file."""
    assert ctx.vault.path is not None
    ctx.vault.path.unlink()
    with pytest.raises(Unavailable, match="Schlüssel"):
        save_mandate(ctx, debit, folder / "m.txt", zone=BERLIN)
    assert list(folder.iterdir()) == []
    newer = replace(DEBIT, reference="TCM-2026-000418")
    again = pay_by(ctx, newer).id
    save_mandate(ctx, again, folder / "m.txt", zone=BERLIN)
    assert DEBIT.iban in (folder / "m.txt").read_text("utf-8")


def test_nobody_waits_for_the_typesetter(
    ctx: Context, debit: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it works no transaction is open: others write."""

    def slow(mandate: MandateShown, zone: ZoneInfo) -> bytes:
        del mandate, zone
        add_company(ctx.database, "Schnell GmbH")
        return b"%PDF"

    monkeypatch.setattr(documents, "as_pdf", slow)
    saved = save_mandate(ctx, debit, folder / "m.pdf", zone=BERLIN)
    assert saved.read_bytes() == b"%PDF"
