"""The keys that find people on „Benutzer“: the first ones of the footer, and its last ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tcm_tui.i18n import N_
from tcm_tui.screens.portal_screen import PortalPane

if TYPE_CHECKING:
    from tcm_tui.screens.administration.members.people import People


class FirstKeys(PortalPane):
    """What stands before the keys that act: the footer shows as many as fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "n",
            "invite_many",
            N_("Benutzer einladen"),
            id="members.invite",
            tooltip=N_("Öffnet „Mehrere einladen“: Adressen mit Rolle, auch aus einer Datei"),
        ),
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="members.search",
            tooltip=N_("Sucht in Namen und Adressen, während Sie tippen"),
        ),
    ]


class FindingKeys(PortalPane):
    """The keys that act on the list of `people`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f",
            "filter",
            N_("Filtern"),
            id="members.filter",
            tooltip=N_("Geht zum Filter nach Rolle, noch einmal zu dem nach Status"),
        ),
        Binding(
            "s",
            "sort",
            N_("Sortieren"),
            id="members.sort",
            tooltip=N_("Sortiert nach Name, E-Mail, Rolle, Status oder letzter Anmeldung"),
        ),
        Binding(
            "a",
            "jump",
            N_("A–Z"),
            id="members.jump",
            tooltip=N_("Springt zu den Personen, die mit einem Buchstaben beginnen"),
        ),
        Binding("escape", "back", N_("Zurück"), id="members.back", show=False),
    ]

    @property
    def people(self) -> People:
        """The list and its tools."""
        raise NotImplementedError

    def action_search(self) -> None:
        """To the search."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus(self.people.tools.search)

    def action_filter(self) -> None:
        """To the filters."""
        self.people.tools.next_filter()

    def action_sort(self) -> None:
        """Choose another order."""
        self.people.tools.sorting.action_open()

    def action_jump(self) -> None:
        """To the letters."""
        self.people.begin_jump()

    def action_back(self) -> None:
        """One step back."""
        self.people.step_back()
