"""The places beside „Verwaltung“, and how each of them is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tcm_tui.domain.booking_wish import ShowProduct
from tcm_tui.flows_app import FlowsApp
from tcm_tui.navigation import Destination, MarketplacePart
from tcm_tui.screens.portal_screen import PortalScreen

if TYPE_CHECKING:
    from tcm_tui.screens.marketplace.booking.opening import Item


class PlacesApp(FlowsApp):
    """Shows what lies above „Verwaltung“; each place is imported when it is first shown."""

    @work(group="go", exclusive=True)
    async def show_my_company(self, digit: int | None) -> None:
        """„Mein Unternehmen“ at one of its sections."""
        from tcm_tui.screens.my_company.my_company import MyCompany  # noqa: PLC0415
        from tcm_tui.screens.my_company.section_list import sections_for  # noqa: PLC0415

        who = self.signed_in
        if isinstance(self.screen, MyCompany):
            self.screen.action_section(digit or self.screen.shown)
        elif who is not None and await self.may_leave():
            await self.pop_to(1)
            await self.push_screen(MyCompany(sections_for(who.role), first=digit or 1))

    @work(group="go", exclusive=True)
    async def show_my_settings(self, digit: int | None) -> None:
        """„Meine Einstellungen“ at one of their sections."""
        from tcm_tui.screens.my_settings.my_settings import MySettings  # noqa: PLC0415
        from tcm_tui.screens.my_settings.section_list import SECTIONS  # noqa: PLC0415

        if isinstance(self.screen, MySettings):
            self.screen.action_section(digit or self.screen.shown)
        elif await self.may_leave():
            await self.pop_to(1)
            await self.push_screen(MySettings(SECTIONS, first=digit or 1))

    @work(group="go", exclusive=True)
    async def show_marketplace(self, item: MarketplacePart | ShowProduct | None) -> None:
        """„Marktplatz“ at one of its parts, or a product above it; what one searched for stays."""
        from tcm_tui.screens.marketplace.marketplace import Marketplace  # noqa: PLC0415
        from tcm_tui.screens.marketplace.product import ProductScreen  # noqa: PLC0415

        who, area = self.signed_in, self.screen_stack[2:3]
        if who is None or not await self.may_leave():
            return
        if area and isinstance(area[0], Marketplace):
            await self.pop_to(2)
        else:
            await self.pop_to(1)
            await self.push_screen(Marketplace(who.role))
        if isinstance(item, ShowProduct):
            await self.push_screen(ProductScreen(item.product_id))
        elif item is not None and isinstance(self.screen, Marketplace):
            self.screen.show_part(item)

    def show_booking(self, item: Item | None) -> None:
        """A booking or a receipt; without one what was begun."""
        if item is None:
            self.show_marketplace(MarketplacePart.BEGUN)
        else:
            self._open_booking(item)

    @work(group="go", exclusive=True)
    async def _open_booking(self, item: Item) -> None:
        """Above what stands there now; a booking or a receipt in front makes way."""
        from tcm_tui.screens.marketplace.booking.opening import screen_for  # noqa: PLC0415

        before = self.screen
        if isinstance(before, PortalScreen) and not await before.may_leave():
            return
        wanted = await screen_for(before, self.ask, item)
        if wanted is None or self.screen is not before:
            return
        if isinstance(before, PortalScreen) and before.destination is Destination.BOOKING:
            await self.pop_screen()
        await self.push_screen(wanted)

    @work(group="go", exclusive=True)
    async def show_customers(self, company_id: int | None) -> None:
        """„Kunden“, or into one of them."""
        from tcm_tui.screens.customers.customers import CustomersScreen  # noqa: PLC0415

        if company_id is not None:
            self.visit_customer(company_id)
        elif not isinstance(self.screen, CustomersScreen) and await self.may_leave():
            await self.pop_to(1)
            await self.push_screen(CustomersScreen())

    def show_mailbox(self) -> None:
        """„Postfach“."""
        from tcm_tui.screens.mailbox.mailbox_screen import MailboxScreen  # noqa: PLC0415

        if not isinstance(self.screen, MailboxScreen):
            folder = self.start.settings.mail_dir
            self.push_screen(MailboxScreen(folder, self.zone, self.clock, vim_keys=self.vim_keys))

    def show_failed_mails(self) -> None:
        """„Nicht zugestellte E-Mails“."""
        from tcm_tui.screens.administration.failed_mails.failed_mails import (  # noqa: PLC0415
            FailedMailsDialog,
        )

        if not isinstance(self.screen, FailedMailsDialog):
            self.push_screen(FailedMailsDialog())

    def show_about(self) -> None:
        """„Über“."""
        from tcm_tui.screens.system.about import About  # noqa: PLC0415

        self.push_screen(About(self.start.settings.data_dir))
