"""One catalogue in the place of another: packaged ones, and those that operators import."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import func, select

from tcm_tui.data.catalogue.packaged import VERSION, packaged
from tcm_tui.data.database import Database
from tcm_tui.data.models import AuditEntry, CatalogueOrigin, Price, Product
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.catalogue import Category, Charging, PriceOffer
from tcm_tui.domain.catalogue_entries import EditionEntry, EntryChange, ProductEntry
from tcm_tui.domain.errors import Invalid, NotPermitted
from tcm_tui.services import packaged_catalogue
from tcm_tui.services.catalogue import products
from tcm_tui.services.catalogue_files import bring, compare, entries, read_file, save_file
from tcm_tui.services.packaged_catalogue import bring_in
from tests.builders import START, everything
from tests.market import add_subscription, edition_ids
from tests.processes import at_once, context_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tcm_tui.data.cancelling import Cancellation
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tests.builders import Person


def edition(key: str, name: str, cents: int = 500, *, is_add_on: bool = False) -> EditionEntry:
    """With a price for a month."""
    prices = (PriceOffer(1, Charging.MONTHLY, cents),)
    return EditionEntry(key, name, ("Eins", "Zwei"), prices, is_add_on=is_add_on)


SMALL, LARGE = edition("cloud-s", "S"), edition("cloud-l", "L", 900)
CLOUD: Final = ProductEntry(
    "cloud", "Cloud", "Telekom", Category.BACKUP, "Dateien", "Ablage.", (SMALL, LARGE), trial_days=5
)
MAIL: Final = replace(CLOUD, key="mail", name="Mail", editions=(edition("mail-s", ""),))


@pytest.fixture
def operator(nobody: Context) -> Context:
    """A command of the host."""
    return replace(nobody, operator=True)


def stored(ctx: Context) -> list[ProductEntry]:
    """What can be booked."""
    return entries(replace(ctx, operator=True, actor=None))


# --- the packaged one ----------------------------------------------------------------------------


def test_an_empty_database_gets_the_packaged_catalogue_once(nobody: Context) -> None:
    """Nothing is lost on the way, and the second start has nothing to do."""
    assert bring_in(nobody.database)
    assert stored(nobody) == packaged()
    before = everything(nobody)
    assert not bring_in(nobody.database)
    assert everything(nobody) == before


def test_a_later_release_brings_a_newer_one(
    nobody: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it leaves out is kept, and offered no longer."""
    bring_in(nobody.database)
    monkeypatch.setattr(packaged_catalogue, "VERSION", VERSION + 1)
    monkeypatch.setattr(packaged_catalogue, "packaged", lambda: [CLOUD])
    assert bring_in(nobody.database)
    assert stored(nobody) == [CLOUD]
    with nobody.database.transaction(writing=False) as session:
        assert session.scalar(select(func.count(Product.id))) == len(packaged()) + 1
        assert session.get_one(CatalogueOrigin, 1).packaged_version == VERSION + 1


