"""Every screen and dialog of the portal, and the keys that lead there from „Anmelden“."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.app import MarketplaceApp
from tcm_tui.domain.codes import new_code
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.resellers import LinkedReseller
from tcm_tui.domain.sign_in import CompanyChoice
from tcm_tui.screens.administration.assign_apps.review import ReviewDialog
from tcm_tui.screens.administration.assign_apps.review_jobs import Reviewed, ReviewJobs
from tcm_tui.screens.administration.company_settings.reseller_deeds import ResellerDeeds
from tcm_tui.screens.customers.customers import CustomersScreen
from tcm_tui.screens.marketplace.product import ProductScreen
from tcm_tui.screens.proving import proved
from tcm_tui.screens.sign_in.choose_company import ChooseCompany
from tests.builders import START
from tests.market import add_product
from tests.screens.booking.sample import SCREENS
from tests.screens.products.sample import DIALOGS
from tests.screens.support import settle, sign_in
from tests.services.registering import begun

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot
    from textual.screen import Screen

    from tcm_tui.data.database import Database
    from tcm_tui.domain.own_activity import OwnPage
    from tcm_tui.domain.resellers import Deed
    from tcm_tui.services.context import Context


@dataclass(frozen=True)
class Place:
    """A screen or dialog.

    Args:
        name: For the test's id.
        keys: What leads there; each is taken before the next is pressed.
        signed_in: Whether somebody must be.
        typed: What can be filled in, through its field in focus.
    """

    name: str
    keys: tuple[str, ...] = ()
    signed_in: bool = True
    typed: bool = False

    async def reach(self, pilot: Pilot[Any]) -> None:
        """Go there."""
        await settle(pilot)
        if self.signed_in:
            await sign_in(pilot)
        for key in self.keys:
            if key == "enter_code":
                portal(pilot).enter_code(new_code().text)
            elif key == "registration_form":
                portal(pilot).enter_code(begun(data(pilot)))
            elif key in PUSHED:
                portal(pilot).push_screen(PUSHED[key](portal(pilot)))
            elif key == "prove":
                portal(pilot).run_worker(proved(portal(pilot).screen))
            elif key == "lock":
                portal(pilot)._lock(portal(pilot).signed_in)  # type: ignore[arg-type]  # somebody is
            else:
                await pilot.press(key)
            await settle(pilot)


COMPANIES: Final = (
    CompanyChoice(1, "Muster Maschinenbau GmbH", Role.COMPANY_ADMIN, last=True),
    CompanyChoice(2, "Nebenan GmbH", Role.USER, last=False),
)
PARTNER: Final = LinkedReseller(1, "P-10001", "Nordlicht IT-Beratung GmbH", START, None)


async def no_deeds(_page: OwnPage, _limit: int) -> Sequence[Deed]:
    """They did nothing yet."""
    return []


async def no_changes() -> Reviewed:
    """There is nothing to save."""
    return Reviewed()


NO_LICENCES: Final = ReviewJobs(title="", checking="", check=no_changes, save=no_changes)
PUSHED: Final[dict[str, Callable[[MarketplaceApp], Screen[Any]]]] = {
    "companies": lambda app: ChooseCompany(app._enter_other, COMPANIES, 1),
    "customers": lambda _app: CustomersScreen(),
    "licences": lambda app: ReviewDialog(NO_LICENCES, vim_keys=app.vim_keys),
    **DIALOGS,
    **SCREENS,
    "product": lambda app: ProductScreen(add_product(_database(app), trial_days=30)),
    "deeds": lambda app: ResellerDeeds(PARTNER, no_deeds, app.zone, app.clock),
}
"""What Anna's company has no row for."""


def _database(app: MarketplaceApp) -> Database:
    return app.session._portal.result().context.database


