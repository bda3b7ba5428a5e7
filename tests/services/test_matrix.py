"""Every use case against everybody who might call it (SECURITY.md D1, D2, D5, C16).

The table of who may what is written out here a second time, from PRODUCT.md section 3: a slip in
`domain.permissions` must not agree with itself.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import func, select, update

from tcm_tui import services
from tcm_tui.data import people
from tcm_tui.data.database import open_database
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Membership,
    Order,
    OrderLine,
    Subscription,
    UserSession,
)
from tcm_tui.domain.account import OwnValues, Versions
from tcm_tui.domain.activity import Whose
from tcm_tui.domain.assign_lines import line
from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.booking import NoPaymentMethod
from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.company_profile import CompanyProfile
from tcm_tui.domain.company_settings import (
    Affected,
    Buyers,
    CompanySettings,
    ConfiguredCompany,
)
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted, SessionEnded
from tcm_tui.domain.help_requests import HelpRequest
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.member_changes import Change, ChangeKind, ChangeReport, ChangeRow
from tcm_tui.domain.member_changes import Verdict as Fate
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.members import EVERYBODY as ALL_ROWS
from tcm_tui.domain.members import MemberKind, MemberState, RowKey
from tcm_tui.domain.money import Amount
from tcm_tui.domain.order_drafts import OrderDraft
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.passwords import NewPassword, PasswordLevel, PasswordOwner
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.people import MembershipState, check_email
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.quotes import Quote
from tcm_tui.domain.registration import Details
from tcm_tui.domain.role_list import WantedRole
from tcm_tui.domain.sessions import SESSION_LIFE
from tcm_tui.domain.sign_in import Proved, SignInExpired
from tcm_tui.domain.subscription_changes import Preview, PreviewMoved
from tcm_tui.domain.subscription_rows import SubscriptionRow
from tcm_tui.domain.subscriptions import Phase, SubscriptionState
from tcm_tui.domain.terms import Span
from tcm_tui.services import passwords
from tcm_tui.services.attempts import Attempt, Verdict
from tcm_tui.services.context import USE_CASES, Context
from tcm_tui.services.member_changes import change, plan
from tcm_tui.services.own_data import OwnDataFormat
from tcm_tui.services.payment_switch import Checked
from tests.builders import (
    START,
    Clock,
    Person,
    add_address,
    add_company,
    add_invitation,
    add_member,
    add_reseller,
    everything,
    link_reseller,
    signed_in,
    visiting,
)
from tests.market import add_product, add_subscription, edition_ids

from .paying import ADDRESS, PAYPAL, add_debit

if TYPE_CHECKING:
    from collections.abc import Callable

MODULES = [
    importlib.import_module(f"{services.__name__}.{module.name}")
    for module in pkgutil.iter_modules(services.__path__)
]

EVERYBODY: Final = frozenset(Role)
MAY: Final = {
    Permission.ACCOUNT_OWN: EVERYBODY,
    Permission.ACTIVITY_READ: EVERYBODY,
    Permission.CATALOGUE_READ: EVERYBODY,
    Permission.CHARGE_READ: EVERYBODY,
    Permission.CUSTOMER_VISIT: EVERYBODY,
    Permission.COMPANY_CONFIGURE: frozenset({Role.COMPANY_ADMIN}),
    Permission.COMPANY_EDIT: frozenset({Role.COMPANY_ADMIN}),
    Permission.COMPANY_READ: EVERYBODY,
    Permission.DIRECTORY_READ: EVERYBODY,
    Permission.INVITATION_READ: frozenset({Role.COMPANY_ADMIN}),
    Permission.LICENCE_ASSIGN: EVERYBODY,
    Permission.MAIL_RESEND: frozenset({Role.COMPANY_ADMIN}),
    Permission.ORDER_DECIDE: frozenset({Role.BILLING_ADMIN, Role.COMPANY_ADMIN}),
    Permission.PRODUCT_BOOK: EVERYBODY,
    Permission.MEMBER_EXPORT: frozenset({Role.BILLING_ADMIN, Role.COMPANY_ADMIN}),
    Permission.MEMBER_CHANGE: frozenset({Role.COMPANY_ADMIN}),
    Permission.MEMBER_INVITE: frozenset({Role.COMPANY_ADMIN}),
    Permission.MEMBER_LIST: frozenset({Role.BILLING_ADMIN, Role.COMPANY_ADMIN}),
    Permission.MEMBER_OPEN: frozenset({Role.COMPANY_ADMIN}),
    Permission.OVERVIEW_READ: EVERYBODY,
    Permission.PASSWORD_RESET_SEND: frozenset({Role.COMPANY_ADMIN}),
    Permission.PAYMENT_MANAGE: frozenset({Role.BILLING_ADMIN, Role.COMPANY_ADMIN}),
    Permission.SESSION_OWN: EVERYBODY,
    Permission.SUBSCRIPTION_CHANGE: EVERYBODY,
    Permission.SUBSCRIPTION_READ: EVERYBODY,
    Permission.SUBSCRIPTION_TAKE_OVER: frozenset({Role.BILLING_ADMIN, Role.COMPANY_ADMIN}),
}
"""Which role may do what asks for a permission."""

GUESTS: Final = frozenset(
    {
        Permission.ACTIVITY_READ,
        Permission.CATALOGUE_READ,
        Permission.MEMBER_LIST,
        Permission.OVERVIEW_READ,
        Permission.PASSWORD_RESET_SEND,
        Permission.PRODUCT_BOOK,
        Permission.SESSION_OWN,
    }
)
"""What the staff of a Vertriebspartner may with a customer."""

DOORS: Final = frozenset(
    {
        "accepting._join_as_known",
        "accepting._join_as_new",
        "accepting._open",
        "accepting._open_for_new",
        "accepting._reserve_known",
        "accepting._write_refusal",
        "addresses.open_address",
        "addresses.verify",
        "codes._purpose",
        "passwords._send_forgotten",
        "passwords._set",
        "passwords.open_reset",
        "registration._finish",
        "registration._start",
        "registration.first_run",
        "registration.keep",
        "registration.open_registration",
        "sign_in._record",
        "sign_in._reserve",
        "sign_in_steps._record_code",
        "sign_in_steps._renew",
        "sign_in_steps._reserve_code",
        "sign_in_steps._set_up",
        "sign_in_steps._whose",
        "sign_in_steps.choose_company",
    }
)
"""What runs for somebody not signed in: steps of signing in, accepting and registering, and nothing
else."""

WRITES_TO: Final = frozenset({"outbox_messages", "registrations", "tokens"})
"""What `registration._start` touches: it needs no secret, and promises mail within a limit."""

COMPOSITES: Final = frozenset(
    {
        "accepting.accept_as_known",
        "accepting.accept_as_new",
        "accepting.on_record",
        "accepting.open_invitation",
        "account_deletion.delete",
        "charges.export_to_file",
        "codes.open_code",
        "demo.build",
        "demo_days.acting",
        "demo_days.on_day",
        "demo_partner.help_out",
        "demo_partner.link",
        "demo_payments.pay",
        "invitations.invite",
        "invitations.invite_many",
        "keys.rotate",
        "mail.deliver_as_operator",
        "mail.deliver_round",
        "mail.next_due",
        "mail.waiting",
        "mail_attachments.attached",
        "mandate_files.save_mandate",
        "member_export.export_to_file",
        "member_export.export_to_stream",
        "passwords.change_password",
        "passwords.forgotten",
        "own_data.export_to_file",
        "payment_methods.activate",
        "payment_methods.prepare",
        "payment_methods.reactivate",
        "payment_refusals.refusals_on_record",
        "passwords.reset_password",
        "receipt_files.save_receipt",
        "registration.finish",
        "registration.start",
        "proving.prove",
        "sign_in.sign_in",
        "sign_in.unlock",
        "sign_in_steps.give_code",
        "sign_in_steps.renew_password",
        "sign_in_steps.set_up_factor_first",
    }
)
"""What takes a Context without asking for a permission itself: it is made of use cases that do, or
it is the delivery worker, which acts for nobody and shows nobody anything."""


@dataclass(frozen=True)
class Rows:
    """Ids of one company that a call can name."""

    membership_id: int
    invitation_id: int
    address_id: int = 0
    """0 stands for one of the caller's own."""
    company_id: int = 999_999
    customer_id: int = 999_999
    link_id: int = 999_999
    method_id: int = 999_999
    subscription_id: int = 999_999
    """0 stands for one that the caller owns."""
    order_id: int = 999_999
    """0 stands for one that the caller began."""

    @property
    def keys(self) -> list[RowKey]:
        """Both as rows of „Benutzer“."""
        return [
            RowKey(MemberKind.MEMBER, self.membership_id),
            RowKey(MemberKind.INVITATION, self.invitation_id),
        ]

    @property
    def planned(self) -> list[ChangeRow]:
        """Both as a plan has them."""
        return [
            ChangeRow(key, 1, "", "", Role.USER, MemberState.ACTIVE, Fate.CHANGED)
            for key in self.keys
        ]


