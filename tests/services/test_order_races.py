"""Many processes that buy at once: each order once, and never more than the cap (H3)."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import func, select

from tcm_tui.data.encryption import Vault
from tcm_tui.data.models import Subscription
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Role
from tcm_tui.services.booking import begin
from tcm_tui.services.order_requests import approve, request
from tcm_tui.services.ordering import place
from tests.builders import add_member, signed_in
from tests.market import add_subscription
from tests.processes import at_once, context_of

from .inviting import journal, mails
from .ordering import TICKED, booked, colleague, open_shop, orders_stored, stored

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.booking_wish import BookingWish
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Actor
    from tests.builders import Person

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
PROCESSES: Final = 16
ROUNDS: Final = 20 if SOAK else 1
CAP: Final = 300


def _place(url: str, hasher: Hasher, key: Path, actor: Actor, what: tuple[int, Quote]) -> str:
    """In a process of its own: buy it; the number of the receipt."""
    ctx = replace(context_of(url, hasher), vault=Vault(key)).as_actor(actor)
    order_id, seen = what
    try:
        return place(ctx, order_id, seen, **TICKED).number
    finally:
        ctx.database.dispose()


def _approve(url: str, hasher: Hasher, key: Path, actor: Actor, what: tuple[int, Quote]) -> str:
    """In a process of its own: approve it; the number of the receipt."""
    ctx = replace(context_of(url, hasher), vault=Vault(key)).as_actor(actor)
    order_id, seen = what
    try:
        return approve(ctx, order_id, seen, **TICKED).number
    finally:
        ctx.database.dispose()


def _book(url: str, hasher: Hasher, key: Path, actor: Actor, what: tuple[BookingWish, int]) -> str:
    """In a process of its own: begin, type and buy; what was refused."""
    ctx = replace(context_of(url, hasher), vault=Vault(key)).as_actor(actor)
    wish, licences = what
    try:
        found = booked(ctx, wish, licences=licences)
        place(ctx, found.id, found.quote, **TICKED)
    except DomainError as refusal:
        return f"{refusal.field}: {refusal.message}"
    finally:
        ctx.database.dispose()
    return ""


def _begin(url: str, hasher: Hasher, key: Path, actor: Actor, wish: BookingWish) -> int:
    """In a process of its own: begin; the number of the order."""
    ctx = replace(context_of(url, hasher), vault=Vault(key)).as_actor(actor)
    try:
        return begin(ctx, wish).id
    finally:
        ctx.database.dispose()


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h3_many_processes_place_an_order_once(
    ctx: Context, database_url: str, hasher: Hasher
) -> None:
    """Enter in sixteen windows: one receipt, one subscription, one mail, one entry."""
    shop = open_shop(ctx)
    for number in range(1, ROUNDS + 1):
        found = booked(ctx, shop.wish(), licences=2, add_ons=((shop.copilot, 1),))
        what = (database_url, hasher, ctx.vault.path, ctx.actor, (found.id, found.quote))
        answers = at_once(_place, [what] * PROCESSES)
        assert set(answers) == {f"B-2026-{found.id:06}"}
        assert len(stored(ctx)) == 2 * number
        assert len(journal(ctx, AuditAction.ORDER_PLACED)) == number
        sent = [one for one in mails(ctx) if one.kind is MailKind.ORDER_RECEIPT]
        assert len(sent) == number


@pytest.mark.timeout(180)
def test_h3_many_processes_approve_a_request_once(
    ctx: Context, database_url: str, hasher: Hasher
) -> None:
    """Whoever was first bought it, and everybody sees the same receipt."""
    shop = open_shop(ctx)
    derya = colleague(ctx)
    found = booked(derya, shop.wish(), licences=2)
    request(derya, found.id, "")
    what = (database_url, hasher, ctx.vault.path, ctx.actor, (found.id, found.quote))
    answers = at_once(_approve, [what] * PROCESSES)
    assert len(set(answers)) == len(stored(ctx)) == 1


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h3_many_processes_never_book_more_than_the_cap(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Sixteen people want four of the last ten licences: two get theirs, the others are told."""
    shop = open_shop(ctx, cap=CAP)
    add_subscription(
        ctx.database, anna.company_id, shop.product, owner_id=anna.user_id, licences=CAP - 10
    )
    buyers = [
        signed_in(
            ctx,
            add_member(
                ctx.database, anna.company_id, f"chef{n}@muster.example", role=Role.BILLING_ADMIN
            ),
        )
        for n in range(PROCESSES)
    ]
    wishes = [shop.wish(edition_id=(shop.basic, shop.standard)[n % 2]) for n in range(PROCESSES)]
    answers = at_once(
        _book,
        [
            (database_url, hasher, ctx.vault.path, one.actor, (wish, 4))
            for one, wish in zip(buyers, wishes, strict=True)
        ],
    )
    assert answers.count("") == 2
    refused = {text for text in answers if text}
    assert all(text.startswith("licences: ") and str(CAP) in text for text in refused)
    with ctx.database.transaction(writing=False) as session:
        assert session.scalar(select(func.sum(Subscription.licences))) == CAP - 2


@pytest.mark.timeout(180)
def test_h3_many_processes_try_a_product_once(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Sixteen people want it for free: one does, and the others are told."""
    shop = open_shop(ctx)
    buyers = [
        add_member(
            ctx.database, anna.company_id, f"chef{n}@muster.example", role=Role.BILLING_ADMIN
        )
        for n in range(PROCESSES)
    ]
    wish = shop.wish(trial=True)
    answers = at_once(
        _book,
        [
            (database_url, hasher, ctx.vault.path, signed_in(ctx, one).actor, (wish, 2))
            for one in buyers
        ],
    )
    assert answers.count("") == len(stored(ctx)) == 1
    assert {text.partition(":")[0] for text in answers if text} == {"trial"}


@pytest.mark.timeout(180)
def test_h3_many_windows_begin_one_booking(ctx: Context, database_url: str, hasher: Hasher) -> None:
    """All go on with the same one."""
    shop = open_shop(ctx)
    what = (database_url, hasher, ctx.vault.path, ctx.actor, shop.wish())
    answers = at_once(_begin, [what] * PROCESSES)
    assert len(set(answers)) == len(orders_stored(ctx)) == 1
