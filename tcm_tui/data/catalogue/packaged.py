"""The catalogue that comes with the program: files beside this module, its prices examples."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from tcm_tui.domain.catalogue import Category, Charging, PriceOffer
from tcm_tui.domain.catalogue_entries import EditionEntry, ProductEntry

VERSION: Final = 1
"""To be raised with each change of the files: a database brings a newer one in at its start."""


def packaged() -> list[ProductEntry]:
    """Every product in the files."""
    folder = files(__package__)
    found = [
        tomllib.loads(one.read_text(encoding="utf-8"), parse_float=Decimal)
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".toml")
    ]
    return [_product(one, file.get("provider", "")) for file in found for one in file["products"]]


def _product(found: dict[str, Any], provider: str) -> ProductEntry:
    return ProductEntry(
        key=found["key"],
        name=found["name"],
        provider=found.get("provider", provider),
        category=Category(found["category"]),
        summary=found["summary"],
        description=found["description"],
        editions=tuple(_edition(one) for one in found["editions"]),
        licence_cap=found.get("licence_cap"),
        trial_days=found.get("trial_days", 0),
    )


def _edition(found: dict[str, Any]) -> EditionEntry:
    prices = [
        PriceOffer(int(months), charging, int(price * 100))
        for charging in Charging
        for months, price in found.get(charging.value, {}).items()
    ]
    return EditionEntry(
        key=found["key"],
        name=found.get("name", ""),
        features=tuple(found["features"]),
        prices=tuple(sorted(prices, key=lambda one: (one.term_months, one.charging))),
        min_licences=found.get("min_licences", 1),
        max_licences=found.get("max_licences"),
        is_add_on=found.get("is_add_on", False),
    )