TO_BILLING = Change(ChangeKind.ROLE, Role.BILLING_ADMIN)
NO_CODE = "no code"
ASKED: Final = OrderState.REQUESTED
NOT_ASKED = Checked("offline", "")
NO_PASSWORD = NewPassword("", frozenset())
NO_TRY = (Attempt(None, None), Verdict(right=False))
NO_PROOF = Proved(999_999, "", START)
NO_OWNER = PasswordOwner(999_999, "", (), (PasswordLevel.STANDARD,), None, ())
NOBODY_NEW = NewPerson("", "", "", assured=False)
DRAFT = InvitationDraft("gast@muster.example")

SETTINGS = CompanySettings(
    "Muster", PasswordLevel.STANDARD, frozenset(), 15, default_role=Role.USER, buyers=Buyers.ADMINS
)
UNHEARD_OF = CompanyProfile(country="Atlantis")
BOOKED = SubscriptionRow(
    id=0,
    product_id=1,
    product="",
    provider="",
    edition_id=1,
    edition="",
    name="",
    licences=5,
    used=0,
    unit_cents=560,
    charging=Charging.MONTHLY,
    term_months=12,
    starts_on=START.date(),
    trial_until=None,
    term=Span(START.date(), START.date()),
    ends_on=None,
    state=SubscriptionState.ACTIVE,
    owner_id=None,
    owner="",
    is_add_on=False,
    base_id=None,
    planned=None,
    planned_from=None,
    version=1,
)
CONFIGURED = ConfiguredCompany(SETTINGS, Affected(0, 0, 0, 0), 1)


def breaking_a_rule(use_case: Any, ctx: Context, *arguments: object) -> None:  # noqa: ANN401 - any use case
    """Call what those who may do it are told only that it cannot be done like this."""
    with suppress(Invalid):
        use_case(ctx, *arguments)


