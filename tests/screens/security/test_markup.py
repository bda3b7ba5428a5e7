"""Markup in data, on every screen: shown as it is, styles nothing, and cannot be clicked."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select, update

from tcm_tui.app import MarketplaceApp
from tcm_tui.data.models import Company, EmailAddress, Invitation, Membership, User
from tests.screens.members.crowd import fill
from tests.screens.support import Stage, settle, sign_in

from .places import PLACES, Place, seen

if TYPE_CHECKING:
    from textual.pilot import Pilot

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
ROUNDS: Final = 50 if SOAK else 5
ATTACKS: Final = (
    "[@click=app.pwn]Anna[/]",
    "[ @click=app.pwn]Anna",
    "[red]Anna[/red]",
    "[/nope]",
    "[Sales] [EMEA 2]",
    "[link=https://fremd.example]Anna[/link]",
    "[bold reverse on red]Anna",
    "\\[red]Anna\\",
    "[$error 50%]Anna[/]",
    "Anna[",
)
ALPHABET: Final = "[]/\\@=\"' $%abc:.#(),"


SHOWS: Final = {"overview": 1, "member": 1, "locked": 1, "members": len(ATTACKS)}
"""On which screens so many of them must be seen."""


def write_names(stage: Stage, texts: list[str]) -> None:
    """Give the company and everybody in it such names, past the services."""
    with stage.nobody.database.transaction(writing=True) as session:
        for number, user in enumerate(session.scalars(select(User.id)).all()):
            text = texts[number % len(texts)]
            names = {"first_name": text, "last_name": text}
            session.execute(update(User).where(User.id == user).values(names))
            mine = EmailAddress.user_id == user
            session.execute(update(EmailAddress).where(mine).values(address=text))
            session.execute(
                update(Membership)
                .where(Membership.user_id == user)
                .values(title=text, phone=text, department=text)
            )
        for number, invitation in enumerate(session.scalars(select(Invitation.id)).all()):
            text = texts[-number % len(texts)]
            values = {"email": text, "first_name": text, "last_name": text}
            session.execute(update(Invitation).where(Invitation.id == invitation).values(values))
        session.execute(update(Company).values(name=texts[0]))


def foreign_meta(pilot: Pilot[Any]) -> list[str]:
    """Actions and links in what is drawn that are not the program's own."""
    found = []
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None:
                continue
            if "@click" in style.meta or style.link:
                found.append(f"{segment.text!r}: {style.meta} {style.link}")
    return found


@pytest.fixture
def clicked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `app.pwn` was called for."""
    calls: list[str] = []
    monkeypatch.setattr(
        MarketplaceApp, "action_pwn", lambda _app: calls.append("pwn"), raising=False
    )
    return calls


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
async def test_a3_markup_is_text(stage: Stage, place: Place) -> None:
    """On every screen and dialog: found literally wherever a name stands, without a meaning."""
    fill(stage)
    write_names(stage, list(ATTACKS))
    async with stage.app(demo=True).run_test(size=(190, 60)) as pilot:
        await place.reach(pilot)
        assert foreign_meta(pilot) == []
        found = [attack for attack in ATTACKS if attack in seen(pilot)]
    if place.name in SHOWS:
        assert len(found) >= SHOWS[place.name]


@pytest.mark.parametrize("name", ["overview", "members", "member", "locked"])
async def test_a4_a_click_on_data_does_nothing(stage: Stage, name: str, clicked: list[str]) -> None:
    """Every cell that shows the attack is clicked; nothing runs."""
    fill(stage)
    write_names(stage, list(ATTACKS[:2]))
    place = next(one for one in PLACES if one.name == name)
    async with stage.app(demo=True).run_test(size=(150, 50)) as pilot:
        await place.reach(pilot)
        lines = seen(pilot).splitlines()
        places = [(line.find("click=") + 2, y) for y, line in enumerate(lines) if "click=" in line]
        assert places
        for x, y in places:
            if "click=" in seen(pilot).splitlines()[y]:  # a click may have opened something
                await pilot.click(offset=(x, y))
                await settle(pilot)
                await pilot.press("escape")
                await settle(pilot)
    assert clicked == []


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
async def test_a5_no_text_breaks_a_screen(stage: Stage) -> None:
    """Random strings of what markup is made of, as names of everybody, screen after screen."""
    fill(stage)
    chance = random.Random(5)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        for _round in range(ROUNDS):
            texts = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 24))) for _ in range(20)]
            write_names(stage, texts)
            for key in ("f5", "2", "f5", "enter", "escape", "ctrl+p", "a", "escape", "1"):
                await pilot.press(key)
                await settle(pilot)
            assert foreign_meta(pilot) == []
            assert pilot.app.return_code is None
