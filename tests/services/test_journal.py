"""Every kind of entry is written exactly once by what causes it, with all that belongs to it (K4).

A new `AuditAction` without a way to cause it fails here.
"""

from __future__ import annotations

import importlib
import inspect
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tcm_tui.data.catalogue.packaged import packaged
from tcm_tui.data.models import EmailAddress, Membership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.company_profile import CompanyProfile
from tcm_tui.domain.costs import EVERYTHING
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.help_requests import HelpRequest
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.registration import TERMS_VERSION
from tcm_tui.domain.sign_in import FAILURES_ALLOWED, NextStep
from tcm_tui.mail.render import Letterhead
from tcm_tui.services import (
    account,
    account_deletion,
    addresses,
    assignments,
    catalogue_files,
    charges,
    company_profile,
    company_settings,
    demo,
    failed_mails,
    help_requests,
    keys,
    own_data,
    passwords,
    resellers,
    second_factor,
)
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.booking import begin, discard
from tcm_tui.services.exporting import Target
from tcm_tui.services.invitations import invite, resend, revoke
from tcm_tui.services.mail import deliver_as_operator
from tcm_tui.services.member_changes import take_back
from tcm_tui.services.member_export import export_to_stream
from tcm_tui.services.member_profile import edit
from tcm_tui.services.order_requests import decline, request, withdraw
from tcm_tui.services.ordering import place
from tcm_tui.services.payment_methods import mandate_in_full, reactivate
from tcm_tui.services.proving import prove
from tcm_tui.services.registration import finish, start
from tcm_tui.services.sign_in import lock, sign_in, sign_out, unlock
from tcm_tui.services.sign_in_steps import give_code
from tcm_tui.services.subscription_changes import keep_edition, rename
from tcm_tui.services.subscription_endings import cancel, set_renewal
from tcm_tui.services.subscription_endings import take_back as resume
from tcm_tui.services.subscription_owners import hand_over
from tcm_tui.services.transaction import Origin
from tests.builders import (
    PASSWORD,
    START,
    Person,
    add_address,
    add_invitation,
    add_member,
    add_reseller,
    signed_in,
)
from tests.market import add_product, add_subscription, give

from .assigning import giving, taking
from .changing import DISABLE, ENABLE, REMOVE, REVOKE, TO_BILLING, do, invited_key, member_key
from .factors import set_up as set_up_factor
from .inviting import journal, mails
from .ordering import TICKED, open_shop, orders_stored
from .ordering import booked as typed
from .paying import CARD, DEBIT, PAYPAL, pay_by, refuses, with_provider
from .post import Tray, draft, promised, refuse
from .registering import APPLICANT, EMAIL, begun
from .subscribed import shown, to_edition, to_licences
from .watching import WRONG, fail

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.member_changes import Change, ChangeReport
    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.payment_drafts import PaymentDraft
    from tcm_tui.services.context import Context

ORIGIN: Final = Origin("service", "host", 7, "203.0.113.7 5 192.0.2.1 22")
Act = Callable[[], object]
Changes = dict[str, list[str | None]]


@dataclass(frozen=True)
class World:
    """Who there is. `email` is Derya's."""

    ctx: Context
    nobody: Context
    anna: Person
    derya: Person

    @property
    def operator(self) -> Context:
        """A command of the host."""
        return replace(self.nobody, operator=True)

    def invited(self, inviter: Person | None = None) -> tuple[int, str]:
        """An open invitation: number and code."""
        number, code = add_invitation(
            self.ctx.database, inviter or self.anna, "neu@m.example", role=Role.USER
        )
        return number, code.text


@dataclass(frozen=True)
class Way:
    """How an entry comes about.

    Args:
        prepare: Makes what must be there before and gives what is done then.
        changes: Old and new values.
        signed_in: Whether Anna does it; what happens before signing in has no actor.
        company: Whether it concerns a company.
    """

    prepare: Callable[[World], Act]
    changes: Changes | None
    signed_in: bool = True
    company: bool = True


def refused(act: Act) -> Act:
    """`act`, which is refused."""

    def run() -> None:
        with pytest.raises(DomainError):
            act()

    return run