CALLS: Final[dict[str, Callable[[Any, Context, Rows], Any]]] = {
    "assign_lists.compare": lambda f, ctx, _: f(ctx, [line(1, "a@b.example", "1", give=True)]),
    "assignments.apply": lambda f, ctx, rows: f(ctx, wishes(ctx, rows)),
    "assignments.holders": lambda f, ctx, rows: f(ctx, subscription(ctx, rows)),
    "assignments.licences_of": lambda f, ctx, rows: f(ctx, rows.keys),
    "assignments.people": lambda f, ctx, rows: f(ctx, subscription(ctx, rows)),
    "assignments.people_of": lambda f, ctx, rows: f(ctx, rows.keys),
    "assignments.people_without": lambda f, ctx, rows: f(ctx, subscription(ctx, rows)),
    "assignments.plan": lambda f, ctx, rows: f(ctx, wishes(ctx, rows)),
    "account.own_data": lambda f, ctx, _: f(ctx),
    "account.password_rules": lambda f, ctx, _: f(ctx),
    "account.save_own_data": lambda f, ctx, _: f(ctx, OwnValues("Wer", "Da"), Versions(1, 1)),
    "accepting._join_as_known": lambda f, ctx, _: f(ctx, NO_CODE, *NO_TRY),
    "accepting._join_as_new": lambda f, ctx, _: f(ctx, NO_CODE, NOBODY_NEW, ""),
    "accepting._open": lambda f, ctx, _: f(ctx, NO_CODE),
    "accepting._open_for_new": lambda f, ctx, _: f(ctx, NO_CODE),
    "accepting._reserve_known": lambda f, ctx, _: f(ctx, NO_CODE),
    "accepting._write_refusal": lambda f, ctx, _: f(ctx, NO_CODE),
    "account_deletion._erase": lambda f, ctx, _: delete_account(f, ctx),
    "account_deletion.plan": lambda f, ctx, _: f(ctx),
    "activity.feed": lambda f, ctx, _: f(ctx, Whose.ALL, limit=10),
    "activity.last_entry": lambda f, ctx, _: f(ctx),
    "activity.overview": lambda f, ctx, _: f(ctx),
    "activity.own_activity": lambda f, ctx, _: f(ctx, limit=10),
    "addresses.add": lambda f, ctx, _: f(ctx, "noch.eine@muster.example"),
    "addresses.caution": lambda f, ctx, _: f(ctx, "fremd.chef@nebenan.example"),
    "addresses.make_primary": lambda f, ctx, rows: f(ctx, address(ctx, rows, verified=True)),
    "addresses.open_address": lambda f, ctx, _: f(ctx, NO_CODE),
    "addresses.own": lambda f, ctx, _: f(ctx),
    "addresses.remove": lambda f, ctx, rows: f(ctx, address(ctx, rows, verified=True)),
    "addresses.resend": lambda f, ctx, rows: f(ctx, address(ctx, rows, verified=False)),
    "addresses.verify": lambda f, ctx, _: f(ctx, NO_CODE),
    "belongings.belongings": lambda f, ctx, rows: f(
        ctx, RowKey(MemberKind.MEMBER, rows.membership_id)
    ),
    "catalogue.product": lambda f, ctx, _: f(ctx, add_product(ctx.database)),
    "catalogue.products": lambda f, ctx, _: f(ctx),
    "charges._write_down": lambda f, ctx, _: f(ctx, 0, filtered=False),
    "charges.costs": lambda f, ctx, _: f(ctx),
    "booking.begin": lambda f, ctx, _: f(ctx, wish(ctx)),
    "booking.begun": lambda f, ctx, _: f(ctx),
    "booking.booking": lambda f, ctx, rows: f(ctx, order(ctx, rows)),
    "booking.discard": lambda f, ctx, rows: f(ctx, order(ctx, rows)),
    "booking.revise": lambda f, ctx, rows: f(ctx, order(ctx, rows), ordered(ctx), 1),
    "codes._purpose": lambda f, ctx, _: f(ctx, NO_CODE),
    "customers.customers": lambda f, ctx, _: f(ctx),
    "customers.enter_customer": lambda f, ctx, rows: f(ctx, rows.customer_id),
    "failed_mails.page": lambda f, ctx, _: f(ctx, limit=10),
    "failed_mails.resend": lambda f, ctx, _: f(ctx, [1, 2]),
    "first_steps.dismiss": lambda f, ctx, _: f(ctx),
    "first_steps.first_steps": lambda f, ctx, _: f(ctx),
    "help_requests.send": lambda f, ctx, _: f(ctx, "hilfe@m.example", HelpRequest("a", "b")),
    "invitations._invite_one": lambda f, ctx, _: f(ctx, DRAFT),
    "invitations._invite_ready": lambda f, ctx, _: f(ctx, [], []),
    "invitations.default_role": lambda f, ctx, _: f(ctx),
    "invitations.look_up": lambda f, ctx, _: f(ctx, ["fremd.chef@nebenan.example"]),
    "invitations.resend": lambda f, ctx, rows: f(ctx, rows.invitation_id),
    "invitations.revoke": lambda f, ctx, rows: f(ctx, rows.invitation_id),
    "member_export._check": lambda f, ctx, _: f(ctx),
    "member_export._write_down": lambda f, ctx, _: f(ctx, Listing(), 0),
    "member_changes.change": lambda f, ctx, rows: f(ctx, TO_BILLING, rows.planned),
    "member_changes.plan": lambda f, ctx, rows: f(ctx, TO_BILLING, rows.keys),
    "member_changes.take_back": lambda f, ctx, rows: f(ctx, ChangeReport(TO_BILLING, rows.planned)),
    "member_history.history": lambda f, ctx, rows: f(ctx, rows.membership_id),
    "member_history.sessions": lambda f, ctx, rows: f(ctx, rows.membership_id),
    "member_profile.edit": lambda f, ctx, rows: f(ctx, rows.membership_id, ProfileValues(), 1),
    "member_profile.profile": lambda f, ctx, rows: f(ctx, rows.membership_id),
    "member_marks.look_after": lambda f, ctx, _: f(ctx, [], ALL_ROWS),
    "members.count": lambda f, ctx, _: f(ctx, ALL_ROWS),
    "members.counts": lambda f, ctx, _: f(ctx),
    "members.invitation": lambda f, ctx, rows: f(ctx, rows.invitation_id),
    "members.keys": lambda f, ctx, _: f(ctx, ALL_ROWS),
    "members.member": lambda f, ctx, rows: f(ctx, rows.membership_id),
    "members.page": lambda f, ctx, _: f(ctx, limit=10),
    "role_lists.compare": lambda f, ctx, _: f(
        ctx, [WantedRole(1, "a@b.example", Role.USER, "a@b.example")]
    ),
    "order_requests.approve": lambda f, ctx, rows: buying(f, ctx, order(ctx, rows, ASKED)),
    "order_requests.decline": lambda f, ctx, rows: f(ctx, order(ctx, rows, ASKED), ""),
    "order_requests.request": lambda f, ctx, rows: breaking_a_rule(f, ctx, order(ctx, rows), ""),
    "order_requests.requests": lambda f, ctx, _: f(ctx),
    "order_requests.waiting": lambda f, ctx, _: f(ctx),
    "order_requests.withdraw": lambda f, ctx, rows: f(ctx, order(ctx, rows, ASKED)),
    "ordering.orders": lambda f, ctx, _: f(ctx),
    "ordering.place": lambda f, ctx, rows: buying(f, ctx, order(ctx, rows)),
    "ordering.receipt": lambda f, ctx, rows: f(ctx, order(ctx, rows, OrderState.PLACED)),
    "passwords._change": lambda f, ctx, _: f(ctx, passwords._own(ctx), NO_PASSWORD),
    "passwords._own": lambda f, ctx, _: f(ctx),
    "passwords._send_forgotten": lambda f, ctx, _: f(ctx, "niemand@muster.example"),
    "own_data._collect": lambda f, ctx, _: f(ctx),
    "own_data._write_down": lambda f, ctx, _: f(ctx, OwnDataFormat.JSON),
    "passwords._set": lambda f, ctx, _: f(ctx, NO_CODE, NO_PASSWORD),
    "passwords.open_reset": lambda f, ctx, _: f(ctx, NO_CODE),
    "passwords.send_reset": lambda f, ctx, rows: f(ctx, rows.membership_id),
    "company_settings.affected": lambda f, ctx, _: f(ctx, SETTINGS),
    "company_settings.change": lambda f, ctx, _: f(ctx, SETTINGS, CONFIGURED),
    "company_settings.configured": lambda f, ctx, _: f(ctx),
    "company_profile.edit": lambda f, ctx, _: breaking_a_rule(f, ctx, UNHEARD_OF, 1),
    "company_profile.history": lambda f, ctx, _: f(ctx),
    "company_profile.profile": lambda f, ctx, _: f(ctx),
    "directory.page": lambda f, ctx, _: f(ctx),
    "payment_methods._check": lambda f, ctx, _: f(ctx, PAYPAL, ADDRESS),
    "payment_methods._check_earlier": lambda f, ctx, rows: f(ctx, rows.method_id),
    "payment_methods._prepare": lambda f, ctx, _: f(ctx, PaymentKind.DIRECT_DEBIT),
    "payment_methods._record": lambda f, ctx, _: f(ctx, PAYPAL, ADDRESS, NOT_ASKED),
    "payment_methods._record_earlier": lambda f, ctx, rows: f(ctx, rows.method_id, NOT_ASKED),
    "payment_refusals._write_refusal": lambda f, ctx, _: f(ctx, PaymentKind.PAYPAL, "Reason"),
    "payment_methods.expiring_cards": lambda f, ctx, _: f(ctx),
    "payment_methods.history": lambda f, ctx, _: f(ctx, limit=10),
    "payment_methods.mandate": lambda f, ctx, rows: f(ctx, rows.method_id),
    "payment_methods.mandate_in_full": lambda f, ctx, rows: f(ctx, rows.method_id),
    "payment_methods.overview": lambda f, ctx, _: f(ctx),
    "second_factor.propose": lambda f, ctx, _: f(ctx),
    "second_factor.remove": lambda f, ctx, _: f(ctx),
    "second_factor.renew_codes": lambda f, ctx, _: breaking_a_rule(f, ctx),
    "second_factor.reset_for": lambda f, ctx, rows: f(ctx, rows.membership_id),
    "second_factor.set_up": lambda f, ctx, _: breaking_a_rule(f, ctx, "A" * 32, "no code"),
    "second_factor.status": lambda f, ctx, _: f(ctx),
    "proving._record": lambda f, ctx, _: f(ctx, *NO_TRY),
    "proving._reserve": lambda f, ctx, _: f(ctx),
    "registration._finish": lambda f, ctx, _: f(ctx, NO_CODE, Details(), NO_PASSWORD),
    "registration._start": lambda f, ctx, _: f(ctx, check_email("wer@muster.example")),
    "registration.first_run": lambda f, ctx, _: f(ctx),
    "registration.keep": lambda f, ctx, _: f(ctx, NO_CODE, Details()),
    "registration.open_registration": lambda f, ctx, _: f(ctx, NO_CODE),
    "resellers.deeds": lambda f, ctx, rows: f(ctx, rows.link_id),
    "resellers.link": lambda f, ctx, _: f(ctx, "P-30003"),
    "resellers.linked": lambda f, ctx, _: f(ctx),
    "resellers.look_up": lambda f, ctx, _: f(ctx, "P-30003"),
    "resellers.unlink": lambda f, ctx, rows: f(ctx, rows.link_id),
    "resellers.unlink_number": lambda f, ctx, _: f(ctx, "P-10001"),
    "sessions.end_other_sessions": lambda f, ctx, _: f(ctx),
    "sessions.end_sessions": lambda f, ctx, _: f(ctx, [1, 2]),
    "sessions.own_sessions": lambda f, ctx, _: f(ctx),
    "sign_in._record": lambda f, ctx, _: f(ctx, *NO_TRY),
    "sign_in._record_unlock": lambda f, ctx, _: f(ctx, *NO_TRY),
    "sign_in._reserve": lambda f, ctx, _: f(ctx, "niemand@muster.example"),
    "sign_in._reserve_own": lambda f, ctx, _: f(ctx),
    "sign_in.lock": lambda f, ctx, _: f(ctx),
    "sign_in.sign_out": lambda f, ctx, _: f(ctx),
    "sign_in_steps._record_code": lambda f, ctx, _: f(ctx, NO_PROOF, NO_TRY[0], NO_CODE),
    "sign_in_steps._renew": lambda f, ctx, _: f(ctx, NO_PROOF, NO_OWNER, NO_PASSWORD),
    "sign_in_steps._reserve_code": lambda f, ctx, _: f(ctx, NO_PROOF),
    "sign_in_steps._set_up": lambda f, ctx, _: f(ctx, NO_PROOF, "", NO_CODE),
    "sign_in_steps._whose": lambda f, ctx, _: f(ctx, NO_PROOF),
    "sign_in_steps.choose_company": lambda f, ctx, _: f(ctx, NO_PROOF, 1),
    "subscription_changes.keep_edition": lambda f, ctx, rows: breaking_a_rule(
        f, ctx, booked_row(ctx, rows)
    ),
    "subscription_changes.preview_edition": lambda f, ctx, rows: f(
        ctx, subscription(ctx, rows), better_edition(ctx)
    ),
    "subscription_changes.preview_licences": lambda f, ctx, rows: f(
        ctx, subscription(ctx, rows), 7
    ),
    "subscription_changes.rename": lambda f, ctx, rows: f(ctx, booked_row(ctx, rows), "Neu"),
    "subscription_changes.set_edition": lambda f, ctx, rows: seeing_another_price(
        f, ctx, subscription(ctx, rows)
    ),
    "subscription_changes.set_licences": lambda f, ctx, rows: seeing_another_price(
        f, ctx, subscription(ctx, rows)
    ),
    "subscription_endings.cancel": lambda f, ctx, rows: f(ctx, booked_row(ctx, rows)),
    "subscription_endings.preview_cancel": lambda f, ctx, rows: f(ctx, booked_row(ctx, rows)),
    "subscription_endings.set_renewal": lambda f, ctx, rows: f(
        ctx, booked_row(ctx, rows), on=False
    ),
    "subscription_endings.take_back": lambda f, ctx, rows: breaking_a_rule(
        f, ctx, booked_row(ctx, rows)
    ),
    "subscription_owners.hand_over": lambda f, ctx, rows: f(
        ctx, [subscription(ctx, rows)], ctx.actor.user_id if ctx.actor else 0
    ),
    "subscription_owners.take_over": lambda f, ctx, rows: f(ctx, [subscription(ctx, rows)]),
    "subscriptions.attention": lambda f, ctx, _: f(ctx),
    "subscriptions.due_within": lambda f, ctx, _: f(ctx, 30),
    "subscriptions.history": lambda f, ctx, rows: f(ctx, subscription(ctx, rows)),
    "subscriptions.subscription": lambda f, ctx, rows: f(ctx, subscription(ctx, rows)),
    "subscriptions.subscriptions": lambda f, ctx, _: f(ctx),
    "subscriptions.unused": lambda f, ctx, _: f(ctx),
    "switching.own_companies": lambda f, ctx, _: f(ctx),
    "switching.switch_company": lambda f, ctx, rows: f(ctx, rows.company_id),
}
"""How each use case is called; the operator's are refused before their arguments matter."""


