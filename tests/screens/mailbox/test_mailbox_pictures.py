"""What „Postfach“ looks like at 120x40, 80x24 and 200x60."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.mail import MailKind
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.render import Letterhead, render
from tests.builders import START, Clock
from tests.mail.letters import promise
from tests.waiting import settle

from .test_mailbox import Room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

SIZES = pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (200, 60)], ids=["120x40", "80x24", "200x60"]
)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Thirty mails of all kinds, five hours between them."""
    deliverer = MaildirDeliverer(tmp_path)
    for number, kind in zip(range(30), cycle(MailKind), strict=False):
        mail = promise(
            kind,
            id=number,
            message_id=f"{number}@tcm-tui.invalid",
            created_at=START - timedelta(hours=5 * (30 - number)),
        )
        deliverer.deliver(render(mail, Letterhead()))
    return tmp_path


@SIZES
def test_a_mail_with_a_code(
    snap_compare: Callable[..., bool], full: Path, clock: Clock, size: tuple[int, int]
) -> None:
    """Some read, some not."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for _ in range(4):
            await pilot.press("down")
            await settle(pilot)

    assert snap_compare(Room(full, clock), terminal_size=size, run_before=go)


@SIZES
def test_a_search_without_a_hit(
    snap_compare: Callable[..., bool], full: Path, clock: Clock, size: tuple[int, int]
) -> None:
    """It says how to see all again."""

    async def search(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("slash", *"xyz")
        await settle(pilot)

    assert snap_compare(Room(full, clock), terminal_size=size, run_before=search)


@SIZES
def test_an_empty_mailbox(
    snap_compare: Callable[..., bool], tmp_path: Path, clock: Clock, size: tuple[int, int]
) -> None:
    """It says what belongs here."""
    assert snap_compare(Room(tmp_path / "mail", clock), terminal_size=size, run_before=settle)