def exporting_costs(world: World) -> Act:
    """The lines of a company that has booked nothing yet."""

    def export() -> None:
        with TemporaryDirectory() as folder:
            charges.export_to_file(world.ctx, EVERYTHING, Target(Path(folder) / "x.csv"))

    return export


def changing(wanted: Change) -> Callable[[World], Act]:
    """Derya is changed."""
    return lambda world: lambda: do(world.ctx, wanted, member_key(world.derya))


def enabling(world: World) -> Act:
    """Derya was disabled before."""
    do(world.ctx, DISABLE, member_key(world.derya))
    return lambda: do(world.ctx, ENABLE, member_key(world.derya))


def pausing(world: World) -> Act:
    """One wrong password is missing."""
    fail(world.nobody, world.anna.email, FAILURES_ALLOWED - 1)
    return lambda: fail(world.nobody, world.anna.email)


def limiting(world: World) -> Act:
    """Somebody else was wrong, and one is enough."""
    fail(world.nobody, world.derya.email)
    limited = replace(world.nobody, sign_in_limit=1)
    return refused(lambda: sign_in(limited, world.anna.email, PASSWORD))


def refusing_invitation(world: World) -> Act:
    """Who invited may no longer do so."""
    _number, code = world.invited(world.derya)
    return refused(lambda: accept_as_new(world.nobody, code, LEA))


def restoring(world: World) -> Act:
    """A revocation is taken back."""
    report: ChangeReport = do(world.ctx, REVOKE, invited_key(world.invited()[0]))
    return lambda: take_back(world.ctx, report)


def invited_role(world: World) -> Act:
    """The role in an invitation."""
    key = invited_key(world.invited()[0])
    return lambda: do(world.ctx, TO_BILLING, key)


def by_number(use_case: Callable[[Context, int], object]) -> Callable[[World], Act]:
    """A use case of an open invitation."""

    def prepare(world: World) -> Act:
        number, _code = world.invited()
        return lambda: use_case(world.ctx, number)

    return prepare


def booked(world: World) -> int:
    """A subscription of Anna's."""
    product = add_product(world.ctx.database)
    company, owner = world.anna.company_id, world.anna.user_id
    return add_subscription(world.ctx.database, company, product, owner_id=owner)


def having_booked(*deeds: Callable[[Context, int], object]) -> Callable[[World], Act]:
    """Do `deeds` with such a subscription; the last of them is what is looked at."""

    def prepare(world: World) -> Act:
        number = booked(world)
        for deed in deeds[:-1]:
            deed(world.ctx, number)
        return lambda: deeds[-1](world.ctx, number)

    return prepare


def to_basic(ctx: Context, number: int) -> object:
    """Plan the lesser edition."""
    return to_edition(ctx, number, "Basic")


def to_standard(ctx: Context, number: int) -> object:
    """Go over to the better edition."""
    return to_edition(ctx, number, "Standard")


def ending(ctx: Context, number: int) -> object:
    """Cancel it."""
    return cancel(ctx, shown(ctx, number))


def handing_over(world: World) -> Act:
    """To Derya."""
    number = booked(world)
    return lambda: hand_over(world.ctx, [number], world.derya.user_id)


def assigning(world: World) -> Act:
    """Derya gets a licence."""
    number = booked(world)
    return lambda: assignments.apply(world.ctx, giving(number, world.derya))


def withdrawing(world: World) -> Act:
    """Derya had one."""
    number = booked(world)
    give(world.ctx.database, number, world.derya)
    return lambda: assignments.apply(world.ctx, taking(number, world.derya))


def passing_on(world: World) -> Act:
    """Somebody invited had one, and joins."""
    number, code = world.invited()
    give(world.ctx.database, booked(world), invitations=[number])
    return lambda: accept_as_new(world.nobody, code, LEA)


def accepting(world: World) -> Act:
    """Lea joins."""
    _number, code = world.invited()
    return lambda: accept_as_new(world.nobody, code, LEA)


def delivering(world: World) -> Act:
    """One mail waits."""
    invite(world.ctx, InvitationDraft("neu@m.example"))
    return lambda: deliver_as_operator(world.operator, Tray(), Letterhead())


def resending_mail(world: World) -> Act:
    """One could not be delivered."""
    promised(world.ctx, draft("weg@m.example", MailKind.JOINED))
    deliver_as_operator(world.operator, Tray(before=refuse), Letterhead())
    return lambda: failed_mails.resend(world.ctx)