def address(ctx: Context, rows: Rows, *, verified: bool) -> int:
    """The address that `rows` names, else a further one of the caller's own."""
    if rows.address_id or ctx.actor is None:
        return rows.address_id
    with ctx.database.transaction(writing=False) as session:
        return (
            session.scalar(
                select(EmailAddress.id).where(
                    EmailAddress.user_id == ctx.actor.user_id,
                    EmailAddress.is_primary.is_(False),
                    EmailAddress.verified_at.is_not(None) == verified,
                )
            )
            or 0
        )


def subscription(ctx: Context, rows: Rows) -> int:
    """The subscription that `rows` names, else the caller's own."""
    if rows.subscription_id or ctx.actor is None:
        return rows.subscription_id
    with ctx.database.transaction(writing=False) as session:
        own = select(Subscription.id).where(Subscription.owner_id == ctx.actor.user_id)
        return session.scalar(own) or 0


def booked_row(ctx: Context, rows: Rows) -> SubscriptionRow:
    """That one as lists have it, and it never changed since."""
    return replace(BOOKED, id=subscription(ctx, rows))


def better_edition(ctx: Context) -> int:
    """An edition that costs more."""
    return edition_ids(ctx.database, add_product(ctx.database))["Standard"]


def seeing_another_price(use_case: Any, ctx: Context, number: int) -> None:  # noqa: ANN401 - any use case
    """Call what those who may do it are told only that the price moved since."""
    now = Phase(START.date(), better_edition(ctx), 7, 1)
    days = Span(now.from_on, now.from_on)
    seen = Preview(number, now, now, "", "", Charging.MONTHLY, days, Amount(0), None)
    with suppress(PreviewMoved):
        use_case(ctx, seen)


