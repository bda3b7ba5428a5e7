"""„Einladung annehmen“: from the form to a member who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import without_steps
from tcm_tui.screens.sign_in.accept_invitation import JoinAsKnown, JoinAsNew
from tcm_tui.services.invitations import revoke
from tcm_tui.services.sign_in import sign_in
from tcm_tui.widgets.dialog import Confirm
from tests.builders import PASSWORD, add_company, add_invitation, add_member, everything
from tests.waiting import settle

from .entrance import Entrance, field, fill

if TYPE_CHECKING:
    from tcm_tui.domain.codes import Code
    from tcm_tui.services.context import Context
    from tests.builders import Person

LENA = "lena.hoffmann@muster-maschinenbau.example"
CHOSEN = "kupfer-Anker-zwo7"
FORM: dict[str, str | bool] = {
    "first_name": "Lena",
    "last_name": "Hoffmann",
    "password": CHOSEN,
    "repeated": CHOSEN,
    "assured": True,
}


@pytest.fixture
def code(nobody: Context, anna: Person) -> Code:
    """Lena's."""
    return add_invitation(nobody.database, anna, LENA, role=Role.BILLING_ADMIN, first_name="Lena")[
        1
    ]


async def test_the_form_tells_who_invites_as_what_until_when(nobody: Context, code: Code) -> None:
    """And presets the names that were given."""
    async with Entrance(nobody, code.text).run_test() as pilot:
        await settle(pilot)
        told = str(pilot.app.screen.query_one("#invitation", Static).content)
        for part in (
            "Muster Maschinenbau GmbH",
            "Anna Muster",
            "Rechnungsadministrator",
            LENA,
            "06.12.2026, 10:00 Uhr",
        ):
            assert part in told
        assert field(pilot, "first_name").state == "Lena"


async def test_somebody_new_joins_and_is_signed_in(nobody: Context, code: Code) -> None:
    """The password chosen is the one that signs in from now on."""
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, **FORM)
        await pilot.press("enter")
        await settle(pilot)
        (joined,) = app.results
        assert joined is not None
        assert (joined.name, joined.role) == ("Lena Hoffmann", Role.BILLING_ADMIN)
    assert without_steps(sign_in(nobody, LENA, CHOSEN)).user_id == joined.user_id


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("first_name", "", "Bitte ausfüllen."),
        ("password", "kurz1", "Nicht erfüllt: mindestens 8 Zeichen."),
        ("password", "lena-hoffmann", "Nicht erfüllt: nicht Name, Adresse oder Unternehmen."),
        ("repeated", CHOSEN + "x", "Die beiden Passwörter sind verschieden."),
        ("assured", False, "Bestätigen Sie, dass Sie geschäftlich handeln."),
    ],
)
async def test_each_mistake_is_told_at_its_field(
    nobody: Context, code: Code, name: str, value: str | bool, sentence: str
) -> None:
    """Everything typed stays, and nothing is asked of the database."""
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, **FORM | {name: value})
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert field(pilot, name).error == sentence
        assert field(pilot, "last_name").state == "Hoffmann"
        assert app.asked == ["_open"]


async def test_c14_an_invitation_revoked_meanwhile_is_refused(
    nobody: Context, ctx: Context, anna: Person
) -> None:
    """Between opening and submitting; everything typed stays."""
    number, code = add_invitation(nobody.database, anna, LENA)
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, **FORM)
        revoke(ctx, number)
        before = everything(nobody)
        await pilot.press("ctrl+s")
        await settle(pilot)
        told = str(app.screen.query_one(".dialog--error", Static).content)
        assert told == "Diese Einladung wurde zurückgezogen. Bitten Sie um eine neue."
        assert field(pilot, "password").state == CHOSEN
    assert everything(nobody) == before


@pytest.fixture
def known_code(nobody: Context, anna: Person, password_hash: str) -> Code:
    """For Tim, who already belongs to another company."""
    other = add_company(nobody.database, "Beispiel Bau GmbH")
    tim = add_member(
        nobody.database, other, "tim.bauer@beispiel-bau.example", password_hash=password_hash
    )
    return add_invitation(nobody.database, anna, tim.email)[1]


async def test_somebody_known_confirms_with_their_password(
    nobody: Context, anna: Person, known_code: Code
) -> None:
    """No names, no second password."""
    app = Entrance(nobody, known_code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, JoinAsKnown)
        await fill(pilot, password=PASSWORD, assured=True)
        await pilot.press("enter")
        await settle(pilot)
        (joined,) = app.results
        assert joined is not None
        assert joined.company_id == anna.company_id


async def test_a_wrong_password_is_told_at_its_field(nobody: Context, known_code: Code) -> None:
    """And can be tried again."""
    app = Entrance(nobody, known_code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, password="falsch", assured=True)
        await pilot.press("enter")
        await settle(pilot)
        assert field(pilot, "password").error.startswith("Das Passwort stimmt nicht")
        assert app.results == []
        await fill(pilot, password=PASSWORD)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.results[0] is not None


async def test_escape_asks_and_leaves_no_worker_running(nobody: Context, code: Code) -> None:
    """Typed names are not thrown away by one key."""
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, last_name="Hoffmann", password=CHOSEN)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("right", "enter")
        await settle(pilot)
        assert app.results == [None]
        assert not [worker for worker in app.workers if worker.is_running]


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(
    nobody: Context, code: Code
) -> None:
    """One account."""
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, **FORM)
        app.answer.clear()
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s", "escape")
        assert isinstance(app.screen, JoinAsNew)
        app.answer.set()
        await settle(pilot)
        assert app.asked == ["_open", "_as_new"]
        assert len(app.results) == 1