def resetting(world: World) -> Act:
    """With the code from the mail."""
    passwords.send_reset(world.ctx, world.derya.membership_id)
    code = mails(world.ctx)[-1].values["code"]
    return lambda: passwords.reset_password(world.nobody, code, "Rote-Ampel-19-Uhr")


def unlocking(world: World) -> Act:
    """The screen is locked."""
    lock(world.ctx)
    return lambda: unlock(world.ctx, PASSWORD)


def not_allowed(world: World) -> Act:
    """Anna is no administrator any more."""
    with world.ctx.database.transaction(writing=True) as session:
        session.get_one(Membership, world.anna.membership_id).role = Role.USER
        session.flush()
    return refused(lambda: invite(world.ctx, InvitationDraft("neu@m.example")))


def founding(world: World) -> Act:
    """The sample company has an Anna of its own, with this very address."""
    with world.ctx.database.transaction(writing=True) as session:
        address = session.scalars(
            select(EmailAddress).where(EmailAddress.user_id == world.anna.user_id)
        ).one()
        address.canonical = "a@m.example"
    return lambda: demo._found_company(world.operator, "")


def editing(world: World) -> Act:
    """Her department."""
    values = ProfileValues(department="Einkauf")
    return lambda: edit(world.ctx, world.derya.membership_id, values, 1)


def agreeing(world: World) -> Act:
    """A company is registered; its founder agrees to the terms."""
    code = begun(world.nobody)
    return lambda: finish(world.nobody, code, APPLICANT)


def addressed(use_case: Callable[[Context, int], object]) -> Callable[[World], Act]:
    """A use case of a further, verified address of Anna's."""

    def prepare(world: World) -> Act:
        number = add_address(world.ctx.database, world.anna, "anna@neu.example", verified=True)
        return lambda: use_case(world.ctx, number)

    return prepare


def deleting_account(world: World) -> Act:
    """Somebody else administers the company."""
    add_member(world.ctx.database, world.anna.company_id, "p@m.example", role=Role.COMPANY_ADMIN)
    return lambda: account_deletion.delete(world.ctx, world.anna.email)


def sending_code(world: World) -> Act:
    """To an address that waits."""
    number = add_address(world.ctx.database, world.anna, "anna@neu.example")
    return lambda: addresses.resend(world.ctx, number)


def verifying(world: World) -> Act:
    """With the code from the mail."""
    addresses.add(world.ctx, "anna@neu.example")
    code = mails(world.ctx)[-1].values["code"]
    return lambda: addresses.verify(world.ctx, code)


def renaming(world: World) -> Act:
    """Anna marries and likes it bright; the journal keeps no names."""
    found = account.own_data(world.ctx)
    wanted = replace(found.values, last_name="Neumann", theme="tcm-light")
    return lambda: account.save_own_data(world.ctx, wanted, found.versions)


def having_factor(act: Callable[[Context], object]) -> Callable[[World], Act]:
    """Anna has a second factor."""

    def prepare(world: World) -> Act:
        set_up_factor(world.ctx)
        return lambda: act(world.ctx)

    return prepare


def resetting_factor(world: World) -> Act:
    """Derya has one, and lost it."""
    set_up_factor(signed_in(world.nobody, world.derya))
    return lambda: second_factor.reset_for(world.ctx, world.derya.membership_id)


def using_recovery_code(world: World) -> Act:
    """In the place of the authenticator."""
    _secret, codes = set_up_factor(world.ctx)
    step = sign_in(world.nobody, world.anna.email, PASSWORD)
    assert isinstance(step, NextStep)
    return lambda: give_code(world.nobody, step.proved, codes[0])


def configuring(world: World) -> Act:
    """The screen locks earlier."""
    found = company_settings.configured(world.ctx)
    wanted = replace(found.settings, idle_minutes=5)
    return lambda: company_settings.change(world.ctx, wanted, found)


def telling_of_the_company(world: World) -> Act:
    """Where it is and how it is reached; the number may be a person's, so it stands beside."""
    values = CompanyProfile(phone="+49 228 12345", city="Bonn", country="DE")
    return lambda: company_profile.edit(world.ctx, values, 1)


