"""Two administrators at two terminals, on each database: nothing is lost, nothing stays allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, select

from tcm_tui.data.models import EmailAddress, Membership
from tcm_tui.domain.demo import PASSWORD

from .portal import ANNA, LONG, sign_in
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from pathlib import Path

    from . import portal
    from .conftest import Copying

PAUL: Final = "paul.wagner@muster-maschinenbau.example"
DERYA: Final = "derya.celik@muster-maschinenbau.example"


def sign_in_as_paul(terminal: Terminal) -> None:
    """The form is filled in for Anna."""
    terminal.wait_for(ANNA, LONG)
    terminal.press("ctrl+u")
    terminal.type(PAUL)
    terminal.press("tab", "ctrl+u")
    terminal.type(PASSWORD)
    terminal.press("enter")
    terminal.wait_for("Neuigkeiten", LONG)


def find(terminal: Terminal, address: str) -> None:
    """„Benutzer“ with the cursor on the only row with this address."""
    terminal.press("2")
    terminal.wait_for("Angemeldet", LONG)
    terminal.press("slash", "ctrl+u")
    terminal.type(address)
    terminal.wait_for("1 Treffer", LONG)
    terminal.press("enter")
    terminal.wait_for(address)


def edit_title(terminal: Terminal, title: str) -> None:
    """The form is open, and the title typed, not yet saved."""
    terminal.press("e")
    terminal.wait_for("Abteilung")
    terminal.press("ctrl+u")
    terminal.type(title)
    terminal.wait_for(title)


def stored(demo: portal.Copy, column: str) -> object:
    """What the database holds of Derya's membership."""
    engine = create_engine(demo.url)
    question = (
        select(Membership.__table__.c[column])
        .join_from(Membership, EmailAddress, EmailAddress.user_id == Membership.user_id)
        .where(EmailAddress.canonical == DERYA)
    )
    with engine.connect() as connection:
        found = connection.scalar(question)
    engine.dispose()
    return found


def test_h1_c16_two_administrators_at_once(copying: Copying, tmp_path: Path) -> None:
    """A conflict with both values, what the other did after F5, and a lost role at the next key."""
    with (
        copying(tmp_path / "demo") as demo,
        demo.open() as anna,
        demo.open() as paul,
    ):
        sign_in(anna)
        sign_in_as_paul(paul)
        meet_in_a_form(anna, paul)
        assert stored(demo, "title") == "Assistenz"
        see_a_new_role(anna, paul)
        assert stored(demo, "role") == "billing_admin"
        lose_the_role(anna, paul)
        assert stored(demo, "state") == "active"
        for terminal in (anna, paul):
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
            assert foreign_sequences(terminal.raw) == []
            assert terminal.modes() == RESTORED


def meet_in_a_form(anna: Terminal, paul: Terminal) -> None:
    """Paul saves first; Anna sees his value beside hers, and leaves it."""
    for terminal in (anna, paul):
        find(terminal, DERYA)
    edit_title(anna, "Leitung")
    edit_title(paul, "Assistenz")
    paul.press("ctrl+s")
    paul.wait_for("Angaben von Derya Çelik gespeichert", LONG)
    anna.press("ctrl+s")
    anna.wait_for("Paul Wagner hat Derya Çelik inzwischen geändert.", LONG)
    for value in ("Leitung", "Assistenz"):
        assert value in anna.screen_text()
    anna.press("right", "enter")
    anna.wait_gone("Inzwischen geändert")


def see_a_new_role(anna: Terminal, paul: Terminal) -> None:
    """Anna gives Derya another role; Paul reads again, and his cursor is where it was."""
    assert "Rechnungsadmin." not in paul.screen_text()
    anna.press("r", "down", "enter")
    anna.wait_for("Rolle von Derya Çelik geändert", LONG)
    paul.press("f5")
    paul.wait_for("Rechnungsadmin.", LONG)


def lose_the_role(anna: Terminal, paul: Terminal) -> None:
    """Anna takes Paul's; the next key of his that would change something is refused, in words."""
    find(anna, PAUL)
    anna.press("r", "home", "enter")
    anna.wait_for("Rolle von Paul Wagner geändert", LONG)
    paul.press("d")
    paul.wait_for("Das ist mit Ihrer Rolle nicht möglich.", LONG)
    paul.wait_gone("2 Benutzer", LONG)