UNSEEN: Final = Quote((), 12, Charging.MONTHLY, START.date())


def order(ctx: Context, rows: Rows, state: OrderState = OrderState.OPEN) -> int:
    """The order that `rows` names, else one of the caller's that stands there."""
    if rows.order_id or ctx.actor is None:
        return rows.order_id
    with ctx.database.transaction(writing=False) as session:
        own = select(Order.id).where(Order.user_id == ctx.actor.user_id, Order.state == state)
        return session.scalar(own) or 0


def wish(ctx: Context) -> BookingWish:
    """The product of `with_subscription`."""
    product = add_product(ctx.database)
    return BookingWish(product, edition_ids(ctx.database, product)["Basic"])


def ordered(ctx: Context) -> OrderDraft:
    """As it was typed when the order began."""
    return OrderDraft(wish(ctx).edition_id, 5)


def buying(use_case: Any, ctx: Context, number: int) -> None:  # noqa: ANN401 - any use case
    """Call what those who may do it are told only that there is nothing to pay it by."""
    with suppress(NoPaymentMethod):
        use_case(ctx, number, UNSEEN, business_use=True, terms=True)


def with_orders(ctx: Context, person: Person, company_id: int, reason: str = "") -> int:
    """What somebody began, asked for, and bought in a company; the number of the last."""
    chosen = ordered(ctx)
    product_id = wish(ctx).product_id
    for state in (OrderState.OPEN, OrderState.REQUESTED, OrderState.PLACED):
        with ctx.database.transaction(writing=True) as session:
            one = Order(
                company_id=company_id,
                user_id=person.user_id,
                product_id=product_id,
                state=state,
                term_months=chosen.term_months,
                charging=chosen.charging,
                created_at=START,
                changed_at=START,
                reason=reason,
                decided_at=START if state is OrderState.PLACED else None,
                decided_by=person.user_id if state is OrderState.PLACED else None,
            )
            session.add(one)
            session.flush()  # its line names it
            line = OrderLine(order_id=one.id, edition_id=chosen.edition_id, licences=5)
            session.add(line)
            number = one.id
    return number