RESELLERS: Final = ("6", *["down"] * 5, "enter")
REGISTERING: Final = ("ctrl+p", *"registrierung", "enter")
PLACES: Final = (
    Place("sign_in", signed_in=False, typed=True),
    Place("enter_code", ("enter_code",), signed_in=False, typed=True),
    Place("registration", REGISTERING, signed_in=False, typed=True),
    Place(
        "registration_mail",
        (*REGISTERING, *"neu@m.example", "enter"),
        signed_in=False,
        typed=True,
    ),
    Place("registration_form", ("registration_form",), signed_in=False, typed=True),
    Place("forgot_password", ("ctrl+p", *"vergessen", "enter"), signed_in=False, typed=True),
    Place("start_mailbox", ("ctrl+p", *"postfach", "enter"), signed_in=False),
    Place("overview"),
    Place("overview_address", ("n",), typed=True),
    Place("members", ("2",)),
    Place("members_search", ("2", "slash"), typed=True),
    Place("members_filter", ("2", "f", "enter")),
    Place("members_order", ("2", "s")),
    Place("members_letters", ("2", "a")),
    Place("member", ("2", "enter")),
    Place("member_role", ("2", "r")),
    Place("members_jump", ("2", "a")),
    Place("members_plan", ("2", "asterisk", "r", "down", "enter")),
    Place("members_removal", ("2", "asterisk", "delete")),
    Place("member_edit", ("2", "e"), typed=True),
    Place("member_reset", ("2", "w")),
    Place("member_reset_factor", ("2", "z")),
    Place("second_factor", ("f4", "e", "4", "enter")),
    Place("second_factor_set_up", ("f4", "e", "4", "enter", "n"), typed=True),
    Place("members_export", ("2", "x"), typed=True),
    Place("members_role_file", ("2", "ctrl+o"), typed=True),
    Place("invite_many", ("m",), typed=True),
    Place("invite_many_file", ("m", "ctrl+o"), typed=True),
    Place("company_settings", ("6",)),
    Place("company_name", ("6", "enter"), typed=True),
    Place("company_passwords", ("6", "down", "enter")),
    Place("company_lock", ("6", *["down"] * 4, "enter"), typed=True),
    Place("assign_apps", ("4",)),
    Place("assign_apps_search", ("4", "slash"), typed=True),
    Place("assign_apps_by_app", ("4", "t")),
    Place("assign_apps_file", ("4", "ctrl+o"), typed=True),
    Place("assign_apps_review", ("licences",)),
    Place("products", ("3",)),
    Place("products_search", ("3", "slash"), typed=True),
    Place("products_filter", ("3", "f", "enter")),
    Place("subscription", ("subscription",)),
    Place("subscription_edition", ("subscription_edition",)),
    Place("subscription_licences", ("subscription_licences",), typed=True),
    Place("subscription_name", ("subscription_name",), typed=True),
    Place("costs", ("5",)),
    Place("costs_search", ("5", "slash"), typed=True),
    Place("costs_filter", ("5", "f", "enter")),
    Place("payment", ("1", "b")),
    Place("payment_form", ("1", "b", "enter"), typed=True),
    Place("payment_history", ("1", "b", "shift+tab", "down", "enter")),
    Place("marketplace", ("f2",)),
    Place("marketplace_search", ("f2", "slash"), typed=True),
    Place("marketplace_filter", ("f2", "f", "enter")),
    Place("product", ("product",)),
    Place("booking", ("booking",), typed=True),
    Place("booking_request", ("booking_request", "ctrl+s"), typed=True),
    Place("booking_paying", ("booking_paying",)),
    Place("receipt", ("receipt",)),
    Place("begun", ("f2", "2")),
    Place("begun_search", ("f2", "2", "slash"), typed=True),
    Place("requests", ("f2", "3")),
    Place("request_declining", ("declining",), typed=True),
    Place("orders", ("f2", "4")),
    Place("mailbox", ("f4", "p")),
    Place("switch_company", ("companies",)),
    Place("customers", ("customers",)),
    Place("customers_search", ("customers", "slash"), typed=True),
    Place("resellers", RESELLERS),
    Place("reseller_link", (*RESELLERS, "n"), typed=True),
    Place("reseller_deeds", ("deeds",)),
    Place("own_addresses", ("f4", "e", "2", "enter")),
    Place("own_address", ("f4", "e", "2", "enter", "n"), typed=True),
    Place("own_address_code", ("f4", "e", "2", "enter", "c"), typed=True),
    Place("own_account", ("f4", "e", "7", "enter")),
    Place("own_account_export", ("f4", "e", "7", "enter", "x"), typed=True),
    Place("my_company", ("f4", "u")),
    Place("my_company_edit", ("f4", "u", "enter", "e"), typed=True),
    Place("my_company_directory", ("f4", "u", "2", "enter")),
    Place("my_company_search", ("f4", "u", "2", "enter", "slash"), typed=True),
    Place("my_company_letters", ("f4", "u", "2", "enter", "a")),
    Place("my_company_history", ("f4", "u", "3", "enter")),
    Place("my_settings", ("f4", "e")),
    Place("my_own_data", ("f4", "e", "1", "enter"), typed=True),
    Place("my_password", ("f4", "e", "3", "enter"), typed=True),
    Place("my_sessions", ("f4", "e", "5", "enter")),
    Place("my_activity", ("f4", "e", "6", "enter")),
    Place("proving", ("prove",), typed=True),
    Place("about", ("f4", "i")),
    Place("name_menu", ("f4",)),
    Place("palette", ("ctrl+p",), typed=True),
    Place("help", ("f1",)),
    Place("help_search", ("f1", "slash"), typed=True),
    Place("failed_mails", ("ctrl+p", *"bounce", "enter")),
    Place("locked", ("lock",), typed=True),
)


def data(pilot: Pilot[Any]) -> Context:
    """The open data, with nobody signed in."""
    return portal(pilot).session._portal.result().context


def portal(pilot: Pilot[Any]) -> MarketplaceApp:
    """The app."""
    assert isinstance(pilot.app, MarketplaceApp)
    return pilot.app


def seen(pilot: Pilot[Any]) -> str:
    """What stands on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)