def test_a_later_release_leaves_an_imported_one_alone(
    operator: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator knows better."""
    bring_in(operator.database)
    bring(operator, [MAIL])
    monkeypatch.setattr(packaged_catalogue, "VERSION", VERSION + 1)
    assert not bring_in(operator.database)
    assert stored(operator) == [MAIL]


def test_a_later_release_leaves_one_alone_that_is_imported_meanwhile(
    operator: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking whether there is something to bring in and doing so."""
    bring_in(operator.database)
    monkeypatch.setattr(packaged_catalogue, "VERSION", VERSION + 1)
    transactions: list[bool] = []
    open_one = Database.transaction

    def meanwhile(
        database: Database, *, writing: bool, cancellation: Cancellation | None = None
    ) -> AbstractContextManager[Session]:
        transactions.append(writing)
        if transactions == [False, True]:
            bring(operator, [MAIL])
        return open_one(database, writing=writing, cancellation=cancellation)

    monkeypatch.setattr(Database, "transaction", meanwhile)
    assert not bring_in(operator.database)
    monkeypatch.undo()
    assert stored(operator) == [MAIL]


# --- importing -----------------------------------------------------------------------------------


def test_an_import_says_what_is_different_and_does_just_that(operator: Context) -> None:
    """Comparing changes nothing; importing again finds nothing to change."""
    bring(operator, [CLOUD, MAIL])
    dearer = replace(CLOUD, editions=(edition("cloud-s", "S", 650), LARGE))
    new = replace(MAIL, key="neu", name="Neu", editions=(edition("neu-s", ""),))
    before = everything(operator)
    expected = [
        (EntryChange.CHANGED, "cloud"),
        (EntryChange.NEW, "neu"),
        (EntryChange.WITHDRAWN, "mail"),
    ]
    assert [(one.change, one.key) for one in compare(operator, [dearer, new])] == expected
    assert everything(operator) == before
    assert [(one.change, one.key) for one in bring(operator, [dearer, new])] == expected
    assert stored(operator) == [dearer, new]
    again = bring(operator, [dearer, new])
    assert {one.change for one in again} == {EntryChange.UNCHANGED}


def test_what_was_left_out_comes_back_as_it_is_now(operator: Context) -> None:
    """With the same number, so that what was booked of it belongs to it."""
    bring(operator, [CLOUD, MAIL])
    numbers = {one.key: one.id for one in all_products(operator)}
    bring(operator, [CLOUD])
    assert stored(operator) == [CLOUD]
    bring(operator, [CLOUD, replace(MAIL, name="Post")])
    assert [one.name for one in stored(operator)] == ["Cloud", "Post"]
    assert {one.key: one.id for one in all_products(operator)} == numbers


def all_products(ctx: Context) -> list[Product]:
    """Offered or not."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(Product)))


@pytest.mark.parametrize(
    "editions",
    [
        (LARGE, SMALL),
        (edition("cloud-m", "M"), LARGE, SMALL),
        (LARGE,),
        (edition("cloud-xl", "XL"),),
        (edition("cloud-extra", "Extra", is_add_on=True), SMALL, LARGE),
    ],
)
def test_editions_may_come_go_and_change_places(
    operator: Context, editions: tuple[EditionEntry, ...]
) -> None:
    """No two ever stand at one place, and the way back is open."""
    bring(operator, [CLOUD])
    wanted = replace(CLOUD, editions=editions)
    bring(operator, [wanted])
    assert stored(operator) == [wanted]
    bring(operator, [CLOUD])
    assert stored(operator) == [CLOUD]


def test_what_was_booked_stays_as_it_was(ctx: Context, anna: Person, operator: Context) -> None:
    """Its edition is offered no longer, and is there for whoever has it."""
    bring(operator, [CLOUD])
    number = all_products(operator)[0].id
    add_subscription(
        ctx.database, anna.company_id, number, owner_id=anna.user_id, edition="S", unit_cents=500
    )
    bring(operator, [replace(CLOUD, editions=(LARGE,))])
    assert set(edition_ids(ctx.database, number)) == {"S", "L"}
    assert [one.editions for one in products(ctx)] == [("L",)]


def test_prices_are_those_of_the_file_and_no_others(operator: Context) -> None:
    """One that is gone is gone, one that is new is there, one that stays keeps its row."""
    bring(operator, [CLOUD])
    kept = price_ids(operator)
    prices = (PriceOffer(1, Charging.MONTHLY, 500), PriceOffer(12, Charging.YEARLY, 5000))
    wanted = replace(CLOUD, editions=(replace(SMALL, prices=prices), LARGE))
    bring(operator, [wanted])
    assert kept < price_ids(operator)
    bring(operator, [replace(CLOUD, editions=(replace(SMALL, prices=prices[1:]), LARGE))])
    assert len(price_ids(operator)) == 2


def price_ids(ctx: Context) -> set[int]:
    """Numbers of all prices."""
    with ctx.database.transaction(writing=False) as session:
        return set(session.scalars(select(Price.id)))


def test_an_edition_stays_with_its_product(operator: Context) -> None:
    """Bookings would move with it; the sentence says whose it is."""
    bring(operator, [CLOUD, MAIL])
    taken = replace(MAIL, editions=(SMALL,))
    before = everything(operator)
    for use_case in (compare, bring):
        with pytest.raises(Invalid) as refused:
            use_case(operator, [taken])
        assert "„cloud-s“ gehört zu „cloud“" in refused.value.message
    assert everything(operator) == before


def test_an_import_is_on_record(operator: Context) -> None:
    """When, and how much it changed; nobody of the portal did it."""
    bring(operator, [CLOUD, MAIL])
    bring(operator, [CLOUD])
    with operator.database.transaction(writing=False) as session:
        wanted = AuditEntry.action == AuditAction.CATALOGUE_IMPORTED
        first, second = session.scalars(select(AuditEntry).where(wanted).order_by(AuditEntry.id))
        assert first.changes == {
            "new": [None, "2"],
            "changed": [None, "0"],
            "withdrawn": [None, "0"],
        }
        assert second.changes["withdrawn"] == [None, "1"]
        assert (second.actor_id, second.company_id) == (None, None)
        assert session.get_one(CatalogueOrigin, 1).imported_at == START


def test_nobody_of_the_portal_may_import_or_export(ctx: Context) -> None:
    """Not even an administrator: the catalogue belongs to no company."""
    for act in (lambda: bring(ctx, [CLOUD]), lambda: compare(ctx, [CLOUD]), lambda: entries(ctx)):
        with pytest.raises(NotPermitted):
            act()


def _import(url: str, hasher: Hasher, number: int) -> bool:
    """One of several that import at once, each another price and an edition of its own."""
    ctx = context_of(url, hasher)
    editions = (edition("cloud-s", "S", 500 + number), edition(f"cloud-{number}", f"E {number}"))
    bring(replace(ctx, operator=True), [replace(CLOUD, editions=editions)])
    ctx.database.dispose()
    return True


def test_imports_at_once_come_one_after_the_other(
    operator: Context, database_url: str, hasher: Hasher
) -> None:
    """Each is whole: what is offered in the end is what one of them had."""
    bring(operator, [CLOUD])
    work = [(database_url, hasher, number) for number in range(8)]
    assert at_once(_import, work) == [True] * 8
    (found,) = stored(operator)
    cents, own = found.editions[0].prices[0].cents, found.editions[1].key
    assert own == f"cloud-{cents - 500}"


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["katalog.xlsx", "katalog.csv"])
def test_what_is_saved_is_read_again(tmp_path: Path, name: str) -> None:
    """Every product that comes with the program, to the last price."""
    path = save_file(tmp_path / name, packaged())
    found = read_file(path)
    assert (list(found.entries), found.faults, found.notes) == (packaged(), (), ())


def test_a_file_from_elsewhere_names_its_wrong_cells(tmp_path: Path) -> None:
    """The row is that of the file, a title above the headers and all."""
    path = tmp_path / "katalog.csv"
    path.write_text(
        "Unser Katalog\n"
        "product key;product;provider;category;summary;edition key;12 months\n"
        "cloud;Cloud;Telekom;backup;Dateien;cloud-s;5,60\n"
        "mail;Mail;;Post;E-Mail;mail-s;\n",
        encoding="cp1252",
    )
    found = read_file(path)
    assert [(one.row, one.column) for one in found.faults] == [
        (4, "Anbieter"),
        (4, "Kategorie"),
        (4, "12 Monate"),
    ]