def wishes(ctx: Context, rows: Rows) -> list[Wish]:
    """A licence for the member."""
    return [Wish(subscription(ctx, rows), rows.keys[0], give=True)]


def delete_account(use_case: Callable[..., Any], ctx: Context) -> object:
    """Typed as it must be; the last administrator is told why they stay."""
    typed = ""
    if ctx.actor is not None:
        with ctx.database.transaction(writing=False) as session:
            typed = people.primary_address(session, ctx.actor.user_id)
    try:
        return use_case(ctx, typed, farewell=True)
    except Invalid as refused:
        return refused.message


def with_addresses(ctx: Context, person: Person) -> Person:
    """Somebody with a further address, and one that waits."""
    name = person.email.partition("@")[0]
    add_address(ctx.database, person, f"{name}.zwei@muster.example", verified=True)
    add_address(ctx.database, person, f"{name}.drei@muster.example")
    return person


def with_subscription(ctx: Context, owner: Person, name: str = "") -> int:
    """A running booking that they look after."""
    product = add_product(ctx.database)
    return add_subscription(
        ctx.database, owner.company_id, product, owner_id=owner.user_id, name=name
    )


def short(name: str) -> str:
    """`invitations.revoke` of `tcm_tui.services.invitations.revoke`."""
    return name.removeprefix(f"{services.__name__}.")


PERMISSIONS: Final = {short(name): demand.permission for name, demand in USE_CASES.items()}
MEMBERS = sorted(name for name, permission in PERMISSIONS.items() if permission in MAY)
ALL = sorted(PERMISSIONS)


def call(name: str, ctx: Context, rows: Rows) -> Any:  # noqa: ANN401 - the answer of any use case
    """Run one use case."""
    module, _dot, function = name.rpartition(".")
    found = getattr(importlib.import_module(f"{services.__name__}.{module}"), function)
    if PERMISSIONS[name] is Permission.OPERATOR:
        return found(ctx)
    return CALLS[name](found, ctx, rows)


@pytest.fixture
def own(nobody: Context, anna: Person) -> Rows:
    """What there is of Anna's company, which has a Vertriebspartner and is one."""
    colleague = add_member(nobody.database, anna.company_id, "kollege@muster.example")
    with_addresses(nobody, anna)
    with_subscription(nobody, anna)
    number, _code = add_invitation(nobody.database, anna, "neu@muster.example")
    reseller = add_reseller(nobody.database, "P-10001")
    link_id = link_reseller(nobody.database, anna.company_id, reseller)
    add_reseller(nobody.database, "P-30003", "Südlicht GmbH")
    customer = add_company(nobody.database, "Kunde GmbH")
    with nobody.database.transaction(writing=True) as session:
        company = session.get_one(Company, anna.company_id)
        company.partner_number, company.buyers = "P-20002", Buyers.EVERYBODY
    with_orders(nobody, anna, anna.company_id)
    link_reseller(nobody.database, customer, anna.company_id)
    return Rows(
        colleague.membership_id,
        number,
        company_id=anna.company_id,
        customer_id=customer,
        link_id=link_id,
        method_id=add_debit(nobody, anna.company_id),
        subscription_id=0,
        order_id=0,
    )


@pytest.fixture
def foreign(nobody: Context, own: Rows) -> Rows:
    """The same of another company, with ids that Anna's company does not have."""
    del own  # first the own rows, so that the ids differ
    company = add_company(nobody.database, "Fremd GmbH")
    chief = add_member(
        nobody.database, company, "fremd.chef@nebenan.example", role=Role.COMPANY_ADMIN
    )
    number, _code = add_invitation(nobody.database, chief, "fremd.neu@nebenan.example")
    waiting = add_address(nobody.database, chief, "fremd.zwei@nebenan.example")
    link_id = link_reseller(nobody.database, company, add_reseller(nobody.database, "P-40004"))
    debit = add_debit(nobody, company, "Fremd GmbH")
    booked = with_subscription(nobody, chief, "Fremdes Abonnement")
    asked = with_orders(nobody, chief, company, "Fremder Wunsch")
    return Rows(
        chief.membership_id, number, waiting, company, company, link_id, debit, booked, asked
    )


def member_of(ctx: Context, anna: Person, role: Role) -> Context:
    """A colleague with `role`, signed in."""
    person = add_member(ctx.database, anna.company_id, "wer@m.example", role=role)
    with_subscription(ctx, person)
    with_orders(ctx, person, anna.company_id)
    return signed_in(ctx, with_addresses(ctx, person))


def set_membership(ctx: Context, person: Person, **values: object) -> None:
    """Change a membership over a connection of its own, as another process would."""
    other = open_database(ctx.database.engine.url)
    with other.transaction(writing=True) as session:
        session.execute(
            update(Membership).where(Membership.id == person.membership_id).values(**values)
        )
    other.dispose()


def refusals(ctx: Context) -> list[AuditEntry]:
    """The refusals on record."""
    with ctx.database.transaction(writing=False) as session:
        return list(
            session.scalars(
                select(AuditEntry).where(AuditEntry.action == AuditAction.ACCESS_REFUSED)
            )
        )


