"""The map of the portal: every place is reachable, opens, and is guarded by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.app import PANES
from tcm_tui.domain.permissions import Guest, Role, allows
from tcm_tui.navigation import ENTRIES, TABS, Destination, entry, may_open, reachable, tabs_for
from tcm_tui.screens.help.texts import HELP
from tcm_tui.screens.portal_screen import PortalPane

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYBODY = [None, *Role]


def _everywhere() -> Iterator[Destination]:
    for role in EVERYBODY:
        yield from (one.destination for one in reachable(role, mailbox=True, partner=True))


def test_every_destination_has_one_entry_and_a_way_to_it() -> None:
    """And nothing is listed twice."""
    assert sorted(one.destination for one in ENTRIES) == sorted(Destination)
    assert set(_everywhere()) == set(Destination)


def test_keys_of_a_menu_and_of_the_tabs_are_used_once() -> None:
    """`a` and `x` are „Mein Account“ and „Abmelden“."""
    letters = [one.menu_key for one in ENTRIES if one.menu_key] + ["a", "x"]
    assert len(letters) == len(set(letters))
    assert [one.tab for one in TABS] == sorted({one.tab for one in TABS if one.tab})


@pytest.mark.parametrize("role", Role)
def test_tabs_follow_the_permission(role: Role) -> None:
    """A tab one may not open is not there, and no way leads to it."""
    for tab in TABS:
        allowed = allows(role, tab.permission)
        assert (tab in tabs_for(role)) == allowed
        assert may_open(tab.destination, role, mailbox=True) == allowed
        assert not may_open(tab.destination, None, mailbox=True)


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_mailbox_exists_in_local_mode_only(role: Role | None) -> None:
    """It shows everybody's codes."""
    assert may_open(Destination.MAILBOX, role, mailbox=True)
    assert not may_open(Destination.MAILBOX, role, mailbox=False)


@pytest.mark.parametrize("role", EVERYBODY)
def test_customers_exist_in_a_partners_company_only(role: Role | None) -> None:
    """For every role there, and never for a guest."""
    assert may_open(Destination.CUSTOMERS, role, mailbox=True, partner=True) == (role is not None)
    assert not may_open(Destination.CUSTOMERS, role, mailbox=True)
    assert not may_open(Destination.CUSTOMERS, Guest.RESELLER, mailbox=True, partner=True)


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.destination.value)
def test_every_tab_has_a_pane_of_its_own(tab: object) -> None:
    """The class says which tab it fills."""
    destination = getattr(tab, "destination", None)
    assert isinstance(destination, Destination)
    pane = PANES[destination]()
    assert issubclass(pane, PortalPane)
    assert pane.destination is destination


def test_every_topic_has_help() -> None:
    """F1 has something to say everywhere."""
    topics = {one.topic for one in ENTRIES if one.topic is not None}
    assert topics <= set(HELP)
    assert all(text.purpose for text in HELP.values())
    assert entry(Destination.OVERVIEW).topic in HELP