def rotating(world: World) -> Act:
    """Anna has a second factor."""
    set_up_factor(world.ctx)
    return lambda: keys.rotate(world.operator)


def unlinking(world: World) -> Act:
    """A Vertriebspartner was let in."""
    number = resellers.link(world.ctx, linkable(world)).link_id
    return lambda: resellers.unlink(world.ctx, number)


def linkable(world: World) -> str:
    """The number of a Vertriebspartner."""
    add_reseller(world.ctx.database)
    return "P-10001"


def linking(world: World) -> Act:
    """There is a Vertriebspartner."""
    number = linkable(world)
    return lambda: resellers.link(world.ctx, number)


def paying(world: World, draft: PaymentDraft, act: Callable[[PaymentRow], object]) -> Act:
    """Something with an earlier method; another one is active."""
    row = pay_by(world.ctx, draft)
    pay_by(world.ctx, PAYPAL)
    return lambda: act(row)


def begun_booking(act: Callable[[Context, Booking], object]) -> Callable[[World], Act]:
    """Something with what Anna began to book."""

    def prepare(world: World) -> Act:
        found = typed(world.ctx, open_shop(world.ctx).wish(), licences=3)
        return lambda: act(world.ctx, found)

    return prepare


def asked_of_anna(act: Callable[[Context, Booking], object]) -> Callable[[World], Act]:
    """Something with what Derya, who may not buy, asks for."""

    def prepare(world: World) -> Act:
        shop, derya = open_shop(world.ctx), signed_in(world.nobody, world.derya)
        found = typed(derya, shop.wish(), licences=3)
        request(derya, found.id, "Für die Neuen")
        return lambda: act(world.ctx, found)

    return prepare


def beginning(world: World) -> Act:
    """There is something to book."""
    shop = open_shop(world.ctx)
    return lambda: begin(world.ctx, shop.wish())


def asking(world: World) -> Act:
    """Anna administers nothing, so that she has to."""
    found = typed(world.ctx, open_shop(world.ctx).wish(), licences=3)
    with world.ctx.database.transaction(writing=True) as session:
        session.get_one(Membership, world.anna.membership_id).role = Role.USER
    return lambda: request(world.ctx, found.id, "Für die Neuen")


def asking_no_more(world: World) -> Act:
    """She did."""
    asking(world)()
    (one,) = orders_stored(world.ctx)
    return lambda: withdraw(world.ctx, one.id)


def buying(ctx: Context, found: Booking) -> object:
    """For what it comes to."""
    return place(ctx, found.id, found.quote, **TICKED)