def data(ctx: Context) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but the journal."""
    return {name: rows for name, rows in everything(ctx).items() if name != "audit_entries"}


def test_d1_every_use_case_is_walked() -> None:
    """One without a line in `CALLS`, or with a permission nobody knows here, fails."""
    walked = {name for name in ALL if PERMISSIONS[name] is not Permission.OPERATOR}
    assert set(CALLS) == walked
    assert set(Permission) == set(MAY) | {Permission.ANYONE, Permission.OPERATOR}


def test_d1_nothing_takes_a_context_without_a_permission() -> None:
    """A public function of a Context is a use case or one of `COMPOSITES`."""
    unlisted = set()
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters.values())
            if (
                function.__module__ == module.__name__
                and not name.startswith("_")
                and parameters
                and parameters[0].annotation in ("Context", Context)
                and f"{module.__name__}.{name}" not in USE_CASES
            ):
                unlisted.add(short(f"{module.__name__}.{name}"))
    assert unlisted == COMPOSITES


def test_d1_only_the_doors_are_open_to_anybody() -> None:
    """Whatever else runs without signing in was opened by mistake."""
    doors = {name for name in ALL if PERMISSIONS[name] is Permission.ANYONE}
    assert doors == DOORS


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", MEMBERS)
def test_d1_each_role_may_what_the_table_says(
    nobody: Context, anna: Person, own: Rows, name: str, role: Role
) -> None:
    """Who may, can; who may not changes nothing, and it is on record."""
    ctx = member_of(nobody, anna, role)
    if role in MAY[PERMISSIONS[name]]:
        call(name, ctx, own)
        assert refusals(ctx) == []
        return
    before = data(ctx)
    with pytest.raises(NotPermitted) as refused:
        call(name, ctx, own)
    assert not isinstance(refused.value, SessionEnded)
    assert data(ctx) == before
    (entry,) = refusals(ctx)
    assert ctx.actor is not None
    assert (entry.actor_id, entry.company_id) == (ctx.actor.user_id, ctx.actor.company_id)
    assert entry.subject is Subject.USE_CASE
    assert entry.changes["permission"] == [None, PERMISSIONS[name].value]


@pytest.fixture
def guest(nobody: Context, anna: Person) -> Context:
    """Somebody of a Vertriebspartner, an administrator there, with Anna's company."""
    reseller = add_reseller(nobody.database, "P-50005", "Westlicht GmbH")
    staff = add_member(nobody.database, reseller, "nora@n.example", role=Role.COMPANY_ADMIN)
    link_reseller(nobody.database, anna.company_id, reseller)
    with_orders(nobody, staff, anna.company_id)
    return visiting(nobody, with_addresses(nobody, staff), anna.company_id)


@pytest.mark.parametrize("name", ALL)
def test_d6_a_guest_may_what_the_table_says(guest: Context, own: Rows, name: str) -> None:
    """Whatever they are at home; not even the doors are theirs. All is marked in the journal."""
    with guest.database.transaction(writing=False) as session:
        last = session.scalar(select(func.max(AuditEntry.id))) or 0
    before = data(guest)
    if PERMISSIONS[name] in GUESTS:
        # A guest has no company of Anna's to go to, but a home.
        call(name, guest, replace(own, company_id=home_of(guest)))
        assert refusals(guest) == []
    else:
        with pytest.raises(NotPermitted) as refused:
            call(name, guest, own)
        assert not isinstance(refused.value, SessionEnded)
        assert data(guest) == before
        assert len(refusals(guest)) == 1
    with guest.database.transaction(writing=False) as session:
        written = session.scalars(select(AuditEntry).where(AuditEntry.id > last)).all()
    assert guest.actor is not None
    here = [one for one in written if one.company_id == guest.actor.company_id]
    assert all(one.reseller_id == home_of(guest) for one in here)


def home_of(guest: Context) -> int:
    """The Vertriebspartner whose staff it is."""
    assert guest.actor is not None
    with guest.database.transaction(writing=False) as session:
        return session.get_one(UserSession, guest.actor.session_id).reseller_id or 0


@pytest.mark.parametrize("name", ALL)
def test_d1_nobody_may_only_enter(nobody: Context, own: Rows, name: str) -> None:
    """Without a session everything but the doors is refused; behind those a secret is asked for."""
    before = data(nobody)
    if name in DOORS:
        try:
            answer = call(name, nobody, own)
        except SignInExpired:
            pass  # a step for whoever's password was right a moment ago
        except Invalid as refused:
            assert refused.field == "code"  # noqa: PT017 - the doors that answer are no refusals
        else:
            assert answer in (None, False, Attempt(None, None))
    else:
        with pytest.raises(NotPermitted):
            call(name, nobody, own)
    after = data(nobody)
    changed = {table for table, rows in after.items() if rows != before[table]}
    assert changed == (WRITES_TO if name == "registration._start" else set())


def test_d1_the_operators_work_is_refused_to_every_member(nobody: Context, anna: Person) -> None:
    """Being the company's administrator does not make one the host's."""
    admin = signed_in(nobody, anna)
    operators = [name for name in ALL if PERMISSIONS[name] is Permission.OPERATOR]
    assert operators
    before = data(admin)
    for name in operators:
        with pytest.raises(NotPermitted):
            call(name, admin, Rows(0, 0))
    assert data(admin) == before
    assert len(refusals(admin)) == len(operators)


def disable(ctx: Context, person: Person) -> None:
    """Disabled meanwhile."""
    set_membership(ctx, person, state=MembershipState.DISABLED)


def remove(ctx: Context, person: Person) -> None:
    """Removed meanwhile."""
    with ctx.database.transaction(writing=True) as session:
        session.delete(session.get_one(Membership, person.membership_id))


def lose_access(ctx: Context, person: Person, kind: ChangeKind) -> None:
    """Changed by a colleague, as the portal does it, who takes over what they own."""
    paul = add_member(ctx.database, person.company_id, "paul@m.example", role=Role.COMPANY_ADMIN)
    acting, key = signed_in(ctx, paul), RowKey(MemberKind.MEMBER, person.membership_id)
    report = plan(acting, Change(kind, heir=paul.membership_id), [key])
    assert change(acting, report.change, report.rows).having(Fate.CHANGED)


