"""Licences by a file: read, compared, saved, and what became of it saved again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from tcm_tui.domain.assign_lines import line
from tcm_tui.domain.assign_list import settled, wishes_of
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Role
from tcm_tui.services.assign_lists import compare, read_list, save_result
from tcm_tui.services.assignments import apply
from tests.builders import (
    add_address,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)
from tests.market import add_product, add_subscription, give

from .assigning import giving, held, key_of

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.services.context import Context
    from tests.builders import Person

HEADER = "E-Mail;Produkt;Abonnement-Name;Zugewiesen\n"


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """A member with a second address."""
    one = add_member(ctx.database, anna.company_id, "derya.celik@m.example")
    add_address(ctx.database, one, "d.celik@m.example", verified=True)
    return one


@pytest.fixture
def paul(ctx: Context, anna: Person) -> Person:
    """Who has one."""
    return add_member(ctx.database, anna.company_id, "paul.wagner@m.example")


@pytest.fixture
def north(ctx: Context, anna: Person, paul: Person) -> int:
    """Two licences, one of them Paul's."""
    number = booked(ctx, anna, "Vertrieb Nord", licences=2)
    give(ctx.database, number, paul)
    return number


def booked(ctx: Context, owner: Person, name: str, licences: int = 5) -> int:
    """A subscription."""
    return add_subscription(
        ctx.database,
        owner.company_id,
        add_product(ctx.database),
        owner_id=owner.user_id,
        name=name,
        licences=licences,
    )


def test_a_list_is_compared_saved_and_kept(
    ctx: Context, anna: Person, derya: Person, north: int, tmp_path: Path
) -> None:
    """Dry run first: nothing changes; then what can be saved is, the rest says why not."""
    invited, _code = add_invitation(ctx.database, anna, "gast@kunde.example")
    file = tmp_path / "lizenzen.csv"
    file.write_text(
        HEADER
        + "d.celik@m.example;;Vertrieb Nord;\n"
        + "paul.wagner@m.example;;Vertrieb Nord;nein\n"
        + "gast@kunde.example;Microsoft 365 Business Basic;;ja\n"
        + "anna.muster@muster-maschinenbau.example;;Vertrieb Nord;ja\n"
        + "neu@m.example;;Vertrieb Nord;\n",
        encoding="utf-8",
    )
    before = everything(ctx)
    rows = compare(ctx, read_list(file).rows)
    assert everything(ctx) == before
    assert [(row.verdict.value, row.reason) for row in rows] == [
        ("changed", ""),
        ("changed", ""),
        ("changed", ""),
        (
            "refused",
            "Alle 2 Lizenzen von „Microsoft 365 Business Basic – Vertrieb Nord“ sind zugewiesen.",
        ),
        ("new", "weder Mitglied noch eingeladen"),
    ]
    done = settled(rows, apply(ctx, wishes_of(rows)))
    assert [row.verdict.value for row in done] == ["done", "done", "done", "refused", "new"]
    assert held(ctx, north) == [key_of(derya), key_of(invited)]
    kept = save_result(tmp_path / "ergebnis.xlsx", done)
    sheet = load_workbook(kept).active
    assert sheet is not None
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[1][:7] == [
        2,
        "d.celik@m.example",
        "Celik, Derya",
        "Microsoft 365 Business Basic",
        "Vertrieb Nord",
        "ja",
        "zugewiesen",
    ]
    assert [row.verdict.value for row in compare(ctx, read_list(kept).rows)] == [
        *("unchanged", "unchanged", "unchanged", "refused", "new"),
    ]


def test_a_workbook_is_read_as_well(
    ctx: Context, derya: Person, north: int, tmp_path: Path
) -> None:
    """A formula without a value is told at its row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Product", "E-Mail"])
    sheet.append(["Vertrieb Nord", derya.email])
    sheet.append(["=A2", derya.email])
    book.save(tmp_path / "l.xlsx")
    rows = compare(ctx, read_list(tmp_path / "l.xlsx").rows)
    assert [row.verdict.value for row in rows] == ["changed", "unknown"]
    assert wishes_of(rows) == giving(north, derya)


def test_somebody_faster_leaves_the_whole_list_open(
    ctx: Context, anna: Person, derya: Person, north: int
) -> None:
    """Nothing is saved, and the row says which licences are gone."""
    rows = compare(ctx, [line(1, derya.email, "Vertrieb Nord", give=True)])
    give(ctx.database, north, anna)
    (row,) = settled(rows, apply(ctx, wishes_of(rows)))
    assert (row.verdict.value, row.reason) == (
        "refused",
        "Alle 2 Lizenzen von „Microsoft 365 Business Basic – Vertrieb Nord“ sind zugewiesen.",
    )


def test_a_user_names_own_subscriptions_and_members_only(
    ctx: Context, anna: Person, derya: Person, north: int
) -> None:
    """Others' subscriptions are called nothing, invitations are nobody."""
    booked(ctx, derya, "Eigenes")
    booked(ctx, add_foreign(ctx), "Fremdes")
    add_invitation(ctx.database, anna, "gast@kunde.example")
    assert north
    rows = compare(
        signed_in(ctx, derya),
        [
            line(1, anna.email, "Eigenes", give=True),
            line(2, anna.email, "Vertrieb Nord", give=True),
            line(3, anna.email, "Fremdes", give=True),
            line(4, "gast@kunde.example", "Eigenes", give=True),
        ],
    )
    assert [(row.verdict.value, row.reason) for row in rows] == [
        ("changed", ""),
        ("unknown", "Kein Abonnement heißt „Vertrieb Nord“."),
        ("unknown", "Kein Abonnement heißt „Fremdes“."),
        ("new", "weder Mitglied noch eingeladen"),
    ]


def add_foreign(ctx: Context) -> Person:
    """Somebody of another company."""
    company = add_company(ctx.database, "Nebenan AG")
    return add_member(ctx.database, company, "chef@n.example", role=Role.COMPANY_ADMIN)


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    """At the field of the file."""
    empty = tmp_path / "leer.csv"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        read_list(empty)
    assert refused.value.field == "path"