LEA: Final = NewPerson("Lea", "Neu", PASSWORD, assured=True)
BERLIN: Final = ZoneInfo("Europe/Berlin")
WAYS: Final = {
    AuditAction.ACCESS_REFUSED: Way(
        not_allowed, {"permission": [None, "member:invite"], "reason": [None, "NotPermitted"]}
    ),
    AuditAction.ACCOUNT_DELETED: Way(
        deleting_account,
        {"user": ["1", None], "role": ["company_admin", None], "state": ["active", None]},
    ),
    AuditAction.ACCOUNT_PAUSED: Way(
        pausing,
        {"paused_until": [None, "2026-11-22T09:00:30+00:00"]},
        signed_in=False,
        company=False,
    ),
    AuditAction.ADDRESS_ADDED: Way(
        lambda world: lambda: addresses.add(world.ctx, "anna@neu.example"), {}
    ),
    AuditAction.ADDRESS_CODE_SENT: Way(sending_code, {}),
    AuditAction.ADDRESS_MADE_PRIMARY: Way(addressed(addresses.make_primary), {}),
    AuditAction.ADDRESS_REMOVED: Way(addressed(addresses.remove), {}),
    AuditAction.ADDRESS_VERIFIED: Way(verifying, {}),
    AuditAction.COMPANY_CONFIGURED: Way(configuring, {"idle_minutes": ["15", "5"]}),
    AuditAction.COMPANY_FOUNDED: Way(
        founding,
        {"name": [None, "Muster Maschinenbau GmbH"]},
        signed_in=False,
    ),
    AuditAction.COMPANY_PROFILE_EDITED: Way(
        telling_of_the_company, {"city": ["", "Bonn"], "country": ["", "DE"]}
    ),
    AuditAction.INVITATION_ACCEPTED: Way(
        accepting, {"state": ["pending", "accepted"], "role": [None, "user"]}, signed_in=False
    ),
    AuditAction.INVITATION_REFUSED: Way(refusing_invitation, {}, signed_in=False),
    AuditAction.INVITATION_RESENT: Way(by_number(resend), {"role": ["user", "user"]}),
    AuditAction.INVITATION_RESTORED: Way(restoring, {"state": ["revoked", "pending"]}),
    AuditAction.INVITATION_REVOKED: Way(by_number(revoke), {"state": ["pending", "revoked"]}),
    AuditAction.INVITATION_ROLE_CHANGED: Way(invited_role, {"role": ["user", "billing_admin"]}),
    AuditAction.INVITATION_SENT: Way(
        lambda world: lambda: invite(world.ctx, InvitationDraft("neu@m.example")),
        {"role": [None, "user"]},
    ),
    AuditAction.HELP_REQUESTED: Way(
        lambda world: (
            lambda: help_requests.send(world.ctx, "hilfe@m.example", HelpRequest("Rollen", "Wie?"))
        ),
        {},
    ),
    AuditAction.KEYS_MADE: Way(
        lambda world: lambda: keys.init(world.operator), {}, signed_in=False, company=False
    ),
    AuditAction.KEYS_ROTATED: Way(
        rotating, {"rows": [None, "1"], "failed": [None, "0"]}, signed_in=False, company=False
    ),
    AuditAction.LICENCE_ASSIGNED: Way(assigning, {"membership": [None, "2"]}),
    AuditAction.LICENCE_PASSED_ON: Way(
        passing_on, {"invitation": ["1", None], "membership": [None, "3"]}, signed_in=False
    ),
    AuditAction.LICENCE_WITHDRAWN: Way(withdrawing, {"membership": ["2", None]}),
    AuditAction.MANDATE_REVEALED: Way(
        lambda world: paying(world, DEBIT, lambda row: mandate_in_full(world.ctx, row.id)), {}
    ),
    AuditAction.ORDER_BEGUN: Way(beginning, {"product": [None, "1"]}),
    AuditAction.ORDER_DECLINED: Way(
        asked_of_anna(lambda ctx, found: decline(ctx, found.id, "Im Januar")), {}
    ),
    AuditAction.ORDER_DISCARDED: Way(begun_booking(lambda ctx, found: discard(ctx, found.id)), {}),
    AuditAction.ORDER_PLACED: Way(
        begun_booking(buying),
        {
            "business_use": [None, "assured"],
            "edition": [None, "1"],
            "licences": [None, "3"],
            "method": [None, "1"],
            "net_cents": [None, "1680"],
            "terms": [None, TERMS_VERSION],
        },
    ),
    AuditAction.ORDER_REQUESTED: Way(
        asking, {"edition": [None, "1"], "licences": [None, "3"], "net_cents": [None, "1680"]}
    ),
    AuditAction.ORDER_WITHDRAWN: Way(asking_no_more, {}),
    AuditAction.PAYMENT_ACTIVATED: Way(
        lambda world: lambda: pay_by(world.ctx, CARD),
        {"kind": [None, "credit_card"], "method": [None, "1"]},
    ),
    AuditAction.PAYMENT_REACTIVATED: Way(
        lambda world: paying(world, CARD, lambda row: reactivate(world.ctx, row.id)),
        {"kind": ["paypal", "credit_card"], "method": ["2", "1"]},
    ),
    AuditAction.PAYMENT_REFUSED: Way(
        lambda world: refused(lambda: pay_by(with_provider(world.ctx, refuses)[0], CARD)),
        {"kind": [None, "credit_card"], "reason": [None, "ProviderRefused"]},
    ),
    AuditAction.MAIL_RESENT: Way(resending_mail, {"kind": [None, "joined"]}),
    AuditAction.MAIL_DELIVERED: Way(
        delivering, {"sent": [None, "1"], "failed": [None, "0"]}, signed_in=False, company=False
    ),
    AuditAction.CATALOGUE_IMPORTED: Way(
        lambda world: lambda: catalogue_files.bring(world.operator, packaged()[:1]),
        {"new": [None, "1"], "changed": [None, "0"], "withdrawn": [None, "0"]},
        signed_in=False,
        company=False,
    ),
    AuditAction.CHARGES_EXPORTED: Way(exporting_costs, {"rows": [None, "0"]}),
    AuditAction.MEMBERS_EXPORTED: Way(
        lambda world: lambda: export_to_stream(world.ctx, Listing(), io.BytesIO(), zone=BERLIN),
        None,
    ),
    AuditAction.MEMBER_DISABLED: Way(changing(DISABLE), {"state": ["active", "disabled"]}),
    AuditAction.MEMBER_EDITED: Way(editing, {}),
    AuditAction.MEMBER_ENABLED: Way(enabling, {"state": ["disabled", "active"]}),
    AuditAction.MEMBER_REMOVED: Way(changing(REMOVE), None),
    AuditAction.MEMBER_ROLE_CHANGED: Way(changing(TO_BILLING), {"role": ["user", "billing_admin"]}),
    AuditAction.OWN_DATA_EDITED: Way(renaming, {"theme": [None, "tcm-light"]}),
    AuditAction.PASSWORD_CHANGED: Way(
        lambda world: lambda: passwords.change_password(world.ctx, PASSWORD, "Rote-Ampel-19-Uhr"),
        {},
    ),
    AuditAction.PASSWORD_FORGOTTEN: Way(
        lambda world: lambda: passwords.forgotten(world.nobody, world.derya.email),
        {},
        signed_in=False,
        company=False,
    ),
    AuditAction.PASSWORD_PROVED: Way(lambda world: lambda: prove(world.ctx, PASSWORD), {}),
    AuditAction.OWN_DATA_EXPORTED: Way(
        lambda world: lambda: own_data._write_down(world.ctx, own_data.OwnDataFormat.XLSX),
        {"format": [None, "xlsx"]},
    ),
    AuditAction.PASSWORD_RESET: Way(resetting, None, signed_in=False, company=False),
    AuditAction.PASSWORD_RESET_SENT: Way(
        lambda world: lambda: passwords.send_reset(world.ctx, world.derya.membership_id), None
    ),
    AuditAction.RECOVERY_CODES_RENEWED: Way(having_factor(second_factor.renew_codes), {}),
    AuditAction.RECOVERY_CODE_USED: Way(using_recovery_code, {}, signed_in=False, company=False),
    AuditAction.REGISTRATION_STARTED: Way(
        lambda world: lambda: start(world.nobody, EMAIL), {}, signed_in=False, company=False
    ),
    AuditAction.RESELLER_APPOINTED: Way(
        lambda world: lambda: resellers.appoint(world.operator, world.anna.email),
        {"number": [None, "P-10001"]},
        signed_in=False,
    ),
    AuditAction.RESELLER_LINKED: Way(linking, {"number": [None, "P-10001"]}),
    AuditAction.RESELLER_UNLINKED: Way(unlinking, {"number": ["P-10001", None]}),
    AuditAction.SECOND_FACTOR_REMOVED: Way(having_factor(second_factor.remove), {}),
    AuditAction.SECOND_FACTOR_RESET: Way(resetting_factor, {}),
    AuditAction.SECOND_FACTOR_SET_UP: Way(lambda world: lambda: set_up_factor(world.ctx), {}),
    AuditAction.SESSION_ENDED: Way(lambda world: lambda: sign_out(world.ctx), {}),
    AuditAction.SESSION_LOCKED: Way(lambda world: lambda: lock(world.ctx), {}),
    AuditAction.SESSION_STARTED: Way(
        lambda world: lambda: sign_in(world.nobody, world.anna.email, PASSWORD), {}
    ),
    AuditAction.SESSION_UNLOCKED: Way(unlocking, {}),
    AuditAction.SIGN_IN_LIMITED: Way(limiting, {}, signed_in=False, company=False),
    AuditAction.SIGN_IN_FAILED: Way(
        lambda world: refused(lambda: sign_in(world.nobody, world.anna.email, WRONG)),
        {},
        signed_in=False,
        company=False,
    ),
    AuditAction.SUBSCRIPTION_BOOKED: Way(
        begun_booking(buying),
        {
            "edition": [None, "1"],
            "licences": [None, "3"],
            "order": [None, "1"],
            "owner": [None, "1"],
        },
    ),
    AuditAction.SUBSCRIPTION_CANCELLED: Way(
        having_booked(ending), {"ends_on": [None, "2027-08-23"]}
    ),
    AuditAction.SUBSCRIPTION_EDITION_CHANGED: Way(
        having_booked(to_standard), {"edition": ["1", "2"], "from_on": [None, "2026-11-22"]}
    ),
    AuditAction.SUBSCRIPTION_EDITION_KEPT: Way(
        having_booked(to_standard, to_basic, lambda ctx, n: keep_edition(ctx, shown(ctx, n))),
        {"edition": ["1", "2"]},
    ),
    AuditAction.SUBSCRIPTION_EDITION_PLANNED: Way(
        having_booked(to_standard, to_basic),
        {"edition": ["2", "1"], "from_on": [None, "2027-08-24"]},
    ),
    AuditAction.SUBSCRIPTION_LICENCES_CHANGED: Way(
        having_booked(lambda ctx, n: to_licences(ctx, n, 6)), {"licences": ["5", "6"]}
    ),
    AuditAction.SUBSCRIPTION_OWNER_CHANGED: Way(handing_over, {"owner": ["1", "2"]}),
    AuditAction.SUBSCRIPTION_RENAMED: Way(
        having_booked(lambda ctx, n: rename(ctx, shown(ctx, n), "Vertrieb Nord")), {}
    ),
    AuditAction.SUBSCRIPTION_RENEWAL_CHANGED: Way(
        having_booked(lambda ctx, n: set_renewal(ctx, shown(ctx, n), on=False)),
        {"ends_on": [None, "2027-08-23"]},
    ),
    AuditAction.SUBSCRIPTION_TAKEN_BACK: Way(
        having_booked(ending, lambda ctx, n: resume(ctx, shown(ctx, n))),
        {"ends_on": ["2027-08-23", None]},
    ),
    AuditAction.TERMS_ACCEPTED: Way(
        agreeing,
        {"terms": [None, TERMS_VERSION], "business_use": [None, "assured"]},
        signed_in=False,
    ),
}
"""Action → how it comes about."""
ELSEWHERE: Final = {AuditAction.DATA_MIGRATED: "tests.services.test_installation"}
"""What needs a database of another shape: where that is shown."""