def disabled_by_a_colleague(ctx: Context, person: Person) -> None:
    """Which ends the session, too."""
    lose_access(ctx, person, ChangeKind.DISABLE)


def removed_by_a_colleague(ctx: Context, person: Person) -> None:
    """Which ends the session, too."""
    lose_access(ctx, person, ChangeKind.REMOVE)


def end_session(ctx: Context, person: Person) -> None:
    """Signed out elsewhere."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(UserSession)
            .where(UserSession.user_id == person.user_id)
            .values(ended_at=ctx.clock())
        )


def last_too_long(ctx: Context, person: Person) -> None:
    """Signed in for as long as a session may be."""
    del person
    assert isinstance(ctx.clock, Clock)
    ctx.clock.now += SESSION_LIFE


@pytest.mark.parametrize(
    "happen",
    [
        disable,
        remove,
        disabled_by_a_colleague,
        removed_by_a_colleague,
        end_session,
        last_too_long,
    ],
)
def test_d5_whoever_lost_access_can_do_nothing(
    nobody: Context, anna: Person, own: Rows, happen: Callable[[Context, Person], None]
) -> None:
    """In a session that is still open, at the very next action; nothing is written but that."""
    ctx = signed_in(nobody, anna)
    happen(ctx, anna)
    before = data(ctx)
    for name in ALL:
        with pytest.raises(NotPermitted):
            call(name, ctx, own)
    assert data(ctx) == before
    assert len(refusals(ctx)) == len(ALL)


def test_d5_an_invited_person_is_nobody_yet(nobody: Context, anna: Person, own: Rows) -> None:
    """A session made up for them, or for another company of theirs, opens nothing."""
    stranger = add_member(
        nobody.database, add_company(nobody.database, "Nebenan AG"), "x@n.example"
    )
    real = signed_in(nobody, stranger)
    assert real.actor is not None
    forged = real.as_actor(replace(real.actor, company_id=anna.company_id))
    before = data(nobody)
    for name in ALL:
        with pytest.raises(NotPermitted):
            call(name, forged, own)
    assert data(nobody) == before


def test_d5_somebody_elses_session_is_worth_nothing(
    nobody: Context, anna: Person, own: Rows
) -> None:
    """The session must be the actor's own."""
    admin, user = signed_in(nobody, anna), member_of(nobody, anna, Role.USER)
    assert admin.actor is not None
    assert user.actor is not None
    forged = user.as_actor(replace(admin.actor, session_id=user.actor.session_id))
    for name in ALL:
        with pytest.raises(NotPermitted):
            call(name, forged, own)


NOBODYS: Final = frozenset({"catalogue.product"})
"""What names a row that belongs to no company: everybody sees the same catalogue."""


def by_id() -> list[str]:
    """Use cases of members that name a row by its id, found by their signatures."""
    return [
        name
        for name in MEMBERS
        if name not in NOBODYS
        and any(
            parameter.endswith("_id")
            for parameter in inspect.signature(
                getattr(
                    importlib.import_module(f"{services.__name__}.{name.split('.')[0]}"),
                    name.split(".")[1],
                )
            ).parameters
        )
    ]


BY_KEYS: Final = (
    *("assignments.apply", "assignments.plan"),
    *("member_changes.change", "member_changes.plan", "member_changes.take_back"),
    *("subscription_changes.keep_edition", "subscription_changes.rename"),
    *("subscription_changes.set_edition", "subscription_changes.set_licences"),
    *("subscription_endings.cancel", "subscription_endings.set_renewal"),
    "subscription_endings.preview_cancel",
    *("subscription_endings.take_back", "subscription_owners.take_over"),
)
"""What names rows in another form."""


@pytest.mark.parametrize("name", [*by_id(), *BY_KEYS])
def test_d2_another_companys_row_is_not_found(ctx: Context, foreign: Rows, name: str) -> None:
    """The same sentence as for a row that never was; nothing changed; on record."""
    before = data(ctx)
    with pytest.raises(NotFound) as refused:
        call(name, ctx, foreign)
    assert data(ctx) == before
    (entry,) = refusals(ctx)
    assert entry.changes["reason"] == [None, "NotFound"]
    with pytest.raises(NotFound) as missing:
        call(name, ctx, Rows(999_999, 999_999, 999_999))
    assert refused.value.message == missing.value.message


@pytest.mark.parametrize("name", MEMBERS)
def test_d2_no_answer_tells_of_another_company(
    ctx: Context, own: Rows, foreign: Rows, name: str
) -> None:
    """Names and addresses over there all begin with „fremd“: no answer over here holds it."""
    del foreign
    assert "fremd" not in repr(call(name, ctx, own)).casefold()


@pytest.mark.parametrize(
    "name", [name for name in MEMBERS if MAY[PERMISSIONS[name]] == {Role.COMPANY_ADMIN}]
)
def test_c16_a_lost_role_counts_at_the_next_action(
    ctx: Context, anna: Person, own: Rows, name: str
) -> None:
    """Demoted over another connection while the session is open."""
    call("invitations.default_role", ctx, own)
    set_membership(ctx, anna, role=Role.BILLING_ADMIN)
    before = data(ctx)
    with pytest.raises(NotPermitted):
        call(name, ctx, own)
    assert data(ctx) == before


def test_c16_a_new_role_counts_at_the_next_action(nobody: Context, anna: Person, own: Rows) -> None:
    """Promoted while the session is open."""
    person = add_member(nobody.database, anna.company_id, "auf@m.example")
    ctx = signed_in(nobody, person)
    with pytest.raises(NotPermitted):
        call("members.page", ctx, own)
    set_membership(ctx, person, role=Role.COMPANY_ADMIN)
    assert call("members.page", ctx, own)
