"""Pictures of finding people: search, filters, order, letters, marks, details."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import UserSession
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.services.admitting import Demand
from tests.builders import START, signed_in

from .crowd import fill, member
from .test_members_pictures import TWO_SIZES, keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders import Person
    from tests.screens.support import Stage

THREE_SIZES = pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (200, 60)], ids=["120x40", "80x24", "200x60"]
)
STATES = {
    "searched": ("slash", *"ue"),
    "filters": ("f",),
    "filter_open": ("f", "enter", "down"),
    "filtered": (
        "f",
        "enter",
        "down",
        "down",
        "space",
        "down",
        "enter",
        "f",
        "enter",
        "d",
        "enter",
    ),
    "nobody": ("f", "enter", "down", "down", "enter", "slash", *"zzz"),
    "orders": ("s",),
    "by_last_sign_in": ("s", "a", "down", "enter"),
    "letters": ("a", *"hof"),
    "no_letters": ("s", "r", "enter", "a"),
    "all_marked": ("asterisk",),
    "marks_hidden": ("space", "space", "space", "slash", *"weber", "enter"),
}


@TWO_SIZES
@pytest.mark.parametrize("state", STATES)
def test_finding(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], state: str
) -> None:
    """Each way to find somebody."""
    fill(stage)
    app = stage.app(demo=True)
    assert snap_compare(app, terminal_size=size, run_before=keys(*STATES[state]))


def test_letters_in_english(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Filtered, with the letters open."""
    fill(stage)
    app = stage.app(demo=True, settings=replace(stage.settings, language="en"))
    go = keys("f", "enter", "down", "enter", "escape", "space", "a", "h")
    assert snap_compare(app, terminal_size=(80, 24), run_before=go)


def past(stage: Stage) -> Person:
    """„Becker, Jonas“ has signed in twice, and was changed."""
    fill(stage)
    someone = member(stage, "Alma", "Abend", Role.BILLING_ADMIN)
    ctx = signed_in(stage.nobody, stage.anna)

    def note(action: AuditAction, **changes: tuple[str | None, str | None]) -> None:
        entry = Entry(action, Subject.MEMBERSHIP, someone.membership_id, changes)
        ctx.run(lambda tx: tx.audit_many([entry]), Demand(Permission.SESSION_OWN, writing=True))

    note(AuditAction.MEMBER_ROLE_CHANGED, role=(Role.USER.value, Role.BILLING_ADMIN.value))
    note(AuditAction.MEMBER_EDITED, department=(None, "Einkauf"), phone=("0228 1", "0228 2"))
    with stage.nobody.database.transaction(writing=True) as session:
        for ended, host in ((START - timedelta(hours=1), "bastion"), (None, "kiosk")):
            session.add(
                UserSession(
                    user_id=someone.user_id,
                    company_id=someone.company_id,
                    started_at=START - timedelta(hours=3),
                    last_seen_at=START - timedelta(minutes=4),
                    process_id=1,
                    host=host,
                    unix_user="tester",
                    ssh_connection="203.0.113.9 50022 10.0.0.1 22",
                    ended_at=ended,
                )
            )
    return someone


@THREE_SIZES
def test_past(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Sessions and history, in a dialog or beside the list."""
    past(stage)
    go = keys("enter")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_past_scrolled(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Where it does not fit, the arrows scroll."""
    past(stage)
    go = keys("enter", *["down"] * 30)
    assert snap_compare(stage.app(demo=True), terminal_size=(80, 24), run_before=go)