@pytest.fixture
def world(ctx: Context, nobody: Context, anna: Person, password_hash: str) -> World:
    """Anna, and Derya as a member, over SSH."""
    derya = add_member(
        ctx.database, anna.company_id, "derya.celik@m.example", password_hash=password_hash
    )
    there = replace(nobody, origin=ORIGIN)
    return World(signed_in(there, anna), there, anna, derya)


def test_k4_every_action_has_its_way() -> None:
    """None is forgotten, and none is named twice."""
    assert WAYS.keys() | ELSEWHERE.keys() == set(AuditAction)
    assert not WAYS.keys() & ELSEWHERE.keys()
    for action, module in ELSEWHERE.items():
        source = inspect.getsource(importlib.import_module(module))
        assert action.value in source


@pytest.mark.parametrize("action", WAYS)
def test_k4_each_event_is_written_down_once(world: World, action: AuditAction) -> None:
    """Old and new value, when, who, for which company, and from where."""
    way = WAYS[action]
    act = way.prepare(world)
    before = len(journal(world.ctx, action))
    act()
    (entry,) = journal(world.ctx, action)[before:]
    assert entry.at == START
    assert (entry.unix_user, entry.ssh_connection) == (ORIGIN.unix_user, ORIGIN.ssh_connection)
    assert (entry.company_id is not None) is way.company
    if way.signed_in:
        assert (entry.actor_id, entry.company_id) == (world.anna.user_id, world.anna.company_id)
    if way.changes is not None:
        assert entry.changes == way.changes
    assert not secrets(entry.changes)


def secrets(changes: dict[str, Any]) -> list[str]:
    """Passwords among what was written down."""
    return [text for pair in changes.values() for text in pair if text in {PASSWORD, WRONG}]


def test_k4_a_repeated_request_is_written_down_once(world: World) -> None:
    """The second changes nothing, so it says nothing."""
    for _time in range(2):
        do(world.ctx, TO_BILLING, member_key(world.derya))
    assert len(journal(world.ctx, AuditAction.MEMBER_ROLE_CHANGED)) == 1
