"""Costs by month: whose, from when to when, and as a file. On both databases."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tcm_tui.data.models import SubscriptionPhase
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.charges import ChargeKind
from tcm_tui.domain.costs import EVERYTHING, CostFilter, Costs, Standing
from tcm_tui.domain.exports import ExportCancelled
from tcm_tui.domain.permissions import Role
from tcm_tui.services import charges
from tcm_tui.services.charges import costs, export_to_file
from tcm_tui.services.exporting import Target, Watch
from tcm_tui.services.invite_lists import Cancellation
from tcm_tui.sheets.destination import AlreadyThere
from tests.builders import Person, add_company, add_member, signed_in
from tests.market import TODAY, add_product, add_subscription, edition_ids

from .inviting import journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context

    Booking = Callable[..., int]


@pytest.fixture
def derya(database: Database, anna: Person) -> Person:
    """A user."""
    return add_member(database, anna.company_id, "derya@m.example")


@pytest.fixture
def product_id(database: Database) -> int:
    """Something to book."""
    return add_product(database)


@pytest.fixture
def book(database: Database, anna: Person, product_id: int) -> Booking:
    """Lets Anna have booked it."""
    return partial(add_subscription, database, anna.company_id, product_id, owner_id=anna.user_id)


def lines(found: Costs) -> list[tuple[str, date, int]]:
    """Whose, when and how much, the first day first."""
    return [
        (line.billed.label, line.due_on, line.charge.amount.net)
        for month in reversed(found.months)
        for line in month.lines
    ]


def test_each_month_names_its_lines_and_what_they_come_to(ctx: Context, book: Booking) -> None:
    """Net, VAT and gross; the last month first, and each says whether it is over."""
    for name, licences in (("Nord", 5), ("Süd", 3)):
        book(name=name, licences=licences, starts_on=date(2026, 10, 15))
    found = costs(ctx)
    assert [month.first for month in found.months[-3:]] == [
        *(date(2026, 12, 1), date(2026, 11, 1), date(2026, 10, 1)),
    ]
    standings = [month.standing for month in found.months]
    assert standings == [*([Standing.OPEN] * 12), Standing.CURRENT, Standing.PAST]
    for month in found.months:
        assert [line.billed.name for line in month.lines] == ["Nord", "Süd"]
        assert (month.total.net, month.total.vat) == (8 * 560, 532 + 319)
        assert month.total.gross == sum(line.charge.amount.gross for line in month.lines)
    assert found.passed.net == 2 * 8 * 560
    assert found.coming.net == 12 * 8 * 560


def test_what_falls_due_this_month_may_be_open(ctx: Context, book: Booking) -> None:
    """Behind today it is yet to come; so is what begins behind a trial."""
    book(starts_on=TODAY.replace(day=TODAY.day - 1), trial_until=TODAY, term_months=1)
    book(starts_on=TODAY - timedelta(days=30), trial_until=TODAY - timedelta(days=1))
    found = costs(ctx)
    now = found.months[-1]
    assert now.standing is Standing.CURRENT
    assert [(line.due_on, found.is_open(line)) for line in now.lines] == [
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
    ]
    assert found.passed.net == 5 * 560


def test_what_is_older_than_two_years_is_not_listed(ctx: Context, book: Booking) -> None:
    """Nor what is further ahead than one; what ended just before still gives back within."""
    book(starts_on=date(2020, 1, 31))
    book(name="Vorbei", starts_on=date(2024, 1, 15), ends_on=date(2024, 10, 30))
    first, last = date(2024, 10, 16), date(2024, 10, 31)
    book(name="Zusatz", licences=1, starts_on=first, ends_on=last)
    found = costs(ctx)
    assert (found.months[-1].first, found.months[0].first) == (date(2024, 11, 1), date(2027, 11, 1))
    assert len(found.months) == 24 + 1 + 12
    back, *others = found.months[-1].lines
    assert (back.billed.name, back.charge.kind) == ("Zusatz", ChargeKind.END)
    assert (back.due_on, back.charge.amount.net) == (date(2024, 11, 1), -271)  # 15 of 31 days
    assert "Vorbei" not in {line.billed.name for line in others}


def test_a_changed_edition_is_named_as_it_was(ctx: Context, product_id: int, book: Booking) -> None:
    """The change and what follows name the new one."""
    number = book(licences=10, starts_on=date(2026, 10, 1))
    standard = edition_ids(ctx.database, product_id)["Standard"]
    with ctx.database.transaction(writing=True) as session:
        session.add(
            SubscriptionPhase(
                subscription_id=number,
                from_on=date(2026, 11, 16),
                edition_id=standard,
                licences=10,
                unit_cents=1170,
            )
        )
    told = [
        (line.title.rpartition(" ")[2], line.charge.kind, line.charge.amount.net)
        for month in reversed(costs(ctx).months[-3:])
        for line in month.lines
    ]
    assert told == [
        ("Basic", ChargeKind.PERIOD, 5600),
        ("Basic", ChargeKind.PERIOD, 5600),
        ("Standard", ChargeKind.CHANGE, (11700 - 5600) // 2),
        ("Standard", ChargeKind.PERIOD, 11700),
    ]


@pytest.mark.parametrize("role", Role)
def test_users_see_what_they_own(
    ctx: Context, anna: Person, derya: Person, product_id: int, role: Role
) -> None:
    """Administrators all of their company's; nobody another company's."""
    whose = add_member(ctx.database, anna.company_id, f"{role}@m.example", role=role)
    elsewhere = add_company(ctx.database, "Fremd GmbH")
    there = add_member(ctx.database, elsewhere, "fremd@x.example")
    for owner, name in ((whose, "Meins"), (derya, "Deryas"), (there, "Fremdes")):
        company = elsewhere if owner is there else anna.company_id
        add_subscription(ctx.database, company, product_id, owner_id=owner.user_id, name=name)
    add_subscription(
        *(ctx.database, anna.company_id, product_id),
        owner_id=whose.user_id,
        name="Niemands",
        owned=False,
    )
    found = costs(signed_in(ctx, whose))
    everything = {"Deryas", "Meins", "Niemands"}
    assert {one.label for one in found.billed} == ({"Meins"} if found.mine else everything)
    assert found.mine is (role is Role.USER)


def test_words_and_numbers_pick_subscriptions(ctx: Context, anna: Person, book: Booking) -> None:
    """By „Abonnement-Name“ or product; months without any are gone, and sums follow."""
    nord = book(name="Vertrieb Nord")
    add_subscription(
        ctx.database,
        anna.company_id,
        add_product(ctx.database, "Cisco Webex", provider="Cisco"),
        owner_id=anna.user_id,
        name="Besprechungen",
        starts_on=TODAY,
        term_months=1,
        ends_on=TODAY + timedelta(days=29),
    )
    found = costs(ctx)
    assert {label for label, *_rest in lines(found.only(CostFilter("vertr")))} == {"Vertrieb Nord"}
    only = found.only(CostFilter("webex"))
    assert lines(only) == [("Besprechungen", TODAY, 5 * 560)]
    assert (only.passed.net, only.coming.net) == (5 * 560, 0)
    assert found.only(CostFilter(ids=frozenset({nord}))) == found.only(CostFilter("nord"))
    assert found.only(CostFilter("webex", frozenset({nord}))).months == ()
    assert found.only(EVERYTHING) is found


# --- as a file --------------------------------------------------------------------------------


@pytest.fixture
def _booked(book: Booking) -> None:
    """With names that a spreadsheet would run."""
    for name in ("=1+1", "Vertrieb Süd"):
        first, last = date(2026, 10, 10), date(2026, 12, 9)
        book(name=name, starts_on=first, term_months=1, ends_on=last)


def workbook(path: Path) -> list[list[Any]]:
    """Its rows; none of its cells is a formula."""
    (sheet,) = load_workbook(path).worksheets
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.usefixtures("_booked")
def test_a_workbook_has_amounts_that_can_be_added_up(ctx: Context, tmp_path: Path) -> None:
    """Every line with all there is to say of it, the last month first."""
    exported = export_to_file(ctx, EVERYTHING, Target(tmp_path / "k.xlsx"))
    header, *rows = workbook(tmp_path / "k.xlsx")
    assert exported.rows == len(rows) == 4
    assert dict(zip(header, rows[0], strict=True)) == {
        "Fällig am": "10.11.2026",
        "Stand": "vergangen",
        "Abonnement-Name": "=1+1",
        "Produkt": "Microsoft 365 Business Basic",
        "Posten": "Zeitraum",
        "Von": "10.11.2026",
        "Bis": "09.12.2026",
        "Lizenzen": 5,
        "Preis je Lizenz": 5.6,
        "Netto": 28,
        "MwSt. %": 19,
        "MwSt.": 5.32,
        "Brutto": 33.32,
    }


@pytest.mark.usefixtures("_booked")
def test_a_csv_reads_as_german_numbers(ctx: Context, anna: Person, tmp_path: Path) -> None:
    """And holds what was picked; who took it out is on record once."""
    export_to_file(ctx, CostFilter("süd"), Target(tmp_path / "k.csv"))
    with (tmp_path / "k.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["Abonnement-Name"] for row in rows] == ["Vertrieb Süd"] * 2
    assert (rows[0]["Netto"], rows[0]["MwSt."], rows[0]["Brutto"]) == ("28,00", "5,32", "33,32")
    (entry,) = journal(ctx, AuditAction.CHARGES_EXPORTED)
    assert (entry.actor_id, entry.subject_id) == (anna.user_id, anna.company_id)
    assert entry.changes == {"rows": [None, "2"], "filtered": [None, "yes"]}


@pytest.mark.usefixtures("_booked")
def test_nothing_stays_of_an_export_that_was_not_to_be(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given up, or in the way of something: neither a file nor an entry."""
    monkeypatch.setattr(charges, "HEARD_EVERY", 2)
    cancellation = Cancellation()
    watch = Watch(lambda _rows: cancellation.cancel(), cancellation)
    with pytest.raises(ExportCancelled):
        export_to_file(ctx, EVERYTHING, Target(tmp_path / "k.xlsx"), watch=watch)
    assert not list(tmp_path.glob("*k.xlsx")) + list(tmp_path.glob(".tcm-tui-*"))
    (tmp_path / "k.csv").write_text("wichtig")
    with pytest.raises(AlreadyThere):
        export_to_file(ctx, EVERYTHING, Target(tmp_path / "k.csv"))
    assert (tmp_path / "k.csv").read_text() == "wichtig"
    assert journal(ctx, AuditAction.CHARGES_EXPORTED) == []
