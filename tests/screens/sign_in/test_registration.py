"""Registering by keys: three steps, back and forth, nothing lost, nobody told too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.registration import Details
from tcm_tui.screens.mailbox.mailbox_screen import MailboxScreen
from tcm_tui.screens.sign_in.registration_form import SetUpAccount
from tcm_tui.screens.sign_in.registration_steps import AskAddress, AwaitMail
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.registration import keep, open_registration, start
from tcm_tui.settings import Mode
from tcm_tui.widgets.dialog import Confirm
from tests.screens.frame.panes import PANES
from tests.screens.support import Stage, settle
from tests.services.registering import mailed_code

from .entrance import field, fill
from .registering import EMAIL, NEEDED, SECRET, begin, give_code, kept, promised, said, to_form


async def test_the_first_run_offers_registering_first(empty: Stage) -> None:
    """Enter is enough, and a sentence says why."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await settle(pilot)
        assert said(pilot, "#sign-in-line").startswith("Hier ist noch kein Unternehmen registriert")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AskAddress)


async def test_where_somebody_has_an_account_signing_in_comes_first(stage: Stage) -> None:
    """The address has the focus, nothing is said."""
    async with stage.app(panes=PANES).run_test() as pilot:
        await settle(pilot)
        assert said(pilot, "#sign-in-line") == ""
        await pilot.press("x")
        assert field(pilot, "email").state == "x"


async def test_three_steps_make_an_administrator_who_is_signed_in(empty: Stage) -> None:
    """Address, code, form, with the progress shown at each step."""
    app = empty.app(panes=PANES)
    async with app.run_test() as pilot:
        await begin(pilot)
        assert said(pilot, ".registration--progress") == "✓ Adresse ── ● E-Mail ── ○ Konto"
        await give_code(pilot, f"Guten Tag,\n\n    {mailed_code(empty.nobody)}\n\nGrüße")
        assert said(pilot, ".registration--progress") == "✓ Adresse ── ✓ E-Mail ── ● Konto"
        await fill(pilot, **NEEDED, **SECRET)
        await pilot.press("enter")
        await settle(pilot)
        assert app.signed_in is not None
        assert (app.signed_in.name, app.signed_in.role) == ("Ole Hansen", Role.COMPANY_ADMIN)
        assert app.signed_in.company_name == "Hafen Logistik GmbH"
        assert not isinstance(app.screen, SetUpAccount | SignInScreen)


async def test_c1_a_known_address_sees_the_same_screen(stage: Stage) -> None:
    """Only the mail is another one."""
    async with stage.app(panes=PANES).run_test() as pilot:
        await begin(pilot, stage.anna.email)
        assert isinstance(pilot.app.screen, AwaitMail)
        known = said(pilot, ".form--text").replace(stage.anna.email, "")
        await pilot.press("escape")
        await settle(pilot)
        await begin(pilot)
        assert said(pilot, ".form--text").replace(EMAIL, "") == known
    assert promised(stage) == [
        MailKind.ALREADY_REGISTERED,
        MailKind.REGISTRATION,
        MailKind.REMINDER,
    ]


async def test_a_wrong_address_is_told_at_its_field(empty: Stage) -> None:
    """And no mail is promised."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await begin(pilot, "ole@hafen")
        assert isinstance(pilot.app.screen, AskAddress)
        assert field(pilot, "email").error == "Die Domain ist unvollständig."
    assert promised(empty) == []


async def test_sending_again_and_its_limit_are_told(empty: Stage) -> None:
    """Three mails; then the sentence of the limit stands above the buttons."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await begin(pilot)
        for _time in range(2):
            pilot.app.screen.query_one("#resend").focus()
            await pilot.press("enter")
            await settle(pilot)
            assert said(pilot, ".registration--told").startswith("Eine neue E-Mail ist unterwegs.")
        await pilot.press("enter")
        await settle(pilot)
        assert said(pilot, ".dialog--error").startswith("An diese Adresse gingen gerade schon 3")
        assert said(pilot, ".registration--told") == ""
    assert promised(empty).count(MailKind.REGISTRATION) == 3


async def test_another_address_goes_back_with_the_one_typed(empty: Stage) -> None:
    """It can be mended."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await begin(pilot)
        pilot.app.screen.query_one("#another-address").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AskAddress)
        assert field(pilot, "email").state == EMAIL


async def test_the_mailbox_is_one_step_away(empty: Stage) -> None:
    """Its „Code verwenden“ leads to the third step."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await begin(pilot)
        pilot.app.screen.query_one("#to-mailbox").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MailboxScreen)
        assert len(pilot.app.screen_stack) == 3


