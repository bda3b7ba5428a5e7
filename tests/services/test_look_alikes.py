"""Asking the database who looks like somebody: in one's own company, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Role
from tcm_tui.services.invitations import invite, look_up
from tests.builders import add_company, add_member, signed_in

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

TWIN = check_email("derya@firm\u0430.de").canonical


@pytest.fixture
def anna(nobody: Context) -> Context:
    """The administrator of a company with Derya; elsewhere there is a Jonas."""
    here = add_company(nobody.database)
    elsewhere = add_company(nobody.database, "Nebenan GmbH")
    boss = add_member(nobody.database, here, "anna@firma.de", role=Role.COMPANY_ADMIN)
    add_member(nobody.database, here, "derya@firma.de", first_name="Derya", last_name="\u00c7elik")
    add_member(nobody.database, elsewhere, "jonas@firma.de")
    return signed_in(nobody, boss)


def test_a8_twins_of_colleagues_are_found_by_address_and_name(anna: Context) -> None:
    """And told by name; others are not."""
    new = ["derya@firma.de", TWIN, "neu@firma.de", "fremd@kunde.de"]
    names = {"fremd@kunde.de": "\u00c7elik, Der\u200bya", "neu@firma.de": "\u00c7elik, Derya"}
    found = look_up(anna, new, names).cautions
    assert found == {
        TWIN: "Zum Verwechseln ähnlich: derya@firma.de von Çelik, Derya.",
        "fremd@kunde.de": "Zum Verwechseln ähnlich: Çelik, Derya (derya@firma.de).",
    }


def test_a8_nobody_of_another_company_is_told(anna: Context) -> None:
    """Their names are not ours to show."""
    assert look_up(anna, [check_email("jonas@firm\u0430.de").canonical]).cautions == {}


def test_a8_a_twin_can_be_invited_on_purpose_and_an_invisible_one_cannot(anna: Context) -> None:
    """The caution is for people; the service refuses only what is no address."""
    assert invite(anna, InvitationDraft("derya@firm\u0430.de")).email == "derya@firm\u0430.de"
    with pytest.raises(Invalid, match="unsichtbare"):
        invite(anna, InvitationDraft("der\u200bya@firma.de"))
