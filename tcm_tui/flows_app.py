"""FlowsApp: dialogs that follow one another: signing in, codes, registering, companies."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on, work

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.sign_in import NextStep
from tcm_tui.keys_app import KeysApp
from tcm_tui.navigation import Destination
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context


class FlowsApp(KeysApp):
    """A program that leads into the portal, and from company to company.

    What is asked for on the way is imported when it is asked for.
    """

    async def opened(self) -> None:
        """Go on with the code brought along, or offer registering."""
        if self.start.code is not None:
            self.enter_code(self.start.code)
        elif self.start.demo is None:
            await self._welcome()
        await asyncio.to_thread(self.import_ahead)

    def import_ahead(self) -> None:
        """Import what may be wanted later, while the person types; called in a thread."""
        import_module("tcm_tui.incidents")

    async def _welcome(self) -> None:
        """Where nobody has an account yet, registering is what is offered first."""
        with suppress(DomainError):  # signing in will say what is wrong
            if await self.session.first_run() and isinstance(self.screen, SignInScreen):
                self.screen.welcome()

    # --- signing in ------------------------------------------------------------------------------

    @on(SignInScreen.Done)
    async def _password_right(self, event: SignInScreen.Done) -> None:
        if isinstance(event.answer, NextStep):
            self._take_steps(event.answer)
        else:
            await self.enter_portal(event.answer)

    @work(group="flow", exclusive=True)
    async def _take_steps(self, due: NextStep) -> None:
        """Ask for what signing in still needs; „Anmelden“ again when that is left."""
        from tcm_tui.screens.sign_in.sign_in_steps import Steps, finish  # noqa: PLC0415

        signed_in = await finish(self, Steps.asking(self.ask), due)
        if signed_in is not None:
            self.call_later(self.enter_portal, signed_in)
        elif isinstance(self.screen, SignInScreen):
            self.screen.start_over()

    @work(group="flow", exclusive=True)
    async def forgot_password(self, email: str = "") -> None:
        """„Passwort vergessen?“, and then where the code goes."""
        from tcm_tui.screens.sign_in import forgot_password  # noqa: PLC0415

        sent = await self.push_screen_wait(forgot_password.dialog(self.ask, email))
        if sent and isinstance(self.screen, SignInScreen):
            self.screen.expect_code(forgot_password.sent_sentence())

    # --- codes -----------------------------------------------------------------------------------

    @work(group="flow", exclusive=True, description="code")  # else it is told
    async def enter_code(self, code: str = "") -> None:
        """„Code eingeben“, and on to what it opens."""
        from tcm_tui.screens.sign_in.acceptance import Acceptance, accept  # noqa: PLC0415

        signed_in = await accept(self, Acceptance.asking(self.ask), self.zone, code)
        if signed_in is not None:
            self.call_later(self.enter_portal, signed_in)

    @work(group="flow", exclusive=True)
    async def register_company(self) -> None:
        """„Registrierung starten“, step by step."""
        from tcm_tui.screens.sign_in.acceptance import Acceptance, use  # noqa: PLC0415
        from tcm_tui.screens.sign_in.registration import register  # noqa: PLC0415

        doors = Acceptance.asking(self.ask)
        mailed = await register(self, doors.registering, doors.open, mailbox=self.mailbox)
        signed_in = mailed and await use(self, doors, self.zone, *mailed)
        if signed_in is not None:
            self.call_later(self.enter_portal, signed_in)

    def use_code(self, code: str) -> None:
        """„Code eingeben“, whether or not somebody is signed in."""
        if self.signed_in is None:
            self.enter_code(code)
        else:
            self._use_code_inside(code)

    @work(group="flow", exclusive=True, description="code")  # else it is told
    async def _use_code_inside(self, code: str) -> None:
        """Whoever is signed in verifies an address of theirs; for anything else they leave."""
        from tcm_tui.domain.addresses import OpenAddress  # noqa: PLC0415 - not before the paint
        from tcm_tui.screens.sign_in.acceptance import Acceptance, ask_code  # noqa: PLC0415
        from tcm_tui.screens.sign_in.own_code import leave_question, verify_now  # noqa: PLC0415

        doors = Acceptance.asking(self.ask)
        if (found := await ask_code(self, doors, code)) is None:
            return
        code, opened = found
        if isinstance(opened, OpenAddress):
            if await verify_now(self, doors.verify, code):
                self._show_addresses()
        elif await self.push_screen_wait(leave_question()):
            self.call_later(self._sign_out_for_code, code)

    async def _sign_out_for_code(self, code: str) -> None:
        await self.leave_portal()
        self.enter_code(code)

    def _show_addresses(self) -> None:
        """One of them was verified."""
        from tcm_tui.screens.my_settings.my_settings import MySettings  # noqa: PLC0415
        from tcm_tui.screens.my_settings.section_list import ADDRESSES  # noqa: PLC0415

        if isinstance(self.screen, MySettings) and self.screen.shown == ADDRESSES:
            self.screen.action_read_again()
        else:
            self.go(Destination.MY_SETTINGS, ADDRESSES)

    # --- another company -------------------------------------------------------------------------

    @work(group="flow", exclusive=True)
    async def switch_company(self) -> None:
        """„Unternehmen wechseln“, if there is another one."""
        from tcm_tui.screens.sign_in.switching import choose_other  # noqa: PLC0415

        if (who := self.signed_in) is None or not await self.may_leave():
            return
        signed_in = await choose_other(self, self.ask, self._enter_other, who.company_id)
        if signed_in is not None:
            self.call_later(self._arrive, signed_in)

    async def _arrive(self, signed_in: SignedIn) -> None:
        """Go on in another company."""
        from tcm_tui.screens.sign_in.switching import say_where  # noqa: PLC0415

        await self.enter_portal(signed_in)
        say_where(self, signed_in)

    @work(group="flow", exclusive=True)
    async def visit_customer(self, company_id: int) -> None:
        """Go on as a guest of a customer, for the Vertriebspartner that one belongs to."""
        from tcm_tui.screens.sign_in.switching import enter_customer  # noqa: PLC0415

        if not await self.may_leave():
            return
        try:
            signed_in = await self._go_over(enter_customer, company_id)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self.screen, refusal.message, severity="error")
        else:
            self.call_later(self._arrive, signed_in)

    async def _enter_other(self, company_id: int) -> SignedIn:
        from tcm_tui.screens.sign_in.switching import switch_company  # noqa: PLC0415

        return await self._go_over(switch_company, company_id)

    async def _go_over(
        self, use_case: Callable[[Context, int], SignedIn], company_id: int
    ) -> SignedIn:
        """Into another company: the session in this one ends with it."""
        signed_in = await self.ask(use_case, company_id)
        self.session.signed_in = signed_in
        return signed_in
