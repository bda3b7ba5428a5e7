"""A catalogue as files hold it: products by their keys, and what one differs from another in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import charging_label, term_label
from tcm_tui.domain.money import euros
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tcm_tui.domain.catalogue import Category, PriceOffer


@dataclass(frozen=True)
class EditionEntry:
    """An edition; its place among the others is where it stands in its product."""

    key: str
    name: str
    features: tuple[str, ...]
    prices: tuple[PriceOffer, ...]
    """By term, then monthly before yearly; each of them once."""
    min_licences: int = 1
    max_licences: int | None = None
    is_add_on: bool = False


@dataclass(frozen=True)
class ProductEntry:
    """A product with its editions; one of them at least is no add-on."""

    key: str
    name: str
    provider: str
    category: Category
    summary: str
    description: str
    editions: tuple[EditionEntry, ...]
    licence_cap: int | None = None
    trial_days: int = 0


@dataclass(frozen=True)
class KnownProduct:
    """A product that is stored; `offered` says whether it can be booked still."""

    entry: ProductEntry
    offered: bool


class EntryChange(StrEnum):
    """What becomes of a product when a catalogue takes the place of another."""

    CHANGED = "changed"
    NEW = "new"
    RETURNED = "returned"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"


_CHANGES: Final = {
    EntryChange.CHANGED: N_("geändert"),
    EntryChange.NEW: N_("neu"),
    EntryChange.RETURNED: N_("wieder angeboten"),
    EntryChange.UNCHANGED: N_("unverändert"),
    EntryChange.WITHDRAWN: N_("nicht mehr angeboten"),
}


def change_label(change: EntryChange) -> str:
    """„neu“, „geändert“ and so on."""
    return _(_CHANGES[change])


@dataclass(frozen=True)
class ProductChange:
    """What becomes of a product. `details` are sentences about what is different in it."""

    change: EntryChange
    key: str
    name: str
    details: tuple[str, ...] = ()


def difference(
    known: Mapping[str, KnownProduct], wanted: Sequence[ProductEntry]
) -> list[ProductChange]:
    """What a catalogue changes: its products in their order, then those that it leaves out."""
    found = [_compared(known.get(entry.key), entry) for entry in wanted]
    kept = {entry.key for entry in wanted}
    found += [
        ProductChange(EntryChange.WITHDRAWN, key, one.entry.name)
        for key, one in known.items()
        if one.offered and key not in kept
    ]
    return found


def _compared(known: KnownProduct | None, entry: ProductEntry) -> ProductChange:
    if known is None:
        return ProductChange(EntryChange.NEW, entry.key, entry.name)
    details = tuple(_details(known.entry, entry))
    if not known.offered:
        return ProductChange(EntryChange.RETURNED, entry.key, entry.name, details)
    change = EntryChange.UNCHANGED if known.entry == entry else EntryChange.CHANGED
    return ProductChange(change, entry.key, entry.name, details)


def _details(before: ProductEntry, after: ProductEntry) -> list[str]:
    """What is different, a sentence for each."""
    words = {
        "name": _("Name: {new}").format(new=after.name),
        "provider": _("Anbieter: {new}").format(new=after.provider),
        "category": _("andere Kategorie"),
        "summary": _("anderer Kurztext"),
        "description": _("andere Beschreibung"),
        "licence_cap": _("Obergrenze: {new}").format(new=after.licence_cap or "–"),
        "trial_days": _("Testtage: {new}").format(new=after.trial_days),
    }
    told = [word for name, word in words.items() if getattr(before, name) != getattr(after, name)]
    told += _edition_details(before, after)
    if not told and before != after:
        told.append(_("andere Reihenfolge der Editionen"))
    return told


def _edition_details(before: ProductEntry, after: ProductEntry) -> list[str]:
    old = {one.key: one for one in before.editions}
    new = {one.key: one for one in after.editions}
    told = [
        _("Edition „{name}“ neu").format(name=called(one, after))
        for key, one in new.items()
        if key not in old
    ]
    told += [
        _("Edition „{name}“ nicht mehr angeboten").format(name=called(one, before))
        for key, one in old.items()
        if key not in new
    ]
    for key, one in new.items():
        if key in old and old[key] != one:
            told += _edition_words(called(one, after), old[key], one)
    return told


def _edition_words(name: str, before: EditionEntry, after: EditionEntry) -> list[str]:
    """What is different in an edition: each price by itself, the rest as a whole."""
    told = []
    old = {(one.term_months, one.charging): one.cents for one in before.prices}
    new = {(one.term_months, one.charging): one.cents for one in after.prices}
    for way in dict.fromkeys([*old, *new]):
        if old.get(way) != new.get(way):
            change = f"{_euros(old.get(way))} → {_euros(new.get(way))}"
            told.append(f"{name}, {term_label(way[0])}, {charging_label(way[1])}: {change}")
    if replace(before, prices=after.prices) != after:
        told.append(_("{name}: andere Angaben").format(name=name))
    return told


def _euros(cents: int | None) -> str:
    return "–" if cents is None else euros(cents)


def called(edition: EditionEntry, product: ProductEntry) -> str:
    """An edition by its name; by its product's where it has none."""
    return edition.name or product.name