async def test_a_wrong_code_is_told_at_its_field(empty: Stage) -> None:
    """The step stays."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await begin(pilot)
        await give_code(pilot, "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567")
        assert field(pilot, "code").error == "Diesen Code gibt es nicht. Prüfen Sie die Eingabe."
        assert isinstance(pilot.app.screen, AwaitMail)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("last_name", "", "Bitte ausfüllen."),
        ("company_name", "", "Bitte ausfüllen."),
        ("phone", "", "Bitte ausfüllen."),
        ("phone", "ruf an", "Geben Sie eine Telefonnummer ein, etwa +49 228 12345."),
        ("website", "keine", "Geben Sie eine Webadresse ein, etwa www.muster.example."),
        (
            "vat_id",
            "12345",
            "Eine USt-IdNr. beginnt mit dem Land, etwa DE123456788 mit neun Ziffern.",
        ),
        ("password", "kurz1", "Nicht erfüllt: mindestens 8 Zeichen."),
        ("password", "hafen-logistik-1", "Nicht erfüllt: nicht Name, Adresse oder Unternehmen."),
        ("repeated", "anders", "Die beiden Passwörter sind verschieden."),
        ("assured", False, "Bestätigen Sie, dass Sie geschäftlich handeln."),
        ("agreed", False, "Ohne Ihre Zustimmung lässt sich kein Konto einrichten."),
    ],
)
async def test_each_mistake_is_told_at_its_field(
    empty: Stage, name: str, value: str | bool, sentence: str
) -> None:
    """Everything typed stays, and nothing is made."""
    app = empty.app(panes=PANES)
    async with app.run_test() as pilot:
        await to_form(pilot, empty)
        await fill(pilot, **{**NEEDED, **SECRET, name: value})
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert field(pilot, name).error == sentence
        assert field(pilot, "first_name").state == "Ole"
        assert app.signed_in is None


async def test_leaving_the_form_loses_nothing_but_the_password(empty: Stage) -> None:
    """The same code brings it back; that is said when it is left."""
    app = empty.app(panes=PANES)
    async with app.run_test() as pilot:
        code = await to_form(pilot, empty)
        await fill(pilot, **NEEDED, password=str(SECRET["password"]))
        field(pilot, "industry").focus_input()
        await pilot.press("h", "escape")
        await kept(pilot)
        assert isinstance(app.screen, SignInScreen)
        (note,) = app._notifications
        assert note.message.startswith("Ihre Angaben sind gespeichert.")
        assert not [worker for worker in app.workers if worker.is_running]
        app.enter_code(code)
        await settle(pilot)
        form = app.screen
        assert isinstance(form, SetUpAccount)
        assert form.details == Details(
            **{name: str(value) for name, value in NEEDED.items()}, industry="trade"
        )
        assert field(pilot, "password").state == ""


async def test_a_killed_program_loses_no_field_that_was_left(empty: Stage) -> None:
    """What was typed is stored on the way to the next field."""
    async with empty.app(panes=PANES).run_test() as pilot:
        code = await to_form(pilot, empty)
        await fill(pilot, last_name="Hansen", first_name="Ole")
        await kept(pilot)
        stored = open_registration(empty.nobody, code).details
    assert stored == Details(last_name="Hansen")


async def test_leaving_asks_where_nothing_can_be_kept(empty: Stage) -> None:
    """The code was replaced by a newer one: what was typed would be lost."""
    app = empty.app(panes=PANES)
    async with app.run_test() as pilot:
        await to_form(pilot, empty)
        await fill(pilot, last_name="Hansen")
        start(empty.nobody, EMAIL)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)


async def test_leaving_an_untouched_form_says_nothing(empty: Stage) -> None:
    """There is nothing to keep."""
    app = empty.app(panes=PANES)
    async with app.run_test() as pilot:
        await to_form(pilot, empty)
        await pilot.press("escape")
        await kept(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert len(app._notifications) == 0


async def test_what_is_there_already_is_filled_in(empty: Stage) -> None:
    """The choice too, and what another release may have stored."""
    async with empty.app(panes=PANES).run_test() as pilot:
        await begin(pilot)
        code = mailed_code(empty.nobody)
        keep(empty.nobody, code, Details(first_name="Ole", size="10-49", industry="piracy"))
        await give_code(pilot, code)
        assert field(pilot, "first_name").state == "Ole"
        assert field(pilot, "size").state == "10-49"
        assert field(pilot, "industry").state == ""


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(empty: Stage) -> None:
    """One company."""
    app = empty.app(panes=PANES)
    async with app.run_test() as pilot:
        await to_form(pilot, empty)
        await fill(pilot, **NEEDED, **SECRET)
        await pilot.press("ctrl+s", "ctrl+s", "escape")
        await settle(pilot)
        assert app.signed_in is not None


async def test_in_service_mode_there_is_no_mailbox_to_look_in(empty: Stage) -> None:
    """Its link is not there either."""
    settings = replace(empty.settings, mode=Mode.SERVICE)
    async with empty.app(panes=PANES, settings=settings).run_test() as pilot:
        await begin(pilot)
        assert not pilot.app.screen.query("#to-mailbox")
