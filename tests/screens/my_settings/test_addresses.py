"""„E-Mail-Adressen“ by keys: added, verified inside the session, made primary, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from textual.widgets import Button

from tcm_tui.data.models import EmailAddress, OutboxMessage
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.my_settings.add_address import AddAddress
from tcm_tui.screens.my_settings.addresses import AddressesSection
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.screens.my_settings.section_list import ADDRESSES
from tcm_tui.screens.sign_in.enter_code import EnterCode
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services import addresses
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.key_bar import KeyBar
from tests.builders import add_address, add_invitation, signed_in
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

NEW = "anna@neu.example"


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One after the other, each taken before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def go(pilot: Pilot[None]) -> AddressesSection:
    """Sign in as Anna and go into the list of addresses."""
    await sign_in(pilot)
    await press(pilot, "f4", "e", str(ADDRESSES), "enter")
    section = pilot.app.screen.query_one(AddressesSection)
    while section.table.cursor_row is None:  # it is read after it is shown
        await pilot.pause()
    return section


def listed(stage: Stage) -> list[tuple[str, bool, bool]]:
    """Address, primary, verified, as it is stored."""
    with stage.nobody.database.transaction(writing=False) as session:
        rows = session.scalars(
            select(EmailAddress)
            .where(EmailAddress.user_id == stage.anna.user_id)
            .order_by(EmailAddress.id)
        ).all()
    return [(row.address, row.is_primary, row.verified_at is not None) for row in rows]


def code(stage: Stage) -> str:
    """The one mailed last."""
    with stage.nobody.database.transaction(writing=False) as session:
        mail = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == MailKind.VERIFY_ADDRESS)
            .order_by(OutboxMessage.id.desc())
        ).first()
    assert mail is not None
    return str(mail.values["code"])


def toasts(pilot: Pilot[None]) -> list[str]:
    """What was said in the corner, oldest first."""
    return [one.message for one in pilot.app._notifications]


async def test_from_adding_to_deleting_the_old_one(stage: Stage) -> None:
    """The whole way without leaving the session."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await go(pilot)
        await press(pilot, "n", *NEW, "enter")
        assert toasts(pilot)[-1] == f"An {NEW} ging ein Code. Er gilt 24 Stunden."
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, EnterCode)
        await press(pilot, *code(stage), "enter")
        assert isinstance(pilot.app.screen, MySettings)
        assert toasts(pilot)[-1] == f"{NEW} ist bestätigt."
        await press(pilot, "down", "p")
        assert toasts(pilot)[-1] == f"{NEW} ist jetzt Ihre primäre Adresse."
        assert [row.address for row in section._rows] == [NEW, stage.anna.email]
        while section.table.cursor_row is None or section.table.cursor_row.address == NEW:
            await press(pilot, "down")
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "right", "enter")
        assert toasts(pilot)[-1] == f"{stage.anna.email} ist gelöscht."
    assert listed(stage) == [(NEW, True, True)]


async def test_the_narrow_footer_has_the_keys_of_the_row_and_the_way_back(stage: Stage) -> None:
    """What has a button is left out before them."""
    add_address(stage.nobody.database, stage.anna, NEW, verified=True)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        await go(pilot)
        await press(pilot, "down")
        keys = " ".join(str(pilot.app.screen.query_one(KeyBar).render()).split())
        assert keys == "p Zur primären machen Entf Löschen Esc Zurück Strg+P Palette"


async def test_a_refusal_stands_at_the_field(stage: Stage) -> None:
    """And everything typed stays."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "n", *stage.anna.email, "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, AddAddress)
        field = dialog.query_one(Field)
        assert field.error == "Diese Adresse steht schon bei Ihnen."
        assert field.value == stage.anna.email
    assert len(listed(stage)) == 1


async def test_a8_a_look_alike_is_told_before_it_is_added(stage: Stage) -> None:
    """Once; adding the same once more is on purpose."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "n")
        dialog = pilot.app.screen
        field = dialog.query_one(Field)
        field.value = "anna@firm\u0430.example"
        await press(pilot, "enter")
        assert pilot.app.screen is dialog
        assert field.line.startswith("Sieht aus wie firma.example, ist aber xn--")
        assert len(listed(stage)) == 1
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MySettings)
    assert len(listed(stage)) == 2


async def test_keys_say_why_they_do_nothing(stage: Stage) -> None:
    """The primary address stays; one that waits cannot be primary."""
    add_address(stage.nobody.database, stage.anna, NEW)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await go(pilot)
        assert section.why_not("remove").startswith("Das ist Ihre einzige bestätigte Adresse.")
        assert section.why_not("resend") == "Diese Adresse ist schon bestätigt."
        await press(pilot, "down")
        assert section.why_not("make_primary").startswith("Bestätigen Sie diese Adresse zuerst")
        assert section.why_not("remove") == ""
        await press(pilot, "v")
        assert toasts(pilot)[-1] == f"An {NEW} ging ein Code. Er gilt 24 Stunden."
        for _time in range(2):
            await press(pilot, "v")
        await press(pilot, "v")
        assert "schon 3 solche E-Mails" in toasts(pilot)[-1]


async def test_somebody_elses_code_signs_nobody_out(stage: Stage) -> None:
    """It is refused in the dialog, and the session goes on."""
    derya = signed_in(stage.nobody, stage.colleague(Role.USER))
    addresses.add(derya, "derya@neu.example")
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "c", *code(stage), "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, EnterCode)
        assert dialog.query_one(Field).error == (
            "Dieser Code gehört zu einem anderen Konto. Melden Sie sich damit an."
        )
        assert pilot.app.signed_in is not None  # type: ignore[attr-defined]  # MarketplaceApp


@pytest.mark.parametrize("sure", [True, False])
async def test_signed_out_the_account_is_shown_before(stage: Stage, sure: bool) -> None:
    """Whoever got a mail that was not for them does not give their address away."""
    addresses.add(signed_in(stage.nobody, stage.anna), NEW)
    async with stage.app(code=code(stage)).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        question = pilot.app.screen
        assert isinstance(question, Confirm)
        assert f"{NEW} wird zum Konto von {stage.anna.name} hinzugefügt." in question._question
        await press(pilot, *(("right",) if sure else ()), "enter")
        assert isinstance(pilot.app.screen, SignInScreen)
    assert listed(stage)[1] == (NEW, False, sure)


async def test_another_code_still_asks_before_signing_out(stage: Stage) -> None:
    """A code that signs somebody in is for somebody not signed in."""
    _number, invited = add_invitation(stage.nobody.database, stage.anna, "gast@neu.example")
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "c", *invited.text, "enter")
        question = pilot.app.screen
        assert isinstance(question, Confirm)
        assert str(question.query_one("#yes", Button).label) == "Abmelden und weiter"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MySettings)
