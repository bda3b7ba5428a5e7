"""The keys of „Produkte“."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from tcm_tui.i18n import N_

CANCEL_ID: Final = "products.cancel"
RENEWAL_ID: Final = "products.renewal"
FINDING: Final = [
    Binding(
        "n",
        "book",
        N_("Buchen"),
        id="products.book",
        show=False,  # a button says so; footers have little room
        tooltip=N_("Öffnet den „Marktplatz“ mit allem, was sich buchen lässt"),
    ),
    Binding(
        "slash",
        "search",
        N_("Suchen"),
        id="products.search",
        tooltip=N_("Sucht in Produkten, Anbietern und im „Abonnement-Name“, während Sie tippen"),
    ),
]
"""What stands before the keys that act: the footer shows as many as fit."""
ACTING: Final = [
    Binding(
        "l",
        "assign",
        N_("Zuweisen"),
        id="products.assign",
        tooltip=N_("Öffnet „Apps zuweisen“ mit diesem Abonnement"),
    ),
    Binding(
        "a",
        "licences",
        N_("Anzahl"),
        id="products.licences",
        tooltip=N_("Ändert die Zahl der Lizenzen und zeigt vorher, was das kostet"),
    ),
    Binding(
        "delete",
        "cancel",
        N_("Kündigen"),
        id=CANCEL_ID,
        tooltip=N_("Kündigt zum Ende der Laufzeit, oder nimmt die Kündigung zurück; fragt vorher"),
    ),
    Binding(
        "e",
        "rename",
        N_("Name"),
        id="products.rename",
        tooltip=N_("Gibt dem Abonnement einen eigenen Namen, ändert oder löscht ihn"),
    ),
    Binding(
        "w",
        "edition",
        N_("Edition"),
        id="products.edition",
        tooltip=N_("Wechselt zu einer anderen Edition und zeigt vorher, was das kostet"),
    ),
    Binding(
        "d",
        "renewal",
        N_("Verlängerung aus"),
        id=RENEWAL_ID,
        show=False,
        tooltip=N_("Legt fest, ob sich das Abonnement am Ende der Laufzeit verlängert"),
    ),
    Binding(
        "z",
        "add_on",
        N_("Zusatz buchen"),
        id="products.add_on",
        show=False,
        tooltip=N_("Bucht etwas dazu, das nur mit diesem Abonnement geht"),
    ),
    Binding(
        "o",
        "take_over",
        N_("Inhaberschaft übernehmen"),
        id="products.take_over",
        show=False,
        tooltip=N_("Das Abonnement, oder alle markierten, gehört dann Ihnen"),
    ),
]
"""What is done to the subscription under the cursor."""
LISTING: Final = [
    Binding(
        "f",
        "filter",
        N_("Filtern"),
        id="products.filter",
        tooltip=N_("Geht zum Filter nach Status, weiter zu Produkt und zu Besonderheiten"),
    ),
    Binding(
        "s",
        "sort",
        N_("Sortieren"),
        id="products.sort",
        show=False,
        tooltip=N_("Sortiert nach Produkt, Name, Lizenzen, Preis, Laufzeit, Inhaber oder Status"),
    ),
    Binding("escape", "back", N_("Zurück"), id="products.back", show=False),
]
