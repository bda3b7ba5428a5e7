"""Exporting what is listed: pages, filters, files, the journal. On both databases."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tcm_tui.data.models import AuditEntry
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Invalid, NotPermitted
from tcm_tui.domain.exports import ExportCancelled
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.members import MemberFilter, MemberOrder, MemberState
from tcm_tui.domain.permissions import Role
from tcm_tui.services import member_export
from tcm_tui.services.exporting import Target, Watch
from tcm_tui.services.invite_lists import Cancellation, read_list
from tcm_tui.services.member_export import export_to_file
from tcm_tui.services.members import page
from tcm_tui.sheets import streams
from tcm_tui.sheets.destination import AlreadyThere
from tests.builders import Person, add_company, add_invitation, add_member, signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context

ZONE = ZoneInfo("Europe/Berlin")
NAUGHTY = (
    "=1+1",
    "+49 228 1",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    "＝1",
    "'=1",
    "{=1}",
    "Ç\u202eelik",
)


@pytest.fixture(autouse=True)
def _people(database: Database, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page of members, some with names that a spreadsheet would run."""
    monkeypatch.setattr(member_export, "PAGE", 3)
    for number, name in enumerate(NAUGHTY):
        add_member(
            database,
            anna.company_id,
            f"p{number}@kunde.example",
            role=Role.BILLING_ADMIN if number % 2 else Role.USER,
            first_name="Vor",
            last_name=name,
        )
    add_invitation(database, anna, "offen@kunde.example", role=Role.BILLING_ADMIN)
    add_member(database, add_company(database, "Fremd GmbH"), "fremd@x.example")


def entries(ctx: Context) -> list[AuditEntry]:
    """What the journal says of exports."""
    with ctx.database.transaction(writing=False) as session:
        query = select(AuditEntry).where(AuditEntry.action == AuditAction.MEMBERS_EXPORTED)
        return list(session.scalars(query))


def rows_of(path: Path) -> list[list[object]]:
    """The rows of a workbook below its header; none of its cells is a formula."""
    (sheet,) = load_workbook(path).worksheets
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("order", MemberOrder)
def test_the_rows_and_their_order_are_those_of_the_list(
    ctx: Context, tmp_path: Path, order: MemberOrder
) -> None:
    """Whatever it is sorted by, over the ends of pages."""
    listing = Listing(order=order, descending=True)
    exported = export_to_file(ctx, listing, Target(tmp_path / "x.xlsx"), zone=ZONE)
    shown = [row.address for row in page(ctx, order=order, descending=True, limit=100)]
    assert [row[2] for row in rows_of(tmp_path / "x.xlsx")] == shown
    assert exported.rows == len(shown) == len(NAUGHTY) + 2


def test_the_filter_is_kept_and_on_record_once(ctx: Context, anna: Person, tmp_path: Path) -> None:
    """With who, how many, and which."""
    wanted = MemberFilter("kunde", frozenset({Role.BILLING_ADMIN}), frozenset({MemberState.ACTIVE}))
    export_to_file(ctx, Listing(wanted), Target(tmp_path / "x.csv"), zone=ZONE)
    (entry,) = entries(ctx)
    assert (entry.actor_id, entry.subject, entry.subject_id) == (
        anna.user_id,
        Subject.COMPANY,
        anna.company_id,
    )
    assert entry.changes == {
        "rows": [None, "4"],
        "searched": [None, "yes"],
        "roles": [None, "billing_admin"],
        "states": [None, "active"],
    }
    assert "offen@" not in (tmp_path / "x.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_f9_f10_hostile_names_come_back_as_text(ctx: Context, tmp_path: Path, ending: str) -> None:
    """Read by the importer the names are what they are in the portal."""
    path = tmp_path / f"x.{ending}"
    export_to_file(ctx, Listing(), Target(path), zone=ZONE)
    back = {row.email: row.last_name for row in read_list(path).rows}
    names = [name.replace("\u202e", "") for name in NAUGHTY]
    assert [back[f"p{number}@kunde.example"] for number in range(len(NAUGHTY))] == names
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_cancelled_export_leaves_nothing(ctx: Context, tmp_path: Path) -> None:
    """After the first page: neither a file nor an entry."""
    cancellation, told = Cancellation(), []

    def progress(rows: int) -> None:
        told.append(rows)
        cancellation.cancel()

    watch = Watch(progress, cancellation)
    with pytest.raises(ExportCancelled):
        export_to_file(ctx, Listing(), Target(tmp_path / "x.xlsx"), zone=ZONE, watch=watch)
    assert told == [3]
    assert not (tmp_path / "x.xlsx").exists()
    assert not list(tmp_path.glob(".tcm-tui-*"))
    assert entries(ctx) == []


def test_what_is_there_stays_unless_it_was_agreed(ctx: Context, tmp_path: Path) -> None:
    """A refused export is not on record."""
    path = tmp_path / "x.csv"
    path.write_text("wichtig")
    with pytest.raises(AlreadyThere):
        export_to_file(ctx, Listing(), Target(path), zone=ZONE)
    assert (path.read_text(), entries(ctx)) == ("wichtig", [])
    export_to_file(ctx, Listing(), Target(path, overwrite=True), zone=ZONE)
    assert path.read_text("utf-8-sig").startswith("Nachname;")


def test_a_workbook_says_when_it_is_full(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The format ends at 1,048,576 rows; CSV does not."""
    assert streams.WORKBOOK_ROWS == 1_048_576
    monkeypatch.setattr(streams, "WORKBOOK_ROWS", 6)
    with pytest.raises(Invalid, match=r"höchstens 5 Zeilen.* CSV"):
        export_to_file(ctx, Listing(), Target(tmp_path / "x.xlsx"), zone=ZONE)
    assert not (tmp_path / "x.xlsx").exists()
    assert entries(ctx) == []
    exported = export_to_file(ctx, Listing(), Target(tmp_path / "x.csv"), zone=ZONE)
    assert exported.rows == len(NAUGHTY) + 2


def test_who_may_export(ctx: Context, anna: Person, tmp_path: Path) -> None:
    """A billing administrator may, without invitations; a user leaves no file behind."""
    for role, number in ((Role.BILLING_ADMIN, len(NAUGHTY) + 2), (Role.USER, 0)):
        who = add_member(ctx.database, anna.company_id, f"{role}@wer.example", role=role)
        target = Target(tmp_path / f"{role}.csv")
        if number:
            own = signed_in(ctx, who)
            assert export_to_file(own, Listing(), target, zone=ZONE).rows == number
        else:
            with pytest.raises(NotPermitted):
                export_to_file(signed_in(ctx, who), Listing(), target, zone=ZONE)
    assert not (tmp_path / "user.csv").exists()
    assert "offen@" not in (tmp_path / "billing_admin.csv").read_text("utf-8-sig")
    assert len(entries(ctx)) == 1
