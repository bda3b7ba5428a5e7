"""The map of the portal as data: what there is, what it is called, which key opens it, for whom.

Menus, tabs, palette, breadcrumb and help derive from it, so that nothing is said twice. Labels are
German sources: `_()` them when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.permissions import Permission, allows
from tcm_tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.domain.permissions import Standing


class Destination(StrEnum):
    """Everywhere one can go."""

    ABOUT = "about"
    ASSIGN_APPS = "assign_apps"
    BILLING = "billing"
    BOOKING = "booking"
    COMPANY_SETTINGS = "company_settings"
    CUSTOMERS = "customers"
    ENTER_CODE = "enter_code"
    FORGOT_PASSWORD = "forgot_password"  # noqa: S105 - the name of a place
    FAILED_MAILS = "failed_mails"
    HELP = "help"
    MAILBOX = "mailbox"
    MARKETPLACE = "marketplace"
    MEMBERS = "members"
    MY_COMPANY = "my_company"
    MY_SETTINGS = "my_settings"
    OVERVIEW = "overview"
    PAYMENT = "payment"
    """„Bezahlverfahren“, a part of „Rechnung“."""
    PRODUCTS = "products"
    REGISTRATION = "registration"
    SIGN_IN = "sign_in"
    SWITCH_COMPANY = "switch_company"


class Topic(StrEnum):
    """What F1 speaks about: a place, or a dialog in it."""

    ACCEPT_INVITATION = "accept_invitation"
    ACCOUNT = "account"
    ADDRESSES = "addresses"
    ASSIGN_APPS = "assign_apps"
    BOOKING = "booking"
    COMPANIES = "companies"
    DIRECTORY = "directory"
    COMPANY_SETTINGS = "company_settings"
    COSTS = "costs"
    CUSTOMERS = "customers"
    ENTER_CODE = "enter_code"
    FORGOT_PASSWORD = "forgot_password"  # noqa: S105 - the name of a topic
    FAILED_MAILS = "failed_mails"
    INVITE_MANY = "invite_many"
    MAILBOX = "mailbox"
    MARKETPLACE = "marketplace"
    MEMBERS = "members"
    MY_COMPANY = "my_company"
    MY_SETTINGS = "my_settings"
    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a topic
    OVERVIEW = "overview"
    PAYMENT = "payment"
    PRODUCTS = "products"
    REGISTRATION = "registration"
    RESELLERS = "resellers"
    SECOND_FACTOR = "second_factor"
    SIGN_IN = "sign_in"


class MarketplacePart(StrEnum):
    """The parts of „Marktplatz“, as what points to one calls it."""

    BEGUN = "begun"
    CATALOGUE = "catalogue"
    ORDERS = "orders"
    REQUESTS = "requests"


class BillingPart(StrEnum):
    """The parts of „Rechnung“, as what points to one calls it."""

    COSTS = "costs"
    HISTORY = "history"
    METHODS = "methods"


class Door(StrEnum):
    """The ways into an area that the top bar offers; the breadcrumb begins with the one taken."""

    ADMINISTRATION = "administration"
    MY_ACCOUNT = "my_account"


DOOR_LABELS: Final = {
    Door.ADMINISTRATION: N_("Verwaltung"),
    Door.MY_ACCOUNT: N_("Mein Account"),
}


class Stage(StrEnum):
    """When a destination can be reached."""

    ALWAYS = "always"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True)
class Entry:
    """A place and how it is reached.

    Args:
        destination: The place.
        label: The portal's word, a German source.
        permission: What a role must have to open it.
        stage: Whether somebody must be signed in.
        tab: Its digit among the tabs of „Verwaltung“, None when it is no tab.
        menu_key: Its letter in the name menu, None when it is not in there.
        needs_partner: There only for whoever is at home in a Vertriebspartner.
        needs_mailbox: There only where mail stays in files that whoever opens the program owns.
        topic: What its help speaks about.
        aliases: English words the palette also finds it by.
    """

    destination: Destination
    label: str
    permission: Permission = Permission.ANYONE
    stage: Stage = Stage.ALWAYS
    tab: int | None = None
    menu_key: str | None = None
    needs_partner: bool = False
    needs_mailbox: bool = False
    topic: Topic | None = None
    aliases: str = ""


ENTRIES: Final = (
    Entry(
        Destination.OVERVIEW,
        N_("Übersicht"),
        Permission.OVERVIEW_READ,
        Stage.SIGNED_IN,
        tab=1,
        topic=Topic.OVERVIEW,
        aliases="overview home dashboard",
    ),
    Entry(
        Destination.MEMBERS,
        N_("Benutzer"),
        Permission.MEMBER_LIST,
        Stage.SIGNED_IN,
        tab=2,
        topic=Topic.MEMBERS,
        aliases="users members people",
    ),
    Entry(
        Destination.PRODUCTS,
        N_("Produkte"),
        Permission.SUBSCRIPTION_READ,
        Stage.SIGNED_IN,
        tab=3,
        topic=Topic.PRODUCTS,
        aliases="products subscriptions licences Abonnements Lizenzen Abonnement-Name kündigen",
    ),
    Entry(
        Destination.ASSIGN_APPS,
        N_("Apps zuweisen"),
        Permission.LICENCE_ASSIGN,
        Stage.SIGNED_IN,
        tab=4,
        topic=Topic.ASSIGN_APPS,
        aliases="assign apps licences seats Lizenzen zuweisen entziehen verteilen",
    ),
    Entry(
        Destination.BILLING,
        N_("Rechnung"),
        Permission.CHARGE_READ,
        Stage.SIGNED_IN,
        tab=5,
        topic=Topic.COSTS,
        aliases="Kosten Beträge billing costs charges spending",
    ),
    Entry(
        Destination.PAYMENT,
        N_("Bezahlverfahren"),
        Permission.PAYMENT_MANAGE,
        Stage.SIGNED_IN,
        topic=Topic.PAYMENT,
        aliases="Zahlungsart Kreditkarte Lastschrift SEPA payment method credit card direct debit",
    ),
    Entry(
        Destination.COMPANY_SETTINGS,
        N_("Unternehmenseinstellungen"),
        Permission.COMPANY_CONFIGURE,
        Stage.SIGNED_IN,
        tab=6,
        topic=Topic.COMPANY_SETTINGS,
        aliases="company settings password policy second factor idle lock reseller partner",
    ),
    Entry(
        Destination.SIGN_IN,
        N_("Anmelden"),
        stage=Stage.SIGNED_OUT,
        topic=Topic.SIGN_IN,
        aliases="sign in login",
    ),
    Entry(
        Destination.REGISTRATION,
        N_("Registrierung starten"),
        stage=Stage.SIGNED_OUT,
        topic=Topic.REGISTRATION,
        aliases="register sign up create account company",
    ),
    Entry(
        Destination.FORGOT_PASSWORD,
        N_("Passwort vergessen?"),
        stage=Stage.SIGNED_OUT,
        topic=Topic.FORGOT_PASSWORD,
        aliases="forgot forgotten lost password reset",
    ),
    Entry(
        Destination.ENTER_CODE,
        N_("Code eingeben"),
        topic=Topic.ENTER_CODE,
        aliases="enter code token accept invitation join",
    ),
    Entry(
        Destination.MARKETPLACE,
        N_("Marktplatz"),
        Permission.CATALOGUE_READ,
        Stage.SIGNED_IN,
        topic=Topic.MARKETPLACE,
        aliases="marketplace catalogue products shop buy Katalog Produkt buchen kaufen",
    ),
    Entry(
        Destination.BOOKING,
        N_("Begonnene Buchungen"),
        Permission.PRODUCT_BOOK,
        Stage.SIGNED_IN,
        topic=Topic.BOOKING,
        aliases="booking cart checkout continue order Warenkorb Buchung Bestellung fortsetzen",
    ),
    Entry(
        Destination.MY_COMPANY,
        N_("Mein Unternehmen"),
        Permission.COMPANY_READ,
        Stage.SIGNED_IN,
        menu_key="u",
        topic=Topic.MY_COMPANY,
        aliases="my company profile address vat colleagues directory history",
    ),
    Entry(
        Destination.MY_SETTINGS,
        N_("Meine Einstellungen"),
        Permission.ACCOUNT_OWN,
        Stage.SIGNED_IN,
        menu_key="e",
        topic=Topic.MY_SETTINGS,
        aliases="my settings preferences profile password sessions language theme",
    ),
    Entry(
        Destination.CUSTOMERS,
        N_("Kunden"),
        Permission.CUSTOMER_VISIT,
        Stage.SIGNED_IN,
        menu_key="k",
        needs_partner=True,
        topic=Topic.CUSTOMERS,
        aliases="customers clients visit reseller partner",
    ),
    Entry(
        Destination.SWITCH_COMPANY,
        N_("Unternehmen wechseln"),
        Permission.SESSION_OWN,
        Stage.SIGNED_IN,
        menu_key="w",
        topic=Topic.COMPANIES,
        aliases="switch company change tenant",
    ),
    Entry(
        Destination.MAILBOX,
        N_("Postfach"),
        menu_key="p",
        needs_mailbox=True,
        topic=Topic.MAILBOX,
        aliases="mailbox mail inbox",
    ),
    Entry(
        Destination.FAILED_MAILS,
        N_("Nicht zugestellte E-Mails"),
        Permission.MAIL_RESEND,
        Stage.SIGNED_IN,
        topic=Topic.FAILED_MAILS,
        aliases="failed undelivered mail bounce resend",
    ),
    Entry(Destination.HELP, N_("Hilfe"), menu_key="h", aliases="help"),
    Entry(Destination.ABOUT, N_("Über"), menu_key="i", aliases="about version info"),
)
_BY_DESTINATION: Final = {entry.destination: entry for entry in ENTRIES}
TABS: Final = tuple(
    sorted((entry for entry in ENTRIES if entry.tab is not None), key=lambda entry: entry.tab or 0)
)
"""The tabs of „Verwaltung“, in their order."""


def entry(destination: Destination) -> Entry:
    """What is known about `destination`."""
    return _BY_DESTINATION[destination]


def reachable(role: Standing | None, *, mailbox: bool, partner: bool = False) -> Iterator[Entry]:
    """What somebody with `role` may open; None stands for nobody signed in.

    Args:
        role: The role, as a mirror of what the use cases check.
        mailbox: Whether there is „Postfach“.
        partner: Whether they are at home in a Vertriebspartner.
    """
    hidden = Stage.SIGNED_IN if role is None else Stage.SIGNED_OUT
    for one in ENTRIES:
        if one.stage is hidden or (one.needs_mailbox and not mailbox):
            continue
        if one.needs_partner and not partner:
            continue
        if one.permission is Permission.ANYONE or (
            role is not None and allows(role, one.permission)
        ):
            yield one


def may_open(
    destination: Destination, role: Standing | None, *, mailbox: bool, partner: bool = False
) -> bool:
    """Whether `destination` is among what `reachable` names."""
    found = reachable(role, mailbox=mailbox, partner=partner)
    return any(one.destination is destination for one in found)


def tabs_for(role: Standing) -> tuple[Entry, ...]:
    """The tabs of „Verwaltung“ that `role` may open."""
    return tuple(one for one in TABS if allows(role, one.permission))
